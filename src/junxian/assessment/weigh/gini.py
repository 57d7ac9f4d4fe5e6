"""Weights by Gini coefficient."""

import numpy as np
from numpy.typing import ArrayLike

from junxian.assessment.kinds import Array
from junxian.assessment.weigh.columns import find_constant, read_scores, refuse_negative, share_out


def weigh_gini(scores: ArrayLike) -> Array:
    """Weights (indicators,) in proportion to the Gini coefficient Σ_i Σ_k |x_i − x_k| / (2 N² mean).

    scores  (areas, indicators), normalised, more always better, none negative
    A missing score is left out: each coefficient is over the known values. A constant indicator weighs nothing. The
    unit of an indicator is irrelevant, its origin is not.
    MethodError where a score is negative, an indicator has fewer than two values, or all are constant.
    Source: Gini (1912); Li, Chen & Zhang (2009) for weights. Checked in tests/published/test_weigh.py.
    """
    table = read_scores("Gini weights", scores)
    refuse_negative("Gini weights", table)
    count = (~np.isnan(table)).sum(axis=0)
    place = np.arange(1, len(table) + 1)[:, None]
    ordered = np.sort(table, axis=0)  # missing ones last
    total = np.nansum(ordered, axis=0)
    spread = np.nansum((2 * place - count - 1) * ordered, axis=0)
    inequality = spread / (count * np.where(total > 0, total, 1.0))
    return share_out("Gini weights", np.where(find_constant(table), 0.0, inequality))
