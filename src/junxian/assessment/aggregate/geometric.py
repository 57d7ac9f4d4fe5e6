"""Weighted geometric mean: the lower a child, the more a point in it is worth."""

import numpy as np

from junxian.assessment.aggregate.cells import UNNAMED, Names, refuse_cells
from junxian.assessment.kinds import Array

REMEDY = "Normalise to a base above zero (base = 60, or 1 for min-max), or aggregate the node arithmetically."


def average_geometric(values: Array, weights: Array, names: Names = UNNAMED) -> Array:
    """Weighted geometric mean Π x^w over the last axis.

    values  (..., children) positive, more is better; weights  (..., children) summing to 1, 0 for a missing child
    Returns (...), between the least and the largest child; NaN where no weight is positive.
    MethodError where a child that counts is not positive; it names the cells. Source: OECD/JRC Handbook (2008), step 6.
    Checked in tests/published/test_asem.py and tests/published/test_aggregate.py.
    """
    used = weights > 0
    with np.errstate(divide="ignore", invalid="ignore"):
        logs = np.log(np.where(used, values, 1.0))
        total = (logs * np.where(used, weights, 0.0)).sum(axis=-1)
    if not np.isfinite(total).all():
        wrong = used & ~(values > 0)
        shown = np.broadcast_to(values, wrong.shape)
        refuse_cells(wrong, shown, names, "geometric mean", "are not positive", REMEDY)
    return np.where(used.any(axis=-1), np.exp(total), np.nan)
