"""Least-squares adjustment: figures move as little as their reliability allows until sums hold and bounds are kept.

Least Σ ((x − value) / spread)² with low ≤ matrix·x ≤ high and lower ≤ x ≤ upper.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from junxian.quality.mending.conflict import find_conflict
from junxian.quality.mending.highs import Array, Mask
from junxian.quality.mending.least_norm import LeastNorm, Point, follow_active_set, measure_proof, solve_by_highs
from junxian.terms.errors import MethodError

PROOF = 1e-8  # largest violation of the conditions of Karush, Kuhn and Tucker, relative
ROUNDING = 1e-9


@dataclass(frozen=True)
class Adjusted:
    """Adjusted figures and their proof.

    values  (cells,) in the unit of the figures
    duals   (rules,) half of what the sum of squares would lose per unit by which a rule's limit were lowered; 0 where the
            rule does not bind, above 0 at a low limit
    binds   (cells,) whether the cell lies at a bound of its own
    proof   largest violation of the conditions of Karush, Kuhn and Tucker, in spreads: 0 is exact, and they suffice
    """

    values: Array
    duals: Array
    binds: Mask
    proof: float


def adjust(
    values: Array, spread: Array, matrix: Any, limits: tuple[Array, Array], bounds: tuple[Array, Array] | None = None,
    names: Sequence[str] = (),
) -> Adjusted:  # fmt: skip
    """Adjust values (cells,) until limits[0] ≤ matrix·x ≤ limits[1] and bounds[0] ≤ x ≤ bounds[1], least in squares.

    spread  (cells,) standard deviation of each value, in its unit; a value with 0 stays as it is
    matrix  (rules, cells), dense or of scipy.sparse; equal limits make an equality
    bounds  of the cells, infinite where there is none; names  of the rules, for errors
    Missing values are refused: impute them first. Rules that repeat each other are no obstacle. MethodError where no
    figures keep everything, with the rules that clash and the least amount that is missed.
    Source: Stone, Champernowne and Meade 1942; active set of Hintermüller, Ito and Kunisch 2002.
    Checked against HiGHS and SciPy in tests/unit/quality/mending/test_adjust.py.
    """
    from scipy.sparse import csr_array

    filed, spreads, rules = np.asarray(values, dtype=float), np.asarray(spread, dtype=float), csr_array(matrix)
    low, high = (np.asarray(side, dtype=float) for side in limits)
    no_bound = np.full(len(filed), np.inf)
    lower, upper = (np.asarray(end, dtype=float) for end in bounds or (-no_bound, no_bound))
    _expect_sound(filed, spreads, rules, (low, high), (lower, upper))
    problem, length = _scale(filed, spreads, rules, (low, high), (lower, upper))
    point = _solve(problem) if problem is not None else None
    if problem is None or point is None:
        _explain(rules, (low, high), (np.where(spreads > 0, lower, filed), np.where(spreads > 0, upper, filed)), names)
        raise MethodError("adjustment", "does not come to figures that can be proved the nearest.", "Bring spreads to like sizes, or drop bounds that nearly meet.")  # fmt: skip
    adjusted = filed.copy()
    adjusted[spreads > 0] += spreads[spreads > 0] * point.u
    adjusted = np.clip(adjusted, lower, upper)
    return Adjusted(
        adjusted, point.y / length, (adjusted <= lower) | (adjusted >= upper), measure_proof(problem, point)
    )


def _solve(problem: LeastNorm) -> Point | None:
    """The active set from nothing; the solver where that goes in circles, and the active set from its answer."""
    start = Point(np.zeros(problem.rows.shape[1]), np.zeros(problem.rows.shape[0]))
    point = follow_active_set(problem, start)
    if point is not None and measure_proof(problem, point) <= PROOF:
        return point
    near = solve_by_highs(problem)
    polished = follow_active_set(problem, near)
    points = [p for p in (polished, near) if p is not None and np.isfinite(p.u).all() and np.isfinite(p.y).all()]
    best = min(points, key=lambda p: measure_proof(problem, p), default=None)
    return best if best is not None and measure_proof(problem, best) <= PROOF else None


def _scale(
    filed: Array, spreads: Array, rules: Any, limits: tuple[Array, Array], bounds: tuple[Array, Array]
) -> tuple[LeastNorm | None, Array]:
    """The problem in moves per spread, with rows of length 1, and their length before; None where fixed figures break one."""
    from scipy.sparse import diags_array

    moving = np.flatnonzero(spreads > 0)
    rows = rules[:, moving] @ diags_array(spreads[moving])
    length = np.sqrt(np.asarray(rows.multiply(rows).sum(axis=1)).ravel())
    stands = rules @ filed
    low, high = limits[0] - stands, limits[1] - stands
    rounding = ROUNDING * (abs(rules) @ np.abs(filed))
    idle = length == 0
    if ((low > rounding) & idle).any() or ((high < -rounding) & idle).any():
        return None, length
    length = np.where(idle, 1.0, length)
    low, high = np.where(idle, -np.inf, low / length), np.where(idle, np.inf, high / length)
    lower, upper = ((side - filed)[moving] / spreads[moving] for side in bounds)
    return LeastNorm(diags_array(1 / length) @ rows, low, high, lower, upper), length


def _explain(rules: Any, limits: tuple[Array, Array], bounds: tuple[Array, Array], names: Sequence[str]) -> None:
    """Name the rules that cannot hold together, where that is what is wrong."""
    conflict = find_conflict(rules, limits, bounds)
    if conflict is not None:
        called = [names[r] if names else f"rule {r + 1}" for r in conflict.rules]
        listed = ", ".join(called[:8]) + (" …" if len(called) > 8 else "")
        raise MethodError("adjustment", f"no figures keep all rules and bounds; they are missed by {conflict.amount:,.6g} at least. Clashing: {listed}.", "Correct a rule or a bound, or give a fixed figure a spread.")  # fmt: skip


def _expect_sound(
    filed: Array, spreads: Array, rules: Any, limits: tuple[Array, Array], bounds: tuple[Array, Array]
) -> None:
    count = len(filed)
    if spreads.shape != (count,) or rules.shape != (len(limits[0]), count) or any(b.shape != (count,) for b in bounds):
        raise MethodError("adjustment", f"{count} values, {spreads.shape} spreads, rules of shape {rules.shape}.", "Give one spread and bound per value and one column each.")  # fmt: skip
    if not (np.isfinite(filed).all() and np.isfinite(spreads).all() and (spreads >= 0).all()):
        raise MethodError("adjustment", "a value is missing, or a spread is missing or negative.", "Impute it first, or leave it out.")  # fmt: skip
    if not np.isfinite(rules.data).all() or any(np.isnan(side).any() for side in (*limits, *bounds)):
        raise MethodError("adjustment", "a coefficient, limit or bound is no number.", "Correct it; write infinity for none.")  # fmt: skip
    if (limits[0] > limits[1]).any() or (bounds[0] > bounds[1]).any():
        raise MethodError("adjustment", "a low limit lies above the high one.", "Swap them.")
    outside = np.flatnonzero((spreads == 0) & ((filed < bounds[0]) | (filed > bounds[1])))
    if len(outside):
        raise MethodError("adjustment", f"value {outside[0] + 1} is fixed at {filed[outside[0]]:g}, outside its bounds.", "Give it a spread.")  # fmt: skip
