"""One step of the prices, straight or along the curve on which amounts would move straight; never across a sign."""

import numpy as np
from numpy.typing import NDArray

from junxian.allocation.optimum.direction import Slack
from junxian.allocation.optimum.intake import Levels
from junxian.allocation.optimum.problem import Array


def step_straight(levels: Levels, direction: Levels, slack: Slack) -> Levels:
    """Prices after the whole step of Newton."""
    supply = np.maximum(0.0, levels.supply + direction.supply)
    group, bound = _hold(levels.group + direction.group, levels.bound, supply)
    return Levels(supply, group, bound, _within_sign(levels.row, levels.row + direction.row, slack.row))


def step_bent(levels: Levels, direction: Levels, slack: Slack, length: float, alpha: float) -> Levels:
    """Prices after so much of the step, on the curve on which amounts would change as Newton foresees."""
    supply = np.where(
        levels.supply > 0, _bend(levels.supply, length * direction.supply, alpha), length * direction.supply
    )
    supply = np.maximum(0.0, supply)
    own = np.where(
        levels.group > 0, _bend(levels.group, length * direction.group, alpha), levels.group + length * direction.group
    )
    group, bound = _hold(own, levels.bound, supply)
    return Levels(supply, group, bound, _within_sign(levels.row, levels.row + length * direction.row, slack.row))


def _bend(price: Array, change: Array, alpha: float) -> Array:
    """Price · (1 − change / (α · price))^(−α): so base · (weight / price)^(1/α) changes as Newton foresees.

    Straight where that would ask for less than a tenth of the amount.
    """
    with np.errstate(over="ignore"):
        ratio = 1 - change / (alpha * np.where(price > 0, price, 1.0))
        bent = price * np.where(ratio > 0.1, ratio, 1.0) ** -alpha
    moved: Array = np.where(ratio > 0.1, np.where(np.isfinite(bent), bent, price + change), price + change)
    return moved


def _hold(own: Array, bound: NDArray[np.int64], supply: Array) -> tuple[Array, NDArray[np.int64]]:
    """A floor holds a group's price at or below that of supply, a cap at or above; at it, it binds no more."""
    across = ((bound > 0) & (own >= supply)) | ((bound < 0) & (own <= supply)) | (bound == 0)
    return np.where(across, supply, own), np.where(across, 0, bound)


def _within_sign(before: Array, after: Array, wanted: Array) -> Array:
    """The new price, held at zero where it would leave the side on which it stands or towards which it is pulled."""
    side = np.where(before != 0, before, wanted)
    held: Array = np.where(side > 0, np.maximum(0.0, after), np.where(side < 0, np.minimum(0.0, after), 0.0))
    return held
