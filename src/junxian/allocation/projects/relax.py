"""Projects chosen in parts: the linear programme, its prices, and the bound that the prices prove."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.sparse import csr_array, vstack

from junxian.allocation.branching.mip import measure_benefit, measure_rows
from junxian.allocation.projects.check import find_bounds
from junxian.allocation.projects.problem import Array, ProjectProblem
from junxian.engine.highs import open_solver, pass_programme
from junxian.terms.errors import AllocationError


@dataclass(frozen=True)
class Relaxation:
    """`part` (projects,) chosen of each; prices of limits and of pairs; `reduced`: benefit less priced asks; `bound`.

    A price is what the benefit would gain per unit of the limit: ≥ 0 for a cap or budget, ≤ 0 for a floor.
    """

    part: Array
    price: Array
    need_price: Array
    reduced: Array
    bound: float


def relax_projects(problem: ProjectProblem) -> Relaxation | None:
    """Solve the linear programme by HiGHS; None where its limits conflict.

    The bound is not the solver's word but follows from the prices (weak duality): no choice has a greater benefit,
    whatever the tolerances of the solver. Checked in tests/unit/allocation/projects/test_relax.py.
    """
    import highspy

    least, greatest = find_bounds(problem)
    matrix, low, high = state_rows(problem)
    each, unit = measure_rows(matrix), measure_benefit(problem.benefit)
    solver = open_solver()
    scaled = matrix.multiply(1 / each[:, None])
    pass_programme(solver, -problem.benefit / unit, (least, greatest), scaled, (low / each, high / each))
    solver.run()
    if (status := solver.getModelStatus()) == highspy.HighsModelStatus.kInfeasible:
        return None
    if status != highspy.HighsModelStatus.kOptimal:
        raise AllocationError(
            "projects", f"HiGHS stops with `{solver.modelStatusToString(status)}`.", "Scale the units."
        )
    solution = solver.getSolution()
    price = keep_signs(-np.array(solution.row_dual) * unit / each, low, high)
    part = np.clip(np.array(solution.col_value), least, greatest)
    return price_relaxation(problem, part, price)


def price_relaxation(problem: ProjectProblem, part: Array, price: Array) -> Relaxation:
    """The bound that prices of all rows (limits, then pairs) prove: Σ price · end + Σ greatest gain of each project."""
    matrix, low, high = state_rows(problem)
    least, greatest = find_bounds(problem)
    reduced = problem.benefit - matrix.T @ price
    ends = np.where(price > 0, high, np.where(price < 0, low, 0.0))
    bound = float(price @ ends + np.maximum(reduced * least, reduced * greatest).sum())
    count = len(problem.limits)
    return Relaxation(part, price[:count], price[count:], reduced, bound)


def state_rows(problem: ProjectProblem) -> tuple[Any, Array, Array]:
    """Limits, then a row `first − second ≤ 0` for each pair of needs: matrix, low, high."""
    limits, pairs = problem.limits, len(problem.needs)
    if not pairs:
        return limits.matrix, limits.low, limits.high
    row = np.repeat(np.arange(pairs), 2)
    signs = np.tile([1.0, -1.0], pairs)
    below = csr_array((signs, (row, problem.needs.ravel())), shape=(pairs, problem.size))
    low, high = np.full(pairs, -np.inf), np.zeros(pairs)
    return csr_array(vstack([limits.matrix, below])), np.r_[limits.low, low], np.r_[limits.high, high]


def keep_signs(price: Array, low: Array, high: Array) -> Array:
    """Prices of ends that do not exist are the solver's noise: they become nought."""
    price = np.where(np.isfinite(high), price, np.minimum(price, 0.0))
    return np.where(np.isfinite(low), price, np.maximum(price, 0.0))
