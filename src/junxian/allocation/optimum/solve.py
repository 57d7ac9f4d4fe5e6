"""The door of the optimum: a problem in, a plan with its prices and its certificate out."""

import numpy as np

from junxian.allocation.optimum.certify import certify
from junxian.allocation.optimum.check import check_problem
from junxian.allocation.optimum.possible import refuse_impossible
from junxian.allocation.optimum.problem import Optimum, Prices, Problem
from junxian.allocation.optimum.scale import scale_problem
from junxian.terms.errors import AllocationError

ACCEPTED = 1e-9  # relative gap and residual beyond which a plan is not published


def solve(problem: Problem, start: Prices | None = None) -> Optimum:
    """The best plan: by prices (dual Newton) for 0 < α < inf, by linear programming for α = 0, by water-filling for α = inf.

    `start` are prices of a like problem. MethodError for a problem that cannot be read (`check_problem`). AllocationError
    where the limits contradict each other (`limits` tells which) or, of a problem that has plans, none could be certified to
    1e-9; then nothing is given. Checked against two other solvers in tests/properties/test_plan_judged.py.
    """
    check_problem(problem)
    refuse_impossible(problem)
    optimum = _choose(problem, start)
    refuse_uncertified(problem, optimum)
    return optimum


def _choose(problem: Problem, start: Prices | None) -> Optimum:
    if problem.alpha == 0:
        from junxian.allocation.optimum.extremes.linear import solve_linear

        return solve_linear(problem)
    if np.isinf(problem.alpha):
        from junxian.allocation.optimum.extremes.max_min import solve_max_min

        return solve_max_min(problem)
    found = solve_by_prices(problem, start)
    return found if is_certified(found) else _retry(problem, found)


def _retry(problem: Problem, found: Optimum) -> Optimum:
    """Begin again at the prices of an interior point method, where limits leave so little room that Newton lost its way."""
    from junxian.allocation.optimum.judge.conic import solve_conic

    other = solve_conic(problem)
    if other.status not in ("Solved", "AlmostSolved"):
        return found
    again = solve_by_prices(problem, other.prices)
    return again if is_certified(again) else found


def solve_by_prices(problem: Problem, start: Prices | None = None) -> Optimum:
    """The optimum of a problem with 0 < α < inf by Newton's method on the dual; certified, not yet accepted."""
    from junxian.allocation.optimum.dual_newton import minimise_dual
    from junxian.allocation.optimum.intake import open_market, read_levels

    scaled = scale_problem(problem)
    begin = _start(scaled.problem) if start is None else scaled.scale(start)
    found = minimise_dual(open_market(scaled.problem), read_levels(begin))
    x = np.clip(found.intake.amount * scaled.amount, problem.lower, problem.upper)
    prices = scaled.restore(found.levels.as_prices())
    return Optimum(x, prices, certify(problem, x, prices, "dual Newton", found.steps))


def _start(problem: Problem) -> Prices:
    """Prices at which the supply would be taken if nobody had limits."""
    alpha = problem.alpha
    asked = (problem.base * problem.weight ** (1 / alpha)).sum(axis=0)
    supply = np.where(problem.supply > 0, asked / np.where(problem.supply > 0, problem.supply, 1.0), 1.0) ** alpha
    groups = np.zeros((0, problem.shape[1])) if problem.groups is None else np.zeros_like(problem.groups.floor)
    return Prices(supply, groups, np.zeros(0 if problem.rows is None else len(problem.rows.low)))


def is_certified(optimum: Optimum) -> bool:
    """Whether every limit holds and the gap is closed, to 1e-9."""
    certificate = optimum.certificate
    return certificate.relative_gap <= ACCEPTED and all(value <= ACCEPTED for value in certificate.residuals.values())


def refuse_uncertified(problem: Problem, optimum: Optimum) -> None:
    """AllocationError where limits are broken or the gap is not closed: told which, and what to do."""
    certificate = optimum.certificate
    broken = {name: value for name, value in certificate.residuals.items() if not value <= ACCEPTED}
    if broken:
        told = ", ".join(f"{name} by {value:.3g}" for name, value in broken.items())
        raise AllocationError(
            "allocation",
            f"no plan could be found that keeps all limits ({told}).",
            "`find_conflict` tells whether they contradict each other.",
        )
    if not certificate.relative_gap <= ACCEPTED:
        raise AllocationError(
            "allocation", f"the gap {certificate.relative_gap:.3g} could not be closed to {ACCEPTED:g}."
        )
