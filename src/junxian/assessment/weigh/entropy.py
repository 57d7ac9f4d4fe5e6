"""Entropy weights (熵权法)."""

import numpy as np
from numpy.typing import ArrayLike

from junxian.assessment.kinds import Array
from junxian.assessment.weigh.columns import find_constant, read_scores, refuse_negative, share_out


def weigh_entropy(scores: ArrayLike) -> Array:
    """Weights (indicators,) in proportion to 1 − E, E = −Σ p ln p / ln N with p = x / Σ x: what is unequal weighs more.

    scores  (areas, indicators), normalised, more always better, none negative; 0 · ln 0 is 0
    A missing score is left out: sums and N go over the known values of each indicator. A constant indicator weighs
    nothing. The unit of an indicator is irrelevant, its origin is not.
    MethodError where a score is negative, an indicator has fewer than two values, or all are constant.
    Source: Shannon (1948); Hwang & Yoon (1981), 3.2. Checked in tests/published/test_weigh.py.
    """
    table = read_scores("entropy weights", scores)
    refuse_negative("entropy weights", table)
    known = np.where(np.isnan(table), 0.0, table)
    total = known.sum(axis=0)
    part = known / np.where(total > 0, total, 1.0)
    information = (part * np.log(np.where(part > 0, part, 1.0))).sum(axis=0)
    count = (~np.isnan(table)).sum(axis=0)
    spare = np.clip(1.0 + information / np.log(count), 0.0, None)
    return share_out("entropy weights", np.where(find_constant(table), 0.0, spare))
