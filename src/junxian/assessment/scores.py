"""Scores of all areas: normalised indicators, weights as spread, nodes, total."""

from dataclasses import dataclass

import numpy as np

from junxian.assessment.aggregate import aggregate_tree
from junxian.assessment.kinds import Array, Mask
from junxian.assessment.normalised import find_z_scale
from junxian.assessment.setting import Setting
from junxian.assessment.tree import Tree
from junxian.assessment.weigh import multiply_down, spread_weights

__all__ = ["Scores", "aggregate_rows", "find_z_scale", "score_panel"]


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


def score_panel(setting: Setting, normalised: Array) -> Scores:
    """Spread the weights of what is missing and aggregate, every class by itself; not comparable areas get no score."""
    panel, tree = setting.panel, setting.tree
    shape = (len(panel.areas), len(tree.parts))
    shares, weights, nodes = np.zeros(shape), np.zeros(shape), np.full((shape[0], len(tree.nodes)), np.nan)
    for place in range(len(setting.scheme.classes)):
        rows = panel.members(place)
        labels = tuple(panel.areas[row] for row in rows)
        own = aggregate_rows(normalised[rows], setting.own_points[rows], tree, setting.comparable[rows], labels)
        shares[rows], weights[rows], nodes[rows] = own.shares, own.weights, own.nodes
    return Scores(normalised, shares, weights, nodes)


def aggregate_rows(normalised: Array, points: Array, tree: Tree, comparable: Mask, labels: tuple[str, ...]) -> Scores:
    """Weigh and aggregate rows; those that are not comparable get no weights and no scores.

    points  (rows, parts). Methods that compare areas compare these rows with each other.
    """
    filed = ~np.isnan(normalised) & comparable[:, None]
    shares = spread_weights(points, filed, tree)
    nodes = aggregate_tree(normalised, shares, tree, labels)
    return Scores(normalised, shares, multiply_down(shares, tree), nodes)
