"""A plan for the worst of several scenarios of weights, its certificate, and what such caution costs."""

from contextlib import suppress
from dataclasses import dataclass, replace

import numpy as np

from junxian.allocation.optimum.certify import value
from junxian.allocation.optimum.problem import Array, Optimum, Prices, Problem
from junxian.allocation.optimum.solve import solve
from junxian.terms.errors import AllocationError, MethodError

STEPS = 100
NEAR = 1e-9  # gap at which the search ends, of Σ base · weight
ACCEPTED = 1e-6  # of Σ base · weight


@dataclass(frozen=True)
class Robust:
    """`optimum` is best in the worst of the scenarios; `mixture` (scenarios,) are the odds that nature would choose.

    It is the optimum of the mixture's weights, prices and certificate included. `worst` is its value in its worst scenario, `bound`
    what no plan can pass there, `relative_gap` between them in shares of Σ base · weight. Price: `nominal_loss` is what it gives up
    where the weights are as expected, `worst_gain` what it wins over the nominal plan in that plan's worst scenario.
    """

    optimum: Optimum
    mixture: Array
    worst: float
    bound: float
    relative_gap: float
    nominal_loss: float
    worst_gain: float
    rounds: int


def plan_for_the_worst(problem: Problem, scenarios: Array, measured_from: Array | None = None) -> Robust:
    """Max over plans of the least value over `scenarios` (scenarios, areas, factors) of weights ≥ 0; 0 < α < inf.

    `measured_from` (scenarios,) is taken off the value in each scenario: the value of its own best plan, for the least regret.
    A mixture of scenarios is again a set of weights. By minimax (von Neumann: the value is concave in the plan and linear in the
    mixture) the plan is that of the mixture whose best plan is worth least. That worth is convex in the mixture with the values of
    its plan as gradient: sequential quadratic programming (SLSQP, Kraft 1988) finds it, and the value of any mixture's best plan is
    a bound, whatever the search did. AllocationError where the gap stays above 1e-6. Checked in tests/unit/allocation/optimum/robust/test_worst_case.py.
    """
    if scenarios.ndim != 3 or scenarios.shape[1:] != problem.shape or not len(scenarios):
        raise MethodError("scenarios", f"have shape {scenarios.shape}.", "Hand in scenarios × areas × factors.")
    off = np.zeros(len(scenarios)) if measured_from is None else measured_from
    size = float((problem.base * scenarios).sum() / len(scenarios)) or 1.0
    search = _Search(problem, scenarios, off, size)
    mixture = search.run()
    optimum = search.plan(mixture)
    worth = value_scenarios(problem, scenarios, optimum.x) - off
    bound, worst = float(mixture @ worth) + max(optimum.certificate.gap, 0.0), float(worth.min())
    if not (bound - worst) / size <= ACCEPTED:
        raise AllocationError(
            "worst case", f"the gap {(bound - worst) / size:.1e} could not be closed to {ACCEPTED:g}."
        )
    nominal = solve(problem)
    loss = float(value(problem, nominal.x).sum() - value(problem, optimum.x).sum())
    gain = worst - float((value_scenarios(problem, scenarios, nominal.x) - off).min())
    return Robust(optimum, mixture, worst, bound, (bound - worst) / size, loss, gain, search.rounds)


class _Search:
    """The mixture for which the best plan is worth least; every plan starts from the prices of the one before."""

    def __init__(self, problem: Problem, scenarios: Array, off: Array, size: float) -> None:
        self.problem, self.scenarios, self.off, self.size = problem, scenarios, off, size
        self.prices: Prices | None = None
        self.rounds, self.gap = 0, np.inf
        self.mixture = np.full(len(scenarios), 1 / len(scenarios))

    def run(self) -> Array:
        """The mixture with the least gap that was seen."""
        from scipy.optimize import minimize

        with suppress(_Near):
            minimize(
                self._measure, self.mixture, jac=True, method="SLSQP", bounds=[(0.0, 1.0)] * len(self.mixture),
                constraints=[{"type": "eq", "fun": lambda m: m.sum() - 1, "jac": np.ones_like}],
                options={"ftol": 1e-14, "maxiter": STEPS},
            )  # fmt: skip
        return self.mixture

    def plan(self, mixture: Array) -> Optimum:
        weight = np.tensordot(mixture, self.scenarios, axes=1)
        found = solve(replace(self.problem, weight=weight), self.prices)
        self.prices, self.rounds = found.prices, self.rounds + 1
        return found

    def _measure(self, mixture: Array) -> tuple[float, Array]:
        odds = _make_odds(mixture)
        worth = (value_scenarios(self.problem, self.scenarios, self.plan(odds).x) - self.off) / self.size
        value = float(odds @ worth)
        if value - worth.min() < self.gap:
            self.gap, self.mixture = value - float(worth.min()), odds
        if self.gap <= NEAR:
            raise _Near
        return value, worth


class _Near(Exception):  # noqa: N818
    """The search has come near enough."""


def _make_odds(mixture: Array) -> Array:
    odds = np.maximum(mixture, 0.0)
    return np.asarray(odds / odds.sum())


def value_scenarios(problem: Problem, scenarios: Array, x: Array) -> Array:
    """The value of a plan in every scenario, (scenarios,); values are linear in the weights."""
    counted = np.where(scenarios.any(axis=0), 1.0, 0.0)
    unit = value(replace(problem, weight=counted), np.maximum(x, 1e-300))
    return np.asarray(np.tensordot(scenarios, unit, axes=2))
