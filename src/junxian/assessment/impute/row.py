"""Imputation by the area's own level: the mean of its known scores under the same parent."""

from collections.abc import Sequence

import numpy as np

from junxian.assessment.kinds import Array, Mask
from junxian.terms.errors import MethodError


def impute_by_row_mean(
    values: Array, parents: Sequence[str] | None = None, more_is_better: Mask | Sequence[bool] | None = None
) -> Array:
    """Replace a missing score by the mean of the area's known scores under the same parent.

    values  (areas, indicators): scores on one scale; or, with `more_is_better` (indicators,), figures in their units,
    which are brought to 0 … 1 between the column's lowest and highest, better up, filled, and brought back
    parents  one per indicator; None takes all indicators together
    An area with nothing known under a parent stays missing there, as does a column with nothing known. MethodError where
    parents or directions do not fit the indicators. Source: OECD/JRC Handbook (2008), step 3; COINr's Impute by row
    after normalising. Checked in tests/unit/assessment/impute/test_row.py.
    """
    given = np.array(values, dtype=float)
    columns = given.shape[1]
    own = [""] * columns if parents is None else list(parents)
    better = None if more_is_better is None else np.asarray(more_is_better, dtype=bool)
    for name, size in (("parents", len(own)), ("directions", columns if better is None else len(better))):
        if size != columns:
            raise MethodError("imputation by row", f"{size} {name} are given for {columns} indicators.", "One each.")
    if better is None:
        return np.where(np.isnan(given), _average_siblings(given, own), given)
    if not len(given):
        return given
    low: Array = np.fmin.reduce(given, axis=0)
    high: Array = np.fmax.reduce(given, axis=0)
    worst, best = np.where(better, low, high), np.where(better, high, low)
    flat = best == worst
    scores = np.where(flat, np.nan, (given - worst) / np.where(flat, 1.0, best - worst))
    filled = worst + _average_siblings(scores, own) * (best - worst)
    return np.where(np.isnan(given), filled, given)


def _average_siblings(scores: Array, parents: Sequence[str]) -> Array:
    """Mean of every area's known scores under each indicator's parent, NaN where it has none."""
    average = np.full(scores.shape, np.nan)
    labels = np.array(parents, dtype=object)
    for parent in dict.fromkeys(parents):
        columns = np.flatnonzero(labels == parent)
        known = ~np.isnan(scores[:, columns])
        count = known.sum(axis=1)
        total = np.where(known, scores[:, columns], 0.0).sum(axis=1)
        mean = np.divide(total, count, out=np.full(len(count), np.nan), where=count > 0)
        average[:, columns] = mean[:, None]
    return average
