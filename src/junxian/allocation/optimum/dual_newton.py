"""Semismooth Newton on the prices: projected on the signs that prices may have, with a line search on the dual.

The dual is convex, and smooth while the set of limits that bind stays. Groups are a partition, so their prices are
eliminated factor by factor, then the prices of supply, and only the coupling rows that bind are left to solve for.
"""

from dataclasses import dataclass

import numpy as np

from junxian.allocation.optimum.certify import value
from junxian.allocation.optimum.direction import Slack, find_direction
from junxian.allocation.optimum.intake import Intake, Levels, Market
from junxian.allocation.optimum.step import step_bent, step_straight
from junxian.allocation.optimum.unblock import sweep, unblock

STEPS = 200
HALVINGS = 40
PATIENCE = 10  # steps without halving the violation after which every price is solved alone once
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
        violation = slack.greatest()
        stalled = 0 if violation < 0.5 * best else stalled + 1
        best = min(best, violation)
        if violation <= tight or (stalled >= 12 and violation <= NEAR):
            return Descent(levels, intake, step, violation)
        freed = unblock(market, levels, intake, slack, tight)
        if freed is not None:
            levels, intake, slack = _look(market, freed)
            continue
        found = None if stalled % PATIENCE == PATIENCE - 1 else _search(market, levels, intake, slack, best)
        levels, intake, slack = _look(market, sweep(market, levels)) if found is None else found
    return Descent(levels, intake, STEPS, slack.greatest())


def _look(market: Market, levels: Levels) -> tuple[Levels, Intake, Slack]:
    intake = market.take(levels)
    levels, slack = find_slack(market, levels, intake)
    return levels, intake, slack


def find_slack(market: Market, levels: Levels, intake: Intake) -> tuple[Levels, Slack]:
    """What is taken beyond every limit that binds (below zero: left); limits now broken begin to bind.

    0 where a price stands at zero and its limit holds.
    """
    groups = market.groups
    bound = np.where(
        levels.bound != 0,
        levels.bound,
        np.where(intake.group < groups.floor, 1, np.where(intake.group > groups.cap, -1, 0)),
    )
    target = np.where(bound > 0, groups.floor, np.where(bound < 0, np.where(bound < 0, groups.cap, 0.0), intake.group))
    over = intake.supply - market.problem.supply
    above = (levels.row > 0) | ((levels.row == 0) & (intake.row > market.high))
    below = (levels.row < 0) | ((levels.row == 0) & (intake.row < market.low))
    end = np.where(above, market.high, np.where(below, market.low, intake.row))
    return (
        Levels(levels.supply, levels.group, bound, levels.row),
        Slack(np.where((levels.supply > 0) | (over > 0), over, 0.0), intake.group - target, intake.row - np.where(above | below, end, intake.row)),
    )  # fmt: skip


def value_dual(market: Market, levels: Levels, intake: Intake) -> float:
    """The dual at the amounts that are taken at these prices: no plan within the limits is worth more."""
    problem, groups, prices = market.problem, market.groups, levels.as_prices()
    q, rho = prices.groups, prices.rows
    limits = np.where(q > 0, groups.floor, np.where(q < 0, groups.cap, 0.0))
    ends = np.where(rho > 0, market.high, np.where(rho < 0, market.low, 0.0))
    counted = (problem.upper > 0) & (problem.weight > 0)
    spent = prices.supply @ (problem.supply - intake.supply) + rho @ (ends - np.where(rho != 0, intake.row, 0.0))
    given = (q * (np.where(q != 0, intake.group, 0.0) - limits)).sum()
    return float(value(problem, intake.amount, counted).sum() + spent + given)


def _search(
    market: Market, levels: Levels, intake: Intake, slack: Slack, best: float
) -> tuple[Levels, Intake, Slack] | None:
    """Newton's step where it halves the least violation so far, else along the curve until the dual falls; None where it never does."""
    direction = find_direction(levels, intake, slack)
    found = _look(market, step_straight(levels, direction, slack))
    if found[2].greatest() <= 0.5 * best:
        return found
    dual = value_dual(market, levels, intake)
    for halving in range(HALVINGS):
        moved = step_bent(levels, direction, slack, 0.5**halving, market.problem.alpha)
        found = _look(market, moved)
        worth = value_dual(market, moved, found[1])
        if worth <= dual + 1e-4 * _fall(levels, moved, slack):
            return found
        near = abs(worth - dual) <= NEAR * max(1.0, abs(dual))
        if near and found[2].greatest() <= 0.9 * best:
            return found
    return None


def _fall(levels: Levels, moved: Levels, slack: Slack) -> float:
    """The slope of the dual along what was really moved: below zero."""
    before, after = levels.as_prices(), moved.as_prices()
    return float(
        -slack.supply @ (after.supply - before.supply)
        + (slack.group * (after.groups - before.groups)).sum()
        - slack.row @ (after.rows - before.rows)
    )
