"""Imputation by a model of every indicator on all others, round by round, through scikit-learn."""

import warnings

import numpy as np

from junxian.assessment.kinds import Array
from junxian.terms.errors import MethodError


def impute_iteratively(
    values: Array, seed: int = 0, draw: bool = False, rounds: int = 100, tolerance: float = 1e-3
) -> Array:
    """Replace missing values by Bayesian ridge regression of each indicator on all others, until they settle.

    values  (areas, indicators); indicators are standardised first, so that units do not matter
    seed  of the draws, which `draw` takes from each prediction's distribution, for replicates; without, the expectation
    rounds, tolerance  at most so many; settled where no value moves more than the tolerance, in the largest standard
    score
    A column, or an area, with nothing known stays missing. The same seed gives the same values. MethodError where
    nothing settles, or there are no rounds. Source: scikit-learn's IterativeImputer with BayesianRidge, after van Buuren
    and Groothuis-Oudshoorn (2011). Checked in tests/unit/assessment/impute/test_iterative.py.
    """
    if rounds < 1:
        raise MethodError("iterative imputation", f"rounds is {rounds}.", "Give 1 or more.")
    given = np.array(values, dtype=float)
    missing = np.isnan(given)
    rows, columns = np.flatnonzero(~missing.all(axis=1)), np.flatnonzero(~missing.all(axis=0))
    place = np.ix_(rows, columns)
    if not missing[place].any():
        return given
    own = given[place]
    centre, spread = np.nanmean(own, axis=0), np.nanstd(own, axis=0)
    spread = np.where(spread > 1e-12 * np.abs(centre), spread, 1.0)
    settled = centre + spread * _settle((own - centre) / spread, seed, draw, rounds, tolerance)
    given[place] = np.where(missing[place], settled, own)
    return given


def _settle(scores: Array, seed: int, draw: bool, rounds: int, tolerance: float) -> Array:
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.experimental import enable_iterative_imputer  # noqa: F401
    from sklearn.impute import IterativeImputer

    imputer = IterativeImputer(sample_posterior=draw, max_iter=rounds, tol=tolerance, random_state=seed)
    with warnings.catch_warnings():
        warnings.simplefilter("error", ConvergenceWarning)
        try:
            settled: Array = imputer.fit_transform(scores)
        except ConvergenceWarning as error:
            raise MethodError(
                "iterative imputation",
                f"the values do not settle in {rounds} rounds.",
                "Allow more rounds or a larger tolerance, or take fewer indicators.",
            ) from error
    return settled
