"""Refuses limits that contradict each other through a row: whether any plan exists is asked of a linear programme."""

import numpy as np

from junxian.allocation.optimum.extremes.linear import list_rows
from junxian.allocation.optimum.problem import Problem
from junxian.allocation.optimum.scale import scale_problem
from junxian.terms.errors import AllocationError

ROOM = 1e-9  # of its own size, by which every coupling limit is eased: a conflict smaller than that is none
INFEASIBLE = 2


def refuse_conflict(problem: Problem) -> None:
    """AllocationError where no plan keeps all limits, by HiGHS, in shares of supply; silent where it cannot tell.

    Asked only of problems that Newton could not solve. Checked in tests/unit/allocation/optimum/limits/test_refuse_conflict.py.
    """
    from scipy.optimize import linprog

    inner = scale_problem(problem).problem
    matrix, limit = list_rows(inner)
    ease = ROOM * np.maximum(np.abs(limit), 1e-3)
    bounds = np.column_stack([inner.lower.ravel(), inner.upper.ravel()])
    tight = {"primal_feasibility_tolerance": 1e-10}
    answer = linprog(np.zeros(bounds.shape[0]), matrix, limit + ease, bounds=bounds, method="highs", options=tight)
    if answer.status == INFEASIBLE:
        raise AllocationError(
            "allocation",
            "limits contradict each other: no plan keeps them all.",
            "`find_conflict` names the smallest set.",
        )
