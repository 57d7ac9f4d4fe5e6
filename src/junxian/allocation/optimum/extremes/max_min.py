"""α = inf: the least well served first, and then the next: x / base as even as the limits allow (water-filling)."""

import numpy as np
from numpy.typing import NDArray

from junxian.allocation.optimum.certify import measure_residuals
from junxian.allocation.optimum.extremes.linear import list_rows
from junxian.allocation.optimum.problem import Array, Certificate, Optimum, Prices, Problem
from junxian.allocation.optimum.scale import scale_problem
from junxian.terms.errors import AllocationError

BISECTIONS = 200
SAME = 1e-9


def solve_max_min(problem: Problem) -> Optimum:
    """The lexicographic max-min of x / base: nobody's level can rise without lowering one that is not higher.

    Without coupling rows every factor is filled by itself: one level for all, higher where a group's floor asks it, lower
    where its cap or a limit of its own does. With coupling rows the least level is raised by a linear programme and those who cannot rise are
    fixed, until all are. Weights play no part. There are no prices; the certificate holds the least level that is not at an upper limit, and
    (with rows) the bound that the dual of the first programme gives it. AllocationError where no plan keeps the limits.
    Checked in tests/unit/allocation/optimum/extremes/test_max_min.py.
    """
    scaled = scale_problem(problem)
    inner = scaled.problem
    coupled = inner.rows is not None and len(inner.rows.low) > 0
    x, stages = _fill_stagewise(inner) if coupled else (_fill_each(inner), 1)
    amounts = np.clip(x * scaled.amount, problem.lower, problem.upper)
    return Optimum(amounts, _no_prices(problem), _certify(problem, amounts, stages))


def _fill_each(problem: Problem) -> Array:
    columns = [_fill(problem, f) for f in range(problem.shape[1])]
    return np.column_stack(columns)


def _fill(problem: Problem, f: int) -> Array:
    """One factor: the common level at which the supply is used, groups held at levels that their floors and caps ask."""
    base, lower, upper = problem.base[:, f], problem.lower[:, f], problem.upper[:, f]
    least, most = _level_groups(problem, f)

    def pour(level: float) -> Array:
        poured: Array = np.clip(base * np.clip(level, least, most), lower, upper)
        return poured

    return pour(_find_level(lambda level: float(pour(level).sum()), problem.supply[f], float((upper / base).max())))


def _level_groups(problem: Problem, f: int) -> tuple[Array, Array]:
    """For every area the level that its group's floor asks at least and its cap allows at most."""
    least, most = np.zeros(problem.shape[0]), np.full(problem.shape[0], np.inf)
    if problem.groups is None:
        return least, most
    for g in range(len(problem.groups.floor)):
        inside = problem.groups.member == g
        base, lower, upper = (side[inside, f] for side in (problem.base, problem.lower, problem.upper))
        top = float((upper / base).max(initial=0.0))

        def pour(level: float, base: Array = base, lower: Array = lower, upper: Array = upper) -> float:
            return float(np.clip(base * level, lower, upper).sum())

        least[inside] = _find_level(pour, problem.groups.floor[g, f], top, up=True)
        if np.isfinite(problem.groups.cap[g, f]):
            most[inside] = _find_level(pour, problem.groups.cap[g, f], top)
    return least, np.maximum(least, most)


def _find_level(pour, amount: float, top: float, *, up: bool = False) -> float:  # type: ignore[no-untyped-def] # noqa: ANN001
    """The greatest level at which no more than `amount` is poured (`up`: the least at which no less is)."""
    if pour(top) <= amount:
        return top
    if pour(0.0) >= amount:
        return 0.0
    low, high = 0.0, top
    for _ in range(BISECTIONS):
        middle = 0.5 * (low + high)
        if middle in (low, high):
            break
        low, high = (middle, high) if pour(middle) <= amount else (low, middle)
    return high if up else low


def _fill_stagewise(problem: Problem) -> tuple[Array, int]:
    """Raise the least level of all that are free, fix those whose dual says that they hold it down, and go on."""
    from scipy.optimize import linprog

    matrix, limit = list_rows(problem)
    size, base = problem.base.size, problem.base.ravel()
    lower, upper = problem.lower.ravel().copy(), problem.upper.ravel().copy()
    free = lower < upper
    x, stages = lower.copy(), 0
    while True:
        stages += 1
        rows = np.flatnonzero(free)
        answer = linprog(
            np.append(np.zeros(size), -1.0), *_raise(matrix, limit, base, rows),
            bounds=[*zip(lower, upper, strict=True), (0, None if rows.size else 0)], method="highs",
        )  # fmt: skip
        if answer.status != 0:
            raise AllocationError(
                "allocation", f"limits contradict each other: no plan keeps them all ({answer.message})"
            )
        x = answer.x[:-1]
        if not rows.size:
            return x.reshape(problem.shape), stages
        held = rows[_hold_down(answer, limit.size)]
        full = rows[upper[rows] <= base[rows] * answer.x[-1] * (1 + SAME)]
        fixed = np.union1d(held, full)
        fixed = rows if not fixed.size else fixed
        level = np.minimum(base[fixed] * answer.x[-1], upper[fixed]) if held.size or full.size else x[fixed]
        lower[fixed] = upper[fixed] = np.maximum(level, lower[fixed])
        free[fixed] = False


def _raise(matrix, limit: Array, base: Array, rows: NDArray[np.int64]):  # type: ignore[no-untyped-def] # noqa: ANN001
    """The limits, and level · base ≤ x for all that are free: min(level · base, upper) is kept by fixing those at their upper."""
    from scipy.sparse import csr_array, hstack, vstack

    below = csr_array((-np.ones(rows.size), (np.arange(rows.size), rows)), shape=(rows.size, base.size))
    level = csr_array(base[rows].reshape(-1, 1))
    whole = vstack([hstack([matrix, csr_array((limit.size, 1))]), hstack([below, level])])
    return csr_array(whole), np.append(limit, np.zeros(rows.size))


def _hold_down(answer, limits: int) -> NDArray[np.bool_]:  # type: ignore[no-untyped-def] # noqa: ANN001
    return np.asarray(-answer.ineqlin.marginals[limits:] > SAME)


def _certify(problem: Problem, x: Array, stages: int) -> Certificate:
    """The least level of anybody below an upper limit, against the greatest that supply and floors leave to all (rows apart)."""
    open_ = x < problem.upper * (1 - SAME)
    reached = float((x / problem.base)[open_].min()) if open_.any() else float((x / problem.base).max())
    bound = min(_bound_level(problem, f) for f in range(problem.shape[1]))
    gap = max(0.0, bound - reached) if open_.any() and problem.rows is None else 0.0
    gap = gap if problem.groups is None or not np.isfinite(problem.groups.cap).any() else 0.0
    return Certificate(
        reached, reached + gap, gap, gap / max(1.0, reached), measure_residuals(problem, x), "water-filling", stages
    )


def _bound_level(problem: Problem, f: int) -> float:
    """No plan lifts all areas of factor f above this level: groups need their floors, areas their lower limits."""
    base, lower, upper = problem.base[:, f], problem.lower[:, f], problem.upper[:, f]

    def need(level: float) -> float:
        asked = np.clip(base * level, lower, upper)
        if problem.groups is None:
            return float(asked.sum())
        inside = problem.groups.member >= 0
        held = np.bincount(problem.groups.member[inside], asked[inside], len(problem.groups.floor))
        return float(asked[~inside].sum() + np.maximum(held, problem.groups.floor[:, f]).sum())

    return _find_level(
        need,
        problem.supply[f],
        float((upper / base).max()) if np.isfinite(upper).all() else float(problem.supply[f] / base.min()),
    )


def _no_prices(problem: Problem) -> Prices:
    groups = np.zeros((0, problem.shape[1])) if problem.groups is None else np.zeros_like(problem.groups.floor)
    return Prices(np.zeros(problem.shape[1]), groups, np.zeros(0 if problem.rows is None else len(problem.rows.low)))
