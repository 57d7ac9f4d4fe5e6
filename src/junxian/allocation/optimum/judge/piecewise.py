"""A second judge by linear programming: utilities replaced by chords below and tangents above bracket the optimum (HiGHS)."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from junxian.allocation.optimum.certify import tighten, value
from junxian.allocation.optimum.extremes.linear import list_rows
from junxian.allocation.optimum.problem import Array, Problem
from junxian.allocation.optimum.scale import scale_problem
from junxian.terms.errors import AllocationError, MethodError

NEAREST = 1e-4  # of the upper limit: where chords begin if the lower limit is 0


@dataclass(frozen=True)
class Bracket:
    """The optimum lies between `below` (chords: a plan that is worth at least as much) and `above` (tangents: none is worth more).

    `plan` is what the plan of the chords is truly worth, between the two; `below` is −inf where the chords leave no plan.
    """

    below: float
    plan: float
    above: float


def bracket_optimum(problem: Problem, pieces: int = 16) -> Bracket:
    """Solve two linear programmes in which every utility is `pieces` straight lines: chords between equal ratios of x, and tangents.

    0 ≤ α < inf; for α = 0 both are the problem itself. Chords of a utility that knows no zero begin at a ten-thousandth of
    the upper limit. MethodError for α = inf or fewer than two pieces; AllocationError where limits leave no plan.
    Checked in tests/properties/test_plan_judged.py and tests/unit/allocation/optimum/judge/test_piecewise.py.
    """
    if np.isinf(problem.alpha) or pieces < 2:
        raise MethodError(
            "piecewise", f"has no form for α = {problem.alpha} with {pieces} pieces.", "Take α < inf, 2 or more."
        )
    scaled = scale_problem(problem)
    inner = scaled.problem
    counted_cells = (problem.weight > 0) & (tighten(problem) > 0)
    counted = np.flatnonzero(counted_cells.ravel())
    points = _place_points(inner, counted, pieces)
    low, high = (_maximise(inner, counted, draw(inner, counted, points)) for draw in (_draw_chords, _draw_tangents))
    if high is None:
        raise AllocationError("allocation", "limits contradict each other: no plan keeps them all.")
    above = high.value * scaled.worth
    if low is None:
        return Bracket(-np.inf, -np.inf, above)
    plan = np.clip(low.x.reshape(inner.shape) * scaled.amount, problem.lower, problem.upper)
    return Bracket(low.value * scaled.worth, float(value(problem, plan, counted_cells).sum()), above)


@dataclass(frozen=True)
class _Lines:
    """For every counted utility (columns): ends of its lines (pieces + 1), their slopes (pieces), a point on each and its value."""

    ends: Array
    slopes: Array
    points: Array
    worth: Array

    def value(self, x: Array) -> float:
        """Σ of the lines at x (counted,): concave, so the least of all lines."""
        return float((self.worth + self.slopes * (x - self.points)).min(axis=0).sum())


@dataclass(frozen=True)
class _Found:
    x: Array
    value: float


def _place_points(problem: Problem, counted: NDArray[np.int64], pieces: int) -> Array:
    """Points (pieces + 1, counted) at equal ratios from the lower to the upper limit."""
    upper = problem.upper.ravel()[counted]
    lower = np.minimum(np.maximum(problem.lower.ravel()[counted], NEAREST * upper), upper)
    steps = np.arange(pieces + 1)[:, None] / pieces
    points: Array = lower * (upper / lower) ** steps
    return points


def _draw_chords(problem: Problem, counted: NDArray[np.int64], points: Array) -> _Lines:
    """Chords between the points; from the lower limit where 0 has a value."""
    if problem.alpha < 1:
        points = np.vstack([problem.lower.ravel()[counted], points[1:]])
    worth, width = _value(problem, counted, points), np.diff(points, axis=0)
    slopes = np.where(width > 0, np.diff(worth, axis=0) / np.where(width > 0, width, 1.0), 0.0)
    return _Lines(points, slopes, points[1:], worth[1:])


def _draw_tangents(problem: Problem, counted: NDArray[np.int64], points: Array) -> _Lines:
    """Tangents at all points but the last; they end where neighbours cross and reach down to the lower limit."""
    touched, worth = points[:-1], _value(problem, counted, points[:-1])
    slopes = problem.weight.ravel()[counted] * (touched / problem.base.ravel()[counted]) ** -problem.alpha
    fall = slopes[:-1] - slopes[1:]
    level = worth - slopes * touched
    cross = np.where(fall > 0, (level[1:] - level[:-1]) / np.where(fall > 0, fall, 1.0), touched[1:])
    cross = np.clip(cross, touched[:-1], touched[1:])
    lower, upper = problem.lower.ravel()[counted], points[-1]
    ends = np.vstack([lower, np.maximum(cross, lower), upper])
    return _Lines(ends, slopes, touched, worth)


def _value(problem: Problem, counted: NDArray[np.int64], x: Array) -> Array:
    base, alpha = problem.base.ravel()[counted], problem.alpha
    z = x / base
    utility = np.log(z) if alpha == 1 else z ** (1 - alpha) / (1 - alpha)
    return np.asarray(base * problem.weight.ravel()[counted] * utility)


def _maximise(problem: Problem, counted: NDArray[np.int64], lines: _Lines) -> _Found | None:
    """The plan worth most by these lines, each a column filled from 0 to 1, the first line first; None where there is none."""
    from scipy.optimize import linprog

    size, pieces = problem.base.size, len(lines.slopes)
    others = np.setdiff1d(np.arange(size), counted)
    column = np.concatenate([np.tile(counted, pieces), others])
    begin = problem.lower.ravel().copy()
    begin[counted] = lines.ends[0]
    width = np.concatenate([np.diff(lines.ends, axis=0).ravel(), (problem.upper.ravel() - begin)[others]])
    gather = csr_array((np.maximum(width, 0.0), (column, np.arange(column.size))), shape=(size, column.size))
    matrix, limit = list_rows(problem)
    answer = linprog(
        -width * np.concatenate([lines.slopes.ravel(), np.zeros(others.size)]),
        csr_array(matrix @ gather),
        limit - matrix @ begin,
        bounds=(0, 1),
        method="highs-ipm",
        options={"primal_feasibility_tolerance": 1e-10, "dual_feasibility_tolerance": 1e-10},
    )
    if answer.status != 0:
        return None
    x = begin + gather @ answer.x
    return _Found(x, lines.value(x[counted]))
