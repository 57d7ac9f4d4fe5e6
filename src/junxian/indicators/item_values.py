"""The value of every item in a period, from whatever was filed for it: the year, the months, the year to date.

The rule, in order: the figure filed for the period itself; one for the same days (2020-01..12 for 2020); the last
month's or quarter's figure where the item accumulates over the year; for flows the sum of all months, then of all
quarters, where none is missing; for stocks the last month's, then the last quarter's figure. Otherwise it is missing.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from junxian.declared.forms import Form, Item
from junxian.terms.period import Period

CELL_COLUMNS = ("unit", "raw", "form", "filer", "vintage", "file", "sheet", "cell")
_ROUTE_SCHEMA: dict[str, Any] = {
    "target": pl.String, "time_period": pl.String, "measure": pl.String, "order": pl.Int32, "parts": pl.UInt32,
}  # fmt: skip
_IDENTITY = ("ref_area", "key", "time_period")


@dataclass(frozen=True)
class ItemValues:
    """`values`: ref_area, target, key, value, unit; `cells`: those filed cells that the values come from.

    `withheld`: ref_area, target, key of figures that are missing because a rule holds them back.
    """

    values: pl.DataFrame
    cells: pl.DataFrame
    withheld: pl.DataFrame


def read_item_values(
    observations: pl.DataFrame,
    held: pl.DataFrame,
    items: Mapping[str, tuple[Form, Item]],
    targets: Sequence[Period],
) -> ItemValues:
    """Find the value of every item in every target period.

    observations  accepted observations (OBSERVATION_SCHEMA and `key`), values in the item's declared unit
    held  ref_area, time_period, item: cells that a rule keeps out of use
    An item without a figure for a period has no row. Two filings of one cell that disagree leave it missing.
    Checked in tests/unit/indicators/test_item_values.py.
    """
    routes = pl.DataFrame([row for target in targets for row in _routes(target)], schema=_ROUTE_SCHEMA, orient="row")
    kinds = _kinds(items)
    cells = _choose_cells(_follow_routes(_settle_duplicates(observations), routes, kinds))
    held_keys = held.select("ref_area", "time_period", pl.col("item").alias("key")).unique()
    withheld = _follow_routes(held_keys, routes, kinds).select("ref_area", "target", "key").unique()
    return ItemValues(_total_cells(cells), cells, withheld)


def _routes(target: Period) -> Iterator[tuple[str, str, str, int, int]]:
    """Rows of target, source period, kind of item that may take this way, order of preference, parts needed."""
    name = str(target)
    yield name, name, "any", 0, 1
    for twin in _same_days(target):
        yield name, str(twin), "any", 1, 1
    months, quarters = _parts(target, "M"), _parts(target, "Q")
    if target.start.month == 1 and target.frequency != "M":
        yield name, str(months[-1]), "ytd", 2, 1
        yield from ((name, str(q), "ytd", 3, 1) for q in quarters[-1:])
    for order, parts in ((2, months), (3, quarters)):
        if len(parts) > 1:
            yield from ((name, str(part), "flow", order, len(parts)) for part in parts)
        if parts and str(parts[-1]) != name:
            yield name, str(parts[-1]), "stock", order, 1


def _same_days(target: Period) -> list[Period]:
    year, last = target.year, target.end.month
    twins = [Period(year), Period(year, (last + 2) // 3, "Q"), Period(year, last, "M"), Period(year, last, "C")]
    return [p for p in twins if p != target and (p.start, p.end) == (target.start, target.end)]


def _parts(target: Period, frequency: str) -> list[Period]:
    """The months or quarters that make up a period exactly; none where they do not."""
    size = 1 if frequency == "M" else 3
    first, last = target.start.month, target.end.month
    if (first - 1) % size or last % size:
        return []
    return [Period(target.year, n, frequency) for n in range((first - 1) // size + 1, last // size + 1)]


def _kinds(items: Mapping[str, tuple[Form, Item]]) -> pl.DataFrame:
    rows = [(k, "ytd" if i.accumulation == "year_to_date" else i.measure, i.unit) for k, (_, i) in items.items()]
    return pl.DataFrame(rows, schema={"key": pl.String, "kind": pl.String, "unit": pl.String}, orient="row")


def _settle_duplicates(observations: pl.DataFrame) -> pl.DataFrame:
    """One row per area, item and period; filings that disagree leave none."""
    known = observations.filter(pl.col("obs_value").is_not_null() & pl.col("obs_value").is_finite())
    if not known.select(_IDENTITY).is_duplicated().any():
        return known
    agreed = known.filter(pl.col("obs_value").n_unique().over(_IDENTITY) == 1)
    return agreed.sort("form", "filer", "file", "sheet", "cell").unique(_IDENTITY, keep="first", maintain_order=True)


def _follow_routes(rows: pl.DataFrame, routes: pl.DataFrame, kinds: pl.DataFrame) -> pl.DataFrame:
    near = rows.filter(pl.col("time_period").is_in(routes["time_period"].unique().to_list()))
    found = near.join(routes, on="time_period", how="inner").join(kinds, on="key", how="inner")
    return found.filter((pl.col("measure") == "any") | (pl.col("measure") == pl.col("kind")))


def _choose_cells(found: pl.DataFrame) -> pl.DataFrame:
    """Of every value's ways that are complete, the most direct one."""
    way = ["ref_area", "target", "key"]
    if found["order"].max():  # otherwise every figure was filed for the period itself
        whole = found.filter((pl.col("parts") == 1) | (pl.len().over(*way, "order") == pl.col("parts")))
        found = whole.filter(pl.col("order") == pl.col("order").min().over(way))
    return found.select(*way, "time_period", pl.col("obs_value").alias("value"), "parts", *CELL_COLUMNS)


def _total_cells(cells: pl.DataFrame) -> pl.DataFrame:
    """Sum the parts of a value exactly; a value of one cell is that cell's."""
    way = ["ref_area", "target", "key"]
    sums = (
        cells.filter(pl.col("parts") > 1)
        .group_by(way)
        .agg(pl.col("value").cast(pl.Decimal(28, 6)).sum().cast(pl.Float64), pl.col("unit").first())
    )
    single = cells.filter(pl.col("parts") == 1).select(*way, "value", "unit")
    return pl.concat([single, sums]).sort("target", "key", "ref_area")
