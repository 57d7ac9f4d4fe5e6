"""Bonus and deduction points, filed as items, within their caps."""

import numpy as np

from junxian.assessment.kinds import Array
from junxian.assessment.panel import Panel
from junxian.declared.schemes import Points
from junxian.indicators import IndicatorTable
from junxian.terms.period import Period


def read_points(declared: Points | None, indicators: IndicatorTable, panel: Panel, period: Period) -> Array:
    """Points of every area between 0 and the cap; NaN where the scheme has none or none were filed.

    Points that were not filed change nothing: they are shown as missing, and the total is the score.
    """
    points = np.full(len(panel.areas), np.nan)
    if declared is None:
        return points
    filed = dict(indicators.quantity(declared.item, period).select("ref_area", "value").iter_rows())
    for row, area in enumerate(panel.areas):
        if filed.get(area) is not None:
            points[row] = filed[area]
    return np.clip(points, 0.0, declared.cap)


def add_points(score: Array, bonus: Array, deduction: Array) -> Array:
    """Score plus bonus less deduction; what was not filed counts for nothing."""
    total: Array = score + np.nan_to_num(bonus) - np.nan_to_num(deduction)
    return total
