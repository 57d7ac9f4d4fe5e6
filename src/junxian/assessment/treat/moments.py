"""Skewness, kurtosis, and the test that says whether an indicator needs treatment."""

import numpy as np

from junxian.assessment.kinds import Array, Mask
from junxian.assessment.normalise import is_constant
from junxian.assessment.treat.rows import find_ends, to_rows

SKEWNESS, KURTOSIS = 2.0, 3.5  # thresholds of the JRC
DECIMALS = 9  # to which skewness and kurtosis are rounded before anything is decided on them


def measure_skewness(values: Array) -> Array:
    """Sample skewness of every column, G1 = √n Σd³ / (Σd²)^1.5 · √(n(n−1)) / (n−2), d the deviation from the mean.

    values  (areas,) or (..., areas, indicators), any unit
    Returns a number per column, of the known values alone; NaN for fewer than three or for a constant. Source: Joanes
    and Gill (1998), as Excel and R's e1071 type 2. Checked against COINr in tests/published/test_asem_data.py.
    """
    return _shape_as(values, measure_rows(to_rows(values))[0])


def measure_kurtosis(values: Array) -> Array:
    """Sample excess kurtosis of every column, G2 = (n−1) / ((n−2)(n−3)) · ((n+1)(n Σd⁴ / (Σd²)² − 3) + 6).

    values  (areas,) or (..., areas, indicators), any unit
    Returns a number per column, of the known values alone; NaN for fewer than four or for a constant. Source: Joanes
    and Gill (1998), as Excel and R's e1071 type 2. Checked against COINr in tests/published/test_asem_data.py.
    """
    return _shape_as(values, measure_rows(to_rows(values))[1])


def needs_treatment(
    skew: Array, kurt: Array, skewness: Array | float = SKEWNESS, kurtosis: Array | float = KURTOSIS
) -> Mask:
    """Whether |skewness| and kurtosis both reach their thresholds, decided on nine decimals.

    skew, kurt  as measured; skewness, kurtosis  the thresholds
    What cannot be measured (NaN) never needs treatment. Source: JRC, the pass test of COINr (check_SkewKurt), which
    passes where |skew| < 2 or kurtosis < 3.5. Checked in tests/published/test_asem_data.py.
    """
    needed: Mask = (np.abs(np.round(skew, DECIMALS)) >= skewness) & (np.round(kurt, DECIMALS) >= kurtosis)
    return needed


def measure_rows(rows: Array) -> tuple[Array, Array]:
    """Skewness and kurtosis of contiguous rows (columns, areas)."""
    low, high = find_ends(rows)
    known = ~np.isnan(rows)
    whole = bool(known.all())
    number = np.full(len(rows), rows.shape[-1], dtype=float) if whole else known.sum(axis=-1).astype(float)
    shapeless = (number < 2) | is_constant(low, high)[:, 0]
    with np.errstate(divide="ignore", invalid="ignore"):
        scaled = (rows - low) / (high - low)  # moments of shape do not see it, and no power overflows
        if not whole:
            scaled[~known] = 0.0
        away = scaled - (scaled.sum(axis=-1) / number)[:, None]
        if not whole:
            away[~known] = 0.0
        skew, kurt = _correct(number, *_sum_powers(away))
    skew[shapeless | (number < 3)] = np.nan
    kurt[shapeless | (number < 4)] = np.nan
    return skew, kurt


def _sum_powers(away: Array) -> tuple[Array, Array, Array]:
    square = away * away
    return square.sum(axis=-1), (square * away).sum(axis=-1), (square * square).sum(axis=-1)


def _correct(n: Array, second: Array, third: Array, fourth: Array) -> tuple[Array, Array]:
    skew = np.sqrt(n) * third / second**1.5 * np.sqrt(n * (n - 1)) / (n - 2)
    kurt = ((n + 1) * (n * fourth / second**2 - 3) + 6) * (n - 1) / ((n - 2) * (n - 3))
    return skew, kurt


def _shape_as(values: Array, measured: Array) -> Array:
    shape = np.shape(values)
    return measured.reshape(shape[:-2] + shape[-1:] if len(shape) > 1 else ())
