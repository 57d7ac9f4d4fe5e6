"""A whole choice out of the parts of the linear programme: floors first, then drop what is too much, then fill."""

from typing import Any

import numpy as np

from junxian.allocation.projects.check import find_bounds
from junxian.allocation.projects.moves import fill, hold_limits, lower_to_cap, raise_to_floor, tie_projects
from junxian.allocation.projects.problem import Array, Mask, ProjectProblem
from junxian.allocation.projects.relax import Relaxation

WHOLE = 1 - 1e-7  # a part from which on a project counts as chosen


def round_relaxation(problem: ProjectProblem, relaxation: Relaxation) -> Mask | None:
    """Projects picked so that every limit holds; None where the repair finds no such choice (there may be one).

    Deterministic. Checked in tests/unit/allocation/projects/test_rounding.py.
    """
    least, greatest = find_bounds(problem)
    ties = tie_projects(problem).list_arrays()
    picked = (relaxation.part >= WHOLE) | (least > 0)
    taken = problem.limits.matrix @ picked.astype(float)
    merit = relaxation.reduced + 1e-6 * np.abs(problem.benefit).max(initial=0) * relaxation.part
    open_, droppable = greatest > 0, least == 0
    rows = problem.limits.matrix
    for within in (True, False):
        for r in np.flatnonzero(taken < ties[3]).tolist():
            raise_to_floor(r, _order(rows, r, -merit, open_), within, picked, taken, ties)
    for r in np.flatnonzero(taken > ties[4]).tolist():
        lower_to_cap(r, _order(rows, r, merit, droppable), picked, taken, ties)
    order = np.flatnonzero(open_ & (problem.benefit > 0))
    fill(order[np.argsort(-merit[order], kind="stable")], picked, taken, ties)
    return picked if hold_limits(problem, picked) else None


def _order(rows: Any, r: int, score: Array, allowed: Mask) -> np.ndarray:
    """Members of a limit by their score for each unit of it, the least first."""
    place = slice(rows.indptr[r], rows.indptr[r + 1])
    member, amount = rows.indices[place], rows.data[place]
    member, amount = member[allowed[member]], amount[allowed[member]]
    with np.errstate(over="ignore"):  # next to nothing of a limit: worth more a unit than any other
        each = np.where(score[member] > 0, score[member] / amount, score[member])
    return member[np.argsort(each, kind="stable")].astype(np.int64)
