"""What an assessment starts from: the tree, the weights, the figures, how much is filed and who can be compared."""

from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from junxian.assessment.impute import impute_by_group
from junxian.assessment.kinds import Array, Mask
from junxian.assessment.panel import Panel, read_panel
from junxian.assessment.tree import Tree, points_of, tree_of
from junxian.assessment.weigh import measure_coverage
from junxian.declared.schemes import Scheme
from junxian.indicators import IndicatorTable
from junxian.terms.period import Period


@dataclass(frozen=True)
class Setting:
    """`points` (classes, parts) as declared; `panel` the figures; `filed` (areas, indicators) those not imputed.

    `coverage` (areas,) share of the weight that is filed; `comparable` (areas,) who can be ranked.
    """

    scheme: Scheme
    tree: Tree
    points: Array
    panel: Panel
    filed: Mask
    coverage: Array
    comparable: Mask

    @property
    def own_points(self) -> Array:
        """Declared points of every area's class (areas, parts)."""
        points: Array = self.points[self.panel.class_of]
        return points

    @property
    def weighed(self) -> Mask:
        """Which indicators carry weight in which class (classes, indicators)."""
        weighed: Mask = self.points[:, : len(self.tree.indicators)] > 0
        return weighed


def set_up(indicators: IndicatorTable, scheme: Scheme, classification: pl.DataFrame, period: Period) -> Setting:
    """Lay out the figures of a scheme for one period, measure what is filed, and impute where the scheme says so."""
    tree = tree_of(scheme)
    points = points_of(scheme, tree)
    panel = read_panel(indicators, scheme, tree, classification, period)
    filed = ~np.isnan(panel.values)
    coverage = measure_coverage(points[panel.class_of], filed, tree)
    comparable = find_comparable(panel, scheme, coverage)
    return Setting(scheme, tree, points, impute_panel(panel, scheme), filed, coverage, comparable)


def find_comparable(panel: Panel, scheme: Scheme, coverage: Array) -> Mask:
    """Who can be ranked: enough of the weight is filed and, for same-year bounds, there is somebody to compare with."""
    comparable: Mask = coverage >= scheme.coverage
    if scheme.normalise.bounds != "same_year":
        return comparable
    for place, declared in enumerate(scheme.class_):
        helping = [place, *(scheme.classes.index(code) for code in declared.bounds_with)]
        if (comparable & np.isin(panel.class_of, helping)).sum() < 2:
            comparable = comparable & (panel.class_of != place)
    return comparable


def impute_panel(panel: Panel, scheme: Scheme) -> Panel:
    """Fill missing values by the class's mean or median where the scheme says so."""
    if scheme.impute.method == "none":
        return panel
    groups = [scheme.classes[place] for place in panel.class_of]
    statistic = scheme.impute.method.removeprefix("class_")
    return replace(panel, values=impute_by_group(panel.values, groups, statistic))
