"""The quantities that a bulletin asks for by key and period, fetched once."""

from collections.abc import Collection

import polars as pl

from junxian.bulletin.contents.results import Results
from junxian.declared.province import Province
from junxian.terms.period import Period

Figures = dict[tuple[str, str], list[tuple[str, float, str]]]  # by key and period: area, value, unit


def gather_figures(province: Province, results: Results, keys: Collection[str], periods: Collection[Period]) -> Figures:
    """Values of items and indicators in several periods; what nobody filed is absent."""
    wanted = [str(period) for period in periods]
    indicators = [key for key in keys if key in province.indicators]
    items = [key for key in keys if key not in province.indicators]
    found: Figures = {}
    for frame, column, codes in (
        (results.indicators.table, "indicator", indicators),
        (results.indicators.items, "item", items),
    ):
        if codes and column in frame.columns:
            own = pl.col(column).is_in(codes) & pl.col("time_period").is_in(wanted) & pl.col("value").is_not_null()
            rows = frame.filter(own).select(column, "time_period", "ref_area", "value", "unit").iter_rows()
            for key, period, area, value, unit in rows:
                found.setdefault((key, period), []).append((area, value, unit))
    return found
