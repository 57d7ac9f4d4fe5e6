"""Imputation in a panel by linear interpolation between known periods."""

from collections.abc import Sequence

import numpy as np

from junxian.assessment.impute.series import find_last_known, find_next_known, to_panel, to_series
from junxian.assessment.kinds import Array


def impute_by_interpolation(
    values: Array, times: Sequence[float] | Array | None = None, hold_ends: bool = False
) -> Array:
    """Replace a missing value on the straight line between the known ones before and after it.

    values  (areas, periods, indicators) or (periods,), periods in order; times  one per period, any spacing, None for
    0, 1, 2 …
    hold_ends  give what lies before the first or after the last known value that value; else it stays missing
    A series with nothing known stays missing; one known value is no line. MethodError for another shape or times that do
    not rise. Source: OECD/JRC Handbook (2008), step 3; COINr's impute_panel(linear), which always holds the ends.
    Checked in tests/unit/assessment/impute/test_interpolation.py.
    """
    series, own = to_series(values, times)
    count = series.shape[1]
    last, following = find_last_known(series), find_next_known(series)
    between = (last >= 0) & (following < count)
    before, after = np.where(last < 0, following, last), np.where(following == count, last, following)
    before, after = np.clip(before, 0, count - 1), np.clip(after, 0, count - 1)
    low, high = np.take_along_axis(series, before, axis=1), np.take_along_axis(series, after, axis=1)
    gap = own[after] - own[before]
    share = np.divide(own - own[before], gap, out=np.zeros(series.shape), where=gap > 0)
    line = np.where(gap > 0, low + (high - low) * share, low)
    return to_panel(np.where(np.isnan(series) & (between | hold_ends), line, series), np.shape(values))
