"""α = 0: as much weighted amount as there can be, by linear programming (HiGHS)."""

from dataclasses import replace

import numpy as np
from scipy.sparse import csr_array, vstack

from junxian.allocation.optimum.certify import certify, tighten
from junxian.allocation.optimum.extremes.nest import nest_amounts
from junxian.allocation.optimum.problem import Array, Optimum, Prices, Problem
from junxian.allocation.optimum.scale import scale_problem
from junxian.terms.errors import AllocationError


def solve_linear(problem: Problem) -> Optimum:
    """Maximise Σ weight · x within the limits; prices are the duals of the rows, with the signs of `Prices`.

    HiGHS keeps limits to 1e-10 of the supply; what is broken is mended (`nest_amounts`). AllocationError where no plan keeps the limits. Where several plans are best, the one that HiGHS finds, always the same.
    Checked in tests/unit/allocation/optimum/extremes/test_linear.py.
    """
    from scipy.optimize import linprog

    scaled = scale_problem(problem)
    inner = scaled.problem
    inner = replace(inner, upper=tighten(inner))
    matrix, limit = list_rows(inner)
    answer = linprog(
        -inner.weight.ravel(),
        matrix,
        limit,
        bounds=np.column_stack([inner.lower.ravel(), inner.upper.ravel()]),
        method="highs",
        options={"primal_feasibility_tolerance": 1e-10, "dual_feasibility_tolerance": 1e-10},
    )
    if answer.status != 0:
        raise AllocationError("allocation", f"limits contradict each other: no plan keeps them all ({answer.message})")
    x = nest_amounts(inner, answer.x.reshape(problem.shape)) * scaled.amount
    x = np.clip(x, problem.lower, problem.upper)
    prices = scaled.restore(read_prices(inner, -answer.ineqlin.marginals))
    return Optimum(x, prices, certify(problem, x, prices, "HiGHS", int(answer.nit)))


def list_rows(problem: Problem) -> tuple[csr_array, Array]:
    """All coupling limits as matrix · x ≤ limit: supply, floors, caps, rows' highs, rows' lows; infinite ones left out."""
    areas, factors = problem.shape
    every = np.arange(areas * factors)
    parts = [(csr_array((np.ones(every.size), (every % factors, every)), (factors, every.size)), problem.supply)]
    if problem.groups is not None:
        count = len(problem.groups.floor)
        inside = problem.groups.member[every // factors] >= 0
        place = problem.groups.member[every // factors] * factors + every % factors
        held = csr_array((np.ones(inside.sum()), (place[inside], every[inside])), (count * factors, every.size))
        parts += [(-held, -problem.groups.floor.ravel()), (held, problem.groups.cap.ravel())]
    if problem.rows is not None:
        parts += [(problem.rows.matrix, problem.rows.high), (-problem.rows.matrix, -problem.rows.low)]
    matrix, limit = csr_array(vstack([part for part, _ in parts])), np.concatenate([limit for _, limit in parts])
    return csr_array(matrix[np.isfinite(limit)]), limit[np.isfinite(limit)]


def read_prices(problem: Problem, duals: Array) -> Prices:
    """Duals of `list_rows` (≥ 0) as prices of supply, groups and rows."""
    factors, place = problem.shape[1], 0

    def next_part(limit: Array) -> Array:
        nonlocal place
        part, finite = np.zeros(limit.size), np.isfinite(limit.ravel())
        part[finite] = duals[place : place + finite.sum()]
        place += int(finite.sum())
        return part.reshape(limit.shape)

    supply = next_part(problem.supply)
    groups, rows = np.zeros((0, factors)), np.zeros(0)
    if problem.groups is not None:
        groups = next_part(problem.groups.floor) - next_part(problem.groups.cap)
    if problem.rows is not None:
        rows = next_part(problem.rows.high) - next_part(problem.rows.low)
    return Prices(supply, groups, rows)
