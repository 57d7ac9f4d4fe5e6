"""Goalposts: between two declared values."""

import numpy as np
from numpy.typing import ArrayLike

from junxian.assessment.kinds import Array
from junxian.assessment.normalise.figures import read_figures, refuse
from junxian.assessment.normalise.stretch import Bounds, stretch


def normalise_goalposts(
    values: ArrayLike,
    *,
    bounds: Bounds,
    is_truncated: bool = True,
    base: float = 0.0,
    span: float = 100.0,
    more_is_better: ArrayLike = True,
) -> Array:
    """Place between declared goalposts, base + span · (x − low)/(high − low), truncated to that range or not.

    bounds  (low, high) in the values' unit, one for all or one per indicator; base, span  the range of the result
    values, more_is_better as in normalise_min_max; where less is better, (high − x)/(high − low). Missing stays missing.
    A constant has its place between goalposts like any other value.
    MethodError where a goalpost is missing or low is not below high.
    Source: UNDP Human Development Report (goalposts); COINr's n_goalposts. Checked in tests/published/test_normalise.py.
    """
    where = "goalposts"
    own, _, direction = read_figures(where, values, None, more_is_better)
    low, high = (np.asarray(end, dtype=np.float64) for end in bounds)
    remedy = "Declare both, low below high; more_is_better turns the scale round."
    refuse(where, ~(np.isfinite(low) & np.isfinite(high)), "a goalpost is missing or infinite.", remedy)
    refuse(where, low >= high, "low is not below high.", remedy)
    return stretch(where, own, (low, high), direction, base, span, is_truncated)
