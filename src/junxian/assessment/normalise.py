"""Normalisation: indicators on one scale, more always better. One function per method, NaN stays NaN.

All take `values` (areas,) or (areas, indicators) and `reference`, the values that set the scale (the values themselves
where it is not given). A negative direction is handled by the caller through `more_is_better=False`.
Sources: OECD/JRC Handbook (2008), step 5; the efficacy coefficient (功效系数法) 60 + 40 is the practice of Chinese
composite assessments. Checked in tests/published/test_asem.py and tests/unit/assessment/test_normalise.py.
"""

import numpy as np

from junxian.assessment.kinds import Array, Mask
from junxian.terms.errors import MethodError

CONSTANT = 1e-12  # a range smaller than this, relative to its ends, is no range


def normalise_min_max(
    values: Array,
    reference: Array | None = None,
    *,
    bounds: tuple[Array | float, Array | float] | None = None,
    base: float = 0.0,
    span: float = 100.0,
    more_is_better: bool = True,
) -> Array:
    """Bring the lowest of the reference to `base` and the highest to `base + span`, clipped to that range.

    bounds  (low, high) in the values' unit, instead of the reference's
    MethodError where low and high are equal: a constant has no place between goalposts that are not declared.
    """
    low, high = bounds or _range_of(values if reference is None else reference, 0.0, 100.0, more_is_better)
    return _stretch(values, low, high, base, span, more_is_better)


def normalise_efficacy(
    values: Array,
    reference: Array | None = None,
    *,
    bounds: tuple[Array | float, Array | float] | None = None,
    percentiles: tuple[float, float] = (5.0, 95.0),
    base: float = 60.0,
    span: float = 40.0,
    more_is_better: bool = True,
) -> Array:
    """Efficacy coefficient: base + span · clip((x − low) / (high − low), 0, 1).

    percentiles  of the reference at the worse and the better end, linearly interpolated; bounds  instead of them
    MethodError where low and high are equal.
    """
    low, high = bounds or _range_of(values if reference is None else reference, *percentiles, more_is_better)
    return _stretch(values, low, high, base, span, more_is_better)


def normalise_z_score(
    values: Array,
    reference: Array | None = None,
    *,
    mean: float = 0.0,
    deviation: float = 1.0,
    more_is_better: bool = True,
) -> Array:
    """Standard score of the reference (sample standard deviation), brought to a mean and a deviation.

    MethodError where the reference is constant.
    """
    own = values if reference is None else reference
    centre, spread = np.nanmean(own, axis=0), _deviate(own)
    if np.any(spread <= CONSTANT * np.abs(centre)):
        raise MethodError("z-score", "a constant has no standard score.", "Leave it out, or declare goalposts.")
    sign = 1.0 if more_is_better else -1.0
    scores: Array = mean + deviation * sign * (values - centre) / spread
    return scores


def normalise_rank(
    values: Array,
    reference: Array | None = None,
    *,
    base: float = 0.0,
    span: float = 100.0,
    more_is_better: bool = True,
) -> Array:
    """Share of the others in the reference that are strictly worse, brought to base … base + span; ties are equal.

    Without a reference the others are all areas but oneself; with one, whoever is scored is not among it.
    """
    sign = 1.0 if more_is_better else -1.0
    own = np.asarray(values, dtype=float) * sign
    others = own if reference is None else np.asarray(reference, dtype=float) * sign
    worse = np.apply_along_axis(_count_worse, 0, np.concatenate([own, others]), own.shape[0])
    number = (~np.isnan(others)).sum(axis=0) - (1 if reference is None else 0)
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.where(number > 0, worse / number, np.nan)
    return base + span * share


def _count_worse(column: Array, scored: int) -> Array:
    own, others = column[:scored], column[scored:]
    known = np.sort(others[~np.isnan(others)])
    return np.where(np.isnan(own), np.nan, np.searchsorted(known, own, side="left"))


def _range_of(reference: Array, worse: float, better: float, more_is_better: bool) -> tuple[Array, Array]:
    ends = (worse, better) if more_is_better else (100 - better, 100 - worse)
    low, high = np.nanpercentile(reference, ends, axis=0)
    return low, high


def _stretch(
    values: Array, low: Array | float, high: Array | float, base: float, span: float, more_is_better: bool
) -> Array:
    if np.any(is_constant(low, high)):
        raise MethodError(
            "normalisation",
            "low and high are equal: the indicator is constant.",
            "Constants only with declared goalposts.",
        )
    place = (values - low) / (np.asarray(high) - low)
    return base + span * np.clip(place if more_is_better else 1 - place, 0.0, 1.0)


def is_constant(low: Array | float, high: Array | float) -> Mask:
    """Where a range is none; not where it is unknown (NaN)."""
    size = np.maximum(np.abs(low), np.abs(high))
    constant: Mask = np.asarray(high) - low <= CONSTANT * size
    return constant


def _deviate(reference: Array) -> Array:
    known = (~np.isnan(reference)).sum(axis=0)
    if np.any(known < 2):
        raise MethodError("z-score", "needs at least two values.")
    spread: Array = np.nanstd(reference, axis=0, ddof=1)
    return spread
