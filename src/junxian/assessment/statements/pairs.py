"""For every pair of areas: in what share of the replicates one stands before the other."""

import numpy as np
from numpy.typing import NDArray

from junxian.assessment.kinds import Array, Places


def measure_leads(ranks: NDArray[np.integer]) -> Array:
    """Probability that the area of the row leads that of the column (areas, areas); ties count half, the diagonal ½.

    ranks  (replicates, areas) whole numbers, 1 is best, none missing
    The matrix and its transpose sum to 1. Counted exactly, area by area, so that memory stays at replicates × areas
    times two bytes. Checked in tests/unit/assessment/statements/test_pairs.py.
    """
    replicates, areas = ranks.shape
    narrow = np.int16 if ranks.max(initial=0) <= np.iinfo(np.int16).max else np.int32
    ranked = np.ascontiguousarray(ranks.T.astype(narrow))
    ahead = np.zeros((areas, areas), dtype=np.int64)
    for row, own in enumerate(ranked):
        ahead[row, row:] = _count_ahead(own, ranked[row:])
    ahead -= np.triu(ahead, 1).T
    return (replicates + ahead) / (2 * replicates)


def _count_ahead(own: NDArray[np.integer], others: NDArray[np.integer]) -> NDArray[np.int64]:
    """Replicates in which `own` is before, less those in which it is behind, each of the others."""
    signs = (own < others).view(np.int8)
    signs -= (own > others).view(np.int8)
    total: NDArray[np.int64] = signs.sum(axis=1, dtype=np.int64)
    return total


def measure_pair_leads(ranks: NDArray[np.integer], above: Places, below: Places) -> Array:
    """Probability (pairs,) that the area at `above` leads the one at `below`; ties count half.

    ranks  (replicates, areas) as for `measure_leads`, which is the faster where every pair is asked for
    """
    ranked = np.ascontiguousarray(ranks.T)
    ahead = np.array([_count_ahead(ranked[i], ranked[j : j + 1])[0] for i, j in zip(above, below, strict=True)])
    leads: Array = (len(ranks) + ahead.astype(np.int64)) / (2 * len(ranks))
    return leads
