"""What was known when a plan was made, and what came after: the areas of one judged year."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from junxian.studies.backtest.panel import Array, Panel


@dataclass(frozen=True)
class Known:
    """One judged year; all arrays (areas,) of the areas of which everything is on file.

    Up to the year before: `last` (the factor's amounts), `earned` (output gained over the years before per unit of factor
    spent in them), `growth`, `per_head`, `people`. After: `actual` amounts of the year and `gain` of output in it.
    """

    year: int
    areas: NDArray[np.int64]  # places in the panel
    last: Array
    earned: Array
    growth: Array
    per_head: Array
    people: Array
    actual: Array
    gain: Array


def look_back(panel: Panel, place: int, years: int) -> Known:
    """What a plan for year number `place` could know from the `years` before it, and what that year then brought.

    An area takes part where factor and output of all these years and of the year itself are on file and above zero, and
    people of the year before.
    """
    window = slice(place - years - 1, place)
    spent, output = panel.factor[place - years : place + 1], panel.output[window.start : place + 1]
    whole = (spent > 0).all(0) & (output > 0).all(0) & (panel.people[place - 1] > 0)
    at = np.flatnonzero(whole)
    before, first, now = panel.output[place - 1, at], panel.output[window.start, at], panel.output[place, at]
    return Known(
        year=panel.years[place],
        areas=at,
        last=panel.factor[place - 1, at],
        earned=(before - first) / panel.factor[place - years : place, at].sum(0),
        growth=before / first,
        per_head=before / panel.people[place - 1, at],
        people=panel.people[place - 1, at],
        actual=panel.factor[place, at],
        gain=now - before,
    )
