"""Distance to a target."""

import numpy as np
from numpy.typing import ArrayLike

from junxian.assessment.kinds import Array
from junxian.assessment.normalise.figures import find_worst, read_figures, refuse
from junxian.assessment.normalise.stretch import measure_from_worst


def normalise_distance_to_target(
    values: ArrayLike,
    reference: ArrayLike | None = None,
    *,
    target: ArrayLike,
    is_capped: bool = False,
    base: float = 0.0,
    span: float = 1.0,
    more_is_better: ArrayLike = True,
) -> Array:
    """(x − min)/(target − min): the worst has `base`, the target base + span.

    target  in the values' unit, one for all or one per indicator; is_capped  whether all who reach it have base + span
    values, reference, more_is_better as in normalise_min_max; where less is better, (max − x)/(max − target).
    Missing stays missing.
    MethodError where a target is missing or not better than the worst value (COINr warns and turns the scale round).
    Source: COINr's n_dist2targ. Checked in tests/published/test_normalise.py.
    """
    where = "distance to target"
    own, others, direction = read_figures(where, values, reference, more_is_better)
    aim = np.asarray(target, dtype=np.float64)
    refuse(where, ~np.isfinite(aim), "the target is missing or infinite.", "Declare one.")
    return measure_from_worst(where, own, find_worst(others, direction), aim, direction, base, span, is_capped)
