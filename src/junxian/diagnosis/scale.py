"""The scale on which an indicator is scored, read back from values and scores: a line that ends at a floor and a ceiling.

Every normalisation between bounds, every distance to a value and the z-score is such a line. Ranks and treatments that
bend the scale are not; there the scale is unknown, and nothing is computed from it.
Checked in tests/unit/diagnosis/test_scale.py.
"""

from dataclasses import dataclass

import numpy as np

from junxian.assessment.kinds import Array, Mask

EXACT = 1e-9  # a scale is known where it gives back every score to this share of the scores' size


@dataclass(frozen=True)
class Scale:
    """Per indicator, score = clip(intercept + slope · value, floor, ceiling); NaN where unknown.

    `slope` is negative where less is better; `floor` and `ceiling` are infinite where the scale has no end.
    """

    slope: Array
    intercept: Array
    floor: Array
    ceiling: Array

    @property
    def known(self) -> Mask:
        """Which indicators' scale is known."""
        return ~np.isnan(self.slope)

    def apply(self, values: Array) -> Array:
        """Scores of values (..., indicators); NaN where missing or unknown."""
        scores: Array = np.clip(self.intercept + self.slope * values, self.floor, self.ceiling)
        return scores

    def invert(self, scores: Array) -> Array:
        """The values at which the line has these scores (..., indicators); ends of the scale are the caller's affair."""
        with np.errstate(divide="ignore", invalid="ignore"):
            values: Array = (scores - self.intercept) / self.slope
        return values


def read_scale(
    values: Array, scores: Array, low: Array, high: Array, ends: tuple[float, float], bends: Mask | None = None
) -> Scale:
    """Find the scale of every indicator that gives back all the scores.

    values, scores  (areas, indicators), NaN for missing; low, high  (indicators,) the bounds in the indicators' unit, NaN
    where there are none; ends  the scores at the worse and the better bound; bends  where a treatment may bend the scale
    Between bounds the line is theirs, in the direction that fits; else it goes through the two outermost scores. Unknown
    (NaN) where a score is off the line, where both directions fit, and, without bounds or where it may bend, where fewer
    than three different scores lie between the ends.
    """
    maybe = np.zeros(values.shape[1], dtype=bool) if bends is None else bends
    columns = [
        _read_column(values[:, i], scores[:, i], (low[i], high[i]), ends, bool(maybe[i]))
        for i in range(values.shape[1])
    ]
    return Scale(*np.array(columns, dtype=float).reshape(-1, 4).T)


Line = tuple[float, float, float, float]
UNKNOWN: Line = (np.nan, np.nan, np.nan, np.nan)
SEEN = 3  # different scores on a line before it is believed


def _read_column(
    values: Array, scores: Array, bounds: tuple[float, float], ends: tuple[float, float], bends: bool
) -> Line:
    known = ~(np.isnan(values) | np.isnan(scores))
    x, s = values[known], scores[known]
    lines = [*_between_bounds(bounds, ends), *_through_scores(x, s)]
    fitting = [line for line in lines if _fits(line, x, s) and (not bends or _count_inner(line, s) >= SEEN)]
    two_ways = len(fitting) > 1 and fitting[0][0] * fitting[1][0] < 0
    return fitting[0] if fitting and not two_ways else UNKNOWN


def _count_inner(line: Line, s: Array) -> int:
    return int(np.unique(s[(s > line[2]) & (s < line[3])]).size)


def _between_bounds(bounds: tuple[float, float], ends: tuple[float, float]) -> list[Line]:
    low, high = bounds
    if not low < high:
        return []
    worse, better = ends
    slope = (better - worse) / (high - low)
    return [(slope, worse - slope * low, worse, better), (-slope, better + slope * low, worse, better)]


def _through_scores(x: Array, s: Array) -> list[Line]:
    """The line through two unequal inner scores; a score that several values share at an end is a floor or ceiling."""
    if not s.size:
        return []
    floor = s.min() if np.unique(x[s == s.min()]).size > 1 else -np.inf
    ceiling = s.max() if np.unique(x[s == s.max()]).size > 1 else np.inf
    inner = (s > floor) & (s < ceiling)
    if np.unique(x[inner]).size < SEEN:
        return []
    first, last = x[inner].argmin(), x[inner].argmax()
    slope = (s[inner][last] - s[inner][first]) / (x[inner][last] - x[inner][first])
    return [(slope, s[inner][first] - slope * x[inner][first], floor, ceiling)] if slope else []


def _fits(line: Line, x: Array, s: Array) -> bool:
    slope, intercept, floor, ceiling = line
    size = max(1.0, float(np.abs(s).max(initial=0.0)))
    return bool(x.size) and bool((np.abs(np.clip(intercept + slope * x, floor, ceiling) - s) <= EXACT * size).all())
