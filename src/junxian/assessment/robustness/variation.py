"""Sets up the replicates of an assessment and brings their ranks back to its areas."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from junxian.assessment.bounds import Bounds
from junxian.assessment.kinds import Array
from junxian.assessment.points import add_points
from junxian.assessment.robustness.choices import draw_choices
from junxian.assessment.robustness.class_ranks import Treat, vary_ranks
from junxian.assessment.robustness.intervals import RankIntervals, measure_intervals
from junxian.assessment.robustness.replicates import ClassToVary
from junxian.assessment.scorecard import DISTRIBUTION_SCHEMA, make_frame
from junxian.assessment.scores import Scores
from junxian.assessment.setting import Setting
from junxian.assessment.standing import Standing
from junxian.assessment.treat import treat_columns
from junxian.terms.errors import MethodError

Draws = Callable[[list[str], list[str]], Array]


@dataclass(frozen=True)
class Variation:
    """Of every area the rank interval and median (0 for none); `distribution`: shares of replicates by area and rank."""

    low: NDArray[np.int64]
    high: NDArray[np.int64]
    median: NDArray[np.int64]
    distribution: pl.DataFrame


def vary(
    setting: Setting, bounds: Bounds, scores: Scores, standing: Standing, draws: Draws | None, seed: int
) -> Variation:
    """Rank every class in all replicates of the scheme; without replicates there are no intervals.

    draws  makes (replicates, areas, indicators) with data error from lists of areas and indicators
    """
    declared, tree = setting.scheme.robustness, setting.tree
    count = len(setting.panel.areas)
    low, high, median = (np.zeros(count, dtype=np.int64) for _ in range(3))
    if not declared.replicates:
        return Variation(low, high, median, pl.DataFrame(schema=DISTRIBUTION_SCHEMA))
    classes = [_take_class(setting, bounds, scores, standing, place) for place in range(len(setting.scheme.classes))]
    choices = draw_choices(declared, len(classes), len(tree.parts), seed)
    drawn = _draw(setting, draws if declared.data_error else None)
    point = setting.treated.before[setting.comparable]
    ranks = vary_ranks(
        point, drawn, classes, choices, tree, setting.scheme, setting.panel.more_is_better, setting.rank_groups,
        _find_treatment(setting),
    )  # fmt: skip
    intervals = [measure_intervals(own, declared.interval) for own in ranks]
    compared = np.flatnonzero(setting.comparable)
    for own, interval in zip(classes, intervals, strict=True):
        rows = compared[own.rows]
        low[rows], high[rows], median[rows] = interval.low, interval.high, interval.median
    return Variation(low, high, median, _distribute(setting, classes, intervals))


def _find_treatment(setting: Setting) -> Treat | None:
    """The scheme's treatment of outliers, for values (…, areas, indicators)."""
    plan = setting.treated.plan
    return None if plan is None else lambda values: treat_columns(values, plan).values


def _take_class(setting: Setting, bounds: Bounds, scores: Scores, standing: Standing, place: int) -> ClassToVary:
    members = setting.panel.members(place)
    rows = members[standing.rank[members] > 0]
    among_compared = np.cumsum(setting.comparable) - 1
    fixed = np.array([setting.scheme.normalise.is_fixed(code) for code in setting.tree.indicators], dtype=bool)
    low, high = (np.where(fixed, end[place], np.nan) for end in (bounds.low, bounds.high))
    return ClassToVary(
        rows=among_compared[rows],
        pool=among_compared[bounds.pools[place]],
        points=setting.points[place],
        ends=(low, high) if fixed.any() else None,
        nominal=np.where(setting.weighed[place], scores.normalised[rows], np.nan),
        added=add_points(np.zeros(len(rows)), standing.bonus[rows], standing.deduction[rows]),
    )


def _draw(setting: Setting, draws: Draws | None) -> Array | None:
    """Draws of the comparable areas (replicates, areas, indicators)."""
    if draws is None:
        return None
    areas = [setting.panel.areas[row] for row in np.flatnonzero(setting.comparable)]
    drawn = draws(areas, list(setting.tree.indicators))
    wanted = (setting.scheme.robustness.replicates, len(areas), len(setting.tree.indicators))
    if drawn.shape != wanted:
        raise MethodError(
            "rank intervals", f"draws have the shape {drawn.shape}, not {wanted}.",
            "Draw (replicates, areas, indicators) as the scheme declares.",
        )  # fmt: skip
    return drawn


def _distribute(setting: Setting, classes: list[ClassToVary], intervals: list[RankIntervals]) -> pl.DataFrame:
    """Rows of DISTRIBUTION_SCHEMA by area and rank."""
    areas = pl.Series([setting.panel.areas[row] for row in np.flatnonzero(setting.comparable)], dtype=pl.String)
    frames = [pl.DataFrame(schema=DISTRIBUTION_SCHEMA)]
    for own, interval in zip(classes, intervals, strict=True):
        members, ranks, numbers = interval.runs
        shares = numbers / max(1, interval.ordered.shape[1])
        columns = {"ref_area": areas.gather(own.rows[members]), "rank": ranks.astype(np.int64), "share": shares}
        frames.append(make_frame(columns, DISTRIBUTION_SCHEMA))
    together = pl.concat(frames)
    return together if len(classes) == 1 else together.sort("ref_area", "rank")
