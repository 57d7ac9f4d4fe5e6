"""Imputation by the normal distribution that explains what is known best: expectation and maximisation in turn."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from junxian.assessment.kinds import Array
from junxian.terms.errors import MethodError

LEAST = 1e-7  # variance of a mix of indicators, as a share of the largest: below, one follows from the others


@dataclass(frozen=True)
class Normal:
    """The fitted `mean` (indicators,) and `covariance` (indicators, indicators), in the indicators' units, after `rounds`.

    `values` (areas, indicators) hold the expectation of what was missing given what is known of the same area.
    """

    values: Array
    mean: Array
    covariance: Array
    rounds: int


def impute_by_em(values: Array, rounds: int = 5000, tolerance: float = 1e-9) -> Array:
    """Replace missing values by their expectation under the fitted normal distribution: the values of fit_normal."""
    return fit_normal(values, rounds, tolerance).values


def fit_normal(values: Array, rounds: int = 5000, tolerance: float = 1e-9) -> Normal:
    """Fit a multivariate normal distribution by maximum likelihood to what is known, by EM, and fill by its expectation.

    values  (areas, indicators); a column, or an area, with nothing known stays missing and plays no part
    rounds, tolerance  at most so many; settled where no mean or covariance moves more, in standard scores
    Values are expectations, without noise. MethodError where nothing settles, or, with anything missing, an indicator
    follows from the others (the likelihood has no maximum; so without more areas than indicators). Source: Dempster, Laird and Rubin (1977), J. R. Stat. Soc. B 39, 1-38;
    Little and Rubin (2019), ch. 11. Checked in tests/unit/assessment/impute/test_expectation.py.
    """
    if rounds < 1:
        raise MethodError("imputation by EM", f"rounds is {rounds}.", "Give 1 or more.")
    given = np.array(values, dtype=float)
    rows, columns = np.flatnonzero(~np.isnan(given).all(axis=1)), np.flatnonzero(~np.isnan(given).all(axis=0))
    place = np.ix_(rows, columns)
    own = given[place]
    if not own.size:
        return Normal(given, np.full(given.shape[1], np.nan), np.full((given.shape[1],) * 2, np.nan), 0)
    centre, spread = np.nanmean(own, axis=0), np.nanstd(own, axis=0)
    spread = np.where(spread > 1e-12 * np.abs(centre), spread, 1.0)
    found, mean, covariance, number = _climb((own - centre) / spread, rounds, tolerance)
    given[place] = np.where(np.isnan(own), centre + spread * found, own)
    moments = np.full(given.shape[1], np.nan), np.full((given.shape[1],) * 2, np.nan)
    moments[0][columns], moments[1][np.ix_(columns, columns)] = (
        centre + spread * mean,
        covariance * np.outer(spread, spread),
    )
    return Normal(given, *moments, number)


def _climb(scores: Array, rounds: int, tolerance: float) -> tuple[Array, Array, Array, int]:
    patterns, kind = np.unique(np.isnan(scores), axis=0, return_inverse=True)
    parts = [(pattern, np.flatnonzero(kind.ravel() == k)) for k, pattern in enumerate(patterns)]
    mean, covariance = np.zeros(scores.shape[1]), np.diag(np.nanvar(scores, axis=0))
    for number in range(1, rounds + 1):
        if np.isnan(scores).any():
            _check_spread(covariance)
        filled, spread = _expect(scores, parts, mean, covariance)
        away = filled - filled.mean(axis=0)
        after = (away.T @ away + spread) / len(scores)
        moved = max(np.abs(filled.mean(axis=0) - mean).max(), np.abs(after - covariance).max())
        mean, covariance = filled.mean(axis=0), after
        if moved <= tolerance:
            return _expect(scores, parts, mean, covariance)[0], mean, covariance, number
    raise MethodError(
        "imputation by EM", f"the values do not settle in {rounds} rounds.",
        "Allow more rounds or a larger tolerance, or take fewer indicators.",
    )  # fmt: skip


def _expect(
    scores: Array, parts: list[tuple[NDArray[np.bool_], NDArray[np.int64]]], mean: Array, covariance: Array
) -> tuple[Array, Array]:
    """Missing values as expected given the known ones of their area, and Σ of the covariances that this leaves open."""
    filled, spread = scores.copy(), np.zeros_like(covariance)
    for missing, rows in parts:
        if not missing.any():
            continue
        known = ~missing
        inner, across = covariance[np.ix_(known, known)], covariance[np.ix_(known, missing)]
        slope = _divide(inner, across)
        filled[np.ix_(rows, missing)] = mean[missing] + (scores[np.ix_(rows, known)] - mean[known]) @ slope
        spread[np.ix_(missing, missing)] += len(rows) * (covariance[np.ix_(missing, missing)] - across.T @ slope)
    return filled, spread


def _divide(inner: Array, across: Array) -> Array:
    constant = inner.diagonal() == 0  # an indicator that never varies tells nothing of the others
    slope: Array = np.linalg.solve(inner + np.diag(np.where(constant, 1.0, 0.0)), across)
    return slope


def _check_spread(covariance: Array) -> None:
    """MethodError where some mix of the indicators that vary does not vary."""
    varies = covariance.diagonal() > 0
    sizes = np.linalg.eigvalsh(covariance[np.ix_(varies, varies)])
    if sizes.size and sizes[0] < LEAST * sizes[-1]:
        raise MethodError(
            "imputation by EM", "an indicator follows from the others, so that no distribution explains them best.",
            "Leave one of them out, or take fewer indicators than areas.",
        )  # fmt: skip
