"""What an assessment starts from: the tree, the weights, the figures, how much is filed and who can be compared."""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import polars as pl

from junxian.assessment.imputed import impute_panel
from junxian.assessment.kinds import Array, Mask
from junxian.assessment.panel import Panel, read_panel
from junxian.assessment.screen import Screening, screen_areas
from junxian.assessment.treated import Treated, treat_panel
from junxian.assessment.tree import Tree, points_of, tree_of
from junxian.assessment.weigh import measure_coverage
from junxian.declared.schemes import Scheme
from junxian.indicators import IndicatorTable
from junxian.terms.period import Period


@dataclass(frozen=True)
class Setting:
    """`panel` the figures as they are scored, imputed and treated; `filed` (areas, indicators) those not imputed.

    `points` (classes, parts) with which the areas are weighed, `declared_points` those of weights.csv; `coverage`
    (areas,) share of the declared weight that is filed; `comparable` (areas,) who can be ranked; `screening` and
    `treated`: what these steps did.
    """

    scheme: Scheme
    tree: Tree
    points: Array
    declared_points: Array
    panel: Panel
    filed: Mask
    coverage: Array
    screening: Screening
    comparable: Mask
    treated: Treated

    @property
    def own_points(self) -> Array:
        """Points of every area's class (areas, parts)."""
        points: Array = self.points[self.panel.class_of]
        return points

    @cached_property
    def rank_groups(self) -> tuple[tuple[int, ...], ...]:
        """Places of the classes that are ranked together: those of `rank_across` as one group, every other by itself."""
        scheme = self.scheme
        across = tuple(sorted({scheme.classes.index(code) for code in scheme.rank_across}))
        alone = [(place,) for place in range(len(scheme.classes)) if place not in across]
        return tuple(sorted([*alone, across] if across else alone))

    @property
    def weighed(self) -> Mask:
        """Which indicators carry declared weight in which class (classes, indicators)."""
        weighed: Mask = self.declared_points[:, : len(self.tree.indicators)] > 0
        return weighed


def set_up(indicators: IndicatorTable, scheme: Scheme, classification: pl.DataFrame, period: Period) -> Setting:
    """Lay out the figures of a scheme for one period; screen, impute and treat as the scheme says."""
    tree = tree_of(scheme)
    points = points_of(scheme, tree)
    panel = read_panel(indicators, scheme, tree, classification, period)
    filed = ~np.isnan(panel.values)
    coverage = measure_coverage(points[panel.class_of], filed, tree)
    screening = screen_panel(panel, scheme, points)
    imputed = impute_panel(panel, indicators, scheme, tree, period)
    has_figures = (~np.isnan(imputed) & (points[panel.class_of][:, : imputed.shape[1]] > 0)).any(axis=1)
    comparable = find_comparable(panel, scheme, screening.kept & has_figures)
    treated = treat_panel(imputed, panel, scheme, comparable)
    panel = replace(panel, values=treated.values)
    return Setting(scheme, tree, points, points, panel, filed, coverage, screening, comparable, treated)


def screen_panel(panel: Panel, scheme: Scheme, points: Array) -> Screening:
    """Find the areas with enough filed: of weight by the scheme's coverage, and what its [screen] asks besides."""
    own, weights = scheme.screen, points[panel.class_of][:, : panel.values.shape[1]]
    return screen_areas(
        panel.values, panel.areas, own.by, least_known=scheme.coverage, least_nonzero=own.nonzero,
        include=own.include, exclude=own.exclude, weights=weights,
    )  # fmt: skip


def find_comparable(panel: Panel, scheme: Scheme, kept: Mask) -> Mask:
    """Who can be ranked: enough is filed (`kept`) and, where figures of the year set the scale, there is somebody to compare with."""
    comparable = kept
    if all(scheme.normalise.is_fixed(code) for code in panel.codes):
        return comparable
    for place, declared in enumerate(scheme.class_):
        helping = [place, *(scheme.classes.index(code) for code in declared.bounds_with)]
        if (comparable & np.isin(panel.class_of, helping)).sum() < 2:
            comparable = comparable & (panel.class_of != place)
    return comparable
