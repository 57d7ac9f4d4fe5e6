"""The shortest vector within limits: least ½‖u‖² with low ≤ rows·u ≤ high and lower ≤ u ≤ upper.

An active set settles most problems in a few steps and to the last digits; where it runs in circles the
solver HiGHS is asked. `measure_proof` is 0 at the solution and nowhere else.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from junxian.quality.mending.highs import Array, expect_ok, open_solver, pass_programme

STEPS = 50  # of the active set
PATIENCE = 10  # steps without fewer wrong guesses
DAMPING = 1e-10  # lets rules that repeat each other be solved; refinement takes it out again
REFINEMENTS = 6
MOST_SECONDS = 120.0  # of HiGHS


@dataclass(frozen=True)
class LeastNorm:
    """`rows` (rules, cells) in scipy.sparse, each row of length about 1; limits may be infinite."""

    rows: Any
    low: Array
    high: Array
    lower: Array
    upper: Array


@dataclass(frozen=True)
class Point:
    """`u` (cells,) and `y` (rules,), the multipliers: above 0 where a row lies at its low limit."""

    u: Array
    y: Array


def measure_proof(problem: LeastNorm, point: Point) -> float:
    """The largest violation of the conditions of Karush, Kuhn and Tucker, relative to the vector; 0 at the solution."""
    sums = problem.rows @ point.u
    pull = problem.rows.T @ point.y
    cells = np.abs(point.u - np.clip(pull, problem.lower, problem.upper)).max(initial=0.0)
    rules = np.abs(sums - np.clip(sums - point.y, problem.low, problem.high)).max(initial=0.0)
    return float(max(cells, rules) / (1 + np.abs(point.u).max(initial=0.0)))


def follow_active_set(problem: LeastNorm, start: Point) -> Point | None:
    """Guess which limits bind, solve, guess again until nothing changes; None where that goes in circles.

    All guesses that proved wrong change at once; where that stops paying, the last of them alone (block pivoting).
    """
    state, point = _guess_binding(problem, start), start
    fewest, patience = np.inf, PATIENCE
    for _ in range(STEPS):
        solved = _solve_on(problem, state)
        if solved is None:
            return None
        point, guess = solved, _guess_binding(problem, solved)
        wrong = np.flatnonzero(guess != state)
        if len(wrong) == 0:
            return point
        fewest, patience = (len(wrong), PATIENCE) if len(wrong) < fewest else (fewest, patience - 1)
        changed = wrong if patience > 0 else wrong[-1:]
        state[changed] = guess[changed]
    return None


def _guess_binding(problem: LeastNorm, point: Point) -> NDArray[np.int8]:
    """Of each cell, then of each row: −1 at its low limit, 1 at its high one, 0 between, as the multipliers have it."""
    pull, asked = problem.rows.T @ point.y, problem.rows @ point.u - point.y
    cells = np.where(pull < problem.lower, -1, np.where(pull > problem.upper, 1, 0))
    rows = np.where(asked < problem.low, -1, np.where(asked > problem.high, 1, 0))
    return np.r_[cells, np.where(problem.low == problem.high, -1, rows)].astype(np.int8)


def _solve_on(problem: LeastNorm, state: NDArray[np.int8]) -> Point | None:
    """The shortest vector with the chosen cells and rows at their limits, the other limits left out."""
    count = problem.rows.shape[1]
    at, side = state[:count], state[count:]
    free, tight = at == 0, side != 0
    u = np.where(at < 0, problem.lower, np.where(at > 0, problem.upper, 0.0))
    y = np.zeros(len(side))
    rows = problem.rows[tight]
    target = np.where(side < 0, problem.low, problem.high)[tight] - rows @ u
    among = rows[:, np.flatnonzero(free)]
    multipliers = _solve_normal(among, target)
    if not np.isfinite(multipliers).all():
        return None
    u[free], y[tight] = among.T @ multipliers, multipliers
    return Point(u, y)


def _solve_normal(rows: Any, target: Array) -> Array:
    """The y of rows·rowsᵀ·y = target, also where rows repeat each other."""
    from scipy.sparse import csc_array, diags_array
    from scipy.sparse.linalg import splu

    if len(target) == 0:
        return target
    normal = csc_array(rows @ rows.T)
    damped = csc_array(normal + diags_array(np.full(len(target), DAMPING)))
    factors = splu(damped, permc_spec="MMD_AT_PLUS_A", diag_pivot_thresh=0.0, options={"SymmetricMode": True})
    y = factors.solve(target)
    for _ in range(REFINEMENTS):
        y = y + factors.solve(target - normal @ y)
    return np.asarray(y)


def solve_by_highs(problem: LeastNorm) -> Point:
    """The solution of the solver HiGHS, to about twelve digits; for problems of up to a few thousand cells."""
    import highspy

    solver = open_solver(qp_regularization_value=1e-12, time_limit=MOST_SECONDS)
    count = problem.rows.shape[1]
    pass_programme(solver, np.zeros(count), (problem.lower, problem.upper), problem.rows, (problem.low, problem.high))
    hessian = highspy.HighsHessian()
    hessian.dim_, hessian.format_ = count, highspy.HessianFormat.kTriangular
    hessian.start_, hessian.index_ = np.arange(count + 1, dtype=np.int32), np.arange(count, dtype=np.int32)
    hessian.value_ = np.ones(count)
    expect_ok(solver.passHessian(hessian))
    solver.run()
    solution = solver.getSolution()
    return Point(np.array(solution.col_value), np.array(solution.row_dual))
