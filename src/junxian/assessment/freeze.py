"""Frozen bounds: percentiles of a base year, by class or over all classes, written before the assessed year starts."""

import numpy as np
import polars as pl

from junxian.assessment.bounds import find_percentiles, needs_spread
from junxian.assessment.change import add_changes
from junxian.assessment.kinds import Places
from junxian.assessment.normalise import is_constant
from junxian.assessment.setting import Setting, set_up
from junxian.declared.scheme_steps import BETWEEN_BOUNDS
from junxian.declared.schemes import Scheme
from junxian.declared.tables import BOUNDS_SCHEMA
from junxian.indicators import IndicatorTable
from junxian.terms.errors import MethodError
from junxian.terms.period import Period

LEAST = 2  # values without which a percentile means nothing


def freeze_bounds(
    indicators: IndicatorTable, scheme: Scheme, classification: pl.DataFrame, base: Period
) -> pl.DataFrame:
    """Bounds (class, indicator, low, high) of every indicator with weight, in its unit, from the figures of one period.

    Percentiles as declared, the low one at the worse end, linearly interpolated, over the areas of the class, or of all
    classes where `base_pool` says so, that have enough filed in the base period; a missing figure sets no bound. Declared
    goalposts of an indicator are written as they are. MethodError names class and indicator where fewer than two values
    are known or all lie at one: declare its low and high. Source: practice §1.7. Checked in
    tests/unit/assessment/test_freeze.py and tests/province/test_freeze.py.
    """
    setting = set_up(add_changes(indicators, scheme), scheme, classification, base)
    rows = [
        (scheme.classes[place], setting.tree.indicators[column], *_find_ends(setting, int(place), int(column), base))
        for place, column in np.argwhere(setting.weighed)
        if scheme.normalise.of(setting.tree.indicators[column]).method in BETWEEN_BOUNDS
    ]
    return pl.DataFrame(rows, schema=BOUNDS_SCHEMA, orient="row")


def _find_ends(setting: Setting, place: int, column: int, base: Period) -> tuple[float, float]:
    scheme, panel, code = setting.scheme, setting.panel, setting.tree.indicators[column]
    own = scheme.normalise.of(code)
    if own.low is not None and own.high is not None:
        return own.low, own.high
    known = panel.values[_find_pool(setting, place), column]
    known = known[~np.isnan(known)]
    where = f"schemes/{scheme.key}: indicator {code!r} in class {scheme.classes[place]}"
    if known.size < LEAST:
        raise MethodError(where, f"has {known.size} values in {base}.", f"Declare its low and high. {_REMEDY}")
    low, high = np.percentile(known, find_percentiles(scheme.normalise, bool(panel.more_is_better[column]), code))
    if needs_spread(scheme.normalise, code) and is_constant(low, high):
        raise MethodError(where, f"has both percentiles at {low:g} in {base}.", f"Declare its low and high. {_REMEDY}")
    return float(low), float(high)


_REMEDY = 'Write [[normalise.indicator]] with code, low and high; or base_pool = "all" for more areas.'


def _find_pool(setting: Setting, place: int) -> Places:
    scheme = setting.scheme
    together = {place, *(scheme.classes.index(code) for code in scheme.class_[place].bounds_with)}
    if scheme.normalise.base_pool == "all":
        together = set(range(len(scheme.classes)))
    return np.flatnonzero(setting.screening.kept & np.isin(setting.panel.class_of, sorted(together)))
