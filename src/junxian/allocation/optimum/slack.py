"""What is taken beyond the limits that bind, at given prices; limits that are broken begin to bind."""

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from junxian.allocation.optimum.intake import Intake, Levels, Market
from junxian.allocation.optimum.problem import Array


class Slack(NamedTuple):
    """What is taken beyond every binding limit (below zero: left), by factor, group and row, 0 where none binds; the greatest of all, inf where not asked."""

    supply: Array
    group: Array
    row: Array
    greatest: float = np.inf

    def drop(self) -> "Slack":
        """Nothing beyond any limit."""
        return Slack(np.zeros_like(self.supply), np.zeros_like(self.group), np.zeros_like(self.row), 0.0)


def find_slack(market: Market, levels: Levels, intake: Intake) -> tuple[Levels, Slack]:
    """The slack at these prices, and the levels with limits now broken binding.

    0 where a price stands at zero and its limit holds.
    """
    groups, taken = market.groups, (intake.supply, intake.group, intake.row)
    limits = (market.problem.supply, groups.floor, groups.cap, market.low, market.high)
    bound, (supply, group, row) = levels.bound.copy(), (np.zeros_like(part) for part in taken)
    greatest = _measure(levels.supply, levels.row, taken, limits, bound, supply, group, row)
    return Levels(levels.supply, levels.group, bound, levels.row), Slack(supply, group, row, greatest)


def find_blocked(
    levels: Levels, intake: Intake, slack: Slack, tight: float
) -> tuple[NDArray[np.bool_], NDArray[np.bool_], NDArray[np.bool_]] | None:
    """Factors, groups and rows that are violated and have no slope; None where none is."""
    slopes = (intake.loose_slope, intake.group_slope, intake.row_pair)
    factors, groups, rows = (np.zeros(part.shape, np.bool_) for part in slack[:3])
    if not _find_blocked(levels.bound, slopes, slack[:3], tight, factors, groups, rows):
        return None
    return factors, groups, rows


@njit(cache=True, error_model="numpy")
def _measure(price, surcharge, taken, limits, binds, supply, group, row):  # type: ignore[no-untyped-def] # noqa: ANN001
    (sums, held, used), (end, floor, cap, low, high) = taken, limits
    greatest = 0.0
    for f in range(sums.size):
        over = sums[f] - end[f]
        supply[f] = over if price[f] > 0.0 or over > 0.0 else 0.0
        greatest = max(greatest, abs(supply[f]))
    for g in range(held.shape[0]):
        for f in range(sums.size):
            if binds[g, f] == 0:
                binds[g, f] = 1 if held[g, f] < floor[g, f] else (-1 if held[g, f] > cap[g, f] else 0)
            if binds[g, f] != 0:
                group[g, f] = held[g, f] - (floor[g, f] if binds[g, f] > 0 else cap[g, f])
                greatest = max(greatest, abs(group[g, f]))
    for r in range(used.size):
        if surcharge[r] > 0.0 or (surcharge[r] == 0.0 and used[r] > high[r]):
            row[r] = used[r] - high[r]
        elif surcharge[r] < 0.0 or used[r] < low[r]:
            row[r] = used[r] - low[r]
        greatest = max(greatest, abs(row[r]))
    return greatest


@njit(cache=True, error_model="numpy")
def _find_blocked(bound, slopes, slack, tight, factors, cells, rows):  # type: ignore[no-untyped-def] # noqa: ANN001
    (loose, pull, pair), (over, group, row) = slopes, slack
    found = False
    for f in range(over.size):
        own = loose[f]
        for g in range(group.shape[0]):
            own += pull[g, f] if bound[g, f] == 0 else 0.0
        factors[f] = abs(over[f]) > tight and own == 0.0
        found |= factors[f]
        for g in range(group.shape[0]):
            cells[g, f] = not factors[f] and abs(group[g, f]) > tight and pull[g, f] == 0.0
            found |= cells[g, f]
    for r in range(row.size):
        rows[r] = abs(row[r]) > tight and pair[r, r] == 0.0
        found |= rows[r]
    return found
