"""The door of the optimum: a problem in, a plan with its prices and its certificate out."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from junxian.allocation.optimum.certify import certify
from junxian.allocation.optimum.check import check_problem
from junxian.allocation.optimum.possible import refuse_impossible
from junxian.allocation.optimum.problem import Array, Optimum, Prices, Problem
from junxian.allocation.optimum.scale import Scaled, scale_problem
from junxian.terms.errors import AllocationError

ACCEPTED = 1e-9  # relative gap and residual beyond which a plan is not published
FAINT = 1e-12  # of the mean weight: what a weight of 0 is taken for where a floor asks such areas to share


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
    for plan in _attempt(problem, start):
        if is_certified(plan):
            break
    return plan


def _attempt(problem: Problem, start: Prices | None) -> Iterator[Optimum]:
    """Newton's method on the dual for 0 < α < inf; then carefully (`steep`); then both from an interior point.

    Before the slow ways a linear programme is asked whether there is any plan. Weights of 0 leave open how areas share a
    floor of their group or row: then they are taken as faint and equal, so that they share by their bases.
    """
    from junxian.allocation.optimum.dual_newton import guess_levels, minimise_dual
    from junxian.allocation.optimum.intake import open_market, read_levels

    scaled = scale_problem(problem)
    market = open_market(scaled.problem)
    found = minimise_dual(market, guess_levels(scaled.problem) if start is None else read_levels(scaled.scale(start)))
    yield _restore(problem, scaled, found.intake.amount, found.levels.as_prices(), found.steps)

    from junxian.allocation.optimum.judge.conic import solve_conic
    from junxian.allocation.optimum.limits.refuse_conflict import refuse_conflict
    from junxian.allocation.optimum.steep.continue_alpha import follow_alpha

    refuse_conflict(problem)
    if (problem.weight == 0).any() and (problem.weight > 0).any():
        faint = scale_problem(replace(problem, weight=_lift_zeros(problem.weight)))
        lifted = open_market(faint.problem)
        found = minimise_dual(lifted, guess_levels(faint.problem))
        yield _restore(problem, faint, found.intake.amount, found.levels.as_prices(), found.steps)
        place, steps = follow_alpha(lifted, found.levels)
        yield _restore(problem, faint, place.amount, place.levels.as_prices(), steps)
    place, steps = follow_alpha(market, found.levels)
    yield _restore(problem, scaled, place.amount, place.levels.as_prices(), steps)
    found = minimise_dual(market, read_levels(scaled.scale(solve_conic(problem).prices)))
    yield _restore(problem, scaled, found.intake.amount, found.levels.as_prices(), found.steps)
    place, steps = follow_alpha(market, found.levels)
    yield _restore(problem, scaled, place.amount, place.levels.as_prices(), steps)


def _lift_zeros(weight: Array) -> Array:
    lifted: Array = np.where(weight > 0, weight, FAINT * weight[weight > 0].mean())
    return lifted


def _restore(problem: Problem, scaled: Scaled, amount: Array, prices: Prices, steps: int) -> Optimum:
    x = np.clip(amount * scaled.amount, problem.lower, problem.upper)
    prices = scaled.restore(prices)
    return Optimum(x, prices, certify(problem, x, prices, "dual Newton", steps))


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
