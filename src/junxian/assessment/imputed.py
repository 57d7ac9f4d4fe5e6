"""Imputation as a scheme declares it: options from the classes, the tree and the years before."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import polars as pl

from junxian.assessment.impute import impute
from junxian.assessment.kinds import Array
from junxian.assessment.panel import Panel
from junxian.assessment.tree import Tree
from junxian.declared.schemes import Scheme
from junxian.indicators import IndicatorTable
from junxian.terms.errors import MethodError
from junxian.terms.nearest import suggest
from junxian.terms.period import Period

OVER_TIME = ("interpolate", "carry_forward")


def impute_panel(panel: Panel, indicators: IndicatorTable, scheme: Scheme, tree: Tree, period: Period) -> Array:
    """Values (areas, indicators) with missing ones filled where the scheme says so.

    Over time: from the same period of as many years before as the limit says, for interpolation also after, as far as
    the table holds them. By class, by node, by model: from all areas of the classification.
    """
    method, limit = scheme.impute.method, scheme.impute.limit
    if method not in OVER_TIME:
        return impute(panel.values, method, **dict(_find_options(panel, scheme, tree)))
    years = range(-limit, (limit if method == "interpolate" else 0) + 1)
    periods = [Period(period.year + years_on, period.number, period.frequency) for years_on in years]
    series = np.stack([read_values(indicators, panel, one) for one in periods], axis=1)
    series[:, limit] = panel.values
    return impute(series, method)[:, limit]


def _find_options(panel: Panel, scheme: Scheme, tree: Tree) -> Iterator[tuple[str, Any]]:
    method = scheme.impute.method
    if method.startswith("class_"):
        yield "groups", [scheme.classes[place] for place in panel.class_of]
    elif method == "row_mean":
        yield from (
            ("parents", [tree.parent[code] for code in tree.indicators]),
            ("more_is_better", panel.more_is_better),
        )
    elif method == "regression":
        yield "predictors", [_find_column(tree, code, scheme) for code in scheme.impute.predictors]


def _find_column(tree: Tree, code: str, scheme: Scheme) -> int:
    if code not in tree.indicators:
        where = f"schemes/{scheme.key}: predictor {code!r}"
        raise MethodError(where, "is not scored.", suggest(code, tree.indicators))
    return tree.indicators.index(code)


def read_values(indicators: IndicatorTable, panel: Panel, period: Period) -> Array:
    """Values (areas, indicators) of another period, NaN where the table has none."""
    rows = indicators.table.filter(pl.col("time_period") == str(period)).select("ref_area", "indicator", "value")
    values = np.full(panel.values.shape, np.nan)
    areas, codes = ({code: i for i, code in enumerate(known)} for known in (panel.areas, panel.codes))
    for area, code, value in rows.drop_nulls("value").iter_rows():
        if area in areas and code in codes:
            values[areas[area], codes[code]] = value
    return values
