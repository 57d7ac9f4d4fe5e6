"""Pearson correlations of indicators, each pair over the areas where both are known."""

import numpy as np

from junxian.assessment.kinds import Array
from junxian.assessment.weigh.columns import refuse


def correlate_known(where: str, table: Array) -> Array:
    """Correlations (indicators, indicators) of scores (areas, indicators), NaN for missing.

    MethodError names indicators that have a pair with fewer than two common areas, or are constant on them.
    """
    is_known = (~np.isnan(table)).astype(np.float64)
    apart = np.where(is_known > 0, table - np.nanmean(table, axis=0), 0.0)
    count = is_known.T @ is_known
    mean = (apart.T @ is_known) / np.maximum(count, 1.0)
    square = ((apart**2).T @ is_known) - count * mean**2
    product = apart.T @ apart - count * mean * mean.T
    size = np.sqrt(np.clip(square, 0.0, None))
    scale = np.sqrt((apart**2).sum(axis=0))[:, None]
    refuse(
        where, ((count < 2) | (size <= 1e-7 * scale)).any(axis=1),
        "has fewer than two areas in common with another, or is constant on them, so that no correlation is defined.",
        "Impute first, or leave the indicator out.",
    )  # fmt: skip
    correlation: Array = np.clip(product / (size * size.T), -1.0, 1.0)
    np.fill_diagonal(correlation, 1.0)
    return correlation
