"""Straight lines between two values of an indicator: where on the line a value lies, brought to a scale."""

import numpy as np
from numpy.typing import ArrayLike

from junxian.assessment.kinds import Array, Mask
from junxian.assessment.normalise.figures import CONSTANT, refuse

Bounds = tuple[ArrayLike, ArrayLike]


def stretch(
    where: str, values: Array, bounds: Bounds, direction: Mask, base: float, span: float, is_clipped: bool = True
) -> Array:
    """Bring the worse of two bounds to `base` and the better one to `base + span`.

    bounds  (low, high) in the values' unit, one for all or one per column
    MethodError where low and high are equal: a constant has no place between goalposts that are not declared; or where
    low is above high.
    """
    low, high = (np.asarray(end, dtype=np.float64) for end in bounds)
    refuse(where, low > high, "low is above high.", "Give low first; more_is_better turns the scale round.")
    refuse(
        where, is_constant(low, high), "low and high are equal: the indicator is constant.",
        "Constants only with declared goalposts.",
    )  # fmt: skip
    place = (values - low) / (high - low)
    place = np.where(direction, place, 1 - place)
    return base + span * (np.clip(place, 0.0, 1.0) if is_clipped else place)


def measure_from_worst(
    where: str, values: Array, worst: Array, aim: Array, direction: Mask, base: float, span: float, is_capped: bool
) -> Array:
    """Bring the worst value to `base` and what is aimed at to `base + span`; beyond it as far again, or capped there.

    MethodError where what is aimed at is not better than the worst value.
    """
    ahead = np.where(direction, aim - worst, worst - aim)
    refuse(
        where, ahead <= CONSTANT * np.maximum(np.abs(aim), np.abs(worst)),
        "what is aimed at is not better than the worst value, so there is no distance to measure.",
        "Aim at something better; constants only with declared goalposts.",
    )  # fmt: skip
    place = (values - worst) / (aim - worst)
    return base + span * (np.minimum(place, 1.0) if is_capped else place)


def is_constant(low: ArrayLike, high: ArrayLike) -> Mask:
    """Where a range is none; not where it is unknown (NaN)."""
    size = np.maximum(np.abs(low), np.abs(high))
    constant: Mask = np.asarray(high) - low <= CONSTANT * size
    return constant
