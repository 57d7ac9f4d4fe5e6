"""Weights as whole numbers, so that sums of them tie exactly where they should."""

import math
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from junxian.assessment.kinds import Array

LARGEST_DENOMINATOR = 10**6
NEAR = 1e-14  # a share this near to a fraction is that fraction
MOST = 2**52  # what whole weights may sum to


@dataclass(frozen=True)
class WholeWeights:
    """`numbers` (children,) in proportion to weights; sums that differ by no more than `margin` are equal."""

    numbers: NDArray[np.int64]
    margin: int


def count_weights(weights: Array) -> WholeWeights:
    """Whole numbers in proportion to weights that sum to 1, or to shares of one whole.

    Each weight is read as the fraction that it stands for (0.142857142857142849… is 1/7). Weights that stand for no
    common fraction, as random ones, are rounded to 2^-52 of the whole; sums then tie within the rounding.
    """
    fractions = [Fraction(float(weight)).limit_denominator(LARGEST_DENOMINATOR) for weight in weights]
    common = math.lcm(*(fraction.denominator for fraction in fractions))
    is_near = all(abs(float(f) - w) <= NEAR for f, w in zip(fractions, weights, strict=True))
    if is_near and common * max(1.0, float(np.sum(weights))) <= MOST:
        return WholeWeights(np.array([int(fraction * common) for fraction in fractions], dtype=np.int64), 0)
    scale = MOST / max(1.0, float(np.sum(weights)))
    return WholeWeights(np.rint(np.asarray(weights) * scale).astype(np.int64), len(fractions))
