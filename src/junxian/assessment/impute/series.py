"""Series over time in a panel."""

from collections.abc import Sequence

import numpy as np

from junxian.assessment.kinds import Array, Places
from junxian.terms.errors import MethodError


def to_series(values: Array, times: Sequence[float] | Array | None) -> tuple[Array, Array]:
    """Copy (periods,) or (areas, periods, indicators) to (series, periods), with the time of every period.

    times  one per period, rising, any spacing; None for 0, 1, 2 …
    MethodError for another shape, or times that do not fit or do not rise.
    """
    given = np.asarray(values, dtype=float)
    if given.ndim not in (1, 3):
        raise MethodError("imputation over time", f"a table of shape {given.shape} is no panel.",
                          "Give (areas, periods, indicators) or one series (periods,).")  # fmt: skip
    series = np.array(given[None] if given.ndim == 1 else np.moveaxis(given, 1, -1), order="C")
    series = series.reshape(-1, given.shape[0] if given.ndim == 1 else given.shape[1])
    own = np.arange(series.shape[1], dtype=float) if times is None else np.asarray(times, dtype=float)
    if own.shape != (series.shape[1],):
        raise MethodError("imputation over time", f"{own.size} times are given for {series.shape[1]} periods.")
    if not np.all(np.diff(own) > 0):
        raise MethodError("imputation over time", "the times do not rise.", "Order the periods, each once.")
    return series, own


def to_panel(series: Array, shape: tuple[int, ...]) -> Array:
    """Bring series back to the shape that they had."""
    if len(shape) == 1:
        return series[0]
    areas, periods, indicators = shape
    return np.ascontiguousarray(np.moveaxis(series.reshape(areas, indicators, periods), -1, 1))


def find_last_known(series: Array) -> Places:
    """Place of the last known value at or before every period (series, periods), -1 where there is none."""
    places = np.where(np.isnan(series), -1, np.arange(series.shape[1]))
    found: Places = np.maximum.accumulate(places, axis=1)
    return found


def find_next_known(series: Array) -> Places:
    """Place of the next known value at or after every period (series, periods), the number of periods where none is."""
    count = series.shape[1]
    places = np.where(np.isnan(series), count, np.arange(count))
    found: Places = np.minimum.accumulate(places[:, ::-1], axis=1)[:, ::-1]
    return found
