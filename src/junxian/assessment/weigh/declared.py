"""Declared weights."""

import numpy as np
from numpy.typing import ArrayLike

from junxian.assessment.kinds import Array
from junxian.terms.errors import MethodError


def weigh_declared(points: ArrayLike) -> Array:
    """Shares of declared points (indicators,): each divided by their sum.

    MethodError where a point is missing, infinite or negative, or all are zero.
    Source: OECD/JRC Handbook (2008), step 6. Checked in tests/unit/assessment/weigh/test_declared.py.
    """
    given = np.asarray(points, dtype=np.float64)
    if given.ndim != 1 or not np.isfinite(given).all() or (given < 0).any() or not given.sum() > 0:
        raise MethodError("declared weights", f"{given.tolist()} are no points.", "Give every indicator 0 or more.")
    shares: Array = given / given.sum()
    return shares
