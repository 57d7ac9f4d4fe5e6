"""The analytic hierarchy process (层次分析法): weights from comparisons of pairs, and whether they are consistent."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from junxian.assessment.kinds import Array, Mask
from junxian.terms.errors import MethodError

WHERE = "pairwise comparison"
# Mean consistency index of random reciprocal matrices of order 1 to 15: Saaty, The Analytic Hierarchy Process (1980).
RANDOM_INDEX = (0.0, 0.0, 0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49, 1.51, 1.48, 1.56, 1.57, 1.59)
ACCEPTABLE = 0.10  # consistency ratio, Saaty (1980)
RECIPROCAL = 0.01  # how far a_ij · a_ji may lie from 1: thirds are typed as 0.333


@dataclass(frozen=True)
class PairwiseComparison:
    """`weights` (indicators,), the principal eigenvector, and how consistent the comparisons are.

    `consistency_ratio` is `consistency_index` (λ_max − n)/(n − 1) over `random_index`, 0 for one or two indicators;
    `is_consistent` whether it is at most 0.10. `farthest` is the pair whose comparison lies farthest from the ratio of
    its weights: the first to ask about again.
    """

    weights: Array
    lambda_max: float
    consistency_index: float
    random_index: float
    consistency_ratio: float
    is_consistent: bool
    farthest: tuple[int, int]


def weigh_pairwise(comparisons: ArrayLike) -> PairwiseComparison:
    """Weigh indicators by comparisons (indicators, indicators): how many times the row is as important as the column.

    A missing comparison is taken from its mirror, 1 / a_ji; so one triangle is enough. Weights of inconsistent
    comparisons are returned all the same: see `is_consistent`.
    MethodError where the table is not square, has more than 15 indicators, a pair is missing on both sides, a number is
    not positive, the diagonal is not 1, or a_ij · a_ji is not 1 within 0.01.
    Source: Saaty (1980); OECD/JRC Handbook (2008), 6.7. Checked in tests/published/test_weigh.py.
    """
    matrix = _read_comparisons(comparisons)
    count = len(matrix)
    values, vectors = np.linalg.eig(matrix)
    first = int(np.argmax(values.real))
    vector = np.abs(vectors[:, first].real)
    weights = vector / vector.sum()
    index = max(float(values[first].real) - count, 0.0) / (count - 1) if count > 1 else 0.0
    random = RANDOM_INDEX[count - 1]
    ratio = index / random if random else 0.0
    apart = np.abs(np.log(matrix * weights[None, :] / weights[:, None]))
    row, column = np.unravel_index(int(np.argmax(np.triu(apart))), apart.shape)
    return PairwiseComparison(
        weights, float(values[first].real), index, random, ratio, ratio <= ACCEPTABLE, (int(row), int(column))
    )


def combine_comparisons(experts: ArrayLike) -> Array:
    """One table of comparisons from those of experts (experts, indicators, indicators): their geometric means.

    The only mean under which the table of a group is reciprocal. MethodError as weigh_pairwise, for each expert.
    Source: Aczél & Saaty (1983). Checked in tests/unit/assessment/weigh/test_pairwise.py.
    """
    given = np.asarray(experts, dtype=np.float64)
    if given.ndim != 3 or not len(given):
        raise MethodError(WHERE, f"comparisons of shape {given.shape}.", "Give a table per expert.")
    return np.exp(np.mean([np.log(_read_comparisons(table)) for table in given], axis=0))


def _read_comparisons(comparisons: ArrayLike) -> Array:
    matrix = np.array(comparisons, dtype=np.float64)
    if matrix.ndim != 2 or matrix.shape[0] != matrix.shape[1] or not 1 <= len(matrix) <= len(RANDOM_INDEX):
        raise MethodError(
            WHERE, f"comparisons of shape {matrix.shape}.",
            f"Compare up to {len(RANDOM_INDEX)} indicators, each with each; put more under nodes.",
        )  # fmt: skip
    with np.errstate(divide="ignore"):
        matrix = np.where(np.isnan(matrix), 1.0 / matrix.T, matrix)
    np.fill_diagonal(matrix, np.where(np.isnan(np.diag(matrix)), 1.0, np.diag(matrix)))
    _check_pairs(np.isnan(matrix), "not compared at all.", "Compare every pair once.")
    _check_pairs(~(np.isfinite(matrix) & (matrix > 0)), "compared by a number that is not positive.", "Give 1/9 to 9.")
    _check_pairs(np.abs(matrix * matrix.T - 1) > RECIPROCAL, "not reciprocal.", "a_ji is 1 / a_ij; leave one empty.")
    return matrix


def _check_pairs(wrong: Mask, what: str, remedy: str) -> None:
    if wrong.any():
        pairs = ", ".join(f"{row} and {column}" for row, column in np.argwhere(wrong | wrong.T) if row <= column)
        raise MethodError(f"{WHERE}, {pairs} (from 0)", what, remedy)
