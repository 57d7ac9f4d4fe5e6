"""Distance to the maximum."""

from numpy.typing import ArrayLike

from junxian.assessment.kinds import Array
from junxian.assessment.normalise.figures import find_greatest, find_least, read_figures
from junxian.assessment.normalise.stretch import stretch


def normalise_distance_to_maximum(
    values: ArrayLike,
    reference: ArrayLike | None = None,
    *,
    base: float = 0.0,
    span: float = 1.0,
    more_is_better: ArrayLike = True,
) -> Array:
    """1 − (max − x)/(max − min): how little is missing to the best, brought to base … base + span.

    values, reference, more_is_better as in normalise_min_max; where less is better, 1 − (x − min)/(max − min). Not
    clipped: better than the best of a reference is above base + span. Missing stays missing.
    MethodError where the reference is constant (COINr gives a column of NaN).
    Source: COINr's n_dist2max. Checked in tests/published/test_normalise.py.
    """
    where = "distance to maximum"
    own, others, direction = read_figures(where, values, reference, more_is_better)
    ends = find_least(others), find_greatest(others)
    return stretch(where, own, ends, direction, base, span, is_clipped=False)
