"""Straight lines on which figures are brought to scores, for many draws of the figures at once."""

from dataclasses import dataclass

import numpy as np

from junxian.assessment.kinds import Array, Mask
from junxian.assessment.normalise import CONSTANT, is_constant
from junxian.assessment.robustness.normalisation import Normalisation

SORT_UP_TO = 512  # values: sorting so few is faster than finding four of their order statistics
PERCENTILES = (5.0, 95.0)  # of the efficacy coefficient where none are given
Ends = tuple[Array, Array]


@dataclass(frozen=True)
class Lines:
    """Of every replicate and indicator (replicates, indicators): place = (value − origin) · slope, and where it `is_defined`."""

    origin: Array
    slope: Array
    is_defined: Mask


def find_lines(values: Array, known: Mask, more_is_better: Mask, way: Normalisation, ends: Ends | None = None) -> Lines:
    """Find the straight lines of drawn figures.

    values  (replicates, indicators, areas); known  (indicators, areas), the same in all replicates; ends  (indicators,)
    low and high that are declared, instead of those of the draws, NaN for these. A line is not defined where the figures
    are constant or none is known. The same lines as `normalise` finds for every replicate.
    """
    low, high = _find_all_ends(values, known, more_is_better, way)
    if ends is not None:
        low, high = (np.where(np.isnan(given), own, given) for given, own in zip(ends, (low, high), strict=True))
    if way.method == "z_score":
        origin, width, is_defined = low, high, high > CONSTANT * np.abs(low)
    else:
        origin, width = np.where(more_is_better, low, high), high - low
        is_defined = ~is_constant(low, high) & ~np.isnan(low)
    slope = np.where(more_is_better, 1.0, -1.0) / np.where(is_defined, width, 1.0)
    return Lines(origin, slope, is_defined)


def _find_all_ends(values: Array, known: Mask, more_is_better: Mask, way: Normalisation) -> Ends:
    """Ends of every indicator; those that miss the same areas, and go the same way, together."""
    low, high = np.full((2, *values.shape[:2]), np.nan)
    worse, better = way.options.get("percentiles", PERCENTILES)
    alike: dict[tuple[bool, bytes], list[int]] = {}
    for column, (is_more, own) in enumerate(zip(more_is_better.tolist(), known, strict=True)):
        alike.setdefault((is_more or worse + better == 100, own.tobytes()), []).append(column)
    for (is_more, _), columns in alike.items():
        filed = known[columns[0]]
        own = values if len(columns) == values.shape[1] else np.take(values, columns, axis=1)
        own = own if filed.all() else np.take(own, np.flatnonzero(filed), axis=2)
        if own.shape[2]:
            low[:, columns], high[:, columns] = _find_ends(own, way, is_more)
    return low, high


def _find_ends(known: Array, way: Normalisation, is_more: bool) -> Ends:
    """Low and high over the last axis; for standard scores mean and deviation."""
    if way.method == "min_max":
        return known.min(axis=-1), known.max(axis=-1)
    if way.method == "z_score":
        mean = known.mean(axis=-1)
        return mean, known.std(axis=-1, ddof=1) if known.shape[-1] > 1 else np.zeros_like(mean)
    worse, better = way.options.get("percentiles", PERCENTILES)
    percents = (worse, better) if is_more else (100 - better, 100 - worse)
    positions = [(known.shape[-1] - 1) * percent / 100 for percent in percents]
    last = known.shape[-1] - 1
    places = sorted({place for at in positions for place in (int(at), min(int(at) + 1, last))})
    ordered = np.sort(known, axis=-1) if last < SORT_UP_TO else np.partition(known, places, axis=-1)
    low, high = (_interpolate(ordered, position, last) for position in positions)
    return low, high


def _interpolate(ordered: Array, position: float, last: int) -> Array:
    """Value between two neighbours, linearly, as numpy.percentile does."""
    below, above = ordered[..., int(position)], ordered[..., min(int(position) + 1, last)]
    between: Array = below + (position - int(position)) * (above - below)
    return between
