"""The efficacy coefficient (功效系数法): between an unsatisfactory and a satisfactory value."""

import numpy as np
from numpy.typing import ArrayLike

from junxian.assessment.kinds import Array, Mask
from junxian.assessment.normalise.figures import list_columns, read_figures
from junxian.assessment.normalise.stretch import Bounds, stretch
from junxian.terms.errors import MethodError


def normalise_efficacy(
    values: ArrayLike,
    reference: ArrayLike | None = None,
    *,
    bounds: Bounds | None = None,
    percentiles: tuple[float, float] = (5.0, 95.0),
    base: float = 60.0,
    span: float = 40.0,
    more_is_better: ArrayLike = True,
) -> Array:
    """Efficacy coefficient: base + span · clip((x − low) / (high − low), 0, 1).

    percentiles  of the reference at the worse and the better end, linearly interpolated; bounds  (low, high) instead of
    them, one for all or one per indicator. 60 + 40 is the usual form; the variant in force 20 + 80 · (x − min)/(max − min)
    is `base=20, span=80, percentiles=(0, 100)`.
    values, reference, more_is_better as in normalise_min_max. Missing stays missing.
    MethodError where low and high are equal, or percentiles are no range.
    Source: practice of Chinese composite assessments (practice §1.7). Checked in
    tests/unit/assessment/normalise/test_efficacy.py and tests/published/test_normalise.py.
    """
    own, others, direction = read_figures("efficacy coefficient", values, reference, more_is_better)
    ends = bounds or _take_percentiles(others, percentiles, direction)
    return stretch("efficacy coefficient", own, ends, direction, base, span)


def _take_percentiles(reference: Array, percentiles: tuple[float, float], direction: Mask) -> tuple[Array, Array]:
    worse, better = percentiles
    if not 0 <= worse < better <= 100:
        raise MethodError("efficacy coefficient", f"percentiles {percentiles} are no range within 0 to 100.")
    upward = _percentiles_of(reference, (worse, better))
    if direction.all():
        return upward[0], upward[1]
    downward = _percentiles_of(reference, (100 - better, 100 - worse))
    return np.where(direction, upward[0], downward[0]), np.where(direction, upward[1], downward[1])


def _percentiles_of(reference: Array, ends: tuple[float, float]) -> Array:
    """Percentiles of the known values of every column (2, …), NaN where none is known."""
    if reference.shape[:1] != (0,) and not np.isnan(reference).any():
        found: Array = np.percentile(reference, ends, axis=0)
        return found
    known = [column[~np.isnan(column)] for column in list_columns(reference)]
    each = [np.percentile(column, ends) if column.size else (np.nan, np.nan) for column in known]
    return np.array(each, dtype=np.float64).T.reshape(2, *reference.shape[1:])
