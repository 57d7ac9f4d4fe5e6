"""Prices in twice the digits, what is taken at them, and how they move.

Where a surcharge all but cancels a price, what an area meets may be 1e-15 of either; with α = 16 it still takes something
that counts. In doubles that price is noise.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from junxian.allocation.optimum.certify import respond
from junxian.allocation.optimum.intake import Intake, Levels, Market
from junxian.allocation.optimum.problem import Array, Prices, Problem
from junxian.allocation.optimum.slack import Slack, find_slack
from junxian.allocation.optimum.steep.pairs import Pair, add, choose, multiply, pair, subtract


@dataclass(frozen=True)
class FineLevels:
    """`Levels` in pairs."""

    supply: Pair
    group: Pair
    bound: NDArray[np.int64]
    row: Pair

    def as_prices(self) -> Prices:
        """The same as prices in doubles, subsidies to their last digit."""
        return Prices(self.supply.high, _subsidise(self).high, self.row.high)


def refine(levels: Levels) -> FineLevels:
    """Levels in doubles as a beginning."""
    return FineLevels(pair(levels.supply), pair(levels.group), levels.bound, pair(levels.row))


@dataclass(frozen=True)
class Place:
    """Where prices stand: what every area meets, takes, and its slope there (areas, factors); sums, and the slack of limits that bind."""

    levels: FineLevels
    net: Array
    amount: Array
    slope: Array
    intake: Intake
    slack: Slack


def look(market: Market, levels: FineLevels) -> Place:
    """What is taken at these prices; limits now broken begin to bind."""
    net = meet(market, levels)
    amount, slope = _respond(market.problem, net)
    intake = market.add_up(amount, slope)
    coarse, slack = find_slack(
        market, Levels(levels.supply.high, levels.group.high, levels.bound, levels.row.high), intake
    )
    return Place(replace(levels, bound=coarse.bound), net, amount, slope, intake, slack)


def move(levels: FineLevels, change: Levels, pull: Array) -> FineLevels:
    """Prices after a change; none leaves the side on which it stands, or to which its row is pulled by what is taken beyond it."""
    supply = add(levels.supply, pair(change.supply))
    supply = choose(supply.high > 0, supply, pair(np.zeros_like(supply.high)))
    base, own = spread(supply, levels.bound), add(levels.group, pair(change.group))
    above = subtract(own, base)
    binds = ((levels.bound > 0) & (above < 0)) | ((levels.bound < 0) & (above > 0))
    row, side = add(levels.row, pair(change.row)), np.where(levels.row.high != 0, levels.row.high, pull)
    row = choose(np.sign(side) * row.high > 0, row, pair(np.zeros_like(side)))
    return FineLevels(supply, choose(binds, own, base), np.where(binds, levels.bound, 0), row)


def slope_dual(market: Market, before: FineLevels, after: FineLevels, intake: Intake) -> float:
    """The slope of the dual from prices `before` to `after`, where this is taken: `dual_newton.slope_dual` in pairs."""
    old, new = _subsidise(before), _subsidise(after)
    held = np.where((old.high > 0) | (new.high > 0), market.groups.floor, intake.group)
    held = np.where((old.high < 0) | (new.high < 0), market.groups.cap, held)
    used = np.where((before.row.high > 0) | (after.row.high > 0), market.high, intake.row)
    used = np.where((before.row.high < 0) | (after.row.high < 0), market.low, used)
    return float(
        (market.problem.supply - intake.supply) @ subtract(after.supply, before.supply)
        + ((intake.group - held) * subtract(new, old)).sum()
        + (used - intake.row) @ subtract(after.row, before.row)
    )


def _subsidise(levels: FineLevels) -> Pair:
    own = Pair(-levels.group.high, -levels.group.low)
    return choose(levels.bound != 0, add(spread(levels.supply, levels.bound), own), pair(np.zeros(levels.bound.shape)))


def is_alike(one: FineLevels, other: FineLevels) -> bool:
    """Whether the same limits bind."""
    pairs = ((one.supply.high, other.supply.high), (one.row.high, other.row.high), (one.bound, other.bound))
    return all(((a != 0) == (b != 0)).all() for a, b in pairs)


def spread(supply: Pair, bound: NDArray[np.int64]) -> Pair:
    """Prices of supply for every group."""
    return Pair(np.broadcast_to(supply.high, bound.shape), np.broadcast_to(supply.low, bound.shape))


def meet(market: Market, levels: FineLevels) -> Array:
    """The price that every amount meets, (areas, factors), rounded only at the end."""
    member, shape = market.groups.member, market.problem.shape
    met = Pair(*(np.broadcast_to(part, shape) for part in levels.supply))
    if len(levels.bound):
        own = Pair(levels.group.high[member], levels.group.low[member])
        met = choose((member >= 0)[:, None] & (levels.bound[member] != 0), own, met)
    high, low = (np.ravel(part).copy() for part in met)
    for r in np.flatnonzero(levels.row.high):
        line = slice(market.line[r], market.line[r + 1])
        cell, price = market.cell[line], Pair(levels.row.high[r], levels.row.low[r])
        high[cell], low[cell] = add(Pair(high[cell], low[cell]), multiply(price, market.entry[line]))
    net: Array = (high + low).reshape(shape)
    return net


def _respond(problem: Problem, net: Array) -> tuple[Array, Array]:
    """Amounts at these prices, and their slopes; 0 for those who stand at a limit."""
    amount = respond(problem, net)
    is_free = (amount > problem.lower) & (amount < problem.upper) & (net > 0)
    return amount, np.where(is_free, amount / (problem.alpha * np.where(is_free, net, 1.0)), 0.0)
