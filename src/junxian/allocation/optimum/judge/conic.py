"""An independent judge: the same problem as a conic programme, solved by Clarabel's interior point."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_array, csr_array, eye_array, hstack, vstack

from junxian.allocation.optimum.certify import value
from junxian.allocation.optimum.extremes.linear import list_rows, read_prices
from junxian.allocation.optimum.problem import Array, Prices, Problem
from junxian.allocation.optimum.scale import scale_problem
from junxian.terms.errors import MethodError

ALMOST = 1e-8  # what it still calls AlmostSolved
TRIALS = (
    (True, 1e-10),
    (False, 1e-10),
    (True, 1e-8),
)  # the optimum is flat: at 1e-8 amounts are off by 1e-4 of the supply


@dataclass(frozen=True)
class Judged:
    """What a judge found: amounts (areas, factors), prices, the value of the amounts, and its own word for how it ended."""

    x: Array
    prices: Prices
    objective: float
    status: str


def solve_conic(problem: Problem) -> Judged:
    """Solve a problem with 0 ≤ α < inf by Clarabel: logarithms as exponential cones, powers as power cones, on one thread.

    Where it comes to no answer it is asked again with utilities scaled in another way, then at a
    tolerance of 1e-8; `status` says how it ended. Knows nothing of the kernel; shares with it the scaling and the list of rows. MethodError for α = inf.
    Checked against the kernel in tests/properties/test_plan_judged.py.
    """
    if np.isinf(problem.alpha):
        raise MethodError("alpha", "inf has no conic form here.", "Judge max-min plans by `rise_levels`.")
    for scale, tolerance in TRIALS:
        found = _solve(problem, scale, tolerance)
        if found.status in ("Solved", "AlmostSolved"):
            break
    return found


def _solve(problem: Problem, by_limits: bool, tolerance: float) -> Judged:
    import clarabel

    scaled = scale_problem(problem)
    inner = scaled.problem
    counted = np.flatnonzero((inner.weight * inner.upper).ravel() > 0) if inner.alpha else np.zeros(0, np.int64)
    refer = np.clip(inner.base, inner.lower, inner.upper) if by_limits else inner.base
    matrix, limit, cones, rows = _list_cones(inner, counted, refer.ravel()[counted], clarabel)
    settings = clarabel.DefaultSettings()
    settings.verbose, settings.max_threads = False, 1
    settings.tol_gap_abs = settings.tol_gap_rel = settings.tol_feas = tolerance
    settings.reduced_tol_gap_abs = settings.reduced_tol_gap_rel = settings.reduced_tol_feas = ALMOST
    quadratic, cost = csc_array((matrix.shape[1], matrix.shape[1])), _cost(inner, counted, refer.ravel()[counted])
    answer = clarabel.DefaultSolver(quadratic, cost, csc_array(matrix), limit, cones, settings).solve()
    x = np.asarray(answer.x)[: inner.base.size].reshape(inner.shape)
    amounts = np.clip(x * scaled.amount, problem.lower, problem.upper)
    prices = scaled.restore(read_prices(inner, np.asarray(answer.z)[:rows]))
    objective = float(value(problem, amounts, (problem.weight > 0) & (amounts > 0)).sum())
    return Judged(amounts, prices, objective, str(answer.status))


def _list_cones(
    problem: Problem, counted: NDArray[np.int64], refer: Array, clarabel: Any
) -> tuple[csr_array, Array, list[Any], int]:
    """Rows (first, so that their duals are easy to find), limits of areas, and a cone for every counted utility."""
    size, many = problem.base.size, counted.size
    coupling, high = list_rows(problem)
    finite = np.flatnonzero(np.isfinite(problem.upper.ravel()))
    whole = eye_array(size, format="csr")
    linear = vstack([coupling, -whole, whole[finite]])
    limit = np.concatenate([high, -problem.lower.ravel(), problem.upper.ravel()[finite]])
    cones = [clarabel.NonnegativeConeT(limit.size)]
    if not many:
        return csr_array(linear), limit, cones, high.size
    utility, constant, cone = _shape_cone(problem, counted, refer, clarabel)
    matrix = vstack([hstack([linear, csr_array((limit.size, many))]), utility])
    return csr_array(matrix), np.concatenate([limit, constant]), cones + [cone] * many, high.size


def _shape_cone(
    problem: Problem, counted: NDArray[np.int64], refer: Array, clarabel: Any
) -> tuple[csr_array, Array, Any]:
    """Three rows a utility: α = 1 (t, 1, z) in the exponential cone; α < 1 (z, 1, t), α > 1 (t, z, 1) in a power cone.

    z is x over `refer`: its base within its limits, where cones then hold numbers around one, or its base alone.
    """
    size, many, alpha = problem.base.size, counted.size, problem.alpha
    place = 3 * np.arange(many)
    if alpha == 1:
        own, other, one, cone = 2, 0, 1, clarabel.ExponentialConeT()
    elif alpha < 1:
        own, other, one, cone = 0, 2, 1, clarabel.PowerConeT(1 - alpha)
    else:
        own, other, one, cone = 1, 0, 2, clarabel.PowerConeT(1 / alpha)
    line = np.concatenate([place + own, place + other])
    column = np.concatenate([counted, size + np.arange(many)])
    entry = np.concatenate([-1 / refer, -np.ones(many)])
    constant = np.zeros(3 * many)
    constant[place + one] = 1.0
    return csr_array((entry, (line, column)), shape=(3 * many, size + many)), constant, cone


def _cost(problem: Problem, counted: NDArray[np.int64], refer: Array) -> Array:
    if not counted.size:
        return -problem.weight.ravel()
    base = problem.base.ravel()[counted]
    worth = base * problem.weight.ravel()[counted]
    if problem.alpha != 1:
        worth = worth * (refer / base) ** (1 - problem.alpha) / (1 - problem.alpha)
    return np.concatenate([np.zeros(problem.base.size), -worth])
