"""Coincidences: how likely it is that two figures are equal by chance, judged by the digits that they carry."""

import numpy as np

FINEST, COARSEST = -6, 12  # powers of ten of the last digit that are told apart
PEAK = 2.5  # √(2π): no normal density exceeds 1/(2.5·spread)


def read_step(figures: np.ndarray) -> np.ndarray:
    """The value of the last digit that is not zero: 10 for 1,230, 0.1 for 12.3; so rounded figures count for little."""
    step = np.full(figures.shape, 10.0**FINEST)
    open_ = np.isfinite(figures) & (figures != 0)
    for power in range(FINEST, COARSEST + 1):
        scaled = figures / 10.0**power
        whole = np.abs(scaled - np.round(scaled)) <= 1e-9 * np.maximum(np.abs(scaled), 1.0)
        open_ &= whole & (np.abs(scaled) >= 0.5)
        step = np.where(open_, 10.0**power, step)
    return step


def chance_of_equal(figures: np.ndarray, spread: np.ndarray | float) -> np.ndarray:
    """P(a figure equals a given one), where its logarithm has a normal spread: at most step/(2.5·spread·figure).

    An upper bound: the density is taken at its peak. Checked in tests/unit/quality/test_coincidence.py.
    """
    size = np.abs(figures)
    return np.minimum(read_step(figures) / (PEAK * spread * np.where(size > 0, size, np.nan)), 1.0)
