"""Refuses at once what no plan can keep, as far as simple sums tell: floors above supply or cap, limits of areas below a floor."""

import numpy as np
from numpy.typing import NDArray

from junxian.allocation.optimum.certify import sum_groups
from junxian.allocation.optimum.problem import Array, Problem
from junxian.terms.errors import AllocationError

ROOM = 1e-9  # relative excess that counts as none


def refuse_impossible(problem: Problem) -> None:
    """AllocationError where floors of areas and groups exceed the supply, or limits of areas a group's floor or cap.

    Rows are not looked at: what they contradict is found when no plan can be certified. Checked in tests/unit/allocation/optimum/test_solve.py.
    """
    if problem.groups is not None:
        held = sum_groups(problem, problem.lower)
        _refuse(held, problem.groups.cap, "lower limits of areas", "the cap of its group")
        most = sum_groups(problem, np.minimum(problem.upper, problem.supply))
        _refuse(problem.groups.floor, most, "the floor of a group", "what its areas may get")
    _refuse(sum_least(problem), problem.supply, "floors of areas and groups", "the supply")


def sum_least(problem: Problem) -> Array:
    """What floors of areas and of groups ask for together, (factors,)."""
    least: Array = problem.lower.sum(axis=0)
    if problem.groups is None:
        return least
    lacking: Array = np.maximum(problem.groups.floor - sum_groups(problem, problem.lower), 0.0)
    return least + lacking.sum(axis=0)


def _refuse(asked: Array, limit: Array, what: str, than: str) -> None:
    wrong: NDArray[np.bool_] = asked > limit * (1 + ROOM)
    if wrong.any():
        place = tuple(int(i) for i in np.argwhere(wrong)[0])
        told = f"{what} come to {asked[place]:.6g}, more than {than}, {limit[place]:.6g} (factor {place[-1]})."
        raise AllocationError("allocation", f"limits contradict each other: {told}", "Relax one of them.")
