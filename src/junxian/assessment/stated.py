"""What the replicates allow to say of every area's rank, of pairs and of groups, class by class."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from junxian.assessment.kinds import Array
from junxian.assessment.ranked import Ranked
from junxian.assessment.robustness import Choices, Variation, measure_effects
from junxian.assessment.robustness.variation import Varied
from junxian.assessment.scorecard import DISTRIBUTION_SCHEMA, EFFECT_SCHEMA, make_frame
from junxian.assessment.statements import PAIR_SCHEMA, STATEMENT_SCHEMA, RankStatements, state_ranks
from junxian.declared.schemes import Robustness, Scheme

TESTED = 300  # most areas ranked together for which sets and groups are found: their time grows with the square
PAIRED = 200  # most areas ranked together for which every pair is kept; of more, neighbours by rank
KEPT = ("ref_area", "rank_mean", "set_low", "set_high", "simultaneous_low", "simultaneous_high", "probability_of_first")  # fmt: skip
KEPT_SCHEMA: dict[str, Any] = {name: STATEMENT_SCHEMA[name] for name in KEPT}


@dataclass(frozen=True)
class Stated:
    """Of every area the rank interval, median and group (0 for none), and frames of the scorecard."""

    low: NDArray[np.int64]
    high: NDArray[np.int64]
    median: NDArray[np.int64]
    group: NDArray[np.int64]
    distribution: pl.DataFrame
    statements: pl.DataFrame
    pairs: pl.DataFrame
    effects: pl.DataFrame


def state_classes(ranked: Ranked, variation: Variation) -> Stated:
    """State the ranks of every group of areas that are ranked together; empty frames without replicates.

    Above 300 areas no sets and groups are found, and above 200 only pairs of neighbouring ranks are kept.
    Checked in tests/unit/assessment/test_stated.py.
    """
    said = [(own, _state_group(ranked, own, variation.choices)) for own in variation.groups if variation.choices]
    low, high, median, group = _lay_out(ranked, said)
    return Stated(
        low, high, median, group,
        _join_distributions([one.distribution for _, one in said]),
        _join([one.table.select(KEPT) for _, one in said], KEPT_SCHEMA),
        _join([one.pairs for _, one in said], PAIR_SCHEMA),
        _join([_tabulate_effects(ranked, own, variation) for own, _ in said], EFFECT_SCHEMA),
    )  # fmt: skip


def _lay_out(ranked: Ranked, said: list[tuple[Varied, RankStatements]]) -> list[NDArray[np.int64]]:
    """Interval, median and group of the statements for all areas of the panel, 0 where there is none."""
    names = ("rank_low", "rank_high", "rank_median", "group")
    known = [one.table.select("ref_area", *names) for _, one in said]
    joined = pl.DataFrame({"ref_area": ranked.setting.panel.areas}, schema={"ref_area": pl.String}).join(
        _join(known, {"ref_area": pl.String, **dict.fromkeys(names, pl.Int64)}),
        on="ref_area", how="left", validate="1:1", maintain_order="left",
    )  # fmt: skip
    return [joined[name].fill_null(0).to_numpy() for name in names]


def _state_group(ranked: Ranked, own: Varied, choices: Choices) -> RankStatements:
    scheme, count = ranked.setting.scheme, len(own.rows)
    scales, is_published = number_scales(choices, scheme)
    published = ranked.standing.total[own.rows]
    if not is_published:
        published = _stretch(published, own.scores[scales == 0])
    return state_ranks(
        own.scores, _name_areas(ranked, own), published=published, ranks=own.ranks,
        confidence=scheme.robustness.interval, decimals=scheme.decimals if is_published else 9, scales=scales,
        tested=len(own.scores) > 1 and count <= TESTED, within=None if count <= PAIRED else 1,
    )  # fmt: skip


def number_scales(choices: Choices, scheme: Scheme) -> tuple[NDArray[np.int64], bool]:
    """Which scale every replicate's scores lie on, 0 for the published one, and whether any replicate has that.

    Where none has, 0 is the scale of the first replicate.
    """
    declared = scheme.robustness
    number = choices.normalisation * len(declared.aggregations) + choices.aggregation
    own = next((i for i, way in enumerate(_list_ways(declared)) if way == _find_way(scheme)), -1)
    is_published = bool((number == own).any())
    return np.where(number == (own if is_published else number[0]), 0, number + 1), is_published


def _list_ways(declared: Robustness) -> list[tuple[str, str]]:
    return [(method, aggregation) for method in declared.normalisations for aggregation in declared.aggregations]


def _find_way(scheme: Scheme) -> tuple[str, str]:
    """Normalisation and aggregation of the scheme itself, which is the declared one where its replicates name no other."""
    aggregates = {node.aggregate for node in scheme.node}
    own = next(iter(aggregates)) if len(aggregates) == 1 else ""
    return scheme.normalise.method, own if own in scheme.robustness.aggregations else "declared"


def _stretch(published: Array, scores: Array) -> Array:
    """Published scores on the scale of some replicates, so that they spread as these do on average."""
    spread = published.std()
    return published * (scores.std(axis=1).mean() / spread) if spread > 0 else published


def _name_areas(ranked: Ranked, own: Varied) -> list[str]:
    return [ranked.setting.panel.areas[row] for row in own.rows]


def _tabulate_effects(ranked: Ranked, own: Varied, variation: Variation) -> pl.DataFrame:
    """Rows of EFFECT_SCHEMA of one group."""
    drawn = variation.choices
    assert drawn is not None
    classes = list(own.classes)
    choices = Choices(drawn.factors[:, classes], drawn.normalisation, drawn.aggregation)
    found = measure_effects(own.ranks, choices, ranked.setting.points[classes])
    areas, deviation = _name_areas(ranked, own), own.ranks.std(axis=0)
    columns = {
        "ref_area": areas * len(found), "choice": np.repeat(list(found), len(areas)).astype(object),
        "share": np.concatenate([*found.values(), np.empty(0)]),
        "places": np.concatenate([*(np.sqrt(share) * deviation for share in found.values()), np.empty(0)]),
    }  # fmt: skip
    return make_frame(columns, EFFECT_SCHEMA)


def _join(frames: list[pl.DataFrame], schema: dict[str, Any]) -> pl.DataFrame:
    return pl.concat([pl.DataFrame(schema=schema), *frames])


def _join_distributions(frames: list[pl.DataFrame]) -> pl.DataFrame:
    joined = _join(frames, DISTRIBUTION_SCHEMA)
    return joined if len(frames) == 1 else joined.sort("ref_area", "rank")
