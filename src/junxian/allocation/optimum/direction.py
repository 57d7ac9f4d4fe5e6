"""The Newton direction of the prices whose limits bind, by elimination: groups, then supply, then rows."""

import numpy as np
from numba import njit

from junxian.allocation.optimum.intake import Intake, Levels
from junxian.allocation.optimum.problem import Array
from junxian.allocation.optimum.slack import Slack


def find_direction(levels: Levels, intake: Intake, slack: Slack) -> Levels:
    """The change of prices after which, seen from here, every binding limit is met; 0 for prices without slope.

    A bound group meets its own limit, so of the supply only what the others take is left to be met by its price.
    """
    live = np.flatnonzero((levels.row != 0) | (slack.row != 0))
    supply, group, row = np.empty_like(slack.supply), np.empty_like(slack.group), np.zeros_like(slack.row)
    matrix, side = np.empty((live.size, live.size)), np.empty(live.size)
    within, across = np.zeros((live.size, *group.shape)), np.zeros((live.size, supply.size))
    slopes = (intake.loose_slope, intake.group_slope, intake.row_slope, intake.row_pair)
    _eliminate(levels.supply, levels.bound, slopes, slack[:3], live, supply, group, within, across, matrix, side)
    if live.size:
        row[live] = np.linalg.solve(matrix + _least(intake.row_pair.diagonal()[live]), side)
    _insert(row[live], within, across, supply, group)
    return Levels(supply, group, levels.bound, row)


def _least(size: Array) -> Array:
    """A little on the diagonal, so that rows that say the same can be solved."""
    return np.diag(1e-12 * np.maximum(size, 1e-6 * size.max(initial=0.0)) + 1e-300)


@njit(cache=True, error_model="numpy")
def _eliminate(price, bound, slopes, slack, live, supply, group, within, across, matrix, side):  # type: ignore[no-untyped-def] # noqa: ANN001
    """Groups and supply out of the system: their own steps if rows stood still, what a surcharge adds to these, and the rows' system."""
    loose, pull, row_pull, pair = slopes
    count, (groups, factors) = live.size, group.shape
    for a in range(count):
        side[a] = slack[2][live[a]]
        for b in range(count):
            matrix[a, b] = pair[live[a], live[b]]
    for f in range(factors):
        own, over = loose[f], slack[0][f]
        for a in range(count):
            across[a, f] = row_pull[live[a], groups, f]
        for g in range(groups):
            slope, group[g, f] = pull[g, f], 0.0
            if bound[g, f] == 0:
                own += slope
                for a in range(count):
                    across[a, f] += row_pull[live[a], g, f]
            elif slope > 0.0:
                over -= slack[1][g, f]
                group[g, f] = slack[1][g, f] / slope
                for a in range(count):
                    within[a, g, f] = row_pull[live[a], g, f] / slope
                    side[a] -= row_pull[live[a], g, f] * group[g, f]
                    for b in range(count):
                        matrix[a, b] -= within[a, g, f] * row_pull[live[b], g, f]
        free = own > 0.0 and (price[f] > 0.0 or slack[0][f] != 0.0)
        supply[f] = over / own if free else 0.0
        for a in range(count):
            side[a] -= across[a, f] * supply[f]
            across[a, f] = across[a, f] / own if free else 0.0
        for a in range(count):
            for b in range(count):
                matrix[a, b] -= across[a, f] * across[b, f] * own


@njit(cache=True, error_model="numpy")
def _insert(row, within, across, supply, group):  # type: ignore[no-untyped-def] # noqa: ANN001
    """The rows' step into those of supply and groups."""
    groups, factors = group.shape
    for a in range(row.size):
        for f in range(factors):
            supply[f] -= row[a] * across[a, f]
            for g in range(groups):
                group[g, f] -= row[a] * within[a, g, f]
