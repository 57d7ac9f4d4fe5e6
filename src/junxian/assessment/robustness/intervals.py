"""Rank intervals: order statistics of an area's ranks over replicates."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class RankIntervals:
    """Of the members of one class: `counts` (members, ranks) of replicates, and order statistics of the ranks."""

    counts: NDArray[np.int64]
    low: NDArray[np.int64]
    high: NDArray[np.int64]
    median: NDArray[np.int64]


def measure_intervals(ranks: NDArray[np.int64], interval: float) -> RankIntervals:
    """Count ranks over replicates and take the order statistics that hold `interval` of them in the middle.

    The lower end is the least rank that at least (1 − interval)/2 of the replicates do not exceed; the median and the
    upper end likewise. The published rank may lie outside: then it owes itself to the chosen method.
    """
    replicates, members = ranks.shape
    cells = np.arange(members) * (members + 1) + ranks
    counts = np.bincount(cells.ravel(), minlength=members * (members + 1)).reshape(members, members + 1)[:, 1:]
    tail = (1 - interval) / 2
    places = [max(1, math.ceil(round(share * replicates, 6))) - 1 for share in (tail, 0.5, 1 - tail)]
    low, median, high = np.partition(ranks, sorted(set(places)), axis=0)[places]
    return RankIntervals(counts, low, high, median)
