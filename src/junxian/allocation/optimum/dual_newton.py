"""Semismooth Newton on the prices: projected on the signs that prices may have, with a line search on the dual.

The dual is convex, and smooth while the set of limits that bind stays. Groups are a partition, so their prices are
eliminated factor by factor, then the prices of supply, and only the coupling rows that bind are left to solve for.
"""

from dataclasses import dataclass

import numpy as np

from junxian.allocation.optimum.direction import find_direction
from junxian.allocation.optimum.intake import Intake, Levels, Market, read_levels
from junxian.allocation.optimum.problem import Prices, Problem
from junxian.allocation.optimum.slack import Slack, find_slack
from junxian.allocation.optimum.step import step_levels
from junxian.allocation.optimum.unblock import sweep, unblock

STEPS = 200
TRIALS = 40
PATIENCE = 10  # steps without halving the violation after which every price is solved alone once
LOST = 20  # steps without halving the violation after which it ends where it is
TIGHT = 1e-13  # greatest violation, in shares of the supply
NEAR = 1e-11  # what is accepted where rounding keeps it from falling further


@dataclass(frozen=True)
class Descent:
    """Where Newton ended: prices, what is taken there, steps, and the greatest violation in shares of the supply."""

    levels: Levels
    intake: Intake
    steps: int
    violation: float


def minimise_dual(market: Market, levels: Levels, tight: float = TIGHT) -> Descent:
    """Move the prices to the optimum of a scaled problem. No promise is made: the certificate tells how good it is."""
    levels, intake, slack = _look(market, levels)
    best, stalled = np.inf, 0
    for step in range(STEPS):
        violation = slack.greatest
        stalled = 0 if violation < 0.5 * best else stalled + 1
        best = min(best, violation)
        if violation <= tight or (stalled >= 12 and violation <= NEAR) or stalled > LOST:
            return Descent(levels, intake, step, violation)
        freed = unblock(market, levels, intake, slack, tight)
        if freed is not None:
            levels, intake, slack = _look(market, freed)
            continue
        found = None if stalled % PATIENCE == PATIENCE - 1 else _search(market, levels, intake, slack, best)
        levels, intake, slack = _look(market, sweep(market, levels)) if found is None else found
    return Descent(levels, intake, STEPS, slack.greatest)


def guess_levels(problem: Problem) -> Levels:
    """Prices at which the supply would be taken if nobody had limits."""
    alpha = problem.alpha
    asked = (problem.base * problem.weight ** (1 / alpha)).sum(axis=0)
    supply = np.where(problem.supply > 0, asked / np.where(problem.supply > 0, problem.supply, 1.0), 1.0) ** alpha
    groups = np.zeros((0, problem.shape[1])) if problem.groups is None else np.zeros_like(problem.groups.floor)
    return read_levels(Prices(supply, groups, np.zeros(0 if problem.rows is None else len(problem.rows.low))))


def _look(market: Market, levels: Levels) -> tuple[Levels, Intake, Slack]:
    intake = market.take(levels)
    levels, slack = find_slack(market, levels, intake)
    return levels, intake, slack


def _search(
    market: Market, levels: Levels, intake: Intake, slack: Slack, best: float
) -> tuple[Levels, Intake, Slack] | None:
    """Newton's step where it halves the least violation so far, else so much of it that the dual falls to its end; None where it never does."""
    direction, alpha = find_direction(levels, intake, slack), market.problem.alpha
    found = _look(market, step_levels(levels, direction, slack, 1.0, alpha))
    if found[2].greatest <= 0.5 * best:
        return found
    low, high, length = 0.0, np.inf, 1.0
    for _ in range(TRIALS):
        begin, end = (slope_dual(market, levels, found[0], taken) for taken in (intake, found[1]))
        if begin < 0 and (end if high == np.inf else abs(end)) <= 0.5 * abs(begin):
            return found
        low, high = (length, high) if begin < 0 and end < 0 else (low, length)
        if low > 0.9 * high:
            return found
        if low > 0:
            length = 0.5 * (low + high)
        else:
            length *= min(0.7, max(0.1, begin / (begin - end))) if begin < 0 else 0.5
        found = _look(market, step_levels(levels, direction, slack, length, alpha))
    return None


def slope_dual(market: Market, before: Levels, after: Levels, intake: Intake) -> float:
    """The slope of the dual from prices `before` to `after`, where this is taken: at `after` below zero if it falls all the way.

    Never the dual itself: of what is worth 1e20 a difference of 1 is lost in rounding, of what is left over it is not.
    """
    old, new, groups = before.as_prices(), after.as_prices(), market.groups
    floored, capped = (old.groups > 0) | (new.groups > 0), (old.groups < 0) | (new.groups < 0)
    held = np.where(floored, groups.floor, np.where(capped, groups.cap, intake.group))
    high, low = (old.rows > 0) | (new.rows > 0), (old.rows < 0) | (new.rows < 0)
    used = np.where(high, market.high, np.where(low, market.low, intake.row))
    return float(
        (market.problem.supply - intake.supply) @ (new.supply - old.supply)
        + ((intake.group - held) * (new.groups - old.groups)).sum()
        + (used - intake.row) @ (new.rows - old.rows)
    )
