"""Benchmarking: a quarterly or monthly series is made to agree with annual totals, its movement kept (Denton, Cholette)."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from junxian.quality.mending.highs import Array, Mask
from junxian.terms.errors import MethodError

Keep = Literal["proportional", "additive"]
Conversion = Literal["sum", "average", "first", "last"]
MET = 1e-9


@dataclass(frozen=True)
class Benchmarked:
    """A series that agrees with its totals.

    values   (periods,) in the unit of the totals
    ratio    (periods,) values / indicator where movement is kept in proportion, values − indicator where it is additive
    error    largest distance from a total, relative to it
    beyond   (periods,) whether the period lies in no year with a total: carried on by the last ratio, not benchmarked
    """

    values: Array
    ratio: Array
    error: float
    beyond: Mask


def benchmark(
    indicator: Array, totals: Array, per_total: int, first: int = 0, keep: Keep = "proportional", order: int = 1,
    start: Literal["free", "filed"] = "free", conversion: Conversion = "sum",
) -> Benchmarked:  # fmt: skip
    """Benchmark a series of short periods (periods,) to totals of longer ones (years,).

    indicator  nothing missing; another unit than that of the totals is no matter where movement is kept in proportion
    totals     NaN where a year has none; it then binds nothing
    per_total  periods in a year: 4 or 12; first  place in `indicator` of the first period of the first total's year
    keep       what changes least from period to period: the ratio to the indicator, or the difference from it
    order      1: their changes, 2: the changes of their changes
    start      "free": nothing is asked of the first period (Cholette); "filed": the period before the first one counts as
               in agreement with the indicator (Denton 1971), which draws the first years to it
    conversion how periods make a total: sum, average, or the first or last period's figure
    Periods before the first total and after the last are carried on with order 1 by the nearest ratio, with order 2 by
    its trend; they are marked. MethodError for an indicator of 0 where a ratio is kept and where totals are too few.
    Source: Denton 1971; Dagum and Cholette 2006, 6.8. Solved for the changes by orthogonal factors, not by normal equations:
    they lose half of the digits. Checked against R's tempdisagg in tests/published/test_mending.py.
    """
    series, wanted = np.asarray(indicator, dtype=float), np.asarray(totals, dtype=float)
    _expect_sound(series, wanted, per_total, first, keep, order, start)
    gathers = _make_conversion(len(series), len(wanted), per_total, first, conversion)
    known = np.isfinite(wanted)
    size = series if keep == "proportional" else np.ones(len(series))
    target = wanted[known] - gathers[known] @ series
    correction = _find_correction(gathers[known] * size, target, order, order if start == "free" else 0)
    values = series + size * correction
    found = gathers[known] @ values
    error = float(np.abs(found - wanted[known]).max(initial=0.0) / (np.abs(wanted[known]).max(initial=0.0) or 1.0))
    if error > MET:
        raise MethodError(
            "benchmarking", f"misses a total by {error:.1e} of the largest.", "Give figures of like size."
        )
    inside = np.zeros(len(series), dtype=bool)
    inside[first : first + len(wanted) * per_total] = np.repeat(known, per_total)
    return Benchmarked(values, 1 + correction if keep == "proportional" else correction, error, ~inside)


def measure_extrapolation(
    indicator: Array, totals: Array, per_total: int, first: int = 0, keep: Keep = "proportional", order: int = 1
) -> Array:
    """How far the series, benchmarked without the last totals, falls short of the next one (totals,), as ln(total / found).

    NaN for totals before which there are fewer than `order` + 1, for missing ones, and where a sum is not above zero.
    Arguments as in `benchmark`, for sums and a free start. It is the back-test from which the interval of what lies
    beyond the last total is taken. Checked in tests/unit/quality/mending/test_benchmark.py.
    """
    wanted, series = np.asarray(totals, dtype=float), np.asarray(indicator, dtype=float)
    errors = np.full(len(wanted), np.nan)
    for year in range(order + 1, len(wanted)):
        end = first + (year + 1) * per_total
        before = wanted[:year]
        if np.isfinite(before).sum() > order and wanted[year] > 0:
            carried = benchmark(series[:end], before, per_total, first, keep, order).values[-per_total:].sum()
            errors[year] = np.log(wanted[year] / carried) if carried > 0 else np.nan
    return errors


def _find_correction(gathers: Array, target: Array, order: int, free: int) -> Array:
    """The correction whose changes of an order are least in squares, the first `free` of which count nothing.

    gathers (totals, periods) of the correction; target (totals,). The unknowns are the changes: the correction is their
    running sum, taken `order` times.
    """
    by_change = gathers
    for _ in range(order):
        by_change = np.cumsum(by_change[:, ::-1], axis=1)[:, ::-1]
    level, change = by_change[:, :free], by_change[:, free:]
    rotation, upper = np.linalg.qr(level, mode="complete")
    rest = rotation[:, free:]
    basis, triangle = np.linalg.qr((rest.T @ change).T)
    changes = basis @ np.linalg.solve(triangle.T, rest.T @ target)
    levels = np.linalg.solve(upper[:free], rotation[:, :free].T @ (target - change @ changes))
    correction = np.concatenate([levels, changes])
    for _ in range(order):
        correction = np.cumsum(correction)
    return correction


def _make_conversion(periods: int, years: int, per_total: int, first: int, conversion: Conversion) -> Array:
    matrix = np.zeros((years, periods))
    own = {"sum": np.ones(per_total), "average": np.full(per_total, 1 / per_total)}.get(conversion)
    if own is None:
        own = np.zeros(per_total)
        own[0 if conversion == "first" else -1] = 1.0
    for year in range(years):
        begin = first + year * per_total
        matrix[year, begin : begin + per_total] = own
    return matrix


def _expect_sound(series: Array, totals: Array, per_total: int, first: int, keep: Keep, order: int, start: str) -> None:
    if order not in (1, 2):
        raise MethodError("benchmarking", f"order is {order}.", "Give 1 or 2.")
    if per_total < 1 or first < 0 or first + len(totals) * per_total > len(series):
        raise MethodError("benchmarking", f"{len(totals)} totals of {per_total} periods from place {first} do not lie in a series of {len(series)}.", "Drop totals of years that the series does not cover.")  # fmt: skip
    if not np.isfinite(series).all() or np.isinf(totals).any():
        raise MethodError("benchmarking", "the indicator has a missing period.", "Impute it first.")
    if keep == "proportional" and (series == 0).any():
        raise MethodError("benchmarking", "the indicator is 0 in a period; a ratio to it is not defined.", 'Use keep="additive".')  # fmt: skip
    if np.isfinite(totals).sum() < (order if start == "free" else 1):
        raise MethodError("benchmarking", f"{np.isfinite(totals).sum()} totals are too few for order {order}.", "Give more, or order 1.")  # fmt: skip
