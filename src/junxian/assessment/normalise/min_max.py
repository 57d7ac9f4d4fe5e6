"""Min-max: between the least and the greatest value."""

from numpy.typing import ArrayLike

from junxian.assessment.kinds import Array
from junxian.assessment.normalise.figures import find_greatest, find_least, read_figures
from junxian.assessment.normalise.stretch import Bounds, stretch


def normalise_min_max(
    values: ArrayLike,
    reference: ArrayLike | None = None,
    *,
    bounds: Bounds | None = None,
    base: float = 0.0,
    span: float = 100.0,
    more_is_better: ArrayLike = True,
) -> Array:
    """Bring the lowest of the reference to `base` and the highest to `base + span`, clipped to that range.

    values  (areas,) or (areas, indicators); reference  the values that set the scale, the values themselves by default
    bounds  (low, high) in the values' unit, instead of the reference's, one for all or one per indicator
    more_is_better  a bool, or one per indicator; where False the highest comes to `base`
    Missing stays missing; a column without any value is missing throughout.
    MethodError where low and high are equal: a constant has no place between goalposts that are not declared (COINr
    gives a column of NaN).
    Source: OECD/JRC Handbook (2008), 5.3. Checked in tests/published/test_normalise.py and test_asem.py.
    """
    own, others, direction = read_figures("min-max", values, reference, more_is_better)
    ends = bounds or (find_least(others), find_greatest(others))
    return stretch("min-max", own, ends, direction, base, span)
