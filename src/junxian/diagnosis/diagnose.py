"""What made the score: every indicator's part of the gap to the class-median profile, strengths, what would change it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import numpy as np
import polars as pl

from junxian.assessment import Scorecard
from junxian.assessment.kinds import Array
from junxian.declared.schemes import Scheme
from junxian.diagnosis.aims import aim_at_next_group, aim_at_next_rank, list_rivals
from junxian.diagnosis.decompose import SPLIT, decompose_gap
from junxian.diagnosis.explain import find_median
from junxian.diagnosis.levers import read_levers
from junxian.diagnosis.members import Members, read_members
from junxian.diagnosis.moves import MOVE_SCHEMA, tabulate_moves
from junxian.diagnosis.profiles import Profile, explain_profiles

GAP_SCHEMA: dict[str, Any] = {
    "ref_area": pl.String, "class": pl.String, "indicator": pl.String, "value": pl.Float64,
    "reference_value": pl.Float64,  # median value of the ranked members
    "unit": pl.String, "normalised": pl.Float64,
    "reference": pl.Float64,  # median normalised score of the ranked members
    "gap_points": pl.Float64,  # its part of total_gap; null where the area has no value
    "total_gap": pl.Float64,  # score less the score of the median profile, both with the area's own weights
}  # fmt: skip
STRENGTH_SCHEMA: dict[str, Any] = {
    "ref_area": pl.String, "indicator": pl.String, "kind": pl.String, "order": pl.Int64, "gap_points": pl.Float64,
    "percentile": pl.Float64,  # share of the other ranked members that are worse, ties by half; 0 to 100
}  # fmt: skip
NAMED = 3  # strengths and weaknesses named for each area


@dataclass(frozen=True)
class Diagnosis:
    """`gaps` (GAP_SCHEMA) by ranked area and indicator; `strengths` (STRENGTH_SCHEMA): up to three of each kind.

    `moves` (MOVE_SCHEMA): what each indicator alone would do for the next rank and for the next group.
    """

    gaps: pl.DataFrame
    strengths: pl.DataFrame
    moves: pl.DataFrame = field(default_factory=partial(pl.DataFrame, schema=MOVE_SCHEMA))


def diagnose(scorecard: Scorecard, scheme: Scheme) -> Diagnosis:
    """Explain every ranked area's score by its gap to the median profile of its class, and say what would change it.

    The reference profile has, for each indicator, the median of the ranked members' normalised scores; it is aggregated
    with the area's own weights, so that Σ gap_points = total_gap = score − reference score to 1e-9, for nodes of any
    kind: by logarithmic means through arithmetic and geometric nodes, by nested Shapley values through others. Unranked
    areas have no rows; where a node compares areas, parts and gap are null (`explain_gap` has them for one area).
    Strengths are the greatest positive parts, weaknesses the greatest negative ones.
    Checked in tests/unit/diagnosis/test_diagnose.py.
    """
    classes = [own for own in (read_members(scorecard, scheme, code) for code in scheme.classes) if own.areas]
    gaps = pl.concat([*(_measure_gaps(own) for own in classes), pl.DataFrame(schema=GAP_SCHEMA | _EXTRA)])
    gaps = gaps.sort("ref_area", "indicator")
    strengths = pl.DataFrame([*_name_strengths(gaps)], schema=STRENGTH_SCHEMA, orient="row")
    moves = pl.concat([*(_find_moves(scorecard, scheme, own) for own in classes), pl.DataFrame(schema=MOVE_SCHEMA)])
    return Diagnosis(
        gaps.select(GAP_SCHEMA.keys()),
        strengths.sort("ref_area", "kind", "order"),
        moves.sort("ref_area", "aim", "indicator"),
    )


_EXTRA: dict[str, Any] = {"percentile": pl.Float64}


def _find_moves(scorecard: Scorecard, scheme: Scheme, own: Members) -> pl.DataFrame:
    rivals = list_rivals(scorecard, scheme, own.code)
    return tabulate_moves(read_levers(own), [aim_at_next_rank(own, rivals), aim_at_next_group(own, rivals)])


def _measure_gaps(own: Members) -> pl.DataFrame:
    scores = own.scores
    reference = find_median(scores)
    gaps = _decompose(own, reference)
    row, column = np.nonzero(np.broadcast_to(own.listed, scores.shape))
    gap = np.where(np.isnan(scores) | (own.used <= 0), np.nan, gaps)
    columns = {
        "ref_area": np.array(own.areas, dtype=object)[row], "class": [own.code] * len(row),
        "indicator": np.array(own.tree.indicators, dtype=object)[column], "value": own.values[row, column],
        "reference_value": find_median(own.values)[column], "unit": [own.units[own.tree.indicators[i]] for i in column],
        "normalised": scores[row, column], "reference": reference[column], "gap_points": gap[row, column],
        "total_gap": gaps.sum(axis=1)[row], "percentile": _find_percentiles(scores)[row, column],
    }  # fmt: skip
    return pl.DataFrame(columns, schema=GAP_SCHEMA | _EXTRA).with_columns(pl.col(pl.Float64).fill_nan(None))


def _decompose(own: Members, reference: Array) -> Array:
    """Parts of every area's gap to the reference (areas, indicators)."""
    if not own.stands_alone:
        return np.full(own.scores.shape, np.nan)
    if {own.tree.aggregate.get(node, "arithmetic") for node in own.tree.nodes} <= {*SPLIT}:
        return decompose_gap(own.scores, np.broadcast_to(reference, own.scores.shape), own.shares, own.tree)
    return np.stack([_explain_row(own, row, reference) for row in range(len(own.areas))])


def _explain_row(own: Members, row: int, reference: Array) -> Array:
    used = own.used[row]
    sides = (np.where(used > 0, side, np.nan) for side in (own.scores[row], reference))
    parts: Array = explain_profiles(*(Profile(side, used, own.tree) for side in sides)).points[:, 0]
    return parts


def _find_percentiles(scores: Array) -> Array:
    """Percent of the others that score worse, ties by half; NaN where missing or alone."""
    found = np.full(scores.shape, np.nan)
    for place, column in enumerate(scores.T):
        known = np.sort(column[~np.isnan(column)])
        if known.size > 1:
            below, upto = (np.searchsorted(known, column, side=side) for side in ("left", "right"))  # type: ignore[call-overload]
            found[:, place] = 100 * (below + (upto - below - 1) / 2) / (known.size - 1)
    return np.where(np.isnan(scores), np.nan, found)


def _name_strengths(gaps: pl.DataFrame) -> Iterator[tuple[Any, ...]]:
    told = gaps.filter(pl.col("gap_points").is_not_null())
    for kind, sign in (("strength", 1), ("weakness", -1)):
        ordered = told.filter(sign * pl.col("gap_points") > 0).sort(
            pl.col("ref_area"), -sign * pl.col("gap_points"), pl.col("indicator")
        )
        first = ordered.with_columns(pl.int_range(1, pl.len() + 1).over("ref_area").alias("order"))
        kept = first.filter(pl.col("order") <= NAMED)
        for row in kept.select("ref_area", "indicator", "order", "gap_points", "percentile").iter_rows():
            yield row[0], row[1], kind, *row[2:]
