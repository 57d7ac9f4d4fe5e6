"""Rank intervals: order statistics of an area's ranks over replicates, and how often it had each rank."""

import math
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from junxian.assessment.kinds import Places


@dataclass(frozen=True)
class RankIntervals:
    """Of the members of one class, order statistics of the ranks; `ordered` (members, replicates) all of them, ascending."""

    ordered: NDArray[Any]
    low: NDArray[np.int64]
    high: NDArray[np.int64]
    median: NDArray[np.int64]

    @property
    def runs(self) -> tuple[Places, Places, NDArray[np.int64]]:
        """Every rank that a member had: the member, the rank and the number of replicates, members in order, ranks ascending."""
        begins = np.ones(self.ordered.shape, dtype=bool)
        begins[:, 1:] = self.ordered[:, 1:] != self.ordered[:, :-1]
        places = np.flatnonzero(begins)
        numbers = np.diff(np.append(places, self.ordered.size))
        members = places // max(1, self.ordered.shape[1])
        return members, self.ordered.reshape(-1)[places].astype(np.intp), numbers

    @cached_property
    def counts(self) -> NDArray[np.int64]:
        """Replicates by member and rank (members, ranks from 1), up to the number of members or the largest rank."""
        members, ranks, numbers = self.runs
        counts = np.zeros((len(self.ordered), max(len(self.ordered), ranks.max(initial=0))), dtype=np.int64)
        counts[members, ranks - 1] = numbers
        return counts


def measure_intervals(ranks: NDArray[np.integer[Any]], interval: float) -> RankIntervals:
    """Take the order statistics that hold `interval` of the replicates (replicates, members) in the middle.

    The lower end is the least rank that at least (1 − interval)/2 of the replicates do not exceed; the median and the
    upper end likewise. The published rank may lie outside: then it owes itself to the chosen method.
    """
    replicates, members = ranks.shape
    fits = members <= np.iinfo(np.int16).max and ranks.max(initial=0) <= np.iinfo(np.int16).max
    ordered = np.sort(np.ascontiguousarray(ranks.T, dtype=np.int16 if fits else np.int32), axis=1)
    tail = (1 - interval) / 2
    places = [max(1, math.ceil(round(share * replicates, 6))) - 1 for share in (tail, 0.5, 1 - tail)]
    low, median, high = ordered[:, places].T.astype(np.int64)
    return RankIntervals(ordered, low, high, median)
