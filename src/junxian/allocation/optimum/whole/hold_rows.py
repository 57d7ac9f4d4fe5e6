"""Rows in whole units: their surcharges are raised until the rounded plan holds them, and what is left over then is given away."""

from collections.abc import Callable

import numpy as np
from scipy.sparse import csc_array

from junxian.allocation.optimum.problem import Array, Problem, Rows
from junxian.allocation.optimum.whole.greedy import worth_unit
from junxian.allocation.optimum.whole.whole_limits import Units, WholeLimits

PASSES = 8
SAME = 1e-9
Settle = Callable[[Array], Units | None]


def hold_rows(problem: Problem, unit: Array, prices: Array, settle: Settle) -> Units | None:
    """Units (areas, factors) that `settle` gives at the least surcharges (rows,) at which all rows hold; None where it finds none."""
    units = settle(prices)
    rows = problem.rows
    if rows is None or units is None or not len(rows.low):
        return units
    scale = _scale_prices(problem, unit, rows)
    for _ in range(PASSES):
        over = measure_rows(rows, units * unit)
        if not over.any():
            return units
        r = int(np.argmax(np.abs(over)))
        found = _raise_price(rows, unit, prices, r, float(np.sign(over[r]) * scale[r]), settle)
        if found is None:
            return None
        prices, units = found
    return None


def measure_rows(rows: Rows, x: Array) -> Array:
    """How far every row is passed, in its own size: above `high` > 0, below `low` < 0, 0 where it holds."""
    used, size = rows.matrix @ x.ravel(), abs(rows.matrix) @ x.ravel()
    size = np.where(size > 0, size, 1.0)
    above, below = (used - rows.high) / size, (used - rows.low) / size
    over: Array = np.where(above > SAME, above, np.where(below < -SAME, below, 0.0))
    return over


def _scale_prices(problem: Problem, unit: Array, rows: Rows) -> Array:
    """Value for each unit of a row, if all had their base: what surcharges are like."""
    worth = problem.base * problem.weight if np.isfinite(problem.alpha) else problem.base / unit
    used = abs(rows.matrix) @ problem.base.ravel()
    scale: Array = worth.sum() / np.where(used > 0, used, 1.0)
    return scale


def _raise_price(
    rows: Rows, unit: Array, prices: Array, r: int, scale: float, settle: Settle
) -> tuple[Array, Units] | None:
    """The surcharge of row r moved until it holds, and nearly no further."""

    def attempt(step: float) -> tuple[Array, Units, bool] | None:
        moved = prices.copy()
        moved[r] += step
        units = settle(moved)
        return None if units is None else (moved, units, measure_rows(rows, units * unit)[r] * scale <= 0)

    low, high = 0.0, 1e-4 * scale
    while (tried := attempt(high)) is not None and not tried[2]:
        low, high = high, 4 * high
        if abs(high) > 1e6 * abs(scale):
            return None
    best = tried
    for _ in range(5):
        middle = 0.5 * (low + high)
        tried = attempt(middle)
        if tried is not None and tried[2]:
            high, best = middle, tried
        else:
            low = middle
    return None if best is None else best[:2]


def give_left(problem: Problem, unit: Array, limits: WholeLimits, units: Units) -> Units:
    """Units that are left over, given one by one where they are worth most and break nothing: rows may leave room for some."""
    left = limits.supply - units.sum(axis=0)
    if problem.rows is None or not left.any():
        return units
    columns, units = csc_array(problem.rows.matrix), units.copy()
    held, used = limits.sum_groups(units), problem.rows.matrix @ (units * unit).ravel()
    margin = SAME * (abs(problem.rows.matrix) @ (units * unit).ravel())
    high, low = problem.rows.high + margin, problem.rows.low - margin
    for f in np.flatnonzero(left):
        more = columns[:, f :: len(unit)].toarray() * unit[f]
        for _ in range(int(left[f])):
            is_open = (units[:, f] < limits.upper[:, f]) & (held[:, f] < limits.cap[:, f])[limits.member]
            is_open &= ((used[:, None] + more <= high[:, None]) & (used[:, None] + more >= low[:, None])).all(axis=0)
            is_open &= problem.weight[:, f] > 0
            if not is_open.any():
                break
            i = _most_worth(problem, unit, units, int(f), np.flatnonzero(is_open))
            units[i, f] += 1
            held[limits.member[i], f] += 1
            used = used + more[:, i]
    return units


def _most_worth(problem: Problem, unit: Array, units: Units, f: int, areas: Units) -> int:
    worth = [
        worth_unit(units[i, f] + 1, problem.base[i, f] / unit[f], problem.weight[i, f], problem.alpha) for i in areas
    ]
    return int(areas[int(np.argmax(worth))])
