"""Taking up and dropping single projects while limits hold: the loops of rounding (Numba)."""

from dataclasses import dataclass

import numpy as np
from numba import njit
from scipy.sparse import csr_array

from junxian.allocation.branching.mip import measure_rows
from junxian.allocation.projects.problem import Array, Limits, Mask, ProjectProblem, Whole

SLACK = 1e-9  # of a limit's own size: sums of floats differ by their order


@dataclass(frozen=True)
class Ties:
    """What binds each project: its limits (`start`, `row`, `amount`), ends, the projects it needs and that need it."""

    start: Whole
    row: Whole
    amount: Array
    low: Array
    high: Array
    need_start: Whole
    need: Whole
    user_start: Whole
    user: Whole

    def list_arrays(self) -> tuple[np.ndarray, ...]:
        """The arrays in the order in which the loops take them."""
        return tuple(vars(self).values())


def tie_projects(problem: ProjectProblem) -> Ties:
    """Lay the problem out by project, its ends widened."""
    columns, limits = problem.limits.matrix.tocsc(), problem.limits
    shape = (problem.size, problem.size)
    ones = np.ones(len(problem.needs))
    need = csr_array((ones, (problem.needs[:, 0], problem.needs[:, 1])), shape=shape)
    user = csr_array(need.T)
    return Ties(
        columns.indptr.astype(np.int64), columns.indices.astype(np.int64), columns.data.astype(float),
        *widen_ends(limits),
        need.indptr.astype(np.int64), need.indices.astype(np.int64), user.indptr.astype(np.int64), user.indices.astype(np.int64),
    )  # fmt: skip


def widen_ends(limits: Limits) -> tuple[Array, Array]:
    """Low and high, widened by SLACK of the greater of the end and the greatest single amount."""
    each = measure_rows(limits.matrix)
    return (
        limits.low - SLACK * np.maximum(each, np.abs(limits.low)),
        limits.high + SLACK * np.maximum(each, np.abs(limits.high)),
    )


def hold_limits(problem: ProjectProblem, picked: Mask) -> bool:
    """Whether a choice keeps every limit (to SLACK of its size), every pair, what is promised and what is excluded."""
    taken = problem.limits.matrix @ picked.astype(float)
    low, high = widen_ends(problem.limits)
    within = (taken >= low) & (taken <= high)
    first, second = picked[problem.needs[:, 0]], picked[problem.needs[:, 1]]
    return bool(
        within.all() and (second | ~first).all() and picked[problem.must].all() and not picked[problem.excluded].any()
    )


@njit(cache=True)
def is_free_to_join(j: int, picked: Mask, taken: Array, ties: tuple) -> bool:
    """Whether all that j needs is picked and every limit has room for it."""
    start, row, amount, _, high, need_start, need, _, _ = ties
    for k in range(need_start[j], need_start[j + 1]):
        if not picked[need[k]]:
            return False
    for k in range(start[j], start[j + 1]):  # noqa: SIM110
        if taken[row[k]] + amount[k] > high[row[k]]:
            return False
    return True


@njit(cache=True)
def is_free_to_leave(j: int, picked: Mask, taken: Array, ties: tuple) -> bool:
    """Whether nothing picked needs j and no floor rests on it."""
    start, row, amount, low, _, _, _, user_start, user = ties
    for k in range(user_start[j], user_start[j + 1]):
        if picked[user[k]]:
            return False
    for k in range(start[j], start[j + 1]):  # noqa: SIM110
        if taken[row[k]] - amount[k] < low[row[k]]:
            return False
    return True


@njit(cache=True)
def turn(j: int, picked: Mask, taken: Array, ties: tuple) -> None:
    """Pick j, or drop it where it is picked."""
    start, row, amount = ties[0], ties[1], ties[2]
    sign = -1.0 if picked[j] else 1.0
    for k in range(start[j], start[j + 1]):
        taken[row[k]] += sign * amount[k]
    picked[j] = not picked[j]


@njit(cache=True)
def fill(order: Whole, picked: Mask, taken: Array, ties: tuple) -> None:
    """Pick what fits in the order given, again while a pass picks any: what is needed may come after what needs it."""
    more = True
    while more:
        more = False
        for j in order:
            if not picked[j] and is_free_to_join(j, picked, taken, ties):
                turn(j, picked, taken, ties)
                more = True


@njit(cache=True)
def raise_to_floor(r: int, order: Whole, within: bool, picked: Mask, taken: Array, ties: tuple) -> None:
    """Pick in the order given until limit r has its floor; `within`: only what every other limit has room for."""
    low, need_start, need = ties[3], ties[5], ties[6]
    for j in order:
        if taken[r] >= low[r]:
            return
        if picked[j] or (within and not is_free_to_join(j, picked, taken, ties)):
            continue
        can = True
        for k in range(need_start[j], need_start[j + 1]):
            can = can and picked[need[k]]
        if can:
            turn(j, picked, taken, ties)


@njit(cache=True)
def lower_to_cap(r: int, order: Whole, picked: Mask, taken: Array, ties: tuple) -> None:
    """Drop in the order given until limit r keeps its cap; what a floor rests on stays."""
    high = ties[4]
    for j in order:
        if taken[r] <= high[r]:
            return
        if picked[j] and is_free_to_leave(j, picked, taken, ties):
            turn(j, picked, taken, ties)
