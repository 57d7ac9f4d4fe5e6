"""Treatment of many columns at once: test, first method, test, second method, test."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from junxian.assessment.kinds import Array, Mask, Places
from junxian.assessment.treat.box_cox import box_cox_rows, find_rows_power
from junxian.assessment.treat.logarithm import (
    log_ct_orig_rows,
    log_ct_plus_rows,
    log_ct_rows,
    log_gii_rows,
    log_rows,
)
from junxian.assessment.treat.moments import measure_rows, needs_treatment
from junxian.assessment.treat.plan import Fields, Plan
from junxian.assessment.treat.rows import to_columns, to_rows
from junxian.assessment.treat.winsorise import Limits, winsorise_rows
from junxian.terms.errors import MethodError

Transform = Callable[[Array, Fields], tuple[Array, Array]]

_NO_POWER = np.array(np.nan)
TRANSFORMS: dict[str, Transform] = {
    "log": lambda rows, fields: (log_rows(rows), _NO_POWER),
    "log_ct": lambda rows, fields: (log_ct_rows(rows), _NO_POWER),
    "log_ct_plus": lambda rows, fields: (log_ct_plus_rows(rows), _NO_POWER),
    "log_ct_orig": lambda rows, fields: (log_ct_orig_rows(rows), _NO_POWER),
    "log_gii": lambda rows, fields: (log_gii_rows(rows, fields["factor"][:, None]), _NO_POWER),
    "box_cox": lambda rows, fields: _box_cox(rows, fields["power"]),
}


@dataclass(frozen=True)
class Applied:
    """Some columns after one method: `rows` (columns, areas), their `skewness` and `kurtosis` (columns,).

    `defined` (columns,) whether the method is, for these values; where not, the column is as it was. `high`, `low`
    (columns, areas) points winsorised; `tied` (columns,) where ties stopped it; `power` (columns,) of box_cox.
    """

    rows: Array
    skewness: Array
    kurtosis: Array
    defined: Mask
    high: Mask
    low: Mask
    tied: Mask
    power: Array


@dataclass(frozen=True)
class Steps:
    """Treated `values` in the shape given, `skewness` and `kurtosis` (columns,) before, and what was done.

    `first`, `second`  places of the columns that came to the first and to the second method, in the order of columns of
    (..., areas, indicators); `one`, `two`  these columns after it
    """

    values: Array
    skewness: Array
    kurtosis: Array
    first: Places
    one: Applied
    second: Places
    two: Applied


def treat_columns(values: Array, plan: Plan) -> Steps:
    """Treat every column by its rule: what `treat_indicators` does, without its tables.

    values  (..., areas, indicators), the last axis as in the plan; replicates may stand before. Missing values stay
    missing. A column that cannot be tested (constant, or fewer than four values known) is not treated. MethodError where
    the table does not fit the plan. Checked in tests/published/test_asem_data.py.
    """
    values = np.asarray(values, dtype=float)
    if values.ndim < 2 or values.shape[-1] != len(plan.codes):
        raise MethodError("treat", f"the table {values.shape} does not hold the plan's {len(plan.codes)} indicators.")
    rows = to_rows(values)
    skew, kurt = measure_rows(rows)
    fields = plan.tabulate(len(rows))
    called = _needs(skew, kurt, fields) | (fields["force"] & ~np.isnan(skew))
    first = np.flatnonzero(called & (fields["method"] != "none"))
    own = {name: field[first] for name, field in fields.items()}
    one = apply_methods(rows[first], skew[first], kurt[first], own["method"], own, plan.ties)
    going_on = _needs(one.skewness, one.kurtosis, own) & (own["then"] != "none")
    second = first[going_on]
    rest = {name: field[going_on] for name, field in own.items()} | {"force": np.zeros(len(second), dtype=bool)}
    if plan.combine:
        base, skew_2, kurt_2 = one.rows[going_on], one.skewness[going_on], one.kurtosis[going_on]
    else:
        base, skew_2, kurt_2 = rows[second], skew[second], kurt[second]
    two = apply_methods(base, skew_2, kurt_2, rest["then"], rest, plan.ties)
    rows[first] = one.rows
    rows[second[two.defined]] = two.rows[two.defined]
    return Steps(to_columns(rows, values.shape), skew, kurt, first, one, second, two)


def apply_methods(rows: Array, skew: Array, kurt: Array, methods: NDArray[Any], fields: Fields, ties: str) -> Applied:
    """Apply to every row (columns, areas) its method."""
    done = Applied(
        rows.copy(), skew.copy(), kurt.copy(), np.ones(len(rows), dtype=bool), np.zeros(rows.shape, dtype=bool),
        np.zeros(rows.shape, dtype=bool), np.zeros(len(rows), dtype=bool), np.full(len(rows), np.nan),
    )  # fmt: skip
    for method in dict.fromkeys(methods.tolist()):
        own = np.flatnonzero(methods == method)
        its = {name: field[own] for name, field in fields.items()}
        (_winsorise if method == "winsorise" else _transform)(done, own, its, method, ties)
    return done


def _winsorise(done: Applied, own: Places, fields: Fields, method: str, ties: str) -> None:
    limits = Limits(fields["at_most"], fields["force"], fields["skewness"], fields["kurtosis"], ties == "together")
    rows, skew, kurt = done.rows[own], done.skewness[own], done.kurtosis[own]
    done.high[own], done.low[own], done.tied[own] = winsorise_rows(rows, limits, skew, kurt)
    done.rows[own], done.skewness[own], done.kurtosis[own] = rows, skew, kurt


def _transform(done: Applied, own: Places, fields: Fields, method: str, ties: str) -> None:
    given = done.rows[own]
    changed, done.power[own] = TRANSFORMS[method](given, fields)
    defined = np.asarray((np.isfinite(changed) | np.isnan(given)).all(axis=-1))
    done.defined[own] = defined
    rows = np.where(defined[:, None], changed, given)
    done.rows[own] = rows
    done.skewness[own], done.kurtosis[own] = measure_rows(rows)


def _box_cox(rows: Array, declared: Array) -> tuple[Array, Array]:
    powers, open_end = declared.copy(), np.isnan(declared)
    if open_end.any():
        powers[open_end] = find_rows_power(rows[open_end])
    return box_cox_rows(rows, powers), powers


def _needs(skew: Array, kurt: Array, fields: Fields) -> Mask:
    return needs_treatment(skew, kurt, fields["skewness"], fields["kurtosis"])
