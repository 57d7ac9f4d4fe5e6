"""The least relaxation of limits that conflict: which, and by how much, so that a plan exists."""

from collections.abc import Mapping

import numpy as np
from scipy.sparse import csr_array, eye_array, hstack

from junxian.allocation.optimum.limits.list_limits import Kind, Limit, LimitRows, list_limits
from junxian.allocation.optimum.problem import Array, Problem
from junxian.terms.errors import AllocationError, MethodError

NOTHING = 1e-9  # relative relaxation that counts as none


def relax_limits(problem: Problem, reluctance: Mapping[Kind, float] | None = None) -> tuple[tuple[Limit, float], ...]:
    """The limits to relax and by how much of their own unit, at the least Σ reluctance · (relaxation / the limit's own size).

    `reluctance` by kind, 1 where not given; inf where limits of that kind may not give way at all. Empty where a plan
    exists. Measured in a limit's own size a great limit gives before a small one; of several relaxations that cost the same
    it is the one that HiGHS finds, always the same. MethodError for a reluctance that is not above zero; AllocationError
    where those that may not give way conflict by themselves. Checked in tests/unit/allocation/optimum/limits/test_relax.py.
    """
    rows = list_limits(problem)
    cost = _read_reluctance(rows.limits, reluctance or {})
    slack, _ = measure_slack(state_in_shares(rows, problem), cost)
    return tuple((rows.limits[k], float(slack[k] * rows.size[k])) for k in np.flatnonzero(slack > NOTHING))


def _read_reluctance(limits: tuple[Limit, ...], reluctance: Mapping[Kind, float]) -> Array:
    for kind, weight in reluctance.items():
        if not weight > 0:
            raise MethodError(f"reluctance of {kind}", f"is {weight}.", "Choose a number above zero, inf for never.")
    return np.array([reluctance.get(limit.kind, 1.0) for limit in limits], float)


def state_in_shares(rows: LimitRows, problem: Problem) -> LimitRows:
    """Every limit divided by its own size, amounts in shares of their supply."""
    unit = np.tile(np.where(problem.supply > 0, problem.supply, 1.0), problem.shape[0])
    inverse = 1 / rows.size
    matrix = csr_array(rows.matrix * unit[None, :] * inverse[:, None])
    return LimitRows(rows.limits, matrix, rows.end * inverse, np.ones_like(rows.size))


def measure_slack(rows: LimitRows, cost: Array | None = None) -> tuple[Array, Array]:
    """Least Σ cost · slack so that matrix · x − slack ≤ end, x ≥ 0: slack and duals of the limits."""
    from scipy.optimize import linprog

    count, size = rows.matrix.shape
    cost = np.ones(count) if cost is None else cost
    firm = ~np.isfinite(cost)
    bounds = np.zeros((size + count, 2))
    bounds[:, 1] = np.concatenate([np.full(size, np.inf), np.where(firm, 0.0, np.inf)])
    answer = linprog(
        np.concatenate([np.zeros(size), np.where(firm, 0.0, cost)]),
        csr_array(hstack([rows.matrix, -eye_array(count)])),
        rows.end,
        bounds=bounds,
        method="highs",
    )
    if answer.status != 0:
        raise AllocationError(
            "allocation", "limits that may not give way conflict by themselves.", "Let one of their kinds give way."
        )
    return np.asarray(answer.x[size:]), np.asarray(-answer.ineqlin.marginals)
