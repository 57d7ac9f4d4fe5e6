"""Rounding that keeps sums: each figure goes up or down to its declared decimals so that every rule goes on holding."""

from typing import Any

import numpy as np

from junxian.quality.mending.highs import Array, Mask, open_solver, pass_programme, solve
from junxian.terms.errors import MethodError

WHOLE = 1e-6  # of a unit: a figure this near a whole number of units is one
MOST_SECONDS = 20.0


def round_to_hold(
    values: Array, units: Array, free: Mask, matrix: Any, limits: tuple[Array, Array]
) -> tuple[Array, bool]:
    """Round the free values (cells,) to whole units so that limits[0] ≤ matrix·x ≤ limits[1] where they do so now.

    units  (cells,) 0.01 for two decimals; the other values stay as they are
    The rounded values, each less than a unit away, nearest as a whole; and whether all rules hold. Where no rounding does,
    every value is rounded by itself. Source: controlled rounding, Cox 1987.
    Checked in tests/unit/quality/mending/test_round_values.py.
    """
    from scipy.sparse import csr_array

    count = int(free.sum())
    whole = np.floor(values / units + WHOLE)
    part = np.clip(values / units - whole, 0.0, 1.0)
    plain = np.where(free, np.round(values / units) * units, values)
    rules = csr_array(matrix)
    if count == 0 or rules.shape[0] == 0:
        return plain, True
    size = units[free].min()
    stands = rules @ np.where(free, whole * units, values)
    slack = WHOLE * size
    solver = open_solver(time_limit=MOST_SECONDS)
    pass_programme(
        solver, 1 - 2 * part[free], (np.zeros(count), np.where(part[free] <= WHOLE, 0.0, 1.0)),
        rules[:, np.flatnonzero(free)] * (units[free] / size)[None, :],
        ((limits[0] - stands - slack) / size, (limits[1] - stands + slack) / size), whole=True,
    )  # fmt: skip
    try:
        solved = solve(solver) == "optimal"
    except MethodError:
        solved = False
    if not solved:
        return plain, False
    rounded = np.array(values)
    rounded[free] = (whole[free] + np.round(solver.getSolution().col_value)) * units[free]
    return np.where(free, _tidy(rounded, units), values), True


def _tidy(values: Array, units: Array) -> Array:
    """The nearest number to so many decimals: 0.1 · 3 is 0.3."""
    decimals = np.maximum(np.round(-np.log10(units)).astype(int), 0)
    return np.array([round(float(v), int(d)) for v, d in zip(values, decimals, strict=True)])
