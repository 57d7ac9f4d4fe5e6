"""Rows of two areas of which some figures are equal to the last digit, where chance does not explain it."""

from dataclasses import dataclass
from math import log

import numpy as np
import polars as pl

from junxian.quality.coincidence import chance_of_equal

SPREAD = 1.0  # of the logarithms of a figure among areas; less would make coincidences rarer still
TELLING = 0.01  # figures of few digits, equal as often as this by chance, do not count
MOST = 10  # a value that so many areas share is a constant, no copy
LEAST = 2


@dataclass(frozen=True)
class PartCopy:
    """Two areas, the items that agree in one period, how many both filed, and p over all pairs of areas."""

    period: str
    areas: tuple[str, str]
    items: tuple[str, ...]
    both: int
    p_value: float


def find_part_copies(table: pl.DataFrame, keys: list[str], chance: float) -> list[PartCopy]:
    """Pairs of rows of one period with equal figures in at least two items, and in half of those that both filed.

    table  time_period, ref_area and the items. p is the product over the equal figures of step/(2.5·figure), where step
    is the last digit that is not zero, times the number of pairs of areas: rounded and small figures count for little.
    Checked in tests/unit/quality/test_part_copies.py.
    """
    long = table.unpivot(keys, index=["time_period", "ref_area"], variable_name="key", value_name="value").drop_nulls()
    areas = table["ref_area"].n_unique()
    same = pl.len().over("time_period", "key", "value")
    long = long.filter(pl.col("value") != 0).filter((same > 1) & (same <= MOST))
    odds = chance_of_equal(long["value"].to_numpy(), SPREAD)
    telling = long.with_columns(pl.Series("odds", odds)).filter(pl.col("odds") <= TELLING)
    pairs = telling.join(telling, on=["time_period", "key", "value"], suffix="2").filter(
        pl.col("ref_area") < pl.col("ref_area2")
    )
    found = pairs.group_by("time_period", "ref_area", "ref_area2").agg("key", pl.col("odds").log().sum())
    rare = found.filter(pl.col("key").list.len() >= LEAST, pl.col("odds") <= log(chance) - log(max(areas**2 / 2, 1)))
    rows = (
        {(p, a): values for p, a, *values in table.select("time_period", "ref_area", *keys).rows()}
        if rare.height
        else {}
    )
    return [
        copy
        for period, a, b, items, odds in rare.sort("time_period", "ref_area", "ref_area2").rows()
        if (copy := _describe(rows, keys, period, (a, b), items, odds, areas)).both <= 2 * len(copy.items)
    ]


def _describe(
    rows: dict[tuple[str, str], list[float | None]], keys: list[str], period: str, areas: tuple[str, str],
    items: list[str], odds: float, all_areas: int,
) -> PartCopy:  # fmt: skip
    filed = zip(*(rows[period, area] for area in areas), strict=True)
    both = sum(x is not None and y is not None for x, y in filed)
    p = min(float(np.exp(odds)) * all_areas**2 / 2, 1.0)
    return PartCopy(period, areas, tuple(k for k in keys if k in set(items)), both, p)
