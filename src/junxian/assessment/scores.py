"""Scores of all areas: normalised indicators, weights as spread, nodes, total."""

from dataclasses import dataclass

import numpy as np

from junxian.assessment.aggregate import aggregate_tree
from junxian.assessment.kinds import Array, Mask, Places
from junxian.assessment.setting import Setting
from junxian.assessment.tree import Tree
from junxian.assessment.weigh import multiply_down, spread_weights


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
    panel = setting.panel
    return aggregate_rows(
        normalised, setting.own_points, setting.tree, setting.comparable, panel.areas, groups=panel.class_of
    )


def aggregate_rows(
    normalised: Array, points: Array, tree: Tree, comparable: Mask, labels: tuple[str, ...], groups: Places | None = None
) -> Scores:  # fmt: skip
    """Weigh and aggregate rows; those that are not comparable get no weights and no scores.

    points  (rows, parts); groups  (rows,) who is compared with whom by methods that compare areas, all when not given
    """
    filed = ~np.isnan(normalised) & comparable[:, None]
    shares = spread_weights(points, filed, tree)
    nodes = aggregate_tree(normalised, shares, tree, labels, groups)
    return Scores(normalised, shares, multiply_down(shares, tree), nodes)
