"""Refuses a problem for which choosing is not defined."""

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from junxian.allocation.projects.problem import ProjectProblem, Whole
from junxian.terms.errors import AllocationError


def check_problem(problem: ProjectProblem) -> None:
    """AllocationError names the project (its place, from 0) or limit that is wrong. Limits that conflict are no error.

    Checked in tests/unit/allocation/projects/test_check.py.
    """
    _check_shapes(problem)
    _check_numbers(problem)
    _check_needs(problem)
    if (both := np.flatnonzero(problem.must & problem.excluded)).size:
        raise AllocationError(f"project {both[0]}", "is both promised and excluded.", "Keep one of the two.")
    find_bounds(problem)


def find_bounds(problem: ProjectProblem) -> tuple[np.ndarray, np.ndarray]:
    """Least and greatest of every choice: what promised projects need is promised, what needs an excluded one is excluded."""
    least, greatest = problem.must.copy(), ~problem.excluded
    while True:
        implied, barred = least.copy(), greatest.copy()
        np.logical_or.at(implied, problem.needs[:, 1], least[problem.needs[:, 0]])
        np.logical_and.at(barred, problem.needs[:, 0], greatest[problem.needs[:, 1]])
        if (implied == least).all() and (barred == greatest).all():
            break
        least, greatest = implied, barred
    if (torn := np.flatnonzero(problem.must & ~greatest)).size:
        raise AllocationError(
            f"project {torn[0]}", "is promised, but needs one that is excluded.", "Change one status."
        )
    return least.astype(float), greatest.astype(float)


def _check_shapes(problem: ProjectProblem) -> None:
    count, limits = problem.size, problem.limits
    wrong = [
        name for name, found, due in (
            ("limits.matrix", limits.matrix.shape, (len(limits), count)), ("limits.high", limits.high.shape, (len(limits),)),
            ("must", problem.must.shape, (count,)), ("excluded", problem.excluded.shape, (count,)),
        ) if found != due
    ]  # fmt: skip
    if wrong:
        raise AllocationError(
            "projects", f"{wrong[0]} does not have a place for each of {count} projects.", "Align it."
        )


def _check_numbers(problem: ProjectProblem) -> None:
    limits, matrix = problem.limits, problem.limits.matrix.tocoo()
    if (odd := np.flatnonzero(~np.isfinite(problem.benefit))).size:
        raise AllocationError(f"project {odd[0]}", "has no finite benefit.", "Give one, or leave the project out.")
    if (odd := np.flatnonzero(~(np.isfinite(matrix.data) & (matrix.data >= 0)))).size:
        row, column = matrix.row[odd[0]], matrix.col[odd[0]]
        raise AllocationError(
            f"project {column}",
            f"asks {matrix.data[odd[0]]:g} of {limits.measure[row]}.",
            "An ask is a number from 0 on.",
        )
    if (odd := np.flatnonzero(~(limits.low <= limits.high))).size:
        raise AllocationError(
            f"{limits.kind[odd[0]]} {limits.name[odd[0]]}",
            f"low {limits.low[odd[0]]:g} exceeds high {limits.high[odd[0]]:g} of {limits.measure[odd[0]]}.",
            "Correct one of the two.",
        )


def _check_needs(problem: ProjectProblem) -> None:
    needs, count = problem.needs, problem.size
    if ((needs < 0) | (needs >= count)).any():
        raise AllocationError("projects", f"a pair of needs names a project beyond the {count}.", "Correct the pair.")
    if (circle := find_circle(needs, count)) is not None:
        raise AllocationError(f"project {circle[0]}", "needs itself in a circle.", "Take one pair of the circle out.")


def find_circle(needs: Whole, count: int) -> Whole | None:
    """Projects that need each other in a circle, or one that needs itself; None where none does."""
    if (own := needs[needs[:, 0] == needs[:, 1], 0]).size:
        return own[:1]
    if not needs.size:
        return None
    graph = coo_array((np.ones(len(needs)), (needs[:, 0], needs[:, 1])), shape=(count, count))
    number, part = connected_components(graph, directed=True, connection="strong")
    if number == count:
        return None
    return np.flatnonzero(part == np.flatnonzero(np.bincount(part) > 1)[0])
