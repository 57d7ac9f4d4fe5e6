"""Box-Cox transformation of an indicator, shifted so that its lowest value is 1."""

import numpy as np

from junxian.assessment.kinds import Array
from junxian.assessment.normalise import is_constant
from junxian.assessment.treat.rows import find_ends, to_columns, to_rows
from junxian.terms.errors import MethodError


def transform_box_cox(values: Array, power: float | Array | None = None) -> Array:
    """(y^λ − 1) / λ, or ln y where λ is 0, with y = x − min + 1.

    values  (areas,) or (..., areas, indicators); power  λ, one for all or one per column; None for the most likely
    Missing values stay missing; the order of areas is kept. MethodError where the most likely power of a constant is
    asked for. Source: Box and Cox (1964); the shift is that of COINr's boxcox. Checked in
    tests/published/test_asem_data.py and tests/unit/assessment/treat/test_box_cox.py.
    """
    rows = to_rows(values)
    powers = find_rows_power(rows) if power is None else np.broadcast_to(np.ravel(power), len(rows))
    if power is None and (unknown := np.flatnonzero(np.isnan(powers) & ~np.isnan(rows).all(axis=-1))).size:
        raise MethodError(
            "box_cox", f"the power for column {unknown[0]} cannot be found: its values do not vary.", "Declare a power."
        )
    return to_columns(box_cox_rows(rows, powers), np.shape(values))


def find_box_cox_power(values: Array) -> Array:
    """Most likely λ of every column, shifted to a lowest value of 1; NaN where fewer than two values differ.

    values  (areas,) or (..., areas, indicators)
    Source: Box and Cox (1964), by scipy.stats.boxcox_normmax. Checked in tests/unit/assessment/treat/test_box_cox.py.
    """
    shape = np.shape(values)
    return find_rows_power(to_rows(values)).reshape(shape[:-2] + shape[-1:] if len(shape) > 1 else ())


def find_rows_power(rows: Array) -> Array:
    """Most likely λ of every row (columns,)."""
    from scipy.stats import boxcox_normmax

    low, high = find_ends(rows)
    varies = ~(is_constant(low, high) | np.isnan(low))[:, 0]
    powers = np.full(len(rows), np.nan)
    for place in np.flatnonzero(varies):
        shifted = rows[place] - low[place] + 1
        powers[place] = boxcox_normmax(shifted[~np.isnan(shifted)], method="mle")
    return powers


def box_cox_rows(rows: Array, powers: Array) -> Array:
    """Box-Cox of rows, each with its power; NaN where the power is, infinite where it is too large for the values."""
    low, _ = find_ends(rows)
    logarithms, powers = np.log(rows - low + 1), np.asarray(powers, dtype=float)[:, None]
    divisor = np.where(powers == 0, 1.0, powers)
    with np.errstate(over="ignore"):
        return np.where(powers == 0, logarithms, np.expm1(powers * logarithms) / divisor)
