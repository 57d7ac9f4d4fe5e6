"""Change over time of many series at once: compound growth, fitted change, change from first to last."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import polars as pl

from junxian.assessment.kinds import Array, Places
from junxian.assessment.scorecard import make_frame
from junxian.terms.errors import MethodError

TREND_SCHEMA: dict[str, Any] = {
    "ref_area": pl.String, "indicator": pl.String, "known": pl.Int64,
    "first_time": pl.Float64, "last_time": pl.Float64, "first": pl.Float64, "last": pl.Float64,
    "change": pl.Float64,  # last − first
    "cagr": pl.Float64,  # share a year
    "percent_change": pl.Float64,  # a year, of the fitted first value
    "slope": pl.Float64,  # a year, least squares
}  # fmt: skip


def measure_cagr(values: Array, times: Array) -> Array:
    """Compound annual growth rate (…) as a share: (last / first)^(1 / years) − 1 over the first and last known values.

    values  (…, times), NaN for missing; times  (times,) in years, any order
    0 where first and last are equal; NaN with fewer than two values, from zero, or across a change of sign. Agrees with
    COINr's CAGR. Checked in tests/published/test_audit.py.
    """
    values, times = _order(values, times)
    first, last = _find_ends(values)
    a, b = _take(values, first), _take(values, last)
    years = times[last] - times[first]
    grows = (years > 0) & (a * b > 0)
    ratio = np.divide(b, a, out=np.ones(a.shape), where=grows)
    growth = np.where(grows, ratio ** (1 / np.where(years > 0, years, 1.0)) - 1, np.nan)
    falls_to_zero = (years > 0) & (b == 0) & (a > 0)
    return np.where((years > 0) & (a == b), 0.0, np.where(falls_to_zero, -1.0, growth))


def measure_percent_change(values: Array, times: Array, per: float = 1.0) -> Array:
    """Percent change per `per` years (…), from a straight line fitted to three or more values, else from the two.

    100 · slope · per / fitted value at the first time; 0 where all values are equal, NaN with fewer than two values or
    where the first (fitted) value is zero. Agrees with COINr's prc_change. Checked in tests/published/test_audit.py.
    """
    values, times = _order(values, times)
    first, _ = _find_ends(values)
    slope = fit_slope(values, times)
    known = ~np.isnan(values)
    count = np.maximum(1, known.sum(axis=-1))
    mean = np.where(known, values, 0.0).sum(axis=-1) / count
    at = np.where(known, times, 0.0).sum(axis=-1) / count
    start = mean + slope * (times[first] - at)
    moves = ~np.isnan(slope) & (slope != 0)
    known_start = np.where(moves & (start != 0), start, np.nan)
    return np.where(moves, 100 * slope * per / known_start, slope)


def fit_slope(values: Array, times: Array) -> Array:
    """Least-squares slope (…) of the known values; NaN with fewer than two times that differ."""
    known = ~np.isnan(values)
    count = np.maximum(1, known.sum(axis=-1, keepdims=True))
    at = np.where(known, times - np.where(known, times, 0.0).sum(axis=-1, keepdims=True) / count, 0.0)
    middle = np.where(known, values, 0.0).sum(axis=-1, keepdims=True) / count
    gap = np.where(known, values - middle, 0.0)
    spread = (at**2).sum(axis=-1)
    slope = np.divide((at * gap).sum(axis=-1), spread, out=np.full(spread.shape, np.nan), where=spread > 0)
    lows, highs = (
        pick(values, axis=-1, initial=end, where=known) for pick, end in ((np.min, np.inf), (np.max, -np.inf))
    )
    return np.where((lows == highs) & (spread > 0), 0.0, slope)


def measure_change(values: Array, times: Array) -> Array:
    """Last known less first known value (…); NaN with fewer than two."""
    values, _ = _order(values, times)
    first, last = _find_ends(values)
    return np.where(last > first, _take(values, last) - _take(values, first), np.nan)


def follow_panel(panel: pl.DataFrame, latest: int | None = None) -> pl.DataFrame:
    """Trends of every area and indicator of a panel: rows of TREND_SCHEMA.

    panel  ref_area, indicator, time (a number in years), value; null or NaN for missing
    latest  use the last so many times only. MethodError where a value stands twice. Corresponds to COINr's get_trends,
    without turning signs by direction: a change is told as it is.
    """
    if panel.is_empty():
        return pl.DataFrame(schema=TREND_SCHEMA)
    keys = ["ref_area", "indicator"]
    if panel.select(*keys, "time").is_duplicated().any():
        raise MethodError("panel", "a value stands twice.", "Give one row per area, indicator and time.")
    kept = panel.with_columns(pl.col("time").cast(pl.Float64), pl.col("value").cast(pl.Float64))
    times = np.sort(kept["time"].unique().to_numpy())
    times = times[-latest:] if latest else times
    series = kept.select(keys).unique().sort(keys)
    values = _spread_series(kept, series, times)
    known = ~np.isnan(values)
    first, last = _find_ends(values)
    some = known.any(axis=-1)
    columns = {
        "ref_area": series["ref_area"], "indicator": series["indicator"], "known": known.sum(axis=-1),
        "first_time": np.where(some, times[first], np.nan), "last_time": np.where(some, times[last], np.nan),
        "first": _take(values, first), "last": _take(values, last), "change": measure_change(values, times),
        "cagr": measure_cagr(values, times), "percent_change": measure_percent_change(values, times),
        "slope": fit_slope(values, times),
    }  # fmt: skip
    return make_frame(columns, TREND_SCHEMA)


def _spread_series(panel: pl.DataFrame, series: pl.DataFrame, times: Array) -> Array:
    wide = np.full((series.height, len(times)), np.nan)
    placed = panel.join(series.with_row_index("row"), on=["ref_area", "indicator"], validate="m:1")
    placed = placed.filter(pl.col("time").is_in(times.tolist()))
    columns = np.searchsorted(times, placed["time"].to_numpy())
    wide[placed["row"].to_numpy(), columns] = placed["value"].fill_null(np.nan).to_numpy()
    return wide


def _order(values: Array, times: Array | Sequence[float]) -> tuple[Array, Array]:
    at = np.asarray(times, dtype=float)
    if np.isnan(at).any() or values.shape[-1] != len(at):
        raise MethodError("trend", "every value needs a time.", "Give one time, a number of years, per value.")
    order = np.argsort(at, kind="stable")
    return values[..., order], at[order]


def _find_ends(values: Array) -> tuple[Places, Places]:
    known = ~np.isnan(values)
    last = values.shape[-1] - 1 - np.argmax(known[..., ::-1], axis=-1)
    return np.argmax(known, axis=-1), np.where(known.any(axis=-1), last, 0)


def _take(values: Array, places: Places) -> Array:
    taken: Array = np.take_along_axis(values, places[..., None], axis=-1)[..., 0]
    return taken
