"""Groups that cannot be told apart: a new one begins where its first area surely trails the last group's first."""

import numpy as np
from numpy.typing import NDArray

from junxian.assessment.kinds import Mask


def group_by_leader(ranks: NDArray[np.integer], leads: Mask) -> NDArray[np.int64]:
    """Number the groups (areas,) down a published ranking, from 1.

    ranks  (areas,) published, ties shared; leads  (areas, areas) whether the row surely leads the column, from
    simultaneous sets (`find_rank_sets`)
    Going down, a group ends before the first area, or tied areas, that the group's first (one of them where they tie)
    surely leads. So, with the confidence of the sets and all at once, the first of every group leads the firsts of all
    later groups; within a group nobody is told apart from its first. It is not said that every member leads every
    later one: an area whose score moves much may stand low and yet not be told apart from a leader far above.
    Checked in tests/unit/assessment/statements/test_groups.py.
    """
    groups = np.zeros(len(ranks), dtype=np.int64)
    number, first = 0, np.empty(0, dtype=np.intp)
    for rank in np.unique(ranks):
        tied = np.flatnonzero(ranks == rank)
        if number == 0 or leads[np.ix_(first, tied)].any(axis=0).all():
            number, first = number + 1, tied
        groups[tied] = number
    return groups
