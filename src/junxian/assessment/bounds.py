"""Bounds between which an indicator is stretched: of the same year, frozen before it, or declared."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from junxian.assessment.kinds import Array, Mask, Places
from junxian.assessment.normalise import METHODS, is_constant
from junxian.assessment.panel import Panel
from junxian.assessment.setting import Setting
from junxian.assessment.tree import Tree
from junxian.declared.schemes import Normalise, Scheme
from junxian.terms.errors import MethodError


@dataclass(frozen=True)
class Bounds:
    """`low` and `high` (classes, indicators) in the indicators' units, NaN where there is none.

    `members` how many values set them (−1 where they were frozen or declared); `pools` the rows that set each class's.
    """

    low: Array
    high: Array
    members: NDArray[np.int64]
    pools: tuple[Places, ...]


def set_bounds(setting: Setting) -> Bounds:
    """Find the bounds of every class and indicator.

    Same-year bounds come from the comparable members of the class and of its `bounds_with` classes: the declared
    percentiles for the efficacy coefficient, their least and greatest value for every other method (shown where it
    stretches between them). Goalposts declared for one indicator hold in every class.
    MethodError names indicator and class where an indicator with weight is constant, or has no frozen or declared
    bounds. Checked in tests/unit/assessment/test_assess.py and test_normalising.py.
    """
    panel, scheme, tree = setting.panel, setting.scheme, setting.tree
    pools = tuple(find_pool(setting, place) for place in range(len(scheme.classes)))
    low, high, members = _same_year(panel, scheme.normalise, pools)
    fixed = np.array([scheme.normalise.is_fixed(code) for code in tree.indicators], dtype=bool)
    if fixed.any():
        ends = _read_bounds(scheme, tree)
        low[:, fixed], high[:, fixed], members[:, fixed] = ends[0][:, fixed], ends[1][:, fixed], -1
    bounds = Bounds(low, high, members, pools)
    _check_bounds(bounds, setting, fixed)
    return bounds


def find_pool(setting: Setting, place: int) -> Places:
    """Rows of the comparable members of a class and of the classes that help to set its bounds."""
    scheme = setting.scheme
    helping = {place, *(scheme.classes.index(code) for code in scheme.class_[place].bounds_with)}
    return np.flatnonzero(setting.comparable & np.isin(setting.panel.class_of, sorted(helping)))


def _same_year(panel: Panel, normalise: Normalise, pools: Sequence[Places]) -> tuple[Array, Array, NDArray[np.int64]]:
    shape = (len(pools), panel.values.shape[1])
    low, high, members = np.full(shape, np.nan), np.full(shape, np.nan), np.zeros(shape, dtype=np.int64)
    for column in range(shape[1]):
        ends = find_percentiles(normalise, bool(panel.more_is_better[column]), panel.codes[column])
        for place, pool in enumerate(pools):
            known = panel.values[pool, column]
            known = known[~np.isnan(known)]
            members[place, column] = known.size
            if known.size:
                low[place, column], high[place, column] = np.percentile(known, ends)
    return low, high, members


def find_percentiles(normalise: Normalise, more_is_better: bool, code: str = "") -> tuple[float, float]:
    """Percentiles of the lower and the upper bound; the declared low one lies at the worse end."""
    if normalise.of(code).method != "efficacy":
        return 0.0, 100.0
    worse, better = normalise.low_percentile, normalise.high_percentile
    return (worse, better) if more_is_better else (100 - better, 100 - worse)


def _read_bounds(scheme: Scheme, tree: Tree) -> tuple[Array, Array]:
    """Bounds of bounds.csv and, before them, those declared for an indicator."""
    shape = (len(scheme.classes), len(tree.indicators))
    low, high = np.full(shape, np.nan), np.full(shape, np.nan)
    frame = pl.DataFrame() if scheme.bounds is None else scheme.bounds
    for row in frame.iter_rows(named=True):
        if row["class"] in scheme.classes and row["indicator"] in tree.indicators:
            place = scheme.classes.index(row["class"]), tree.indicators.index(row["indicator"])
            low[place], high[place] = row["low"], row["high"]
    for column, code in enumerate(tree.indicators):
        own = scheme.normalise.of(code)
        if own.low is not None and own.high is not None:
            low[:, column], high[:, column] = own.low, own.high
    return low, high


def _check_bounds(bounds: Bounds, setting: Setting, fixed: Mask) -> None:
    scheme = setting.scheme
    for place, column in np.argwhere(setting.weighed):
        code, own = setting.tree.indicators[column], setting.panel.members(int(place))
        where = f"schemes/{scheme.key}: indicator {code!r} in class {scheme.classes[place]}"
        low, high = bounds.low[place, column], bounds.high[place, column]
        if fixed[column] and np.isnan(low) and own.size:
            remedy = "Freeze the edition with `junxian freeze`, or add its row to bounds.csv."
            raise MethodError(where, "has no bounds.", remedy)
        if needs_spread(scheme.normalise, code) and is_constant(low, high):
            raise MethodError(
                where, f"all {bounds.members[place, column]} values lie at {low:g} between its bounds.",
                "Constants only with declared goalposts: declare bounds.csv and normalise.bounds = 'declared', "
                "or take the indicator's weight away in this class.",
            )  # fmt: skip


def needs_spread(normalise: Normalise, code: str) -> bool:
    """Whether an indicator's method has no place for a constant: not so where only the order or a ratio counts."""
    method = normalise.of(code).method or ""
    return not METHODS[method].by_rank and method != "fraction_of_maximum"
