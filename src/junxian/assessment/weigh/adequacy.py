"""Whether indicators have enough in common for principal components."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from junxian.assessment.kinds import Array
from junxian.assessment.weigh.columns import find_constant, keep_complete, read_scores, refuse

WHERE = "sampling adequacy"
SINGULAR = 1e-10  # smallest eigenvalue of a correlation matrix that can be inverted


@dataclass(frozen=True)
class Adequacy:
    """Kaiser-Meyer-Olkin measure, of all (`kmo`) and of each indicator, and Bartlett's test of sphericity.

    `statistic` is χ² with `degrees` of freedom, `probability` that uncorrelated indicators give one as large. KMO
    above 0.6 is usually asked for. All are NaN where the correlations are singular: an indicator follows from others,
    or there are no more areas than indicators.
    """

    kmo: float
    kmo_each: Array
    statistic: float
    degrees: int
    probability: float


def measure_adequacy(scores: ArrayLike) -> Adequacy:
    """Measure KMO and Bartlett's test on the areas that have every indicator of scores (areas, indicators).

    MethodError where fewer than three areas are complete, or an indicator is constant on them.
    Source: Kaiser (1974); Bartlett (1950); OECD/JRC Handbook (2008), step 4. Checked in
    tests/unit/assessment/weigh/test_adequacy.py.
    """
    table = keep_complete(WHERE, read_scores(WHERE, scores), least=3)
    refuse(WHERE, find_constant(table), "is constant and has no correlations.", "Leave it out.")
    return describe_adequacy(np.atleast_2d(np.corrcoef(table, rowvar=False)), len(table))


def describe_adequacy(correlation: Array, areas: int) -> Adequacy:
    """KMO and Bartlett's test of a correlation matrix (indicators, indicators) over a number of areas."""
    from scipy.special import gammaincc

    count = len(correlation)
    degrees = count * (count - 1) // 2
    if count < 2 or np.linalg.eigvalsh(correlation)[0] < SINGULAR:
        return Adequacy(np.nan, np.full(count, np.nan), np.nan, degrees, np.nan)
    whole, each = _measure_kmo(correlation)
    logarithm = float(np.linalg.slogdet(correlation)[1])
    statistic = -(areas - 1 - (2 * count + 5) / 6) * logarithm
    return Adequacy(whole, each, statistic, degrees, float(gammaincc(degrees / 2, max(statistic, 0.0) / 2)))


def _measure_kmo(correlation: Array) -> tuple[float, Array]:
    """Squared correlations over squared correlations and squared partial correlations; NaN where there are none."""
    inverse = np.linalg.inv(correlation)
    size = np.sqrt(np.diag(inverse))
    others = ~np.eye(len(correlation), dtype=bool)
    simple = np.where(others, correlation, 0.0) ** 2
    partial = np.where(others, inverse / np.outer(size, size), 0.0) ** 2
    both = (simple + partial).sum(axis=0)
    each = simple.sum(axis=0) / np.where(both > 0, both, np.nan)
    return float(simple.sum() / both.sum()) if both.sum() > 0 else np.nan, each
