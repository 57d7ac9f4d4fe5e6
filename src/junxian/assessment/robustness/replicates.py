"""Scores of one class in many replicates at once: arrays (replicates, indicators, areas), indicator by indicator."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from junxian.assessment.bounds import find_percentiles
from junxian.assessment.kinds import Array, Mask, Places
from junxian.assessment.normalise import is_constant
from junxian.assessment.scores import find_z_scale
from junxian.assessment.tree import Tree
from junxian.assessment.weigh import multiply_down, spread_weights
from junxian.declared.schemes import Normalise

FLOOR = 1.0  # least score that enters a geometric mean


@dataclass(frozen=True)
class ClassToVary:
    """One class as its replicates see it.

    rows  of its ranked members among the comparable areas; pool  of those that set its bounds; points  (parts,)
    low, high  (indicators,) declared bounds, or None for those of each replicate
    nominal  (members, indicators) normalised without variation; added  (members,) bonus less deduction
    """

    rows: Places
    pool: Places
    points: Array
    ends: tuple[Array, Array] | None
    nominal: Array
    added: Array

    @cached_property
    def by_filed(self) -> list[tuple[Mask, Places]]:
        """Members that miss the same indicators, together: which are filed, and whose they are."""
        patterns, group = np.unique(~np.isnan(self.nominal), axis=0, return_inverse=True)
        return [(pattern, np.flatnonzero(group.ravel() == place)) for place, pattern in enumerate(patterns)]


def normalise_replicates(
    values: Array, point: Array, own: ClassToVary, method: str, normalise: Normalise, more_is_better: Mask
) -> Array:
    """Normalise drawn values by one method, with the bounds of every replicate: (replicates, indicators, members).

    values  (replicates, indicators, areas) drawn; point  (indicators, areas) as filed, NaN for missing in both
    An indicator on which the method is not defined (constant as filed, or constant in a replicate) keeps its score
    without variation: noise is not stretched to the whole scale.
    """
    scores = np.full((values.shape[0], values.shape[1], len(own.rows)), np.nan)
    for column, is_more in enumerate(more_is_better):
        if np.isnan(own.nominal[:, column]).all():
            continue
        members = np.take(values[:, column], own.rows, axis=1)
        ends = None if own.ends is None or method != "efficacy" else (own.ends[0][column], own.ends[1][column])
        known = own.pool[~np.isnan(point[column, own.pool])]
        filed, drawn = point[column, known][None], np.take(values[:, column], known, axis=1)
        origin, scale, is_defined = _find_scale(drawn, method, normalise, bool(is_more), ends)
        if not _find_scale(filed, method, normalise, bool(is_more), ends)[2].all():
            is_defined = np.zeros_like(is_defined)
        place = members - origin[:, None]
        place *= scale[:, None]
        brought = _bring_to_scale(place, method, normalise)
        scores[:, column] = (
            brought if is_defined.all() else np.where(is_defined[:, None], brought, own.nominal[:, column])
        )
    return scores


def _find_scale(
    drawn: Array, method: str, normalise: Normalise, is_more: bool, ends: tuple[float, float] | None
) -> tuple[Array, Array, Mask]:
    """Origin and signed scale of every replicate, and whether the method is defined there."""
    if method == "z_score":
        low = drawn.mean(axis=1) if drawn.shape[1] else np.full(len(drawn), np.nan)
        spread = drawn.std(axis=1, ddof=1) if drawn.shape[1] > 1 else np.zeros(len(drawn))
        high = low + spread
        is_defined = spread > 1e-12 * np.abs(low)
    else:
        low, high = _find_ends(drawn, method, normalise, is_more) if ends is None else _repeat(ends, len(drawn))
        is_defined = ~is_constant(low, high) & ~np.isnan(low)
    width = np.where(is_defined, high - low, 1.0)
    if method == "z_score" or is_more:
        return low, (1.0 if is_more else -1.0) / width, is_defined
    return high, -1.0 / width, is_defined


def _repeat(ends: tuple[float, float], count: int) -> tuple[Array, Array]:
    return np.full(count, ends[0]), np.full(count, ends[1])


def _find_ends(drawn: Array, method: str, normalise: Normalise, is_more: bool) -> tuple[Array, Array]:
    if not drawn.shape[1]:
        return _repeat((np.nan, np.nan), len(drawn))
    if method == "min_max":
        return drawn.min(axis=1), drawn.max(axis=1)
    ends = find_percentiles(normalise.model_copy(update={"method": "efficacy"}), is_more)
    positions = [(drawn.shape[1] - 1) * percent / 100 for percent in ends]
    ordered = np.partition(drawn, sorted({place for p in positions for place in (int(p), _next(p, drawn))}), axis=1)
    low, high = (_interpolate(ordered, position) for position in positions)
    return low, high


def _next(position: float, drawn: Array) -> int:
    return min(int(position) + 1, drawn.shape[1] - 1)


def _interpolate(ordered: Array, position: float) -> Array:
    """Value between two neighbours, linearly, as numpy.percentile does."""
    below, above = ordered[:, int(position)], ordered[:, _next(position, ordered)]
    between: Array = below + (position - int(position)) * (above - below)
    return between


def _bring_to_scale(place: Array, method: str, normalise: Normalise) -> Array:
    """The scores of places between the ends; written over them."""
    centre, spread = find_z_scale(normalise) if method == "z_score" else (normalise.base, normalise.span)
    if method != "z_score":
        np.clip(place, 0.0, 1.0, out=place)
    place *= spread
    place += centre
    return place


def aggregate_replicates(scores: Array, factors: Array, own: ClassToVary, tree: Tree, aggregation: str) -> Array:
    """Totals of every replicate (replicates, members), one aggregation at every node.

    factors  (replicates, parts) on the declared points. Weights of missing indicators are spread as without variation;
    members that miss the same indicators are taken together. Scores below one point enter a geometric mean as one.
    """
    used = np.log(np.maximum(scores, FLOOR)) if aggregation == "geometric" else scores
    totals = np.empty((scores.shape[0], scores.shape[2]))
    for filed, members in own.by_filed:
        shares = spread_weights(own.points * factors, filed, tree)
        weights = multiply_down(shares, tree)[:, : len(tree.indicators)]
        part = np.zeros((len(factors), len(members)))
        for column in np.flatnonzero(filed & (own.points[: len(tree.indicators)] > 0)):
            part += weights[:, column, None] * np.take(used[:, column], members, axis=1)
        totals[:, members] = np.exp(part) if aggregation == "geometric" else part
    return totals + own.added
