"""CRITIC weights (criteria importance through intercriteria correlation)."""

import numpy as np
from numpy.typing import ArrayLike

from junxian.assessment.kinds import Array
from junxian.assessment.weigh.columns import find_constant, read_scores, share_out
from junxian.assessment.weigh.correlate import correlate_known
from junxian.terms.errors import MethodError

WHERE = "CRITIC weights"
AGREEMENT = 1e-9  # less information than this is rounding


def weigh_critic(scores: ArrayLike) -> Array:
    """Weights (indicators,) in proportion to s_j · Σ_k (1 − r_jk): what spreads and conflicts weighs more.

    scores  (areas, indicators), more always better; s is the standard deviation of the scores brought from 0 to 1
    (min-max, a step of the method), r Pearson's correlation, so that neither unit nor origin counts
    A missing score is left out: s is over the known values, r over the areas where both are known. A constant
    indicator weighs nothing and conflicts with none.
    MethodError where an indicator has fewer than two values, no correlation with another is defined, or none conflicts
    with any.
    Source: Diakoulaki, Mavrotas & Papayannakis (1995). Checked in tests/published/test_weigh.py.
    """
    table = read_scores(WHERE, scores)
    varying = ~find_constant(table)
    if varying.sum() == 1:
        return varying.astype(np.float64)
    content = np.zeros(table.shape[1])
    content[varying] = _measure_information(table[:, varying])
    if varying.any() and content.sum() <= AGREEMENT:
        raise MethodError(WHERE, "no indicator conflicts with another.", "Declare the weights, or take equal ones.")
    return share_out(WHERE, content)


def _measure_information(table: Array) -> Array:
    low = np.fmin.reduce(table, axis=0)
    place = (table - low) / (np.fmax.reduce(table, axis=0) - low)
    information: Array = np.nanstd(place, axis=0, ddof=1) * (1.0 - correlate_known(WHERE, place)).sum(axis=1)
    return information
