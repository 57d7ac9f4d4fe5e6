"""Fraction of the maximum."""

import numpy as np
from numpy.typing import ArrayLike

from junxian.assessment.kinds import Array
from junxian.assessment.normalise.figures import find_greatest, find_least, read_figures, refuse


def normalise_fraction_of_maximum(
    values: ArrayLike,
    reference: ArrayLike | None = None,
    *,
    base: float = 0.0,
    span: float = 1.0,
    more_is_better: ArrayLike = True,
) -> Array:
    """Share of the best: x / max, and min / x where less is better; the best has base + span.

    values, reference, more_is_better as in normalise_min_max. Missing stays missing; a constant gives everybody the
    best score.
    MethodError where the maximum is not positive, or, where less is better, any value is not: a fraction needs a ratio
    scale. (COINr takes x / min where less is better, so that the worst has most; min / x is the definition of Hwang &
    Yoon 1981.)
    Source: OECD/JRC Handbook (2008), 5.4, distance to the leader; COINr's n_fracmax. Checked in
    tests/published/test_normalise.py.
    """
    where, remedy = "fraction of maximum", "Take min-max or goalposts."
    own, others, direction = read_figures(where, values, reference, more_is_better)
    least, greatest = find_least(others), find_greatest(others)
    refuse(where, direction & (greatest <= 0), "the maximum is not positive.", remedy)
    refuse(
        where,
        ~direction & ((least <= 0) | (find_least(own) <= 0)),
        "less is better and a value is not positive.",
        remedy,
    )
    above = np.where(direction, own, least)
    below = np.where(direction, greatest, own)
    return base + span * (above / below)
