"""A step of the prices along the curve on which amounts would move straight; never across a sign."""

import numpy as np
from numba import njit

from junxian.allocation.optimum.intake import Levels
from junxian.allocation.optimum.slack import Slack


def step_levels(levels: Levels, direction: Levels, slack: Slack, length: float, alpha: float) -> Levels:
    """Prices after so much of the step, on the curve on which amounts would change as Newton foresees; surcharges move straight."""
    supply, group = np.empty_like(levels.supply), np.empty_like(levels.group)
    bound, row = np.empty_like(levels.bound), np.empty_like(levels.row)
    before = (levels.supply, levels.group, levels.bound, levels.row)
    change = (direction.supply, direction.group, direction.row)
    _step(before, change, slack.row, length, alpha, supply, group, bound, row)
    return Levels(supply, group, bound, row)


@njit(cache=True, error_model="numpy")
def _step(before, change, pull, length, alpha, supply, group, bound, row):  # type: ignore[no-untyped-def] # noqa: ANN001
    """A floor holds a group's price at or below that of supply, a cap at or above; at it, it binds no more."""
    for f in range(supply.size):
        supply[f] = max(0.0, _bend(before[0][f], length * change[0][f], alpha))
        for g in range(group.shape[0]):
            side, own = before[2][g, f], _bend(before[1][g, f], length * change[1][g, f], alpha)
            binds = (side > 0 and own < supply[f]) or (side < 0 and own > supply[f])
            group[g, f], bound[g, f] = (own, side) if binds else (supply[f], 0)
    for r in range(row.size):
        price = before[3][r]
        side, after = price if price != 0.0 else pull[r], price + length * change[2][r]
        row[r] = max(0.0, after) if side > 0.0 else (min(0.0, after) if side < 0.0 else 0.0)


@njit(cache=True, error_model="numpy")
def _bend(price, change, alpha):  # type: ignore[no-untyped-def] # noqa: ANN001
    """Price · (1 − change / (α · price))^(−α): so base · (weight / price)^(1/α) changes as Newton foresees.

    Straight where that would ask for less than a tenth of the amount.
    """
    if price <= 0.0:
        return price + change
    ratio = 1.0 - change / (alpha * price)
    bent = price * ratio**-alpha if ratio > 0.1 else price + change
    return bent if np.isfinite(bent) else price + change
