"""Many problems of one shape, weights and supplies redrawn: each begins where the one before it ended."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

import numpy as np

from junxian.allocation.optimum.dual_newton import minimise_dual
from junxian.allocation.optimum.intake import Levels, open_market, read_levels
from junxian.allocation.optimum.problem import Array, Problem
from junxian.allocation.optimum.scale import scale_problem
from junxian.allocation.optimum.solve import solve
from junxian.terms.errors import AllocationError

ACCEPTED = 1e-9


@dataclass(frozen=True)
class Drawn:
    """One scenario: weights (areas, factors), and supply (factors,) where it is drawn too."""

    weight: Array
    supply: Array | None = None


def solve_scenarios(problem: Problem, scenarios: Iterable[Drawn]) -> Iterator[Array]:
    """The amounts (areas, factors) of every scenario, one at a time: nothing is kept.

    0 < α < inf. A scenario whose limits are met to 1e-9 is taken; otherwise it is solved, and certified, by itself, and
    AllocationError tells which scenario has no plan. Checked in tests/unit/allocation/optimum/test_scenarios.py.
    """
    scaled = scale_problem(problem)
    market, levels = open_market(scaled.problem), read_levels(scaled.scale(solve(problem).prices))
    ratio = scaled.amount / scaled.worth
    for number, drawn in enumerate(scenarios):
        supply = market.problem.supply if drawn.supply is None else drawn.supply / scaled.amount
        own = replace(market, problem=replace(market.problem, weight=drawn.weight * ratio, supply=supply))
        found = minimise_dual(own, levels)
        if found.violation <= ACCEPTED:
            levels = found.levels
            yield found.intake.amount * scaled.amount
            continue
        levels = _restart(levels)
        yield _solve_alone(problem, drawn, number)


def _restart(levels: Levels) -> Levels:
    return Levels(np.maximum(levels.supply, 1e-9), levels.group, levels.bound, levels.row)


def _solve_alone(problem: Problem, drawn: Drawn, number: int) -> Array:
    own = replace(problem, weight=drawn.weight, supply=problem.supply if drawn.supply is None else drawn.supply)
    try:
        return solve(own).x
    except AllocationError as error:
        raise AllocationError(f"scenario {number}", error.what, error.remedy) from error
