"""Which choice moves ranks, of every class and of every area: indices by all combinations, or by a sample."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from math import prod
from typing import Any, Literal

import numpy as np
import polars as pl

from junxian.assessment.change import add_changes
from junxian.assessment.kinds import Array, Places
from junxian.assessment.ranked import rank_period
from junxian.assessment.robustness import (
    Design,
    Levels,
    Replicates,
    Sensitivity,
    enumerate_design,
    enumerate_sensitivity,
    estimate_sensitivity,
    measure_rank_shift,
    rank_replicates,
    run_design,
    sample_saltelli,
    score_nominal,
)
from junxian.assessment.robustness.factors import Factor
from junxian.declared.schemes import Scheme
from junxian.studies.figures import Figures
from junxian.studies.sensitivity.choices import Choices, default_choices
from junxian.studies.sensitivity.class_model import ClassModel
from junxian.studies.sensitivity.vary import make_factors
from junxian.terms import MethodError
from junxian.terms.nearest import suggest

MOST_COMBINATIONS = 4096  # of levels that are all tried; beyond, replicates are drawn
BOOTSTRAPS = 500
CLASSES_SCHEMA: dict[str, Any] = {
    "class": pl.String,  # its code, or those of the classes that are ranked together, as K+A
    "ranked": pl.Int64, "replicates": pl.Int64, "failed": pl.Int64,
    "is_exact": pl.Boolean,  # all combinations, so that indices have no interval
    "mean_shift": pl.Float64,  # of ranks against the published ones, over all replicates that did not fail
    "shift_high": pl.Float64,  # its 95th percentile
}  # fmt: skip
INDEX_SCHEMA: dict[str, Any] = {
    "class": pl.String,
    "target": pl.String,  # the code of an area, whose rank is explained; "" for the mean shift of the class's ranks
    "factor": pl.String,
    "first": pl.Float64,  # share of the variance that the factor explains alone; null where the target never moves
    "first_low": pl.Float64, "first_high": pl.Float64,
    "total": pl.Float64,  # with all that it does only together with others
    "total_low": pl.Float64, "total_high": pl.Float64,
}  # fmt: skip
FAILED_SCHEMA: dict[str, Any] = {"class": pl.String, "replicate": pl.Int64, "took": pl.String, "reason": pl.String}


@dataclass(frozen=True)
class SensitivityStudy:
    """`classes` (CLASSES_SCHEMA), `indices` (INDEX_SCHEMA), `failed` (FAILED_SCHEMA): every replicate without scores.

    A class in which a replicate failed has no indices: what is left of a design is biased.
    """

    classes: pl.DataFrame
    indices: pl.DataFrame
    failed: pl.DataFrame


def study_sensitivity(
    figures: Figures,
    scheme: Scheme,
    choices: Choices | None = None,
    *,
    only: str = "",
    base: int = 256,
    sequence: Literal["sobol", "random"] = "sobol",
) -> SensitivityStudy:
    """Say how far each choice moves the ranks of every class, or of `only` one, and the rank of every area.

    choices  what varies; what the scheme varies for its rank intervals, when not given
    base  base points of a sample, of which there are base · (factors + 2) replicates; a power of two for "sobol"
    Where only levels vary, in at most 4,096 combinations, all are tried and the indices are exact; else S1 and ST are
    estimated with 90 % bootstrap intervals. Every replicate does with its choices what an assessment does: imputation and
    treatment over all areas, bounds as the scheme sets them. Classes that are ranked together
    (`rank_across`) are one, `K+A`. Weights that are computed are those of the scores as published. MethodError for an unknown class, or where nothing varies.
    Checked in tests/unit/studies/test_sensitivity.py by assessing again with every combination.
    """
    if only and only not in scheme.classes:
        raise MethodError(f"class {only!r}", "is not of the scheme.", suggest(only, scheme.classes))
    asked = choices or default_choices(scheme)
    indicators = add_changes(figures.indicators, scheme)
    ranked = rank_period(indicators, scheme, figures.province.classifications[scheme.classification], figures.period)
    found = []
    for places in ranked.setting.rank_groups:
        group = [ClassModel(ranked, place, indicators, figures.period) for place in places]
        codes = [scheme.classes[place] for place in places]
        if (not only or only in codes) and any(own.has_ranked for own in group):
            designs = [_lay_out(figures, asked, own, places, base, sequence) for own in group if own.has_ranked]
            found.append(_study_group([own for own in group if own.has_ranked], "+".join(codes), designs))
    frames = [pl.concat(own) for own in zip(*found, strict=True)]
    return SensitivityStudy(*frames) if frames else SensitivityStudy(*map(_empty, SCHEMAS))


SCHEMAS = (CLASSES_SCHEMA, INDEX_SCHEMA, FAILED_SCHEMA)


def _empty(schema: dict[str, Any]) -> pl.DataFrame:
    return pl.DataFrame(schema=schema)


def _lay_out(
    figures: Figures,
    choices: Choices,
    own: ClassModel,
    places: Sequence[int],
    base: int,
    sequence: Literal["sobol", "random"],
) -> Design:
    """The design of one class: that of all classes ranked together with it, but noise of its own."""
    factors = make_factors(choices, own, lambda count: _draw(figures, own, count), places)
    seed = figures.province.seed
    return replace(lay_out(factors, base, seed, sequence), seed=seed + places.index(own.place))


def lay_out(factors: list[Factor], base: int, seed: int, sequence: Literal["sobol", "random"] = "sobol") -> Design:
    """Every combination where only levels vary and they are few, else a sample for sensitivity indices."""
    levels = [len(one.levels) for one in factors if isinstance(one, Levels)]
    if len(levels) == len(factors) and prod(levels) <= MOST_COMBINATIONS:
        return enumerate_design(factors)
    return sample_saltelli(factors, base, seed, sequence)


def _draw(figures: Figures, own: ClassModel, count: int) -> Array:
    """Sets of figures (sets, areas, indicators); areas that cannot be ranked, and what is not drawn, stay as filed."""
    setting = own.ranked.setting
    rows = np.flatnonzero(setting.comparable)
    drawn = figures.draw(
        [setting.panel.areas[row] for row in rows], list(setting.tree.indicators), figures.period, count
    )
    found = np.repeat(own.filed[None], count, axis=0)
    known = ~np.isnan(found[:, rows]) & ~np.isnan(drawn)
    found[:, rows] = np.where(known, drawn, found[:, rows])
    return found


def _study_group(group: Sequence[ClassModel], code: str, designs: Sequence[Design]) -> tuple[pl.DataFrame, ...]:
    """Classes that are ranked together, or one alone."""
    own, design, models = group[0], designs[0], [one.make_model() for one in group]
    decimals = models[0].decimals
    nominal = rank_replicates(_join([score_nominal(model)[0][None] for model in models]), decimals)[0]
    runs = [run_design(design, model) for design, model in zip(designs, models, strict=True)]
    failed = {failure.replicate: failure for run in runs for failure in run.failed}
    scores = _join([run.scores for run in runs])
    scores[list(failed)] = np.nan
    done = Replicates(scores, rank_replicates(scores, decimals), tuple(failed[row] for row in sorted(failed)))
    members = np.flatnonzero(nominal > 0)
    shift = measure_rank_shift(done.ranks, nominal)
    known = shift[~np.isnan(shift)]
    classes = pl.DataFrame(
        [(code, len(members), len(design), len(done.failed), design.is_full, known.mean(), np.quantile(known, 0.95))],
        schema=CLASSES_SCHEMA, orient="row",
    )  # fmt: skip
    indices = _empty(INDEX_SCHEMA) if done.failed else _measure(own, code, design, done, members, shift)
    return classes, indices, pl.DataFrame([*_tell_failed(code, design, done)], schema=FAILED_SCHEMA, orient="row")


def _join(scores: Sequence[Array]) -> Array:
    """Scores (replicates, areas) of several classes, each of which knows its members alone."""
    joined: Array = reduce(lambda one, other: np.where(np.isnan(one), other, one), scores).copy()
    return joined


def _measure(
    own: ClassModel, code: str, design: Design, done: Replicates, members: Places, shift: Array
) -> pl.DataFrame:
    """Indices of the mean shift and of every area that has a rank in all replicates."""
    whole = members[(done.ranks[:, members] > 0).all(axis=0)]
    targets = np.column_stack([shift, done.ranks[:, whole]])
    areas = [own.ranked.setting.panel.areas[place] for place in whole]
    found = _find_indices(design, targets).tabulate(["", *areas])
    named = found.select(pl.lit(code).alias("class"), *list(INDEX_SCHEMA)[1:])
    return named.cast({"target": pl.String, "factor": pl.String}).fill_nan(None)


def _find_indices(design: Design, targets: Array) -> Sensitivity:
    if design.is_full:
        return enumerate_sensitivity(design, targets)
    return estimate_sensitivity(design, targets, bootstraps=BOOTSTRAPS, seed=design.seed)


def _tell_failed(code: str, design: Design, done: Replicates) -> Iterator[tuple[Any, ...]]:
    for row in done.tabulate_failures(design).iter_rows(named=True):
        took = ", ".join(f"{name}={row[name]}" for name in row if name not in ("replicate", "reason"))
        yield code, row["replicate"], took, row["reason"]
