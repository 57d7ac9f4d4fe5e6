"""Straight lines on which figures are brought to scores, for many draws of the figures at once."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from junxian.assessment.kinds import Array, Mask, Places
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


@dataclass(frozen=True)
class Group:
    """Columns whose lines are found together: places of the areas that set them, None for all, and the direction."""

    columns: Places
    areas: Places | None
    is_more: bool


def group_columns(known: Mask, more_is_better: Mask, way: Normalisation) -> list[Group]:
    """Indicators that miss the same areas and whose ends are found alike, together; known  (indicators, areas)."""
    worse, better = way.options.get("percentiles", PERCENTILES)
    alike: dict[tuple[bool, bytes], list[int]] = {}
    for column, (is_more, own) in enumerate(zip(more_is_better.tolist(), known, strict=True)):
        alike.setdefault((is_more or worse + better == 100, own.tobytes()), []).append(column)
    return [
        Group(np.array(columns), None if known[columns[0]].all() else np.flatnonzero(known[columns[0]]), is_more)
        for (is_more, _), columns in alike.items()
    ]


def find_lines(
    values: Array, groups: Sequence[Group], more_is_better: Mask, way: Normalisation, ends: Ends | None = None
) -> Lines:
    """Find the straight lines of drawn figures.

    values  (replicates, indicators, areas), missing in the same places in all; groups  of the indicators
    (`group_columns`); ends  (indicators,) low and high that are declared, instead of those of the draws, NaN for these.
    A line is not defined where the figures are constant or none is known. The same lines as `normalise` finds for every
    replicate. Checked in tests/unit/assessment/robustness/test_lines.py.
    """
    low, high = _find_all_ends(values, groups, way)
    if ends is not None:
        low, high = (np.where(np.isnan(given), own, given) for given, own in zip(ends, (low, high), strict=True))
    if way.method == "z_score":
        origin, width, is_defined = low, high, high > CONSTANT * np.abs(low)
    else:
        origin, width = np.where(more_is_better, low, high), high - low
        is_defined = ~is_constant(low, high) & ~np.isnan(low)
    slope = np.where(more_is_better, 1.0, -1.0) / np.where(is_defined, width, 1.0)
    return Lines(origin, slope, is_defined)


def bring_to_scale(values: Array, lines: Lines, way: Normalisation, is_clipped: bool) -> Array:
    """Scores of values (replicates, indicators, areas) on their lines; written over the values.

    is_clipped  whether what lies beyond the ends of a line counts as its ends
    """
    base, span = way.scale
    values -= lines.origin[:, :, None]
    values *= (lines.slope * span)[:, :, None]
    values += base
    return np.clip(values, base, base + span, out=values) if is_clipped else values


def _find_all_ends(values: Array, groups: Sequence[Group], way: Normalisation) -> Ends:
    low, high = np.full((2, *values.shape[:2]), np.nan)
    for group in groups:
        own = values if len(group.columns) == values.shape[1] else np.take(values, group.columns, axis=1)
        own = own if group.areas is None else np.take(own, group.areas, axis=2)
        if own.shape[2]:
            low[:, group.columns], high[:, group.columns] = _find_ends(own, way, group.is_more)
    return low, high


def _find_ends(known: Array, way: Normalisation, is_more: bool) -> Ends:
    """Low and high over the last axis; for standard scores mean and deviation."""
    if way.method == "min_max":
        return known.min(axis=-1), known.max(axis=-1)
    if way.method == "z_score":
        mean = known.mean(axis=-1)
        apart = known - mean[..., None]
        return mean, np.sqrt(np.einsum("nku,nku->nk", apart, apart) / max(1, known.shape[-1] - 1))
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
