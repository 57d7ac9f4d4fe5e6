"""Weighted arithmetic mean: a loss in one child is made good by the same gain, by weight, in another."""

import numpy as np

from junxian.assessment.aggregate.cells import UNNAMED, Names
from junxian.assessment.kinds import Array


def average_arithmetic(values: Array, weights: Array, names: Names = UNNAMED) -> Array:
    """Weighted arithmetic mean over the last axis.

    values  (..., children), any scale; more is better if it is in the children
    weights  (..., children) summing to 1, 0 for a missing child; names  for errors
    Returns (...), between the least and the largest child; NaN where no weight is positive.
    Source: OECD/JRC Handbook (2008), step 6. Checked in tests/published/test_asem.py.
    """
    used = weights > 0
    total = np.where(used, values * weights, 0.0).sum(axis=-1)
    return np.where(used.any(axis=-1), total, np.nan)
