"""α = inf: the least well served first, and then the next: x / base as even as the limits allow."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, eye_array, hstack, vstack

from junxian.allocation.optimum.certify import measure_residuals
from junxian.allocation.optimum.extremes.linear import list_rows
from junxian.allocation.optimum.extremes.water_filling import bound_levels, fill_factors, find_level
from junxian.allocation.optimum.problem import Array, Certificate, Optimum, Prices, Problem
from junxian.allocation.optimum.scale import scale_problem
from junxian.terms.errors import AllocationError

SAME = 1e-9
CUTS = 60
TINY = 1e-13


def solve_max_min(problem: Problem) -> Optimum:
    """The lexicographic max-min of x / base: nobody's level can rise without lowering one that is not higher.

    Without coupling rows every factor is filled by itself. With rows that this would break, the greatest level that all can
    have is found by cuts (each the dual of a linear programme, HiGHS); those in the last cut cannot rise and stay, and the
    rest goes on, until filling breaks no row. Weights play no part and there are no prices. The certificate holds the least
    level of anybody below an upper limit, and as `dual` the bound that weak duality gives it: it proves the first level, not
    those above it (`judge_plan` looks at these). AllocationError where no plan keeps the limits.
    Checked in tests/unit/allocation/optimum/extremes/test_max_min.py.
    """
    scaled = scale_problem(problem)
    filled = _fill_stagewise(scaled.problem)
    amounts = np.clip(filled.x * scaled.amount, problem.lower, problem.upper)
    return Optimum(amounts, _no_prices(problem), _certify(problem, amounts, filled))


@dataclass(frozen=True)
class _Filled:
    """Amounts, the bound of the least level, and how many linear programmes it took."""

    x: Array
    bound: float
    programmes: int


def _fill_stagewise(problem: Problem) -> _Filled:
    bound, count, rest = float(bound_levels(problem).min()), 0, problem
    limits = None if problem.rows is None or not len(problem.rows.low) else list_rows(problem)
    known: Array | None = None
    for stage in range(problem.base.size + 1):
        x = fill_factors(rest)
        if limits is None or (limits[0] @ x.ravel() <= limits[1] + SAME * (abs(limits[0]) @ x.ravel())).all():
            break
        raised = _raise_level(rest, x, limits, known)
        count += raised.programmes
        bound = min(bound, raised.bound) if stage == 0 else bound
        reached = np.clip(rest.base * raised.level, rest.lower, rest.upper)
        known = np.maximum(raised.plan, reached)
        rest = replace(rest, lower=reached, upper=np.where(raised.held | (rest.upper <= reached), reached, rest.upper))
    return _Filled(x, bound, count)


@dataclass(frozen=True)
class _Raised:
    """The level that all who are free reach, no plan lifts them above `bound`; who is held there; a plan that does it."""

    level: float
    bound: float
    held: NDArray[np.bool_]
    plan: Array
    programmes: int


def _raise_level(problem: Problem, x: Array, limits: tuple[csr_array, Array], known: Array | None) -> _Raised:
    """The greatest level that all who are free can have together, and who cannot rise above it.

    It begins at the level of filling, rows apart, and comes down: a programme asks how far all fall short of a level, its dual
    is a cut Σ d · x ≤ end that every plan keeps, and the level at which the cut is met is tried next.
    """
    levels, is_open = x / problem.base, (x < problem.upper * (1 - SAME)) & (problem.lower < problem.upper)
    level = float(levels[is_open].min()) if is_open.any() else float(levels.max())
    held, cut, count = is_open & (levels <= level * (1 + SAME)), _cut(problem, level, limits, known), 1
    while count < CUTS and (lower := _meet(problem, cut, level)) < level * (1 - SAME):
        level, held, count = lower, cut.weights > SAME * cut.weights.max(), count + 1
        cut = _cut(problem, level, limits, known)
    return _Raised(level - cut.short, level, held, cut.plan, count)


def _meet(problem: Problem, cut: "_Cut", top: float) -> float:
    """The greatest level that the cut allows."""

    def pour(level: float) -> float:
        return float((cut.weights * np.clip(problem.base * level, problem.lower, problem.upper)).sum())

    return find_level(pour, cut.end, top)


@dataclass(frozen=True)
class _Cut:
    """Σ weights · x ≤ end for every plan; the plan (areas, factors) in which nobody is short by more than `short` levels."""

    weights: Array
    end: float
    plan: Array
    short: float


def _cut(problem: Problem, level: float, limits: tuple[csr_array, Array], known: Array | None) -> _Cut:
    """Least s so that x ≥ base · level − base · s, of those who are free, and the cut that its dual gives.

    Limits are eased by what the plan that is known to reach the levels so far breaks them, which is rounding.
    """
    free = np.flatnonzero(problem.lower.ravel() < problem.upper.ravel())
    base, lower, upper = (side.ravel()[free] for side in (problem.base, problem.lower, problem.upper))
    settled = np.where(problem.lower < problem.upper, 0.0, problem.lower).ravel()
    matrix, limit = limits[0][:, free], limits[1] - limits[0] @ settled
    ease = 0.0 if known is None else np.maximum(limits[0] @ known.ravel() - limits[1], 0.0) + TINY
    plan, short, duals = _solve_short(matrix, limit + ease, base, np.clip(base * level, lower, upper), (lower, upper))
    prices, own = duals[: limit.size], duals[limit.size :]
    left = own - matrix.T @ prices
    end = float(prices @ limit + np.where(left > 0, left * upper, left * lower).sum())
    weights = np.zeros(problem.base.size)
    weights[free], settled[free] = own, plan
    return _Cut(weights.reshape(problem.shape), end, settled.reshape(problem.shape), short)


def _solve_short(
    matrix: csr_array, limit: Array, base: Array, asked: Array, ends: tuple[Array, Array]
) -> tuple[Array, float, Array]:
    """Least s so that x + base · s ≥ asked within limits and ends: x, s and the duals of limits and of what is asked."""
    from scipy.optimize import linprog

    below = hstack([-eye_array(base.size), -csr_array(base[:, None])])
    answer = linprog(
        np.append(np.zeros(base.size), 1.0),
        csr_array(vstack([hstack([matrix, csr_array((limit.size, 1))]), below])),
        np.append(limit, -asked),
        bounds=np.column_stack([np.append(ends[0], 0.0), np.append(ends[1], np.inf)]),
        method="highs",
        options={"primal_feasibility_tolerance": 1e-10, "dual_feasibility_tolerance": 1e-10},
    )
    if answer.status != 0:
        raise AllocationError("allocation", f"limits contradict each other: no plan keeps them all ({answer.message})")
    return answer.x[:-1], float(answer.x[-1]), np.maximum(-answer.ineqlin.marginals, 0.0)


def _certify(problem: Problem, x: Array, filled: _Filled) -> Certificate:
    levels, is_open = x / problem.base, x < problem.upper * (1 - SAME)
    reached = float(levels[is_open].min()) if is_open.any() else float(levels.max())
    gap = max(0.0, filled.bound - reached) if is_open.any() and np.isfinite(filled.bound) else 0.0
    return Certificate(
        reached, reached + gap, gap, gap / max(1.0, reached), measure_residuals(problem, x), "water-filling", filled.programmes
    )  # fmt: skip


def _no_prices(problem: Problem) -> Prices:
    groups = np.zeros((0, problem.shape[1])) if problem.groups is None else np.zeros_like(problem.groups.floor)
    return Prices(np.zeros(problem.shape[1]), groups, np.zeros(0 if problem.rows is None else len(problem.rows.low)))
