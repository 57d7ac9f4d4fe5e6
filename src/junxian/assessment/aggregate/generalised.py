"""Weighted generalised (power) mean: one number says how far a strong child may make good a weak one."""

import math

import numpy as np

from junxian.assessment.aggregate.arithmetic import average_arithmetic
from junxian.assessment.aggregate.cells import UNNAMED, Names, refuse_cells
from junxian.assessment.aggregate.geometric import REMEDY, average_geometric
from junxian.assessment.kinds import Array, Mask
from junxian.terms.errors import MethodError


def average_generalised(values: Array, weights: Array, names: Names = UNNAMED, *, power: float = 1.0) -> Array:
    """Weighted power mean (Σ w · x^p)^(1/p) over the last axis.

    values  (..., children) more is better; positive for power ≤ 0, not negative for other powers, any for power 1
    weights  (..., children) summing to 1, 0 for a missing child
    power  1 arithmetic, 0 (the limit) geometric, −1 harmonic, −inf the least child, +inf the largest
    Returns (...), between the least and the largest child, rising with power; NaN where no weight is positive.
    MethodError for a power that is no number, and where a child has no such power; it names the cells.
    Source: OECD/JRC Handbook (2008), step 6. Checked in tests/published/test_aggregate.py.
    """
    if math.isnan(power):
        raise MethodError(names.where("generalised mean"), "the power is not a number.", "Give power = 0.5, say.")
    if power == 1:
        return average_arithmetic(values, weights, names)
    if power == 0:
        return average_geometric(values, weights, names)
    used = weights > 0
    wrong = used & ~(values > 0 if power < 0 else values >= 0)
    if wrong.any():
        fault = f"have no power {power:g}"
        refuse_cells(wrong, np.broadcast_to(values, wrong.shape), names, "generalised mean", fault, REMEDY)
    return np.where(used.any(axis=-1), _average(values, weights, used, power), np.nan)


def _average(values: Array, weights: Array, used: Mask, power: float) -> Array:
    """Powers of the ratio to the child that counts most: no power overflows, and small ones lose no digits."""
    known = np.where(used, values, -np.inf if power > 0 else np.inf)
    first = known.max(axis=-1) if power > 0 else known.min(axis=-1)
    if math.isinf(power):
        return first
    scale = np.where(np.isfinite(first) & (first > 0), first, 1.0)
    with np.errstate(divide="ignore"):
        logs = np.log(np.where(used, values, scale[..., None]) / scale[..., None])
        beyond = (np.where(used, weights, 0.0) * np.expm1(power * logs)).sum(axis=-1)
        mean = scale * np.exp(np.log1p(np.maximum(beyond, -1.0)) / power)
    return np.where(first == 0, 0.0, mean)
