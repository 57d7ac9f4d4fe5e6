"""Screening: which areas have enough figures to be assessed."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl

from junxian.assessment.kinds import Array, Mask
from junxian.terms.errors import MethodError
from junxian.terms.name import Name
from junxian.terms.nearest import suggest

SCREENING_SCHEMA: dict[str, Any] = {
    "place": pl.Int64,  # of the area
    "ref_area": pl.String,
    "available": pl.Float64,  # share of indicators that are known
    "nonzero": pl.Float64,  # share of the known that are not zero, null where nothing is known
    "kept": pl.Boolean,
    "forced": pl.String,  # included | excluded, null where the rule decides
    "why_zh": pl.String,
    "why_en": pl.String,
}
CRITERIA = ("known", "nonzero", "known_and_nonzero", "zeros_missing")


@dataclass(frozen=True)
class Screening:
    """`kept` (areas,) and a frame `table` of SCREENING_SCHEMA, a row per area."""

    kept: Mask
    table: pl.DataFrame


def screen_areas(
    values: Array,
    areas: Sequence[str],
    by: str = "known",
    *,
    least_known: float = 2 / 3,
    least_nonzero: float = 0.05,
    include: Collection[str] = (),
    exclude: Collection[str] = (),
    weights: Array | None = None,
) -> Screening:
    """Keep the areas with enough known figures, or enough that are not zero.

    values  (areas, indicators), NaN for missing; areas  one code per row; include, exclude  codes, whatever their figures
    by  known: available ≥ least_known; nonzero: nonzero ≥ least_nonzero; known_and_nonzero: both; zeros_missing:
    available · nonzero ≥ least_known, a zero counting as missing
    least_known, least_nonzero  shares from 0 to 1; weights  (indicators,) or (areas, indicators) for shares of weight
    instead of shares of indicators
    Shares are compared on nine decimals. Where nothing is known, nothing is not zero. MethodError for an unknown
    criterion or area, a share outside 0 to 1, or weights that are negative or sum to zero. Source: COINr's Screen (byNA,
    byzeros, byNAandzeros); weights and zeros_missing are ours. Checked in tests/published/test_asem_data.py and
    tests/unit/assessment/test_screen.py.
    """
    given = np.asarray(values, dtype=float)
    _check(given, areas, by, (least_known, least_nonzero), include, exclude)
    weight = _weigh(weights, given)
    known = ~np.isnan(given)
    total, of_known = weight.sum(axis=1), (weight * known).sum(axis=1)
    of_nonzero = (weight * (known & (given != 0))).sum(axis=1)
    available = np.round(of_known / total, 9)
    nonzero = np.round(np.divide(of_nonzero, of_known, out=np.full(len(total), np.nan), where=of_known > 0), 9)
    enough_known = (np.round(of_nonzero / total, 9) if by == "zeros_missing" else available) >= round(least_known, 9)
    enough_nonzero = nonzero >= round(least_nonzero, 9)
    by_rule = _decide(by, enough_known, enough_nonzero)
    forced = ["included" if a in include else "excluded" if a in exclude else None for a in areas]
    kept = np.array([f == "included" if f else bool(k) for f, k in zip(forced, by_rule, strict=True)], dtype=bool)
    why = [_explain(*row) for row in zip(forced, by_rule, enough_known, enough_nonzero, [by] * len(areas), strict=True)]
    columns = {
        "place": range(len(areas)), "ref_area": areas, "available": available, "nonzero": nonzero, "kept": kept,
        "forced": forced, "why_zh": [w.zh for w in why], "why_en": [w.en for w in why],
    }  # fmt: skip
    return Screening(
        kept, pl.DataFrame(columns, schema=SCREENING_SCHEMA).with_columns(pl.col("nonzero").fill_nan(None))
    )


def _decide(by: str, enough_known: Mask, enough_nonzero: Mask) -> Mask:
    if by == "nonzero":
        return enough_nonzero
    return enough_known & enough_nonzero if by == "known_and_nonzero" else enough_known


def _explain(forced: str | None, kept: bool, enough_known: bool, enough_nonzero: bool, by: str) -> Name:
    if forced == "included":
        return Name(zh="按规定纳入。", en="Included by declaration.")
    if forced == "excluded":
        return Name(zh="按规定不纳入。", en="Excluded by declaration.")
    if kept:
        return Name(zh="数据满足要求。", en="Enough figures.")
    if by == "zeros_missing":
        return Name(zh="不为零的数据不足。", en="Too few figures that are not zero.")
    lacking = []
    if by != "nonzero" and not enough_known:
        lacking.append(Name(zh="已有数据不足。", en="Too few figures known."))
    if by != "known" and not enough_nonzero:
        lacking.append(Name(zh="零值过多。", en="Too many zeros."))
    return Name(zh="".join(name.zh for name in lacking), en=" ".join(name.en for name in lacking))


def _weigh(weights: Array | None, given: Array) -> Array:
    weight = np.ones(given.shape) if weights is None else np.broadcast_to(np.asarray(weights, float), given.shape)
    if np.any(weight < 0) or np.any(weight.sum(axis=1) <= 0) or np.isnan(weight).any():
        raise MethodError("screen", "weights are negative, missing or sum to zero.", "Give weights from 0 up.")
    return weight


def _check(
    given: Array,
    areas: Sequence[str],
    by: str,
    shares: tuple[float, float],
    include: Collection[str],
    exclude: Collection[str],
) -> None:
    if by not in CRITERIA:
        raise MethodError("screen", f"criterion {by!r} is not known.", suggest(by, CRITERIA))
    if given.ndim != 2 or len(areas) != len(given):
        raise MethodError("screen", f"{len(areas)} areas are named for a table of shape {given.shape}.", "One a row.")
    if not all(0 <= share <= 1 for share in shares):
        raise MethodError("screen", f"shares {shares} are not within 0 to 1.", "Give shares, not per cent.")
    for area in (*include, *exclude):
        if area not in areas:
            raise MethodError("screen", f"area {area!r} is not in the table.", suggest(area, areas))
    if both := sorted(set(include) & set(exclude)):
        raise MethodError("screen", f"area {both[0]!r} is included and excluded at once.", "Take it out of one.")
