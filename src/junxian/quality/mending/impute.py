"""Imputation with intervals: each missing figure by the way that told the item's past best, and how far that way erred."""

from dataclasses import dataclass
from math import ceil

import numpy as np
import polars as pl
from numpy.typing import NDArray

from junxian.quality.mending.highs import Array
from junxian.quality.mending.panel import Panel
from junxian.quality.mending.predict import Way, list_ways
from junxian.terms.errors import MethodError

MOST_BACK = 3
LOOK_BACK = 5  # periods of the back-test otherwise, its own among them
FEWEST_TRIALS = 20  # of a way that is used; of the figure's own period, above which no other is looked at
TRIAL_SCHEMA = {
    "period": pl.Int64, "method": pl.String, "back": pl.Int64, "trials": pl.Int64, "error": pl.Float64,
    "reach": pl.Float64,
}  # fmt: skip


@dataclass(frozen=True)
class Imputed:
    """What was imputed, (areas, periods); NaN and no method where a figure was filed, or cannot be told.

    values, low, high  in the unit of the figures; way  (areas, periods) places in `ways`, −1 for none
    trials  TRIAL_SCHEMA: per period (its place) and way the number of trials, the median error and the reach of the
            interval, both as differences of logarithms (or in the unit, where the panel is not in logarithms)
    """

    values: Array
    low: Array
    high: Array
    way: NDArray[np.intp]
    ways: tuple[Way, ...]
    trials: pl.DataFrame


def impute_with_interval(panel: Panel, coverage: float = 0.9, most_back: int = MOST_BACK) -> Imputed:
    """Impute the missing figures of a panel, each with an interval that holds the true one with probability `coverage`.

    Every way of `predict` is tried on all known figures of the period, as if each were missing, and where fewer than
    20 of these have a trial on those of the four periods before too; of the ways that can tell the missing figure the one with the least
    median error is taken (of equal ones the first listed).
    The interval is the prediction ± the conformal quantile of that way's errors in the same trials: exact where the
    missing figure is as hard to tell as the others. A way with fewer than 20 trials is not used, so that a figure that
    nothing can tell stays missing: never invented. What was imputed is never a base for another figure.
    Source: Lei and others 2018 (split conformal); trials without the figure itself. Coverage on real panels is checked in
    tests/published/test_mending.py, the rest in tests/unit/quality/mending/test_impute.py.
    """
    if not 0 < coverage < 1:
        raise MethodError("imputation", f"coverage is {coverage:g}.", "Give a share between 0 and 1.")
    told = list_ways(panel, most_back)
    missing = np.isnan(panel.values)
    values, low, high = (np.full(missing.shape, np.nan) for _ in range(3))
    way = np.full(missing.shape, -1, dtype=np.intp)
    trials = []
    for period in np.flatnonzero(missing.any(axis=0)):
        judged = _judge(panel, told, int(period), coverage)
        trials += [(int(period), told[k][0].code, told[k][0].back, *row) for k, row in judged.items()]
        for k, (_, _, reach) in sorted(judged.items(), key=lambda j: (j[1][1], j[0])):
            prediction = told[k][1][:, period]
            rows = missing[:, period] & (way[:, period] < 0) & np.isfinite(prediction)
            way[rows, period] = k
            ends = (prediction[rows], prediction[rows] - reach, prediction[rows] + reach)
            for table, end in zip((values, low, high), ends, strict=True):
                table[rows, period] = np.exp(end) if panel.in_logs else end
    frame = pl.DataFrame(trials, schema=TRIAL_SCHEMA, orient="row")
    return Imputed(values, low, high, way, tuple(w for w, _ in told), frame)


def _judge(
    panel: Panel, told: list[tuple[Way, Array]], period: int, coverage: float
) -> dict[int, tuple[int, float, float]]:
    """Trials, median error and reach of the interval of every way with enough trials."""
    judged = {}
    for k, (_, prediction) in enumerate(told):
        errors = _list_errors(np.abs(panel.level - prediction), period)
        reach = take_conformal_quantile(errors, coverage)
        if len(errors) >= FEWEST_TRIALS and np.isfinite(reach):
            judged[k] = (len(errors), float(np.median(errors)), reach)
    return judged


def _list_errors(errors: Array, period: int) -> Array:
    """Errors of the period itself, where a year of its own kind shows; of the periods before too where these are few."""
    own = errors[:, period][np.isfinite(errors[:, period])]
    if len(own) >= FEWEST_TRIALS:
        return own
    recent = errors[:, max(0, period - LOOK_BACK + 1) : period + 1]
    return np.asarray(recent[np.isfinite(recent)])


def take_conformal_quantile(errors: Array, coverage: float) -> float:
    """The ⌈(n + 1)·coverage⌉-th smallest of n errors: the next one is no larger with that probability; infinite if too few."""
    place = ceil((len(errors) + 1) * coverage - 1e-9)
    return float(np.partition(errors, place - 1)[place - 1]) if place <= len(errors) else float("inf")


def measure_departure(panel: Panel, most_back: int = MOST_BACK) -> tuple[Array, Array]:
    """What each known figure was expected to be (areas, periods), and by how many typical errors it departs from that.

    Expected is the prediction without the figure of the way with the least median error of those that can tell it; the
    typical error is that median. NaN where nothing can tell. Used to suspect cells in error localisation.
    """
    expected, departure = (np.full(panel.values.shape, np.nan) for _ in range(2))
    told = list_ways(panel, most_back)
    for period in range(panel.values.shape[1]):
        judged = _judge(panel, told, period, 0.5)
        for k, (_, typical, _) in sorted(judged.items(), key=lambda j: (j[1][1], j[0])):
            prediction = told[k][1][:, period]
            rows = np.isnan(expected[:, period]) & np.isfinite(prediction)
            expected[rows, period] = np.exp(prediction[rows]) if panel.in_logs else prediction[rows]
            off = np.abs(panel.level[rows, period] - prediction[rows]) / max(typical, 1e-6)
            departure[rows, period] = np.where(
                np.isfinite(panel.values[rows, period]), np.nan_to_num(off, nan=np.inf), np.nan
            )
    return expected, departure
