"""Values for cells that must change: such that every rule holds, near what is expected; and the range that rules leave."""

import numpy as np
from numpy.typing import NDArray

from junxian.quality.mending.edits import ROUNDING, Edits
from junxian.quality.mending.highs import Array, Mask, expect_ok, open_solver, pass_programme, solve
from junxian.terms.errors import MethodError

VERIFIED = 1e-9  # of the size of a rule's terms
TIGHT = 1e-7  # of the size of the moves: a rule is at its limit


def settle_values(
    edits: Edits, filed: Array, chosen: NDArray[np.intp], expected: Array | None = None
) -> tuple[Array, Array, Array]:
    """Values (cells,) that keep every rule, and the least and greatest that rules leave to each cell that may move.

    chosen    places of the cells to change; missing ones (NaN) may move as well; all others stay as filed
    expected  (cells,) what the moving cells are set near (sum of changes relative to it); NaN: near what was filed
    Sums with a tolerance are met exactly where that is possible, else within it.
    MethodError where no values do, or where their sums, added up again, break a rule.
    """
    free = np.isnan(filed)
    free[chosen] = True
    if not free.any():
        return filed.copy(), filed.copy(), filed.copy()
    near = _choose_near(filed, expected)
    exact = _narrow(edits, free)
    low, high = _measure_range(edits, filed, free, near)
    values = _solve_nearest(exact, filed, free, near)
    if values is None:
        values = _solve_nearest(edits, filed, free, near)
    if values is None or not _keeps(edits, values, filed):
        raise MethodError("error localisation", "the values found do not keep the rules.", "Scale the rules to amounts of like size.")  # fmt: skip
    return values, low, high


def _keeps(edits: Edits, values: Array, filed: Array) -> bool:
    """Whether the sums of the values, added up again, keep every rule but for rounding."""
    size = np.maximum(np.abs(values), np.abs(np.nan_to_num(filed)))
    allowed = VERIFIED * np.abs(edits.matrix * values).sum(axis=1) + ROUNDING * np.abs(edits.matrix) @ size
    return bool((edits.measure_excess(values) <= allowed).all())


def _choose_near(filed: Array, expected: Array | None) -> Array:
    wanted = np.full(len(filed), np.nan) if expected is None else np.asarray(expected, dtype=float)
    return np.where(np.isfinite(wanted), wanted, np.nan_to_num(filed))


def _narrow(edits: Edits, free: Mask) -> Edits:
    """The same rules, sums that name a free cell without their tolerance."""
    named = (edits.matrix[:, free] != 0).any(axis=1) & np.isfinite(edits.balances)
    low, high = (np.where(named, edits.balances, side) for side in (edits.low, edits.high))
    return Edits(edits.cells, edits.codes, edits.matrix, low, high)


def _solve_nearest(edits: Edits, filed: Array, free: Mask, near: Array) -> Array | None:
    """The least sum of |value - near| / size that keeps the rules; None where nothing does."""
    from scipy.sparse import csc_array, eye_array, hstack, vstack

    rules, moving = _keep_free(edits, filed, free, near)
    count = int(free.sum())
    step = eye_array(count)
    matrix = vstack(
        [hstack([csc_array(moving), csc_array((len(moving), count))]), hstack([step, -step]), hstack([step, step])]
    )
    solver = open_solver()
    size = np.abs(near[free])
    scale = _measure_scale(edits, filed, free, near)
    cost = np.r_[np.zeros(count), scale / np.maximum(size, scale * 1e-9)]
    no_limit = np.full(count, np.inf)
    pass_programme(
        solver, cost / cost.max(), (np.r_[-no_limit, np.zeros(count)], np.r_[no_limit, no_limit]), matrix,
        (np.r_[rules[0] / scale, -no_limit, np.zeros(count)], np.r_[rules[1] / scale, np.zeros(count), no_limit]),
    )  # fmt: skip
    if solve(solver) != "optimal":
        return None
    moves = scale * np.array(solver.getSolution().col_value)[:count]
    values = np.array(filed)
    values[free] = near[free] + _polish(moves, moving, rules, scale)
    return _clip_to_bounds(edits, values, free)


def _polish(moves: Array, moving: Array, limits: tuple[Array, Array], scale: float) -> Array:
    """Moves that meet the limits they lie at to the last digits, which a solver's tolerance does not."""
    for limit in limits:
        tight = np.abs(moving @ moves - limit) < TIGHT * scale
        moves = moves + np.linalg.lstsq(moving[tight], limit[tight] - moving[tight] @ moves, rcond=None)[0]
    return moves


def _clip_to_bounds(edits: Edits, values: Array, free: Mask) -> Array:
    """Rounding may leave a cell a hair outside a limit of its own."""
    clipped = values.copy()
    for row in np.flatnonzero((edits.matrix != 0).sum(axis=1) == 1):
        cell = int(np.flatnonzero(edits.matrix[row])[0])
        if free[cell]:
            ends = np.sort([side[row] / edits.matrix[row, cell] for side in (edits.low, edits.high)])
            clipped[cell] = np.clip(clipped[cell], ends[0], ends[1]) + 0.0
    return clipped


def _measure_range(edits: Edits, filed: Array, free: Mask, near: Array) -> tuple[Array, Array]:
    """The least and greatest value of each free cell that rules permit, the other free ones moving with it."""
    limits, moving = _keep_free(edits, filed, free, near)
    scale, count = _measure_scale(edits, filed, free, near), int(free.sum())
    solver, anything = open_solver(), np.full(count, np.inf)
    pass_programme(solver, np.zeros(count), (-anything, anything), moving, (limits[0] / scale, limits[1] / scale))
    low, high = np.array(filed), np.array(filed)
    for k, cell in enumerate(np.flatnonzero(free)):
        for side, sign in ((low, 1.0), (high, -1.0)):
            expect_ok(solver.changeColCost(k, sign))
            end = np.array(solver.getSolution().col_value)[k] if solve(solver) == "optimal" else -sign * np.inf
            side[cell] = near[cell] + scale * end
            expect_ok(solver.changeColCost(k, 0.0))
    return low, high


def _keep_free(edits: Edits, filed: Array, free: Mask, near: Array) -> tuple[tuple[Array, Array], Array]:
    """Rules that name a free cell, of moves away from `near`: their limits, and the matrix of the free cells."""
    named = (edits.matrix[:, free] != 0).any(axis=1)
    stands = edits.matrix[named] @ np.where(free, near, np.nan_to_num(filed))
    return (edits.low[named] - stands, edits.high[named] - stands), edits.matrix[np.ix_(named, free)]


def _measure_scale(edits: Edits, filed: Array, free: Mask, near: Array) -> float:
    """The size of the moves that are needed, so that the solver's tolerance is relative to it."""
    (low, high), _ = _keep_free(edits, filed, free, near)
    off = np.maximum(np.maximum(low, -high), 0.0)
    return float(off[np.isfinite(off)].max(initial=0.0)) or 1.0
