"""Many problems of one shape, weights and supplies redrawn: each begins at the prices of the problem itself."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

import numpy as np

from junxian.allocation.optimum.certify import tighten
from junxian.allocation.optimum.dual_newton import minimise_dual
from junxian.allocation.optimum.intake import open_market, read_levels
from junxian.allocation.optimum.possible import sum_least
from junxian.allocation.optimum.problem import Array, Problem
from junxian.allocation.optimum.scale import scale_problem
from junxian.allocation.optimum.solve import solve
from junxian.terms.errors import AllocationError

ACCEPTED = 1e-9
CLOSE = 1e-10  # violation at which a scenario is left: one step earlier than a plan that is published


@dataclass(frozen=True)
class Drawn:
    """One scenario: weights (areas, factors), and supply (factors,) where it is drawn too."""

    weight: Array
    supply: Array | None = None


def solve_scenarios(problem: Problem, scenarios: Iterable[Drawn]) -> Iterator[Array]:
    """The amounts (areas, factors) of every scenario, one at a time: nothing is kept, and none depends on those before it.

    0 < α < inf. A scenario whose limits are met to 1e-9 is taken; otherwise it is solved, and certified, by itself, and
    AllocationError tells which scenario has no plan. Checked in tests/unit/allocation/optimum/test_scenarios.py.
    """
    scaled = scale_problem(problem)
    market, levels = open_market(scaled.problem), read_levels(scaled.scale(solve(problem).prices))
    ratio, least = scaled.amount / scaled.worth, sum_least(scaled.problem) * (1 - ACCEPTED)
    for number, drawn in enumerate(scenarios):
        own = replace(market.problem, weight=drawn.weight * ratio)
        if drawn.supply is not None:
            own = replace(own, supply=drawn.supply / scaled.amount, upper=problem.upper / scaled.amount)
            own = replace(own, upper=tighten(own))  # what follows from the supply changes with it
        found = minimise_dual(replace(market, problem=own), levels, CLOSE) if (least <= own.supply).all() else None
        if found is not None and found.violation <= ACCEPTED:
            yield found.intake.amount * scaled.amount
        else:
            yield _solve_alone(problem, drawn, number)


def _solve_alone(problem: Problem, drawn: Drawn, number: int) -> Array:
    own = replace(problem, weight=drawn.weight, supply=problem.supply if drawn.supply is None else drawn.supply)
    try:
        return solve(own).x
    except AllocationError as error:
        raise AllocationError(f"scenario {number}", error.what, error.remedy) from error


@dataclass(frozen=True)
class Summary:
    """Amounts over all scenarios, (areas, factors) each: mean, standard deviation (0 for one scenario), least and greatest."""

    count: int
    mean: Array
    deviation: Array
    least: Array
    greatest: Array


def summarise_scenarios(problem: Problem, scenarios: Iterable[Drawn]) -> Summary:
    """Mean, deviation and ends of every amount, in the memory of one plan whatever the number of scenarios (at least one).

    Quantiles need all plans: `list(solve_scenarios(…))`. Checked in tests/unit/allocation/optimum/test_scenarios.py.
    """
    count, mean, squares = 0, np.zeros(problem.shape), np.zeros(problem.shape)
    least, greatest = np.full(problem.shape, np.inf), np.full(problem.shape, -np.inf)
    for x in solve_scenarios(problem, scenarios):
        count += 1
        away = x - mean
        mean += away / count
        squares += away * (x - mean)
        least, greatest = np.minimum(least, x), np.maximum(greatest, x)
    return Summary(count, mean, np.sqrt(squares / max(count - 1, 1)), least, greatest)
