"""Weighted harmonic mean: punishes a low child harder than the geometric mean does."""

import numpy as np

from junxian.assessment.aggregate.cells import UNNAMED, Names, refuse_cells
from junxian.assessment.aggregate.geometric import REMEDY
from junxian.assessment.kinds import Array


def average_harmonic(values: Array, weights: Array, names: Names = UNNAMED) -> Array:
    """Weighted harmonic mean 1 / Σ w/x over the last axis.

    values  (..., children) positive, more is better; weights  (..., children) summing to 1, 0 for a missing child
    Returns (...), between the least and the largest child; NaN where no weight is positive.
    MethodError where a child that counts is not positive; it names the cells.
    Source: OECD/JRC Handbook (2008), step 6. Checked in tests/published/test_aggregate.py.
    """
    used = weights > 0
    wrong = used & ~(values > 0)
    if wrong.any():
        refuse_cells(wrong, np.broadcast_to(values, wrong.shape), names, "harmonic mean", "are not positive", REMEDY)
    inverse = (np.where(used, weights, 0.0) / np.where(used, values, 1.0)).sum(axis=-1)
    known = used.any(axis=-1)
    return np.where(known, 1.0 / np.where(known, inverse, 1.0), np.nan)
