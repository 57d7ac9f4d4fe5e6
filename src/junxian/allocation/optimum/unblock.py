"""Where all who take stand at limits of their own, Newton sees no slope: one factor, or one row, is then solved alone by bisection."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from junxian.allocation.optimum.intake import Intake, Levels, Market, respond_in_place
from junxian.allocation.optimum.problem import Array
from junxian.allocation.optimum.slack import Slack, find_blocked

BISECTIONS = 80
FAR = 1e30


def unblock(market: Market, levels: Levels, intake: Intake, slack: Slack, tight: float) -> Levels | None:
    """Prices with those moved that are violated and have no slope; None where there are none or none can move."""
    blocked = find_blocked(levels, intake, slack, tight)
    if blocked is None:
        return None
    factors, groups, rows = blocked
    moved = levels
    for g, f in np.argwhere(groups):
        moved = solve_group(market, moved, int(g), int(f))
    for f in np.flatnonzero(factors):
        moved = solve_factor(market, moved, int(f))
    if (moved.supply != levels.supply).any() or (moved.group != levels.group).any():
        return moved
    for r in np.flatnonzero(rows):
        moved = solve_row(market, levels, int(r))
        if moved.row[r] != levels.row[r]:
            return moved
    return None


def sweep(market: Market, levels: Levels) -> Levels:
    """One round of solving every factor and every row alone: slow and sure, where Newton's direction does not lead down."""
    for f in range(len(levels.supply)):
        levels = solve_factor(market, levels, f)
    for r in range(len(levels.row)):
        levels = solve_row(market, levels, r)
    return levels


def solve_factor(market: Market, levels: Levels, f: int) -> Levels:
    """The price of factor f and of every group for it at which supply, floors and caps hold, surcharges as they are.

    A group takes what it would at the price of supply, but no less than its floor and no more than its cap: what all take
    then falls as the price rises, and the price is 0 where the supply is not used up.
    """
    groups = market.groups
    toll = _toll(market, levels, f)
    respond = _serve(market, toll, f)
    inside = groups.member >= 0
    floor, cap = groups.floor[:, f], groups.cap[:, f]

    def hold(price: float) -> tuple[Array, float]:
        taken = respond(price)
        asked: Array = np.bincount(groups.member[inside], taken[inside], len(floor)).astype(float)
        return asked, float(taken[~inside].sum() + np.clip(asked, floor, cap).sum())

    supply = market.problem.supply[f]
    price = 0.0 if hold(0.0)[1] <= supply else _reach(lambda p: hold(p)[1] <= supply, levels.supply[f])
    asked = hold(price)[0]
    own, bound = levels.group.copy(), levels.bound.copy()
    own[:, f], bound[:, f] = price, np.where(asked < floor, 1, np.where(asked > cap, -1, 0))
    for g in np.flatnonzero(bound[:, f]):
        own[g, f] = _price_group(market, toll, int(g), f, price, bool(bound[g, f] > 0))
    prices = levels.supply.copy()
    prices[f] = price
    return Levels(prices, own, bound, levels.row)


def solve_group(market: Market, levels: Levels, g: int, f: int) -> Levels:
    """The price of group g for factor f at which its floor and cap hold, that of supply and surcharges as they are."""
    groups, toll, price = market.groups, _toll(market, levels, f), float(levels.supply[f])
    asked = float(_serve(market, toll, f, np.flatnonzero(groups.member == g))(price).sum())
    side = int(asked < groups.floor[g, f]) - int(asked > groups.cap[g, f])
    own, bound = levels.group.copy(), levels.bound.copy()
    own[g, f] = _price_group(market, toll, g, f, price, side > 0) if side else price
    bound[g, f] = side
    return Levels(levels.supply, own, bound, levels.row)


def _price_group(market: Market, toll: Array, g: int, f: int, price: float, below: bool) -> float:
    """The price of a group at which it takes its floor (below that of supply) or its cap (above)."""
    respond = _serve(market, toll, f, np.flatnonzero(market.groups.member == g))

    def taken(own: float) -> float:
        return float(respond(own).sum())

    if below:
        return price - _reach(lambda d: taken(price - d) >= market.groups.floor[g, f], price)
    return price + _reach(lambda d: taken(price + d) <= market.groups.cap[g, f], price)


def solve_row(market: Market, levels: Levels, r: int) -> Levels:
    """The surcharge of row r at which it holds, all else equal; 0 where it holds without."""

    def taken(surcharge: float) -> float:
        return float(market.take(_set_row(levels, r, surcharge)).row[r])

    free, guess = taken(0.0), abs(float(levels.row[r]))
    if market.low[r] <= free <= market.high[r]:
        return _set_row(levels, r, 0.0)
    if free > market.high[r]:
        return _set_row(levels, r, _reach(lambda y: taken(y) <= market.high[r], guess))
    return _set_row(levels, r, -_reach(lambda y: taken(-y) >= market.low[r], guess))


def _reach(is_met: Callable[[float], bool], near: float) -> float:
    """The least length at which a limit is met, found from a guess of its size; the guess where it never is."""
    low, high = 0.0, max(2 * abs(near), 1e-6)
    while not is_met(high):
        low, high = high, 8 * high
        if high > FAR:
            return abs(near)
    for _ in range(BISECTIONS):
        middle = 0.5 * (low + high)
        if not low < middle < high:
            break
        low, high = (low, middle) if is_met(middle) else (middle, high)
    return high


def _toll(market: Market, levels: Levels, f: int) -> Array:
    """What the rows charge every area for factor f."""
    problem = market.problem
    if not len(levels.row):
        return np.zeros(problem.shape[0])
    amount = np.repeat(np.arange(problem.base.size), np.diff(market.start))
    paid: Array = np.bincount(amount, market.times * levels.row[market.row], problem.base.size).astype(float)
    return paid.reshape(problem.shape)[:, f]


def _serve(
    market: Market, toll: Array, f: int, chosen: NDArray[np.int64] | slice = slice(None)
) -> Callable[[float], Array]:
    """What (the chosen) areas take of factor f, as a function of the price that they share before these tolls."""
    problem, toll = market.problem, toll[chosen]
    base, weight, lower, upper = (
        np.ascontiguousarray(part[chosen, f]) for part in (problem.base, problem.weight, problem.lower, problem.upper)
    )

    def respond(price: float) -> Array:
        net = price + toll
        taken: Array = np.empty_like(net)
        respond_in_place(base, weight, lower, upper, float(problem.alpha), net, taken)
        return taken

    return respond


def _set_row(levels: Levels, r: int, price: float) -> Levels:
    row: Array = levels.row.copy()
    row[r] = price
    return replace(levels, row=row)
