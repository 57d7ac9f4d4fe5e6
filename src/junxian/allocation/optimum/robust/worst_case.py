"""A plan for the worst of several scenarios of weights, its certificate, and what such caution costs."""

from dataclasses import dataclass, replace

import numpy as np

from junxian.allocation.optimum.certify import value
from junxian.allocation.optimum.problem import Array, Optimum, Prices, Problem
from junxian.allocation.optimum.solve import solve
from junxian.terms.errors import MethodError

CLOSED = 1e-6
ROUNDS = 400


@dataclass(frozen=True)
class Robust:
    """`x` (areas, factors) is best in the worst of the scenarios; `mixture` (scenarios,) are the odds that nature would choose.

    `worst` is its value in its worst scenario, `bound` what no plan can pass there, `relative_gap` between them. Price: `nominal_loss`
    is what it gives up where the weights are as expected, `worst_gain` what it wins over the nominal plan in that plan's worst scenario.
    """

    x: Array
    mixture: Array
    worst: float
    bound: float
    relative_gap: float
    nominal_loss: float
    worst_gain: float
    rounds: int


def plan_for_the_worst(problem: Problem, scenarios: Array) -> Robust:
    """Max over plans of the least value over `scenarios` (scenarios, areas, factors) of weights ≥ 0; 0 < α < inf.

    A mixture of scenarios is again a set of weights, so every step is one ordinary plan; cutting planes find the mixture that is worst
    for the best plan (von Neumann's minimax: the objective is concave in the plan and linear in the mixture). The bound holds
    whatever the steps did. Checked in tests/unit/allocation/optimum/robust/test_worst_case.py.
    """
    if scenarios.ndim != 3 or scenarios.shape[1:] != problem.shape or not len(scenarios):
        raise MethodError("scenarios", f"have shape {scenarios.shape}.", "Hand in scenarios × areas × factors.")
    nominal = solve(problem)
    plans, cuts = [nominal.x], [_values(problem, scenarios, nominal.x)]
    size = max(abs(nominal.certificate.primal), float((problem.base * scenarios).sum() / len(scenarios)))
    mixture, bound, start = np.full(len(scenarios), 1 / len(scenarios)), np.inf, nominal.prices
    for _ in range(ROUNDS):
        found = _solve_mixture(problem, scenarios, mixture, start)
        start = found.prices
        plans.append(found.x)
        cuts.append(_values(problem, scenarios, found.x))
        bound = min(bound, float(mixture @ cuts[-1]) + max(found.certificate.gap, 0.0))
        mixture, odds = _master(np.array(cuts))
        x = np.tensordot(odds, np.array(plans), axes=1)
        worst = float(_values(problem, scenarios, x).min())
        if bound - worst <= CLOSED * size:
            break
    own = _values(problem, scenarios, nominal.x)
    loss = float(value(problem, nominal.x).sum() - value(problem, x).sum())
    return Robust(x, mixture, worst, bound, (bound - worst) / size, loss, worst - float(own.min()), len(plans) - 1)


def _solve_mixture(problem: Problem, scenarios: Array, mixture: Array, start: Prices) -> Optimum:
    return solve(replace(problem, weight=np.tensordot(mixture, scenarios, axes=1)), start)


def _values(problem: Problem, scenarios: Array, x: Array) -> Array:
    """The value of a plan in every scenario; values are linear in the weights."""
    unit = value(replace(problem, weight=np.ones(problem.shape)), np.maximum(x, 1e-300))
    return np.asarray(np.tensordot(scenarios, unit, axes=2))


def _master(cuts: Array) -> tuple[Array, Array]:
    """The mixture for which the best plan known is worth least, and the odds of the plans that answer it (HiGHS)."""
    from scipy.optimize import linprog

    plans, scenarios = cuts.shape
    answer = linprog(
        np.append(np.zeros(scenarios), 1.0), np.column_stack([cuts, -np.ones(plans)]), np.zeros(plans),
        np.append(np.ones(scenarios), 0.0)[None, :], [1.0], bounds=[(0, None)] * scenarios + [(None, None)], method="highs",
    )  # fmt: skip
    odds = -np.asarray(answer.ineqlin.marginals)
    return np.asarray(answer.x[:-1]), odds / odds.sum()
