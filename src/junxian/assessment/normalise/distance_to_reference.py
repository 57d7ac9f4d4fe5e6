"""Distance to a reference area."""

import numpy as np
from numpy.typing import ArrayLike

from junxian.assessment.kinds import Array
from junxian.assessment.normalise.figures import find_worst, read_figures, refuse
from junxian.assessment.normalise.stretch import measure_from_worst
from junxian.terms.errors import MethodError


def normalise_distance_to_reference(
    values: ArrayLike,
    reference: ArrayLike | None = None,
    *,
    area: int,
    is_capped: bool = False,
    base: float = 0.0,
    span: float = 1.0,
    more_is_better: ArrayLike = True,
) -> Array:
    """1 − (x_ref − x)/(x_ref − min): the worst has `base`, the reference area base + span.

    area  row of the reference area in the reference (in the values where none is given)
    is_capped  whether areas beyond the reference area share its score
    values, reference, more_is_better as in normalise_min_max; where less is better, 1 − (x − x_ref)/(max − x_ref).
    Missing stays missing.
    MethodError where the reference area is not there, has no value (COINr gives a column of NA), or is itself the worst.
    Source: COINr's n_dist2ref; OECD/JRC Handbook (2008), 5.4 for reference areas. Checked in
    tests/published/test_normalise.py.
    """
    where = "distance to reference"
    own, others, direction = read_figures(where, values, reference, more_is_better)
    if not 0 <= area < len(others):
        raise MethodError(where, f"there is no row {area}.", f"Name one of the {len(others)} rows, from 0.")
    worst, aim = find_worst(others, direction), others[area]
    remedy = "Name another area, or leave the indicator out."
    refuse(where, np.isnan(aim) & ~np.isnan(worst), "the reference area has no value.", remedy)
    return measure_from_worst(where, own, worst, aim, direction, base, span, is_capped)
