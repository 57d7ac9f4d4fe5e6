"""Scores of one class in many replicates at once: arrays (replicates, indicators, areas)."""

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from junxian.assessment.aggregate import aggregate_tree
from junxian.assessment.kinds import Array, Mask, Places
from junxian.assessment.normalised import find_z_scale
from junxian.assessment.robustness.blocks import find_power, is_of_means
from junxian.assessment.robustness.lines import Ends, Group, Lines, bring_to_scale, find_lines, group_columns
from junxian.assessment.robustness.normalisation import Normalisation
from junxian.assessment.robustness.score_replicates import Alike, group_by_filed, score_replicates
from junxian.assessment.tree import Tree
from junxian.assessment.weigh import spread_weights
from junxian.declared.schemes import Normalise

FLOOR = 1.0  # least score that enters a geometric mean


@dataclass(frozen=True)
class ClassToVary:
    """One class as its replicates see it.

    rows  of its ranked members among the comparable areas; pool  of those that set its bounds; points  (parts,)
    low, high  (indicators,) declared bounds, NaN or None for those of each replicate
    nominal  (members, indicators) normalised without variation; added  (members,) bonus less deduction
    method  of normalisation that the scheme declares: it and the efficacy coefficient keep declared bounds
    """

    rows: Places
    pool: Places
    points: Array
    ends: Ends | None
    nominal: Array
    added: Array
    method: str = "efficacy"
    _of_filed: dict[str, tuple[list[Group], Mask]] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def alike(self) -> list[Alike]:
        """Members that miss the same indicators, together: which are filed, and whose they are."""
        return list(group_by_filed(self.nominal.T))

    def find_lines(self, values: Array, point: Array, more_is_better: Mask, way: Normalisation) -> Lines:
        """The lines of drawn values (replicates, indicators, areas), by this class's pool.

        Where a line is not defined for the filed figures it is defined for no draw: noise is not stretched to a scale.
        """
        ends = self.ends if way.method in ("efficacy", self.method) else None
        if way.method not in self._of_filed:
            filed = point[None][:, :, self.pool]
            groups = group_columns(~np.isnan(filed[0]), more_is_better, way)
            self._of_filed[way.method] = groups, find_lines(filed, groups, more_is_better, way, ends).is_defined
        groups, is_defined = self._of_filed[way.method]
        lines = find_lines(take_areas(values, self.pool), groups, more_is_better, way, ends)
        return Lines(lines.origin, lines.slope, lines.is_defined & is_defined)


def take_areas(values: Array, rows: Places) -> Array:
    """Values of some areas, the last axis; the values themselves where it is all of them in order."""
    count = values.shape[-1]
    return values if len(rows) == count and (rows == np.arange(count)).all() else np.take(values, rows, axis=-1)


def read_way(normalise: Normalise, method: str) -> Normalisation:
    """A method on the scale that a scheme declares."""
    if method == "z_score":
        mean, deviation = find_z_scale(normalise)
        return Normalisation(method, {"mean": mean, "deviation": deviation})
    scale = {"base": normalise.base, "span": normalise.span}
    if method == "min_max":
        return Normalisation(method, scale)
    return Normalisation(method, {**scale, "percentiles": (normalise.low_percentile, normalise.high_percentile)})


def normalise_replicates(
    values: Array, point: Array, own: ClassToVary, method: str, normalise: Normalise, more_is_better: Mask
) -> Array:
    """Normalise drawn values by one method, with the bounds of every replicate: (replicates, indicators, members).

    values  (replicates, indicators, areas) drawn; point  (indicators, areas) as filed, NaN for missing in both
    An indicator on which the method is not defined (constant as filed, or constant in a replicate) keeps its score
    without variation, and one that has none without variation has none.
    """
    way = read_way(normalise, method)
    lines = own.find_lines(values, point, more_is_better, way)
    members = take_areas(values, own.rows)
    scores = bring_to_scale(members.copy() if members is values else members, lines, way, way.is_clipped)
    for replicate, column in np.argwhere(~lines.is_defined):
        scores[replicate, column] = own.nominal[:, column]
    return scores


def aggregate_replicates(scores: Array, factors: Array, own: ClassToVary, tree: Tree, aggregation: str) -> Array:
    """Totals of every replicate (replicates, members): one aggregation at every node, or each node's own ("declared").

    scores  (replicates, indicators, members), written over; factors  (replicates, parts) on the declared points.
    Weights of missing indicators are spread as without variation. Scores below one point enter a tree with a mean that
    needs positive ones as one. MethodError of a declared method.
    """
    way = tree if aggregation == "declared" else tree.with_aggregate(aggregation)
    if any(find_power(way, node) not in (1.0, None) for node in way.nodes):
        np.maximum(scores, FLOOR, out=scores)
    points = own.points * factors
    if is_of_means(way) or not len(own.rows):
        return score_replicates(scores, points, way, alike=own.alike).scores + own.added
    members = np.swapaxes(scores, -1, -2)
    shares = spread_weights(points[:, None], ~np.isnan(own.nominal), way)
    totals: Array = aggregate_tree(members, shares, way)[..., -1]
    return totals + own.added
