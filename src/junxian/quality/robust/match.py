"""Matching on plain arrays: residuals of growth on the growth of proxies, area by area, whatever proxies each has."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from junxian.quality.peers import CONSISTENT
from junxian.quality.robust.regression import RobustFit, regress_robustly
from junxian.quality.series import median_of

Array = NDArray[np.float64]
Whole = NDArray[np.int64]
FLOOR = 0.005  # least spread of log growth: peers that are all alike make no difference extreme
HISTORY = 8  # periods that the common spread is worth against an area's own
PER_PARAMETER = 4  # areas that each parameter of the fit takes


@dataclass(frozen=True)
class Match:
    """Of each area: expected growth, spread of its residual, areas and parameters of the fit; NaN or 0 where none.

    z = (growth − expected)/spread.
    """

    expected: Array
    spread: Array
    areas: Whole
    parameters: Whole
    own_class: NDArray[np.bool_]


def match_growth(y: Array, proxies: Array, classes: Whole, min_peers: int) -> Match:
    """Expect each area's growth from its proxies.

    y        (areas,) log growth of the item; proxies  (areas, proxies) of the proxies; NaN where unknown
    classes  (areas,) 0 … c−1; classes with fewer than `min_peers` areas in a fit are one group; where those come to fewer
             than four areas nothing is expected of them
    Areas that have the same proxies are judged by the fit over all areas that have at least these. Nothing is expected of
    an area without any proxy, nor where a fit has fewer than `min_peers` areas or four per parameter. The spread of a
    residual is the MAD over all areas, that of a class with areas enough where it is wider, 0.005 at least, and allows for
    the area's leverage.
    """
    blank = np.full(len(y), np.nan)
    found = Match(
        blank, blank.copy(), np.zeros(len(y), np.int64), np.zeros(len(y), np.int64), np.zeros(len(y), np.bool_)
    )
    known = np.isfinite(proxies)
    asked = np.isfinite(y) & known.any(axis=1)
    for pattern in np.unique(known[asked], axis=0):
        rows = np.flatnonzero(np.isfinite(y) & known[:, pattern].all(axis=1))
        groups, is_own = _group(classes[rows], min_peers)
        rows, is_own, groups = rows[groups >= 0], is_own[groups >= 0], groups[groups >= 0]
        own = np.flatnonzero((known[rows] == pattern).all(axis=1))
        if not len(own) or len(rows) < max(min_peers, PER_PARAMETER * (int(groups.max()) + 1 + int(pattern.sum()))):
            continue
        fit = regress_robustly(y[rows], proxies[np.ix_(rows, np.flatnonzero(pattern))], groups)
        spread = _spread(fit, groups, is_own) * fit.inflation
        at = rows[own]
        found.expected[at] = y[at] - fit.residual[own]
        found.spread[at], found.areas[at], found.parameters[at] = spread[own], len(rows), fit.parameters
        found.own_class[at] = is_own[own]
    return found


def _group(classes: Whole, min_peers: int) -> tuple[Whole, NDArray[np.bool_]]:
    """Groups 0 … g−1, −1 for rows that have no like ones; and whether a row's group is its own class.

    Each class that is large enough is a group, all others together are one, where they are four rows at least.
    """
    _, place, size = np.unique(classes, return_inverse=True, return_counts=True)
    large = size >= min_peers
    group = np.where(large[place], place + 1, 0)
    rest = int(size[~large].sum())
    alone = (group == 0) & (rest < PER_PARAMETER) & (len(size) > 1)
    numbered = np.full(len(group), -1, dtype=np.int64)
    numbered[~alone] = np.unique(group[~alone], return_inverse=True)[1]
    return numbered, np.asarray(large[place])


def _spread(fit: RobustFit, groups: Whole, is_own: NDArray[np.bool_]) -> Array:
    spread = np.full(len(groups), fit.spread)
    for group in np.unique(groups[is_own]):
        rows = groups == group
        own = fit.residual[rows]
        spread[rows] = max(fit.spread, CONSISTENT * float(np.median(np.abs(own - np.median(own)))))
    return np.maximum(spread, FLOOR)


def allow_for_history(z: Array, months: Whole, apart: int) -> Array:
    """Residuals in units of a spread that allows for how hard each area was to predict in other periods.

    z       (periods, areas) residuals in units of the common spread, NaN where unknown
    months  (periods,) number of the last month; periods fewer than `apart` months away share growth and do not count
    An area's own spread (1.4826·MAD about zero over the other periods, m of them) is drawn towards the common one as if
    eight periods had said that: √((8 + m·own²)/(8 + m)); m counts periods that overlap by what they hold that is new, so
    that few stretches of growth are not taken for many. The median size of all residuals stays what it was. On real
    panels this takes most of the heaviness out of the tails: some areas are restless in every year.
    Checked in tests/unit/quality/robust/test_match.py.
    """
    allowed = np.full(z.shape, np.nan)
    steps = np.diff(np.sort(months))
    worth = min(1.0, float(np.median(steps)) / apart) if len(steps) else 1.0
    for t in range(len(z)):
        others = np.abs(z[np.abs(months - months[t]) >= apart])
        count = worth * np.isfinite(others).sum(axis=0)
        own = CONSISTENT * median_of(others, 0) if len(others) else np.full(z.shape[1], np.nan)
        wide = np.sqrt((HISTORY + count * np.square(np.nan_to_num(own, nan=1.0))) / (HISTORY + count))
        allowed[t] = z[t] / wide
    known = np.isfinite(allowed)
    before, after = (float(np.median(np.abs(v[known]))) if known.any() else 0.0 for v in (z, allowed))
    return allowed * (before / after) if after > 0 and len(z) > 1 else allowed
