"""Weights by standard deviation."""

import numpy as np
from numpy.typing import ArrayLike

from junxian.assessment.kinds import Array
from junxian.assessment.weigh.columns import find_constant, read_scores, share_out


def weigh_standard_deviation(scores: ArrayLike) -> Array:
    """Weights (indicators,) in proportion to the sample standard deviation: what spreads more weighs more.

    scores  (areas, indicators) on one scale; z-scores all spread alike and get equal weights
    A missing score is left out: each deviation is over the known values. A constant indicator weighs nothing.
    MethodError where an indicator has fewer than two values, or all are constant.
    Source: Diakoulaki, Mavrotas & Papayannakis (1995). Checked in tests/published/test_weigh.py.
    """
    table = read_scores("weights by standard deviation", scores)
    spread = np.where(find_constant(table), 0.0, np.nanstd(table, axis=0, ddof=1))
    return share_out("weights by standard deviation", spread)
