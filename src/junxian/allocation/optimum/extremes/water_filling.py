"""Water-filling where only supply, groups and limits of areas couple: one level for all, groups held where floors and caps ask."""

from collections.abc import Callable

import numpy as np

from junxian.allocation.optimum.problem import Array, Problem

BISECTIONS = 200


def fill_factors(problem: Problem) -> Array:
    """Amounts (areas, factors), every factor filled by itself, rows apart; upper limits finite."""
    return np.column_stack([_fill(problem, f) for f in range(problem.shape[1])])


def find_level(pour: Callable[[float], float], amount: float, top: float, *, up: bool = False) -> float:
    """The greatest level up to `top` at which no more than `amount` is poured (`up`: the least at which no less is)."""
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


def bound_levels(problem: Problem) -> Array:
    """For every factor the level above which no plan lifts all its areas (those at upper limits apart), by counting; inf for none.

    All areas need base · level within their limits, groups no less than their floor and no more than their cap.
    """
    return np.array([_bound(problem, f) for f in range(problem.shape[1])])


def _fill(problem: Problem, f: int) -> Array:
    base, lower, upper = problem.base[:, f], problem.lower[:, f], problem.upper[:, f]
    least, most = _level_groups(problem, f)

    def pour(level: float) -> Array:
        poured: Array = np.clip(base * np.clip(level, least, most), lower, upper)
        return poured

    return pour(find_level(lambda level: float(pour(level).sum()), problem.supply[f], float((upper / base).max())))


def _level_groups(problem: Problem, f: int) -> tuple[Array, Array]:
    """For every area the level that its group's floor asks at least and its cap allows at most."""
    least, most = np.zeros(problem.shape[0]), np.full(problem.shape[0], np.inf)
    if problem.groups is None:
        return least, most
    for g, (floor, cap) in enumerate(zip(problem.groups.floor[:, f], problem.groups.cap[:, f], strict=True)):
        inside = problem.groups.member == g
        base, lower, upper = (side[inside, f] for side in (problem.base, problem.lower, problem.upper))
        top = float((upper / base).max(initial=0.0))

        def pour(level: float, base: Array = base, lower: Array = lower, upper: Array = upper) -> float:
            return float(np.clip(base * level, lower, upper).sum())

        least[inside] = find_level(pour, floor, top, up=True)
        if np.isfinite(cap):
            most[inside] = find_level(pour, cap, top)
    return least, np.maximum(least, most)


def _bound(problem: Problem, f: int) -> float:
    base, lower, upper = problem.base[:, f], problem.lower[:, f], problem.upper[:, f]
    groups = problem.groups
    inside = np.zeros(len(base), bool) if groups is None else groups.member >= 0

    def need(level: float) -> float:
        asked = np.clip(base * level, lower, upper)
        if groups is None:
            return float(asked.sum())
        held = np.bincount(groups.member[inside], asked[inside], len(groups.floor))
        if (held > groups.cap[:, f]).any():
            return np.inf
        return float(asked[~inside].sum() + np.maximum(held, groups.floor[:, f]).sum())

    top = float((upper / base).max())
    return np.inf if need(top) <= problem.supply[f] else find_level(need, problem.supply[f], top)
