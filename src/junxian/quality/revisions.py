"""Revisions: whether final figures lie on one side of the flash figures, and by how much."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
LARGE = 60  # pairs up to which the signed-rank distribution is counted out


@dataclass(frozen=True)
class RevisionBias:
    """Of one series: revisions that are not zero, those upward, the p-value of the signs, size with its interval."""

    n: int
    upward: int
    p_value: float  # two-sided sign test
    size: float  # Hodges-Lehmann: median of the means of all pairs
    low: float
    high: float


def measure_revision_bias(revisions: Array, level: float = 0.95) -> RevisionBias:
    """Test whether revisions are up as often as down, and estimate how large they are.

    revisions  (periods,) final less flash, relative or in points; NaN is no revision yet; zeros stand out of the test of
               signs (they say nothing of a side) and count in the size
    The test of signs needs no more than that up and down are equally likely. The interval is that of the signed-rank test
    (exact up to 60 values): it needs revisions that scatter evenly about their middle. Where there are too few for the
    level (fewer than 6 at 95 %) it is the range of all pairs. NaN where there are no revisions.
    Source: Hodges, Lehmann (1963); Hollander, Wolfe (1999), 3.1-3.3. Checked in tests/unit/quality/test_revisions.py.
    """
    known = revisions[np.isfinite(revisions)]
    moved = known[known != 0]
    n, upward = len(moved), int(np.sum(moved > 0))
    p = min(1.0, 2 * _binomial_tail(max(upward, n - upward), n)) if n else float("nan")
    if not len(known):
        return RevisionBias(0, 0, p, float("nan"), float("nan"), float("nan"))
    first, second = np.triu_indices(len(known))
    means = np.sort((known[first] + known[second]) / 2)
    place = max(find_signed_rank_quantile((1 - level) / 2, len(known)), 1)
    return RevisionBias(
        n, upward, p, float(np.median(means)), float(means[place - 1]), float(means[len(means) - place])
    )


def _binomial_tail(hits: int, n: int) -> float:
    """P(X ≥ hits) for n fair coins, in whole numbers."""
    from math import comb

    return sum(comb(n, k) for k in range(hits, n + 1)) / 2**n


def find_smallest_p(n: int) -> float:
    """The smallest p-value that the signs of n revisions can give: 2/2ⁿ."""
    return min(1.0, 2.0 ** (1 - n))


@lru_cache(maxsize=64)
def find_signed_rank_quantile(share: float, n: int) -> int:
    """The smallest sum of positive ranks of n values whose chance of being reached from below is at least `share`."""
    if n > LARGE:
        from statistics import NormalDist

        middle, spread = n * (n + 1) / 4, np.sqrt(n * (n + 1) * (2 * n + 1) / 24)
        return round(NormalDist(middle, float(spread)).inv_cdf(share))
    ways = np.zeros(n * (n + 1) // 2 + 1)
    ways[0] = 1.0
    for rank in range(1, n + 1):
        ways[rank:] += ways[:-rank].copy()
    return int(np.searchsorted(np.cumsum(ways) / 2.0**n, share - 1e-12))
