"""What a little more supply or weight would change: amounts and prices, from the system that Newton solves."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from junxian.allocation.optimum.certify import meet_prices, sum_groups
from junxian.allocation.optimum.direction import find_direction
from junxian.allocation.optimum.intake import Levels, open_market, read_levels
from junxian.allocation.optimum.problem import Array, Optimum, Prices, Problem
from junxian.allocation.optimum.scale import scale_problem
from junxian.allocation.optimum.slack import Slack


@dataclass(frozen=True)
class Marginal:
    """Change of amounts (areas, factors) and of prices for the change asked, to first order."""

    x: Array
    prices: Prices


def differentiate(
    problem: Problem, optimum: Optimum, supply: Array | None = None, weight: Array | None = None
) -> Marginal:
    """Change of the plan when `supply` (factors,) and `weight` (areas, factors) change by so much; 0 < α < inf.

    Holds while the limits that bind stay the same; at a point where one just begins to bind it is the change on one side.
    Supply of a factor that is left over changes nothing. What the objective gains by supply is the price of supply itself.
    Checked against differences of re-solved plans in tests/unit/allocation/optimum/test_marginal.py.
    """
    scaled = scale_problem(problem)
    market, levels = open_market(scaled.problem), read_levels(scaled.scale(optimum.prices))
    intake = market.take(levels)
    free = _find_free(scaled.problem, intake.amount)
    direct = _move_directly(problem, intake.amount, free, weight)
    more = np.zeros_like(problem.supply) if supply is None else supply / scaled.amount
    slack = _find_slack(scaled.problem, levels, direct, more)
    moved = find_direction(levels, intake, slack)
    held = levels.bound != 0
    prices = scaled.restore(
        Prices(moved.supply, np.where(held, moved.supply - moved.group, 0.0), np.where(levels.row != 0, moved.row, 0.0))
    )
    met = meet_prices(problem, optimum.prices)
    slope = np.where(free, optimum.x / (problem.alpha * np.where(met > 0, met, 1.0)), 0.0)
    return Marginal(direct * scaled.amount - slope * meet_prices(problem, prices), prices)


def _find_free(problem: Problem, amount: Array) -> NDArray[np.bool_]:
    """Amounts that stand at no limit of their own; asked of the scaled problem, where limits are met to the last digit."""
    free: NDArray[np.bool_] = (amount > problem.lower) & (amount < problem.upper) & (problem.weight > 0)
    return free


def _move_directly(problem: Problem, amount: Array, free: NDArray[np.bool_], weight: Array | None) -> Array:
    """What areas would take more at the same prices: x · dw / (α · w)."""
    if weight is None:
        return np.zeros(problem.shape)
    return np.where(free, amount * weight / (problem.alpha * np.where(free, problem.weight, 1.0)), 0.0)


def _find_slack(problem: Problem, levels: Levels, direct: Array, more: Array) -> Slack:
    """What would be taken beyond the limits that bind."""
    over = np.where(levels.supply > 0, direct.sum(axis=0) - more, 0.0)
    group = np.zeros(levels.bound.shape)
    if problem.groups is not None:
        group = np.where(levels.bound != 0, sum_groups(problem, direct), 0.0)
    row = np.zeros(0) if problem.rows is None else np.asarray(problem.rows.matrix @ direct.ravel())
    return Slack(over, group, np.where(levels.row != 0, row, 0.0))
