"""Borda scores."""

from numpy.typing import ArrayLike

from junxian.assessment.kinds import Array
from junxian.assessment.normalise.among import Ties, rank_among


def normalise_borda(
    values: ArrayLike, reference: ArrayLike | None = None, *, ties: Ties = "min", more_is_better: ArrayLike = True
) -> Array:
    """Ascending rank less one: how many of the reference are worse, so that the worst has 0.

    ties  "min" counts those that are strictly worse; "average" an equal one as half worse
    values, reference, more_is_better as in normalise_min_max. Missing stays missing and is worse than nobody.
    Source: OECD/JRC Handbook (2008), 6.10 and the Borda rule; COINr's n_borda. Checked in
    tests/published/test_normalise.py.
    """
    return rank_among("Borda score", values, reference, ties, more_is_better) - 1.0
