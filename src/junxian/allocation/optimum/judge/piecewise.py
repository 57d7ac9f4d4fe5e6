"""A second judge by linear programming: utilities replaced by chords below and tangents above bracket the optimum (HiGHS)."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, hstack, vstack

from junxian.allocation.optimum.certify import tighten, value
from junxian.allocation.optimum.extremes.linear import list_rows
from junxian.allocation.optimum.problem import Array, Problem
from junxian.allocation.optimum.scale import scale_problem


@dataclass(frozen=True)
class Bracket:
    """The optimum lies between `below` (the value of a plan) and `above` (tangents: no plan can be worth more)."""

    below: float
    above: float


def bracket_optimum(problem: Problem, pieces: int = 16) -> Bracket:
    """Solve the outer linear programme with `pieces` tangents a utility; its plan gives the lower end by its true value.

    0 < α < inf. Tangents touch at equal ratios of x between the limits; they reach
    down to a fiftieth of the upper. Checked in tests/properties/test_plan_judged.py.
    """
    from scipy.optimize import linprog

    scaled = scale_problem(problem)
    inner = scaled.problem
    size = inner.base.size
    counted: NDArray[np.int64] = np.flatnonzero((inner.weight * tighten(inner)).ravel() > 0)
    matrix, limit = list_rows(inner)
    tangents, ends = _draw_tangents(inner, counted, pieces)
    whole = vstack([hstack([matrix, csr_array((limit.size, counted.size))]), tangents])
    bounds = [*zip(inner.lower.ravel(), inner.upper.ravel(), strict=True), *[(None, None)] * counted.size]
    answer = linprog(
        np.append(np.zeros(size), -np.ones(counted.size)),
        csr_array(whole),
        np.append(limit, ends),
        bounds=bounds,
        method="highs",
    )
    x = np.clip(answer.x[:size].reshape(inner.shape) * scaled.amount, problem.lower, problem.upper)
    below = float(value(problem, x, (problem.weight > 0) & (tighten(problem) > 0)).sum())
    return Bracket(below, -float(answer.fun) * scaled.worth)


def _draw_tangents(problem: Problem, counted: NDArray[np.int64], pieces: int) -> tuple[csr_array, Array]:
    """Rows t − slope · x ≤ value − slope · point for every utility and point."""
    base, weight = problem.base.ravel()[counted], problem.weight.ravel()[counted]
    upper = problem.upper.ravel()[counted]
    lower = np.maximum(problem.lower.ravel()[counted], 2e-2 * upper)
    points = lower * (upper / lower) ** (np.arange(pieces)[:, None] / (pieces - 1))
    z, alpha = points / base, problem.alpha
    worth = base * weight * (np.log(z) if alpha == 1 else z ** (1 - alpha) / (1 - alpha))
    slope = weight * z**-alpha
    line = np.arange(pieces * counted.size)
    column = np.tile(np.arange(counted.size), pieces)
    minus = csr_array((-slope.ravel(), (line, counted[column])), shape=(line.size, problem.base.size))
    own = csr_array((np.ones(line.size), (line, column)), shape=(line.size, counted.size))
    return csr_array(hstack([minus, own])), (worth - slope * points).ravel()
