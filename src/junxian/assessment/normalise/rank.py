"""Ascending ranks."""

from numpy.typing import ArrayLike

from junxian.assessment.kinds import Array
from junxian.assessment.normalise.among import Ties, rank_among


def normalise_ascending_rank(
    values: ArrayLike, reference: ArrayLike | None = None, *, ties: Ties = "min", more_is_better: ArrayLike = True
) -> Array:
    """Rank among the known values of the reference, 1 for the worst, N for the best.

    ties  "min": equals share their least rank (1, 2, 2, 4); "average": their average one (1, 2.5, 2.5, 4)
    values, reference, more_is_better as in normalise_min_max; with a reference, the rank a value would have in it.
    Missing stays missing and takes no rank. A constant gives everybody the same rank.
    Source: OECD/JRC Handbook (2008), step 5, ranking; COINr's n_rank. Checked in tests/published/test_normalise.py.
    """
    return rank_among("rank", values, reference, ties, more_is_better)
