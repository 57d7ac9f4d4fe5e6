"""Where all who take stand at limits of their own, Newton sees no slope: one price is then solved alone, by bisection."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from junxian.allocation.optimum.direction import Slack
from junxian.allocation.optimum.intake import Intake, Levels, Market
from junxian.allocation.optimum.problem import Array

BISECTIONS = 80
FAR = 1e30


def unblock(market: Market, levels: Levels, intake: Intake, slack: Slack, tight: float) -> Levels | None:
    """Prices with those moved that are violated and have no slope; None where there are none or none can move."""
    stuck = (np.abs(slack.group) > tight) & (intake.group_slope == 0)
    if stuck.any():
        moved = levels
        for g, f in np.argwhere(stuck):
            moved = solve_group(market, moved, int(g), int(f))
        if (moved.group != levels.group).any():
            return moved
    held = np.where(levels.bound != 0, intake.group_slope, 0.0).sum(axis=0)
    for f in np.flatnonzero(
        (np.abs(slack.supply) > tight) & (intake.supply_slope - held <= 1e-12 * intake.supply_slope)
    ):
        moved = solve_supply(market, levels, int(f))
        if moved.supply[f] != levels.supply[f]:
            return moved
    for r in np.flatnonzero((np.abs(slack.row) > tight) & (intake.row_pair.diagonal() == 0)):
        moved = solve_row(market, levels, int(r))
        if moved.row[r] != levels.row[r]:
            return moved
    return None


def sweep(market: Market, levels: Levels) -> Levels:
    """One round of solving every price alone: slow and sure, where Newton's direction does not lead down."""
    for f in range(len(levels.supply)):
        levels = solve_supply(market, levels, f)
    for g, f in np.ndindex(levels.group.shape):
        levels = solve_group(market, levels, g, f)
    for r in range(len(levels.row)):
        levels = solve_row(market, levels, r)
    return levels


def solve_supply(market: Market, levels: Levels, f: int) -> Levels:
    """The price of factor f at which the supply is taken; 0 where less is taken for nothing.

    A bound group follows only where the price would cross its own: it is then bound no more.
    """

    def is_met(price: float) -> bool:
        return _intake(market, _set_supply(levels, f, price), f) <= market.problem.supply[f]

    return _set_supply(levels, f, 0.0 if is_met(0.0) else _reach(is_met, levels.supply[f]))


def solve_group(market: Market, levels: Levels, g: int, f: int) -> Levels:
    """The price of group g for factor f at which its floor and cap hold, all else equal; that of supply where they hold so."""
    inside, price = market.groups.member == g, float(levels.supply[f])
    floor, cap = market.groups.floor[g, f], market.groups.cap[g, f]

    def taken(own: float) -> float:
        return _intake(market, _set_group(levels, g, f, own, 0), f, inside)

    free = taken(price)
    if floor <= free <= cap:
        return _set_group(levels, g, f, price, 0)
    if free < floor:
        return _set_group(levels, g, f, price - _reach(lambda below: taken(price - below) >= floor, price), 1)
    return _set_group(levels, g, f, price + _reach(lambda above: taken(price + above) <= cap, price), -1)


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
    """The least length at which a limit is met, found from a guess of its size; FAR where it never is."""
    low, high = 0.0, max(2 * abs(near), 1e-6)
    while high < FAR and not is_met(high):
        low, high = high, 8 * high
    for _ in range(BISECTIONS):
        middle = 0.5 * (low + high)
        low, high = (low, middle) if is_met(middle) else (middle, high)
    return high


def _intake(market: Market, levels: Levels, f: int, inside: NDArray[np.bool_] | None = None) -> float:
    """What is taken of factor f (by the areas inside)."""
    problem, member = market.problem, market.groups.member
    net = np.full(problem.shape[0], levels.supply[f])
    if len(levels.group):
        net = np.where(member >= 0, levels.group[member, f], net)
    if len(levels.row):
        paid = np.bincount(
            np.repeat(np.arange(problem.base.size), np.diff(market.start)),
            market.times * levels.row[market.row],
            problem.base.size,
        )
        net = net + paid.reshape(problem.shape)[:, f]
    weight = problem.weight[:, f]
    with np.errstate(divide="ignore", over="ignore", invalid="ignore"):
        free = problem.base[:, f] * np.where(net > 0, weight / net, np.inf) ** (1 / problem.alpha)
    free = np.where(weight > 0, free, np.where(net < 0, np.inf, 0.0))
    taken = np.clip(free, problem.lower[:, f], problem.upper[:, f])
    return float(taken.sum() if inside is None else taken[inside].sum())


def _set_supply(levels: Levels, f: int, price: float) -> Levels:
    supply, group, bound = levels.supply.copy(), levels.group.copy(), levels.bound.copy()
    supply[f] = price
    own, held = group[:, f], bound[:, f]
    across = ((held > 0) & (own >= price)) | ((held < 0) & (own <= price)) | (held == 0)
    group[:, f], bound[:, f] = np.where(across, price, own), np.where(across, 0, held)
    return Levels(supply, group, bound, levels.row)


def _set_group(levels: Levels, g: int, f: int, price: float, bound: int) -> Levels:
    group, held = levels.group.copy(), levels.bound.copy()
    group[g, f], held[g, f] = price, bound
    return replace(levels, group=group, bound=held)


def _set_row(levels: Levels, r: int, price: float) -> Levels:
    row: Array = levels.row.copy()
    row[r] = price
    return replace(levels, row=row)
