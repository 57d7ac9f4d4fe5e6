"""Where no plan keeps all limits: the smallest set of them that conflict, and the least relaxation that would mend it."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, eye_array, hstack

from junxian.allocation.optimum.limits.list_limits import Limit, LimitRows, list_limits
from junxian.allocation.optimum.problem import Array, Problem
from junxian.allocation.optimum.scale import scale_problem

NOTHING = 1e-9  # relative relaxation that counts as none


@dataclass(frozen=True)
class Conflict:
    """`limits` cannot hold together and any one less could; `relaxed` by so much of its own unit mends all, at the least total.

    The least total is measured in shares of every limit's own size, so that a great limit gives more than a small one.
    Both empty where a plan exists.
    """

    limits: tuple[Limit, ...]
    relaxed: tuple[tuple[Limit, float], ...]


def find_conflict(problem: Problem) -> Conflict:
    """Explain an infeasible problem by linear programming (HiGHS), the same way every time.

    The least relaxation is an elastic programme; its duals name limits that already conflict; of these, limits are left out
    in halves, small amounts first, as long as the rest still conflict (deletion filter): what is left is irreducible, not
    always the fewest. Checked in tests/unit/allocation/optimum/limits/test_conflict.py.
    """
    scaled = scale_problem(problem)
    rows = list_limits(problem)
    unit = np.tile(scaled.amount, problem.shape[0])
    shares = LimitRows(rows.limits, csr_array(rows.matrix * unit[None, :]), rows.end, rows.size)
    shares = _in_shares(shares)
    slack, duals = _relax(shares)
    if slack.sum() <= NOTHING:
        return Conflict((), ())
    relaxed = tuple((rows.limits[k], float(slack[k] * rows.size[k])) for k in np.flatnonzero(slack > NOTHING))
    core = _reduce(shares, np.flatnonzero(duals > NOTHING))
    return Conflict(tuple(rows.limits[k] for k in core), relaxed)


def _in_shares(rows: LimitRows) -> LimitRows:
    """Every limit divided by its own size."""
    inverse = 1 / rows.size
    return LimitRows(
        rows.limits, csr_array(rows.matrix * inverse[:, None]), rows.end * inverse, np.ones_like(rows.size)
    )


def _relax(rows: LimitRows) -> tuple[Array, Array]:
    """Min Σ slack: matrix · x − slack ≤ end, x ≥ 0; slack and duals of the limits."""
    from scipy.optimize import linprog

    count, size = rows.matrix.shape
    answer = linprog(
        np.append(np.zeros(size), np.ones(count)),
        csr_array(hstack([rows.matrix, -eye_array(count)])),
        rows.end,
        method="highs",
    )
    return np.asarray(answer.x[size:]), np.asarray(-answer.ineqlin.marginals)


def _reduce(rows: LimitRows, core: NDArray[np.int64]) -> NDArray[np.int64]:
    """Leave out limits while the rest conflict: first limits of areas, the smallest first, then the others."""
    order = sorted(core, key=lambda k: (rows.limits[k].kind not in ("lower", "upper"), abs(rows.limits[k].amount), k))
    kept, chunk = list(order), max(1, len(order) // 2)
    place = 0
    while place < len(kept):
        tried = kept[:place] + kept[place + chunk :]
        if _conflicts(rows, np.array(sorted(tried), dtype=int)):
            kept = tried
        elif chunk > 1:
            chunk = max(1, chunk // 2)
        else:
            place += 1
    return np.array(sorted(kept), dtype=int)


def _conflicts(rows: LimitRows, chosen: NDArray[np.int64]) -> bool:
    if not chosen.size:
        return False
    kept = LimitRows((), csr_array(rows.matrix[chosen]), rows.end[chosen], rows.size[chosen])
    used = np.unique(kept.matrix.indices)
    narrow = LimitRows((), csr_array(kept.matrix[:, used]), kept.end, kept.size)
    return bool(_relax(narrow)[0].sum() > NOTHING)
