"""Whole units by integer programming (HiGHS), for the few plans whose rows the surcharges cannot settle."""

from typing import Any

import numpy as np
from scipy.sparse import csr_array, hstack

from junxian.allocation.optimum.limits.list_limits import LimitRows, list_limits
from junxian.allocation.optimum.problem import Array, Groups, Problem, Rows
from junxian.allocation.optimum.whole.whole_limits import MANY, Units, WholeLimits

SECONDS = 20.0  # beyond these it says that it does not know
EASE = 1e-9  # of a limit's size: the tolerance of every plan
FOUND, NONE = 0, 2  # scipy's words


def search_whole(problem: Problem, unit: Array, limits: WholeLimits, near: Units) -> tuple[Units | None, bool]:
    """The whole plan that moves fewest units from `near` (areas, factors), and whether the answer is sure.

    (None, True): there is no whole plan. (None, False): none was found in 20 seconds.
    """
    rows = list_limits(count_problem(problem, unit, limits))
    matrix = csr_array(hstack([rows.matrix, -rows.matrix]))
    most = np.concatenate([np.full(near.size, float(MANY)), near.ravel().astype(float)])
    answer = _run(matrix, _ease(rows) - rows.matrix @ near.ravel(), most)
    if answer.status != FOUND:
        return None, answer.status == NONE
    more, less = np.rint(answer.x).reshape(2, -1)
    return near + (more - less).reshape(near.shape).astype(np.int64), True


def is_impossible(rows: LimitRows) -> bool:
    """Whether it is sure that no whole numbers keep these limits."""
    used = np.unique(rows.matrix.indices)
    matrix = csr_array(rows.matrix[:, used])
    return bool(_run(matrix, _ease(rows), np.full(used.size, float(MANY))).status == NONE)


def count_problem(problem: Problem, unit: Array, limits: WholeLimits) -> Problem:
    """The problem with all limits in whole units; amounts are then numbers of units."""
    groups, rows = problem.groups, problem.rows
    counted = groups and Groups(groups.member, limits.floor[:-1].astype(float), _endless(limits.cap[:-1]))
    if rows is not None:
        rows = Rows(csr_array(rows.matrix * np.tile(unit, problem.shape[0])[None, :]), rows.low, rows.high, rows.names)
    return Problem(
        problem.base / unit, problem.weight * unit, limits.lower.astype(float), _endless(limits.upper),
        limits.supply.astype(float), problem.alpha, counted, rows,
    )  # fmt: skip


def _endless(units: Units) -> Array:
    return np.where(units >= MANY, np.inf, units.astype(float))


def _ease(rows: LimitRows) -> Array:
    eased: Array = rows.end + EASE * np.abs(rows.end)
    return eased


def _run(matrix: csr_array, end: Array, most: Array) -> Any:
    from scipy.optimize import Bounds, LinearConstraint, milp

    count = matrix.shape[1]
    return milp(
        np.ones(count),
        constraints=LinearConstraint(matrix, -np.inf, end),
        integrality=np.ones(count),
        bounds=Bounds(0, np.where(most >= MANY, np.inf, most)),
        options={"time_limit": SECONDS},
    )
