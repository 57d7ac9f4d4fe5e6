"""Imputation by linear regression on declared predictors."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from junxian.assessment.kinds import Array
from junxian.terms.errors import MethodError

Predictors = Sequence[int] | Mapping[int, Sequence[int]]


@dataclass(frozen=True)
class Regression:
    """Of one indicator on others: `predictors`, `coefficients` (constant first), residual `deviation`, `number` of areas.

    `deviation` is √(residual sum of squares / (number − predictors − 1)), in the indicator's unit.
    """

    predictors: tuple[int, ...]
    coefficients: Array
    deviation: float
    number: int


@dataclass(frozen=True)
class Regressed:
    """Filled `values` (areas, indicators) and the `regressions` by the column that each filled."""

    values: Array
    regressions: dict[int, Regression]


def impute_by_regression(values: Array, predictors: Predictors) -> Array:
    """Replace missing values by least squares on other indicators: the values of regress_missing."""
    return regress_missing(values, predictors).values


def regress_missing(values: Array, predictors: Predictors) -> Regressed:
    """Replace missing values by ordinary least squares on declared predictors, fitted on the areas that know both.

    values  (areas, indicators); predictors  columns that explain every other column, or by column those that explain it
    A value stays missing where a predictor is, and a column where fewer areas than predictors + 2 know everything. Values
    are fitted, without noise: their spread is too small by `deviation`. MethodError where a column does not exist or
    explains itself, or predictors do not vary independently. Source: OECD/JRC Handbook (2008), step 3, regression
    imputation. Checked in tests/unit/assessment/impute/test_regression.py.
    """
    given = np.array(values, dtype=float)
    filled, regressions = given.copy(), {}
    for column, own in _by_column(given, predictors).items():
        missing = np.isnan(given[:, column])
        known = ~np.isnan(given[:, list(own)]).any(axis=1)
        if missing.any() and (known & ~missing).sum() >= len(own) + 2:
            regressions[column] = _fit(given[known & ~missing], column, own)
            rows = np.flatnonzero(missing & known)
            constant, *slopes = regressions[column].coefficients
            filled[rows, column] = constant + given[rows][:, list(own)] @ np.array(slopes)
    return Regressed(filled, regressions)


def _by_column(given: Array, predictors: Predictors) -> dict[int, tuple[int, ...]]:
    count = given.shape[1]
    if isinstance(predictors, Mapping):
        own = {column: tuple(columns) for column, columns in predictors.items()}
    else:
        own = {column: tuple(predictors) for column in range(count) if column not in predictors}
    for column, columns in own.items():
        if strange := [c for c in (column, *columns) if not 0 <= c < count]:
            raise MethodError("regression", f"there is no column {strange[0]} among {count}.", "Name a column.")
        if column in columns or not columns or len(set(columns)) < len(columns):
            raise MethodError("regression", f"column {column} cannot be explained by {columns}.", "Name others, once.")
    return own


def _fit(rows: Array, column: int, predictors: tuple[int, ...]) -> Regression:
    explained, explaining = rows[:, column], rows[:, list(predictors)]
    centre, spread = explaining.mean(axis=0), explaining.std(axis=0)
    level = explained.mean()
    if np.any(spread <= 1e-12 * np.abs(centre)):
        raise MethodError("regression", f"a predictor of column {column} does not vary.", "Leave it out.")
    standard = (explaining - centre) / spread
    slopes, _, rank, _ = np.linalg.lstsq(standard, explained - level, rcond=1e-10)
    if rank < len(predictors):
        raise MethodError(
            "regression", f"the predictors of column {column} depend on one another.", "Leave one of them out."
        )
    residual = explained - level - standard @ slopes
    coefficients = np.concatenate([[level - (slopes / spread) @ centre], slopes / spread])
    free = len(rows) - len(predictors) - 1
    return Regression(predictors, coefficients, float(np.sqrt(residual @ residual / free)), len(rows))
