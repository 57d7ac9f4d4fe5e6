"""The judge of max-min plans: at every level a linear programme asks whether anybody there could rise without harm (HiGHS)."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from junxian.allocation.optimum.extremes.linear import list_rows
from junxian.allocation.optimum.problem import Array, Problem
from junxian.allocation.optimum.scale import scale_problem

SAME = 1e-7
MOST = 12


@dataclass(frozen=True)
class Risen:
    """`least` level of those below an upper limit; `rise`, the most (in shares of supply) that those of one level could gain, of `asked` of `count` levels."""

    least: float
    rise: float
    asked: int
    count: int


def rise_levels(problem: Problem, x: Array, most: int = MOST) -> Risen:
    """How much those of one level of x / base could gain together while nobody of that level or below gets less.

    A plan is the lexicographic max-min where the answer is 0 at every level. Up to `most` levels are asked, the least first and
    the others spread evenly; levels within 1e-7 are one. Checked in tests/unit/allocation/optimum/judge/test_levels.py.
    """
    scaled = scale_problem(problem)
    inner, x = scaled.problem, (x / scaled.amount).ravel()
    levels, limits = x / inner.base.ravel(), list_rows(inner)
    is_open = x < inner.upper.ravel() * (1 - SAME)
    steps = _list_levels(levels[is_open])
    chosen = (
        steps[np.unique(np.linspace(0, len(steps) - 1, min(most, len(steps))).astype(int))] if len(steps) else steps
    )
    rise = [_ask(inner, x, levels, is_open, float(level), limits) for level in chosen]
    least = float(steps[0]) if len(steps) else float(levels.max())
    return Risen(least, max(rise, default=0.0), len(chosen), len(steps))


def _list_levels(levels: Array) -> Array:
    """The levels in order, those within 1e-7 of the one before left out."""
    levels = np.sort(levels)
    is_new = np.append(True, np.diff(levels) > SAME * levels[:-1])
    return np.asarray(levels[is_new[: len(levels)]])


def _ask(
    problem: Problem, x: Array, levels: Array, is_open: NDArray[np.bool_], level: float, limits: tuple[object, Array]
) -> float:
    """The most that those at `level` could gain, each at most one level, nobody at or below it losing anything."""
    from scipy.optimize import linprog

    matrix, limit = limits
    rising = is_open & (np.abs(levels - level) <= SAME * level)
    kept = levels <= level * (1 + SAME)
    base, lower, upper = (side.ravel() for side in (problem.base, problem.lower, problem.upper))
    ease = np.maximum(matrix @ x - limit, 0.0)  # type: ignore[operator]
    answer = linprog(
        np.where(rising, -1.0, 0.0),
        matrix,
        limit + ease,
        bounds=np.column_stack(
            [np.where(kept, np.minimum(x, upper), lower), np.where(rising, np.minimum(upper, x + base), upper)]
        ),
        method="highs",
        options={"primal_feasibility_tolerance": 1e-10, "dual_feasibility_tolerance": 1e-10},
    )
    return float((answer.x - x)[rising].sum()) if answer.status == 0 else np.inf
