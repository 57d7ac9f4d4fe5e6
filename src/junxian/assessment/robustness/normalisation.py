"""A normalisation with its options, as a function and as straight lines that many draws of the figures share."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from junxian.assessment.kinds import Array, Mask
from junxian.assessment.normalise import CONSTANT, is_constant, normalise

LINEAR = {"min_max": (), "efficacy": ("percentiles",), "z_score": ("mean", "deviation")}
SORT_UP_TO = 512  # values: sorting so few is faster than finding four of their order statistics
Ends = tuple[Array, Array]


@dataclass(frozen=True)
class Normalisation:
    """A method of `normalise` with its options; called with figures and directions it gives scores."""

    method: str
    options: Mapping[str, Any] = field(default_factory=dict)

    def __call__(self, values: Array, more_is_better: Mask) -> Array:
        """Scores (areas, indicators)."""
        return normalise(self.method, values, more_is_better=more_is_better, **self.options)

    @property
    def is_linear(self) -> bool:
        """Whether it is one straight line an indicator, found from the figures alone."""
        known = (*LINEAR.get(self.method, ()), "base", "span")
        return self.method in LINEAR and all(option in known for option in self.options)

    @property
    def scale(self) -> tuple[float, float]:
        """Score at the line's origin, and of one unit of its slope."""
        if self.method == "z_score":
            return self.options.get("mean", 0.0), self.options.get("deviation", 1.0)
        base, span = (60.0, 40.0) if self.method == "efficacy" else (0.0, 100.0)
        return self.options.get("base", base), self.options.get("span", span)

    @property
    def is_clipped(self) -> bool:
        """Whether what lies beyond the ends of the line counts as its ends."""
        return self.method != "z_score"


@dataclass(frozen=True)
class Lines:
    """Of every replicate and indicator (replicates, indicators): place = (value − origin) · slope, and where it `is_defined`."""

    origin: Array
    slope: Array
    is_defined: Mask


def find_lines(values: Array, known: Mask, more_is_better: Mask, way: Normalisation, ends: Ends | None = None) -> Lines:
    """Find the straight lines of drawn figures.

    values  (replicates, indicators, areas); known  (indicators, areas), the same in all replicates; ends  (indicators,)
    low and high that are declared, instead of those of the draws. A line is not defined where the figures are constant
    or none is known. The same lines as `normalise` finds for every replicate.
    """
    if ends is not None:
        low, high = (np.broadcast_to(end, values.shape[:2]) for end in ends)
    else:
        low, high = _find_all_ends(values, known, more_is_better, way)
    if way.method == "z_score":
        is_defined, width = high > CONSTANT * np.abs(low), high
        origin = low
    else:
        is_defined, width = ~is_constant(low, high) & ~np.isnan(low), high - low
        origin = np.where(more_is_better, low, high)
    slope = np.where(more_is_better, 1.0, -1.0) / np.where(is_defined, width, 1.0)
    return Lines(origin, slope, is_defined)


def _find_all_ends(values: Array, known: Mask, more_is_better: Mask, way: Normalisation) -> Ends:
    """Ends of every indicator; those that miss the same areas, and go the same way, together."""
    low, high = np.full((2, *values.shape[:2]), np.nan)
    kinds, group = np.unique(np.column_stack([more_is_better, known]), axis=0, return_inverse=True)
    for place, kind in enumerate(kinds):
        columns = np.flatnonzero(group.ravel() == place)
        own = values if len(columns) == values.shape[1] else values[:, columns]
        own = own if kind[1:].all() else own[:, :, kind[1:]]
        if own.shape[2]:
            low[:, columns], high[:, columns] = _find_ends(own, way, bool(kind[0]))
    return low, high


def _find_ends(known: Array, way: Normalisation, is_more: bool) -> Ends:
    """Low and high over the last axis; for standard scores mean and deviation."""
    if way.method == "min_max":
        return known.min(axis=-1), known.max(axis=-1)
    if way.method == "z_score":
        mean = known.mean(axis=-1)
        return mean, known.std(axis=-1, ddof=1) if known.shape[-1] > 1 else np.zeros_like(mean)
    worse, better = way.options.get("percentiles", (5.0, 95.0))
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
