"""What made the score: every indicator's part of the gap to the class-median profile, strengths and weaknesses."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from junxian.assessment import Scorecard
from junxian.assessment.tree import tree_of
from junxian.declared.schemes import Scheme
from junxian.diagnosis.decompose import decompose_gap, find_shares

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
    """`gaps` (GAP_SCHEMA) by ranked area and indicator; `strengths` (STRENGTH_SCHEMA): up to three of each kind."""

    gaps: pl.DataFrame
    strengths: pl.DataFrame


def diagnose(scorecard: Scorecard, scheme: Scheme) -> Diagnosis:
    """Explain every ranked area's score by its gap to the median profile of its class.

    The reference profile has, for each indicator, the median of the ranked members' normalised scores; it is aggregated
    with the area's own weights, so that Σ gap_points = total_gap = score − reference score to 1e-9, for arithmetic and
    geometric nodes alike. Unranked areas have no rows. Strengths are the greatest positive parts, weaknesses the
    greatest negative ones. Checked in tests/unit/diagnosis/test_diagnose.py.
    """
    ranked = scorecard.table.filter(pl.col("rank").is_not_null()).select("ref_area", "class")
    frames = [_diagnose_class(scorecard, scheme, code, ranked) for code in scheme.classes]
    gaps = pl.concat([*(frame for frame in frames if frame.height), pl.DataFrame(schema=GAP_SCHEMA | _EXTRA)])
    gaps = gaps.sort("ref_area", "indicator")
    strengths = pl.DataFrame([*_name_strengths(gaps)], schema=STRENGTH_SCHEMA, orient="row")
    strengths = strengths.sort("ref_area", "kind", "order")
    return Diagnosis(gaps.select(GAP_SCHEMA.keys()), strengths)


_EXTRA: dict[str, Any] = {"percentile": pl.Float64}


def _diagnose_class(scorecard: Scorecard, scheme: Scheme, code: str, ranked: pl.DataFrame) -> pl.DataFrame:
    areas = ranked.filter(pl.col("class") == code)["ref_area"].sort().to_list()
    rows = scorecard.indicators.filter((pl.col("class") == code) & pl.col("ref_area").is_in(areas))
    if rows.is_empty():
        return pl.DataFrame(schema=GAP_SCHEMA | _EXTRA)
    tree = tree_of(scheme)
    scores, values, weights = (
        _spread_out(rows, column, areas, tree.indicators) for column in ("normalised", "value", "used_weight")
    )
    weights = np.nan_to_num(weights)
    reference = _median(scores)
    gaps = decompose_gap(scores, np.broadcast_to(reference, scores.shape), find_shares(weights, tree), tree)
    row, column = np.nonzero(
        np.isin(tree.indicators, rows["indicator"].unique())[None, :] & np.ones(scores.shape, bool)
    )
    gap = np.where(np.isnan(scores) | (weights <= 0), np.nan, gaps)
    unit = dict(rows.select("indicator", "unit").unique().iter_rows())
    columns = {
        "ref_area": np.array(areas, dtype=object)[row], "class": [code] * len(row),
        "indicator": np.array(tree.indicators, dtype=object)[column], "value": values[row, column],
        "reference_value": _median(values)[column], "unit": [unit[tree.indicators[i]] for i in column],
        "normalised": scores[row, column], "reference": reference[column], "gap_points": gap[row, column],
        "total_gap": gaps.sum(axis=1)[row], "percentile": _find_percentiles(scores)[row, column],
    }  # fmt: skip
    return pl.DataFrame(columns, schema=GAP_SCHEMA | _EXTRA).with_columns(pl.col(pl.Float64).fill_nan(None))


def _spread_out(rows: pl.DataFrame, column: str, areas: list[str], indicators: tuple[str, ...]) -> NDArray[np.float64]:
    """One column of the scorecard's indicators as an array (areas, indicators), NaN for missing."""
    found = np.full((len(areas), len(indicators)), np.nan)
    places = {area: i for i, area in enumerate(areas)}
    columns = {code: i for i, code in enumerate(indicators)}
    for area, code, value in rows.select("ref_area", "indicator", column).iter_rows():
        found[places[area], columns[code]] = np.nan if value is None else value
    return found


def _median(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Median of every column over what is known, NaN where nothing is."""
    known = [column[~np.isnan(column)] for column in values.T]
    return np.array([np.median(column) if column.size else np.nan for column in known])


def _find_percentiles(scores: NDArray[np.float64]) -> NDArray[np.float64]:
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
