"""The few projects on which the choice turns: all others stay as the linear programme has them."""

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csc_array

from junxian.allocation.branching.mip import Answer, Mip, measure_rows
from junxian.allocation.projects.check import find_bounds
from junxian.allocation.projects.problem import Array, Mask, ProjectProblem, Whole
from junxian.allocation.projects.relax import Relaxation, state_rows


@dataclass(frozen=True)
class Core:
    """`place` of the projects in the core; `base` of all others; `outside`: the least that turning one of these costs."""

    place: Whole
    base: Mask
    outside: float


def find_core(problem: ProjectProblem, relaxation: Relaxation, picked: Mask | None, count: int) -> Core:
    """The `count` open projects whose reduced benefit is smallest, and those where `picked` differs from the parts.

    A choice that turns any other project than these loses at least `outside` against the linear bound.
    """
    least, greatest = find_bounds(problem)
    cost = np.where(least < greatest, np.abs(relaxation.reduced), np.inf)
    base = relaxation.part > 0.5
    inside = np.zeros(problem.size, bool)
    inside[np.argsort(cost, kind="stable")[:count]] = True
    if picked is not None:
        inside |= picked != base
    inside &= least < greatest
    return Core(np.flatnonzero(inside), base, float(cost[~inside].min(initial=np.inf)))


def state_core(
    problem: ProjectProblem, core: Core, picked: Mask | None, target: float, gap: float, nodes: int
) -> tuple[Mip, float]:
    """The programme of the core alone, and the benefit of what is fixed outside of it."""
    matrix, low, high = state_rows(problem)
    fixed = core.base.copy()
    fixed[core.place] = False
    used = matrix @ fixed.astype(float)
    benefit = float(problem.benefit[fixed].sum())
    part = csc_array(csc_array(matrix)[:, core.place])
    start = None if picked is None else picked[core.place]
    low, high = _round_ends(low - used, high - used, np.maximum(used, measure_rows(matrix)))
    return Mip(problem.benefit[core.place], part, low, high, start, target - benefit, gap, nodes, np.inf), benefit


def _round_ends(low: Array, high: Array, size: Array) -> tuple[Array, Array]:
    """Where only the last bits of a difference part the ends (an exact set, say), they are equal."""
    near = np.isfinite(low) & (high < low) & (low - high <= 1e-9 * size)
    return low, np.where(near, low, high)


def widen_choice(core: Core, answer: Answer) -> Mask | None:
    """The choice among all projects that an answer on the core means."""
    if answer.picked is None:
        return None
    picked = core.base.copy()
    picked[core.place] = answer.picked
    return picked


def bound_all(core: Core, answer: Answer, fixed: float, linear: float) -> float:
    """A bound on every choice: it stays within the core (the answer's bound), or turns something outside of it."""
    inside = answer.bound + fixed if np.isfinite(answer.bound) else answer.bound
    return min(linear, max(inside, linear - core.outside))
