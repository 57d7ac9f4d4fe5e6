"""Percentile ranks."""

import numpy as np
from numpy.typing import ArrayLike

from junxian.assessment.kinds import Array
from junxian.assessment.normalise.among import count_among


def normalise_percentile_rank(
    values: ArrayLike,
    reference: ArrayLike | None = None,
    *,
    base: float = 0.0,
    span: float = 100.0,
    more_is_better: ArrayLike = True,
) -> Array:
    """Share of the others in the reference that are strictly worse, brought to base … base + span; ties are equal.

    Without a reference the others are all areas but oneself; with one, whoever is scored is not among it.
    values, reference, more_is_better as in normalise_min_max. Missing stays missing; who has no others has no share,
    NaN. A constant gives everybody `base`.
    Source: OECD/JRC Handbook (2008), Table 15, percentile; COINr's n_prank. Checked in
    tests/published/test_normalise.py and test_asem.py.
    """
    worse, _, known = count_among("percentile rank", values, reference, more_is_better)
    number = known - 1 if reference is None else known
    share = worse / np.where(number > 0, number, np.nan)
    return base + span * share


normalise_rank = normalise_percentile_rank
