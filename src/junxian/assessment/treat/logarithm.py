"""Logarithms of an indicator. All leave missing values missing and keep the order of areas.

Every function takes values (areas,) or (..., areas, indicators), min and max being those of the column's known values,
and raises MethodError where a column's logarithm is not defined. The constants are in the unit of the values, so that
only log_ct and log_ct_plus mean the same in every unit.
"""

from collections.abc import Callable

import numpy as np

from junxian.assessment.kinds import Array, Mask
from junxian.assessment.normalise import is_constant
from junxian.assessment.treat.moments import DECIMALS, measure_rows
from junxian.assessment.treat.rows import find_ends, to_columns, to_rows
from junxian.terms.errors import MethodError

OFFSET = 0.01  # of the range, added so that the lowest has a logarithm


def take_log(values: Array) -> Array:
    """Natural logarithm ln x; not defined for a column with a value that is not positive."""
    return apply_to_columns("log", log_rows, values, "Take log_ct, which does not need positive values.")


def take_log_ct(values: Array) -> Array:
    """ln(x − min + 0.01 (max − min)); not defined for a constant.

    Source: COIN Tool of the JRC in COINr's form (log_CT). Checked in tests/published/test_asem_data.py.
    """
    return apply_to_columns("log_ct", log_ct_rows, values, "Leave out what is constant.")


def take_log_ct_plus(values: Array) -> Array:
    """As log_ct where the skewness is positive, else its mirror −ln(max − x + 0.01 (max − min)).

    Source: COINr (log_CT_plus). Checked in tests/published/test_asem_data.py.
    """
    return apply_to_columns("log_ct_plus", log_ct_plus_rows, values, "Leave out what is constant.")


def take_log_ct_orig(values: Array) -> Array:
    """ln(x − min + 1).

    Source: COIN Tool of the JRC (COINr's log_CT_orig). Checked in tests/published/test_asem_data.py.
    """
    return apply_to_columns("log_ct_orig", log_ct_orig_rows, values, "")


def take_log_gii(values: Array, factor: float = 1.0) -> Array:
    """ln((max · factor − 1)(x − min) / (max − min) + 1): the lowest becomes 0 and the highest ln(max · factor).

    factor  by which the indicator's unit is multiplied, so that max · factor exceeds 1
    Not defined for a constant, nor where max · factor does not exceed 1, since the order would turn round. Source:
    Global Innovation Index (2020), appendix IV. COINr's log_GII returns its input unchanged, a defect that is not
    followed. Checked in tests/unit/assessment/treat/test_logarithm.py.
    """
    remedy = "Leave out what is constant; declare a factor that lifts the highest value above 1."
    return apply_to_columns("log_gii", lambda rows: log_gii_rows(rows, factor), values, remedy)


def apply_to_columns(name: str, transform: Callable[[Array], Array], values: Array, remedy: str) -> Array:
    """Transform columns by a function of rows; MethodError that names the columns where it is not defined."""
    rows = to_rows(values)
    changed = transform(rows)
    lost = np.flatnonzero((~np.isfinite(changed) & ~np.isnan(rows)).any(axis=-1))
    if lost.size:
        places = ", ".join(str(place) for place in lost[:12])
        raise MethodError(name, f"is not defined for the values of column {places}.", remedy)
    return to_columns(changed, np.shape(values))


def log_rows(rows: Array) -> Array:
    """Natural logarithm of rows; a row with a value that is not positive is NaN throughout, as in all that follow."""
    low, _ = find_ends(rows)
    return _take(rows, low > 0)


def log_ct_rows(rows: Array) -> Array:
    """log_ct of rows."""
    low, high = find_ends(rows)
    return _take(rows - low + OFFSET * (high - low), ~is_constant(low, high))


def log_ct_plus_rows(rows: Array) -> Array:
    """log_ct_plus of rows."""
    skew, _ = measure_rows(rows)
    mirrored = (np.round(skew, DECIMALS) <= 0)[:, None]
    return np.where(mirrored, -log_ct_rows(-rows), log_ct_rows(rows))


def log_ct_orig_rows(rows: Array) -> Array:
    """log_ct_orig of rows."""
    low, _ = find_ends(rows)
    return _take(rows - low + 1, ~np.isnan(low))


def log_gii_rows(rows: Array, factor: Array | float) -> Array:
    """log_gii of rows."""
    low, high = find_ends(rows)
    defined = ~is_constant(low, high) & (high * factor > 1)
    with np.errstate(divide="ignore", invalid="ignore"):
        return _take((high * factor - 1) * (rows - low) / (high - low) + 1, defined)


def _take(rows: Array, defined: Mask) -> Array:
    taken: Array = np.log(np.where(defined, rows, np.nan))
    return taken
