"""Imputation by the name of its method, and what was imputed."""

from collections.abc import Callable
from inspect import signature
from typing import Any

import numpy as np

from junxian.assessment.impute.carry_forward import impute_by_carry_forward
from junxian.assessment.impute.column import impute_by_mean, impute_by_median
from junxian.assessment.impute.expectation import impute_by_em
from junxian.assessment.impute.group import impute_by_class_mean, impute_by_class_median
from junxian.assessment.impute.interpolation import impute_by_interpolation
from junxian.assessment.impute.iterative import impute_iteratively
from junxian.assessment.impute.regression import impute_by_regression
from junxian.assessment.impute.row import impute_by_row_mean
from junxian.assessment.kinds import Array, Mask
from junxian.terms.errors import MethodError
from junxian.terms.nearest import suggest


def keep_missing(values: Array) -> Array:
    """Return a copy: what is missing stays missing."""
    return np.array(values, dtype=float)


METHODS: dict[str, Callable[..., Array]] = {
    "none": keep_missing,
    "mean": impute_by_mean,
    "median": impute_by_median,
    "class_mean": impute_by_class_mean,  # groups
    "class_median": impute_by_class_median,  # groups
    "row_mean": impute_by_row_mean,  # parents, more_is_better
    "interpolate": impute_by_interpolation,  # times, hold_ends
    "carry_forward": impute_by_carry_forward,  # times, at_most
    "regression": impute_by_regression,  # predictors
    "iterative": impute_iteratively,  # seed, draw, rounds, tolerance
    "em": impute_by_em,  # rounds, tolerance
}


def impute(values: Array, method: str, **options: Any) -> Array:
    """Fill missing values by a method of METHODS, with that method's own options.

    values  (areas, indicators), or (areas, periods, indicators) for interpolate and carry_forward
    Returns a new array: known values as they were, and NaN where the method has nothing to go by. MethodError for an
    unknown method or option, or a needed option that is not given. Checked in tests/unit/assessment/impute/.
    """
    if method not in METHODS:
        raise MethodError(f"imputation by {method!r}", "is not known.", suggest(method, METHODS))
    known = list(signature(METHODS[method]).parameters.values())[1:]
    names = [parameter.name for parameter in known]
    for name in options:
        if name not in names:
            raise MethodError(f"imputation by {method!r}", f"takes no {name!r}.", suggest(name, names))
    for parameter in known:
        if parameter.default is parameter.empty and parameter.name not in options:
            raise MethodError(f"imputation by {method!r}", f"needs {parameter.name}.", "Give it.")
    return METHODS[method](values, **options)


def list_imputed(before: Array, after: Array) -> Mask:
    """Which values were missing before and are known after, in the shape given.

    MethodError where the shapes differ or a known value was changed or lost. Checked in
    tests/unit/assessment/impute/test_impute.py.
    """
    if np.shape(before) != np.shape(after):
        raise MethodError("imputation", f"shapes {np.shape(before)} and {np.shape(after)} differ.", "Compare the same.")
    was, now = ~np.isnan(before), ~np.isnan(after)
    changed = was & (np.asarray(before) != np.asarray(after))
    if changed.any():
        place = tuple(int(i) for i in np.argwhere(changed)[0])
        raise MethodError("imputation", f"the known value at {place} was changed.", "Impute what is missing only.")
    imputed: Mask = now & ~was
    return imputed
