"""Standard scores."""

import numpy as np
from numpy.typing import ArrayLike

from junxian.assessment.kinds import Array
from junxian.assessment.normalise.figures import CONSTANT, read_figures, refuse


def normalise_z_score(
    values: ArrayLike,
    reference: ArrayLike | None = None,
    *,
    mean: float = 0.0,
    deviation: float = 1.0,
    more_is_better: ArrayLike = True,
) -> Array:
    """Standard score of the reference (sample standard deviation), brought to a mean and a deviation.

    values, reference, more_is_better as in normalise_min_max; where less is better the score's sign is turned.
    Missing stays missing; a column without any value is missing throughout.
    MethodError where the reference is constant or has one value only (COINr gives a column of NaN).
    Source: OECD/JRC Handbook (2008), 5.2. Checked in tests/published/test_normalise.py and test_asem.py.
    """
    own, others, direction = read_figures("z-score", values, reference, more_is_better)
    centre, spread = _centre_and_spread(others)
    remedy = "Leave it out, or declare goalposts."
    refuse("z-score", spread <= CONSTANT * np.abs(centre), "a constant has no standard score.", remedy)
    sign = np.where(direction, 1.0, -1.0)
    scores: Array = mean + deviation * sign * (own - centre) / spread
    return scores


def _centre_and_spread(reference: Array) -> tuple[Array, Array]:
    """Mean and sample standard deviation of every column over its known values, NaN where none is known."""
    is_known = ~np.isnan(reference)
    count = is_known.sum(axis=0)
    refuse("z-score", count == 1, "needs at least two values.", "Leave it out, or declare goalposts.")
    some = np.where(count > 0, count, np.nan)
    centre = np.where(is_known, reference, 0.0).sum(axis=0) / some
    apart = np.where(is_known, reference - centre, 0.0)
    spread: Array = np.sqrt((apart**2).sum(axis=0) / (some - 1))
    return centre, spread
