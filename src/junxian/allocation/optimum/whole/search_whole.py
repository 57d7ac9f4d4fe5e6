"""Whole units by integer programming (HiGHS), for the few plans whose rows the surcharges cannot settle."""

from typing import Any

import numpy as np
from scipy.sparse import csr_array, hstack

from junxian.allocation.optimum.limits.list_limits import LimitRows, list_limits
from junxian.allocation.optimum.problem import Array, Groups, Problem, Rows
from junxian.allocation.optimum.whole.hold_rows import measure_rows
from junxian.allocation.optimum.whole.whole_limits import MANY, Units, WholeLimits

SECONDS = 20.0  # beyond these it says that it does not know
EASE = 1e-9  # of a limit's size: the tolerance of every plan
INSIDE = (0.0, 1e-5)  # of a unit's greatest use of a limit: HiGHS keeps limits to a millionth of it
FOUND, NONE = 0, 2  # scipy's words


def search_whole(problem: Problem, unit: Array, limits: WholeLimits, near: Units) -> tuple[Units | None, bool]:
    """The whole plan that moves fewest units from `near` (areas, factors), and whether the answer is sure.

    (None, True): there is no whole plan. (None, False): none was found in 20 seconds, or none that keeps rows to 1e-9.
    """
    rows = list_limits(count_problem(problem, unit, limits))
    matrix = csr_array(hstack([rows.matrix, -rows.matrix]))
    most = np.concatenate([np.full(near.size, float(MANY)), near.ravel().astype(float)])
    for inside in INSIDE:
        answer = _run(matrix, _ease(rows) - rows.matrix @ near.ravel(), most, inside)
        if answer.status != FOUND:
            return None, answer.status == NONE and not inside
        more, less = np.rint(answer.x).reshape(2, *near.shape)
        found: Units = near + (more - less).astype(np.int64)
        if problem.rows is None or not measure_rows(problem.rows, found * unit).any():
            return found, True
    return None, False


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


def _run(matrix: csr_array, end: Array, most: Array, inside: float = 0.0) -> Any:
    from scipy.optimize import Bounds, LinearConstraint, milp

    count = matrix.shape[1]
    greatest = abs(matrix).max(axis=1).toarray().ravel()
    greatest = np.where(greatest > 0, greatest, 1.0)
    return milp(
        np.ones(count),
        constraints=LinearConstraint(csr_array(matrix / greatest[:, None]), -np.inf, end / greatest - inside),
        integrality=np.ones(count),
        bounds=Bounds(0, np.where(most >= MANY, np.inf, most)),
        options={"time_limit": SECONDS},
    )
