"""α = inf: the least well served first, and then the next: x / base as even as the limits allow."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, eye_array, hstack, vstack

from junxian.allocation.optimum.certify import measure_residuals
from junxian.allocation.optimum.extremes.linear import list_rows
from junxian.allocation.optimum.extremes.prove import bound_rise
from junxian.allocation.optimum.extremes.water_filling import bound_levels, fill_factors, find_level
from junxian.allocation.optimum.problem import Array, Certificate, Optimum, Prices, Problem
from junxian.allocation.optimum.scale import scale_problem
from junxian.terms.errors import AllocationError

SAME = 1e-9
CUTS = 60
TINY = 1e-13
NOISE = 1e-7


def solve_max_min(problem: Problem) -> Optimum:
    """The lexicographic max-min of x / base: nobody's level can rise without lowering one that is not higher.

    Without coupling rows every factor is filled by itself. With rows that this would break, the greatest level that all can
    have is found by cuts (each the dual of a linear programme, HiGHS); those in the last cut cannot rise and stay, and the
    rest goes on, until filling breaks no row. Weights play no part and there are no prices. The certificate holds the least
    level of anybody below an upper limit, as `dual` the bound that weak duality gives it, and as `rise` what is proved of every level
    (`bound_rise`). AllocationError where no plan keeps the limits.
    Checked in tests/unit/allocation/optimum/extremes/test_max_min.py.
    """
    scaled = scale_problem(problem)
    filled = _fill_stagewise(scaled.problem)
    amounts = np.clip(filled.x * scaled.amount, problem.lower, problem.upper)
    rise = bound_rise(scaled.problem, amounts / scaled.amount, list_rows(scaled.problem), filled.multipliers)
    certificate = replace(_certify(problem, amounts, filled), rise=float(rise.max()))
    return Optimum(amounts, _no_prices(problem), certificate)


@dataclass(frozen=True)
class _Filled:
    """Amounts, the bound of the least level, how many linear programmes it took, and of every stage the multipliers of its last cut."""

    x: Array
    bound: float
    programmes: int
    multipliers: list[Array]


def _fill_stagewise(problem: Problem) -> _Filled:
    bound, count, rest = float(bound_levels(problem).min()), 0, problem
    limits = None if problem.rows is None or not len(problem.rows.low) else list_rows(problem)
    known: Array | None = None
    multipliers: list[Array] = []
    for stage in range(problem.base.size + 1):
        x = fill_factors(rest)
        if limits is None or (limits[0] @ x.ravel() <= limits[1] + SAME * (abs(limits[0]) @ x.ravel())).all():
            break
        raised = _raise_level(rest, x, limits, known)
        count += raised.programmes
        multipliers.append(raised.multipliers)
        bound = min(bound, raised.level) if stage == 0 else bound
        known, held = raised.plan, raised.held & (rest.lower < rest.upper)
        if not held.any():
            return _Filled(known, bound, count, multipliers)
        lower = np.where(held, known, np.minimum(raised.reached, known))
        rest = replace(rest, lower=lower, upper=np.where(held, known, rest.upper))
    return _Filled(x, bound, count, multipliers)


@dataclass(frozen=True)
class _Raised:
    """Amounts that all can reach together; the level above which not all can rise; who is held; a plan that keeps the amounts."""

    reached: Array
    level: float
    held: NDArray[np.bool_]
    plan: Array
    programmes: int
    multipliers: Array


def _raise_level(problem: Problem, x: Array, limits: tuple[csr_array, Array], known: Array | None) -> _Raised:
    """The greatest level up to which all can have what filling, rows apart, would give them: x, or the level where x is above.

    It comes down from the greatest of x: a programme asks how far all fall short of a level, its dual is a cut Σ d · x ≤ end that
    every plan keeps, and the level at which the cut is met is tried next. Who has all of x is held by the other limits, who
    stands in the last cut by the rows.
    """
    top = np.clip(x, problem.lower, problem.upper)
    free, filled = replace(problem, upper=top), problem.lower < problem.upper
    level, weights = float((x / problem.base)[filled].max(initial=0.0)), np.zeros(problem.shape)
    cut, count = _cut(problem, _ask(free, level), limits, known), 1
    while count < CUTS and (lower := _meet(free, cut, level)) < level * (1 - SAME):
        level, weights, count = lower, cut.weights, count + 1
        cut = _cut(problem, _ask(free, level), limits, known)
    asked = _ask(free, level)
    reached = np.clip(asked - problem.base * cut.short, problem.lower, problem.upper)
    stays = cut.plan <= asked * (
        1 + 1e-7
    )  # who stands higher in a plan of this level can rise, whatever a dual of rounding says
    held = stays & ((weights > SAME * weights.max()) | (top <= problem.base * level))
    return _Raised(reached, level, held, cut.plan, count, cut.multipliers)


def _ask(problem: Problem, level: float) -> Array:
    asked: Array = np.clip(problem.base * level, problem.lower, problem.upper)
    return asked


def _meet(problem: Problem, cut: "_Cut", top: float) -> float:
    """The greatest level that the cut allows."""
    return find_level(lambda level: float((cut.weights * _ask(problem, level)).sum()), cut.end, top)


@dataclass(frozen=True)
class _Cut:
    """Σ weights · x ≤ end for every plan; the plan (areas, factors) in which nobody is short by more than `short` levels."""

    weights: Array
    end: float
    plan: Array
    short: float
    multipliers: Array


def _cut(problem: Problem, asked: Array, limits: tuple[csr_array, Array], known: Array | None) -> _Cut:
    """Least s so that x ≥ asked − base · s, of those who are free, and the cut that its dual gives.

    Limits are eased by what the plan that is known to reach the levels so far breaks them, which is rounding.
    """
    free = np.flatnonzero(problem.lower.ravel() < problem.upper.ravel())
    base, lower, upper = (side.ravel()[free] for side in (problem.base, problem.lower, problem.upper))
    settled = np.where(problem.lower < problem.upper, 0.0, problem.lower).ravel()
    matrix, limit = limits[0][:, free], limits[1] - limits[0] @ settled
    ease = 0.0 if known is None else np.maximum(limits[0] @ known.ravel() - limits[1], 0.0) + TINY
    levels, short, duals = _solve_short(
        csr_array(matrix * base[None, :]), limit + ease, asked.ravel()[free] / base, (lower / base, upper / base)
    )
    plan, prices, own = np.clip(levels * base, lower, upper), duals[: limit.size], duals[limit.size :] / base
    paid = matrix.T @ prices
    is_noise = np.abs(own - paid) * base < NOISE
    own = np.where(is_noise, np.maximum(paid, 0.0), own)  # any weights ≥ 0 give a true cut; these a tight one
    left = own - paid
    end = float(prices @ limit + np.where(left > 0, left * upper, left * lower).sum())
    weights = np.zeros(problem.base.size)
    weights[free], settled[free] = own, plan
    return _Cut(weights.reshape(problem.shape), end, settled.reshape(problem.shape), short, prices)


def _solve_short(
    matrix: csr_array, limit: Array, asked: Array, ends: tuple[Array, Array]
) -> tuple[Array, float, Array]:
    """Least s so that level + s ≥ asked within limits and ends, all in levels: levels, s, duals of limits and of what is asked."""
    from scipy.optimize import linprog

    size = asked.size
    below = hstack([-eye_array(size), -csr_array(np.ones((size, 1)))])
    answer = linprog(
        np.append(np.zeros(size), 1.0),
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
