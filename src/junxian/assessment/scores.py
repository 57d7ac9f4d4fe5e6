"""Scores of all areas: normalised indicators, weights as spread, nodes, total."""

from dataclasses import dataclass

import numpy as np

from junxian.assessment.aggregate import aggregate_tree
from junxian.assessment.bounds import Bounds
from junxian.assessment.kinds import Array, Mask, Places
from junxian.assessment.normalise import normalise_efficacy, normalise_min_max, normalise_rank, normalise_z_score
from junxian.assessment.panel import Panel
from junxian.assessment.setting import Setting
from junxian.assessment.tree import Tree
from junxian.assessment.weigh import multiply_down, spread_weights
from junxian.declared.schemes import Normalise


@dataclass(frozen=True)
class Scores:
    """Of rows of areas: `normalised` (rows, indicators), `shares` and `weights` (rows, parts), `nodes` (rows, nodes)."""

    normalised: Array
    shares: Array
    weights: Array
    nodes: Array

    @property
    def score(self) -> Array:
        """The root's score before bonus and deduction, NaN where there is none."""
        root: Array = self.nodes[:, -1]
        return root


def score_panel(setting: Setting, bounds: Bounds) -> Scores:
    """Score every area within its own class; areas that are not comparable are normalised for information only."""
    panel = setting.panel
    normalised = np.full(panel.values.shape, np.nan)
    for place in range(len(setting.scheme.classes)):
        rows = panel.members(place)
        normalised[rows] = normalise_rows(panel, rows, place, setting.scheme.normalise, bounds)
    return aggregate_rows(normalised, setting.own_points, setting.tree, setting.comparable, panel.areas)


def aggregate_rows(normalised: Array, points: Array, tree: Tree, comparable: Mask, labels: tuple[str, ...]) -> Scores:
    """Weigh and aggregate rows; those that are not comparable get no weights and no scores.

    points  (rows, parts)
    """
    filed = ~np.isnan(normalised) & comparable[:, None]
    shares = spread_weights(points, filed, tree)
    nodes = aggregate_tree(normalised, shares, tree, labels)
    return Scores(normalised, shares, multiply_down(shares, tree), nodes)


def normalise_rows(panel: Panel, rows: Places, place: int, normalise: Normalise, bounds: Bounds) -> Array:
    """Normalise rows by the bounds, or among the pool, of the class at `place`; they need not be its members."""
    scores = np.full((len(rows), panel.values.shape[1]), np.nan)
    for column in range(scores.shape[1]):
        if not np.isnan(bounds.low[place, column]):
            scores[:, column] = _normalise_column(panel, rows, place, column, normalise, bounds)
    return scores


def _normalise_column(
    panel: Panel, rows: Places, place: int, column: int, normalise: Normalise, bounds: Bounds
) -> Array:
    values, pool = panel.values[rows, column], bounds.pools[place]
    ends = bounds.low[place, column], bounds.high[place, column]
    better = bool(panel.more_is_better[column])
    base, span = normalise.base, normalise.span
    if normalise.method != "percentile_rank" and not ends[0] < ends[1]:
        return np.full(len(rows), np.nan)
    if normalise.method in ("efficacy", "min_max"):
        stretch = normalise_efficacy if normalise.method == "efficacy" else normalise_min_max
        return stretch(values, bounds=ends, base=base, span=span, more_is_better=better)
    if normalise.method == "z_score":
        centre, spread = find_z_scale(normalise)
        known = panel.values[pool, column]
        return normalise_z_score(values, known, mean=centre, deviation=spread, more_is_better=better)
    return _rank_column(panel, rows, pool, column, normalise)


def find_z_scale(normalise: Normalise) -> tuple[float, float]:
    """Mean and standard deviation of z-scores: the middle of the scale, and a quarter of its span."""
    return normalise.base + normalise.span / 2, normalise.span / 4


def _rank_column(panel: Panel, rows: Places, pool: Places, column: int, normalise: Normalise) -> Array:
    values, better = panel.values[:, column], bool(panel.more_is_better[column])
    scale = {"base": normalise.base, "span": normalise.span, "more_is_better": better}
    scores = normalise_rank(values[rows], values[pool], **scale)  # type: ignore[arg-type]
    own = dict(zip(pool.tolist(), normalise_rank(values[pool], **scale), strict=True))  # type: ignore[arg-type]
    return np.array([own.get(row, score) for row, score in zip(rows.tolist(), scores, strict=True)])
