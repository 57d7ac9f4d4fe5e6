"""Equal weights."""

import numpy as np
from numpy.typing import ArrayLike

from junxian.assessment.kinds import Array
from junxian.assessment.weigh.columns import read_scores


def weigh_equal(scores: ArrayLike) -> Array:
    """One share for every indicator (indicators,) of the scores (areas, indicators), whatever is known of it.

    Source: OECD/JRC Handbook (2008), Table 22, EW. Checked in tests/published/test_weigh.py.
    """
    count = read_scores("equal weights", scores, least=0).shape[1]
    return np.full(count, 1.0 / count)
