"""Indicators that pay too cheaply, follow from size, have ended or tell nobody apart: an audit against gaming."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl

from junxian.assessment import Scorecard
from junxian.assessment.kinds import Array
from junxian.declared.indicators import Indicator
from junxian.declared.schemes import Scheme
from junxian.diagnosis.aims import Rivals, list_rivals
from junxian.diagnosis.double_counting import PAIR_SCHEMA, find_pairs
from junxian.diagnosis.gaming_wording import Limits, note_findings
from junxian.diagnosis.levers import Levers, read_levers
from junxian.diagnosis.marginal import measure_slopes
from junxian.diagnosis.members import Members, read_members
from junxian.terms.errors import MethodError
from junxian.terms.name import Name
from junxian.terms.unit import parse_unit

TABLE_SCHEMA: dict[str, Any] = {
    "class": pl.String, "indicator": pl.String, "unit": pl.String, "weight": pl.Float64,
    "areas": pl.Int64,  # ranked members that filed it
    "at_top": pl.Float64,  # share of them at or beyond the better end of the scale; null where it has none
    "at_bottom": pl.Float64,
    "points_spread": pl.Float64,  # points between the 10th and the 90th percentile of what it contributes
    "elasticity": pl.Float64,  # points for a value better by 1 %, median of the members; null for changes and steps
    "points_per_spread": pl.Float64,  # points for one standard deviation, median of those between the bounds
    "rank_gap": pl.Float64,  # points between neighbours near the award line
    "spreads_per_rank": pl.Float64,  # rank_gap in standard deviations of the indicator
    "percent_per_rank": pl.Float64,  # rank_gap in percent of the value
}  # fmt: skip
WITHIN = 3  # ranks on either side of the award line


@dataclass(frozen=True)
class GamingAudit:
    """`table` (TABLE_SCHEMA, and r_<size> for every size), `pairs` (PAIR_SCHEMA), `notes` (NOTE_SCHEMA) in words."""

    table: pl.DataFrame
    pairs: pl.DataFrame
    notes: pl.DataFrame


def audit_gaming(
    scorecard: Scorecard,
    scheme: Scheme,
    *,
    sizes: pl.DataFrame | None = None,
    definitions: Mapping[str, Indicator] | None = None,
    items: Mapping[str, Name] | None = None,
    limits: Limits | None = None,
) -> GamingAudit:
    """Ask every indicator of every class whether it rewards what it should.

    sizes  ref_area and one column a size, as population or gdp; definitions  of the indicators, for shared items and names;
    items  names of items, for the notes
    A note is a question to the scheme's authors, never a charge against an area. Correlations are rank correlations over
    the ranked members that filed the indicator; null for fewer than `limits.members`, or where nothing varies. The award
    line is the class's places of a rank award; without one, the gap is the mean over the whole ranking. MethodError where
    sizes name no area. Checked in tests/unit/diagnosis/test_gaming.py.
    """
    asked, defined = limits or Limits(), definitions or {}
    classes = [own for own in (read_members(scorecard, scheme, code) for code in scheme.classes) if own.areas]
    frames = [_audit_class(own, list_rivals(scorecard, scheme, own.code), scheme, sizes, asked) for own in classes]
    table = pl.concat(frames) if frames else pl.DataFrame(schema=TABLE_SCHEMA)
    pairs = pl.concat(
        [
            *(find_pairs(own, defined, asked.correlated, asked.members) for own in classes),
            pl.DataFrame(schema=PAIR_SCHEMA),
        ]
    )
    names = dict(items or {}) | {code: one.name for code, one in defined.items()}
    return GamingAudit(table, pairs, note_findings(table, pairs, asked, names))


def _audit_class(
    own: Members, rivals: Rivals, scheme: Scheme, sizes: pl.DataFrame | None, limits: Limits
) -> pl.DataFrame:
    levers, columns = read_levers(own), np.flatnonzero(own.listed)
    gap = measure_rank_gap(rivals.total, count_places(scheme, own.code))
    elasticity, spread = _measure_pay(levers)
    top, bottom = _measure_ends(own)
    with np.errstate(divide="ignore", invalid="ignore"):
        prices = gap / spread, gap / elasticity
    measured: dict[str, Array] = {
        "weight": own.weights, "at_top": top, "at_bottom": bottom, "points_spread": _measure_points(own),
        "elasticity": elasticity, "points_per_spread": spread, "rank_gap": np.full(len(top), gap),
        "spreads_per_rank": prices[0], "percent_per_rank": prices[1],
    }  # fmt: skip
    codes = [own.tree.indicators[k] for k in columns]
    frame: dict[str, Any] = {
        name: np.where(np.isfinite(values[columns]), values[columns], np.nan) for name, values in measured.items()
    }
    frame |= {"class": [own.code] * len(codes), "indicator": codes, "unit": [own.units[code] for code in codes]}
    frame["areas"] = own.filed.sum(axis=0)[columns]
    table = pl.DataFrame(frame, schema_overrides=TABLE_SCHEMA).select(TABLE_SCHEMA.keys())
    table = table.with_columns(
        pl.Series(f"r_{name}", values[columns]) for name, values in _correlate(own, sizes, limits)
    )
    return table.with_columns(pl.col(pl.Float64).fill_nan(None))


def count_places(scheme: Scheme, code: str) -> int:
    """Places of the rank award in which a class takes part; 0 where there is none."""
    counts = {c.code: c.award for c in scheme.class_}
    places = [
        a.places for a in scheme.awards if a.kind == "rank" and (code in a.classes or (not a.classes and counts[code]))
    ]
    return max(places, default=0)


def measure_rank_gap(totals: Array, places: int) -> float:
    """Mean points between neighbours from three ranks before the award line to three after; over all without a line."""
    ordered = np.sort(totals)[::-1]
    if places:
        ordered = ordered[max(0, places - 1 - WITHIN) : places + 1 + WITHIN]
    return float((ordered[0] - ordered[-1]) / (ordered.size - 1)) if ordered.size > 1 else np.nan


def correlate_ranks(a: Array, b: Array) -> float:
    """Rank correlation (Spearman, ties at their mean) over pairs that are both known; NaN where one does not vary."""
    known = ~(np.isnan(a) | np.isnan(b))
    ranks = [pl.Series(x[known]).rank("average").to_numpy().astype(float) for x in (a, b)]
    if known.sum() < 2 or min(float(np.ptp(r)) for r in ranks) == 0:
        return np.nan
    return float(np.corrcoef(ranks[0], ranks[1])[0, 1])


def _correlate(own: Members, sizes: pl.DataFrame | None, limits: Limits) -> list[tuple[str, Array]]:
    """Rank correlation of every indicator's scores with every size (indicators,)."""
    if sizes is None:
        return []
    if "ref_area" not in sizes.columns or sizes["ref_area"].is_duplicated().any():
        raise MethodError("sizes", "need a column ref_area in which every area stands once.")
    rows = pl.DataFrame({"ref_area": own.areas}).join(
        sizes, on="ref_area", how="left", validate="1:1", maintain_order="left"
    )
    found = []
    for name in (name for name in sizes.columns if name != "ref_area"):
        size = rows[name].cast(pl.Float64).fill_null(np.nan).to_numpy()
        scores = np.where(own.filed & ~np.isnan(size)[:, None], own.scores, np.nan)
        enough = (~np.isnan(scores)).sum(axis=0) >= limits.members
        found.append(
            (
                name,
                np.array([correlate_ranks(c, size) if ok else np.nan for c, ok in zip(scores.T, enough, strict=True)]),
            )
        )
    return found


def _measure_ends(own: Members) -> tuple[Array, Array]:
    """Shares of those that filed who stand at the better and at the worse end of the scale (indicators,)."""
    scores = np.where(own.filed, own.scores, np.nan)
    ends = []
    for end, beyond in ((own.scale.ceiling, np.greater_equal), (own.scale.floor, np.less_equal)):
        there = np.where(np.isfinite(end), beyond(scores, end), False).sum(axis=0)
        count = np.where(np.isfinite(end), own.filed.sum(axis=0), 0)
        ends.append(np.divide(there, count, out=np.full(len(count), np.nan), where=count > 0))
    return ends[0], ends[1]


def _measure_points(own: Members) -> Array:
    """Points between the 10th and the 90th percentile of weight · score (indicators,)."""
    points = np.where(own.filed, own.used / 100 * own.scores, np.nan)
    known = [column[~np.isnan(column)] for column in points.T]
    return np.array([np.subtract(*np.percentile(c, (90, 10))) if c.size else np.nan for c in known])


def _measure_pay(levers: Levers) -> tuple[Array, Array]:
    """Median points for 1 % better, and for one spread where the scale is open (indicators,); NaN for a change."""
    own, slopes = levers.members, measure_slopes(levers)
    units = [parse_unit(own.units.get(own.tree.indicators[k]) or "1") for k in levers.main]
    percent = np.where([u.logarithm for u in units], np.log1p(0.01), 0.01 * np.abs(levers.values)) * slopes
    found = np.full((2, len(own.tree.indicators)), np.nan)
    found[0, levers.main] = _take_medians(percent)
    found[1, levers.main] = _take_medians(np.where(slopes > 0, slopes, np.nan)) * levers.spread
    return found[0], found[1]


def _take_medians(values: Array) -> Array:
    known = [column[~np.isnan(column)] for column in values.T]
    return np.array([np.median(column) if column.size else np.nan for column in known])
