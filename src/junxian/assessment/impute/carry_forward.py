"""Imputation in a panel by the last known value."""

from collections.abc import Sequence

import numpy as np

from junxian.assessment.impute.series import find_last_known, to_panel, to_series
from junxian.assessment.kinds import Array
from junxian.terms.errors import MethodError


def impute_by_carry_forward(
    values: Array, times: Sequence[float] | Array | None = None, at_most: float | None = None
) -> Array:
    """Replace a missing value by the last one known before it, if that is not too old.

    values  (areas, periods, indicators) or (periods,), periods in order; times  one per period, None for 0, 1, 2 …
    at_most  oldest age of what is carried, in the unit of times (periods where none are given); None for no limit
    What comes before the first known value stays missing, as does what is further from one than `at_most`. MethodError
    for a negative limit, another shape or times that do not rise. Source: last observation carried forward; COINr's
    impute_panel(latest), whose limit counts periods even where they are unevenly spaced. Checked in
    tests/unit/assessment/impute/test_carry_forward.py.
    """
    if at_most is not None and at_most < 0:
        raise MethodError("carry forward", f"at_most is {at_most}.", "Give an age, 0 or more.")
    series, own = to_series(values, times)
    last = find_last_known(series)
    age = own - own[np.maximum(last, 0)]
    usable = (last >= 0) & (age <= (np.inf if at_most is None else at_most))
    carried = np.take_along_axis(series, np.maximum(last, 0), axis=1)
    return to_panel(np.where(usable, carried, np.nan), np.shape(values))
