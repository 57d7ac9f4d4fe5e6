"""From every indicator value back to the filed cells that it comes from, through nested indicators and last year's."""

from collections.abc import Sequence

import polars as pl

from junxian.declared.province import Province
from junxian.indicators.formulas import Formulas
from junxian.indicators.table import LINEAGE_SCHEMA
from junxian.terms.period import Period


def trace_lineage(formulas: Formulas, cells: pl.DataFrame, periods: Sequence[Period]) -> pl.DataFrame:
    """Rows of LINEAGE_SCHEMA: one for each indicator, period and filed cell. A missing item has no row.

    cells  ref_area, target, key, time_period, value and the columns that say where the cell stands
    Checked in tests/unit/indicators/test_derive.py.
    """
    leaves = pl.DataFrame(
        [(code, key, back) for code, found in formulas.leaves.items() for key, back in found],
        schema={"indicator": pl.String, "key": pl.String, "back": pl.Int32},
        orient="row",
    )
    readings = pl.DataFrame(
        [(str(p), back, str(_years_before(p, back))) for p in dict.fromkeys(periods) for back in _backs(formulas)],
        schema={"asked": pl.String, "back": pl.Int32, "target": pl.String},
        orient="row",
    )
    found = cells.join(readings, on="target", how="inner").join(leaves, on=["key", "back"], how="inner")
    return (
        found.select(
            "ref_area", pl.col("asked").alias("time_period"), "indicator", pl.col("key").alias("source"),
            pl.col("time_period").alias("source_period"), *list(LINEAGE_SCHEMA)[5:],
        )
        .sort("time_period", "indicator", "ref_area", "source", "source_period")
    )  # fmt: skip


def _backs(formulas: Formulas) -> list[int]:
    return sorted({back for leaves in formulas.leaves.values() for _, back in leaves})


def _years_before(period: Period, years: int) -> Period:
    return Period(period.year - years, period.number, period.frequency)


def follow_derived(lineage: pl.DataFrame, observations: pl.DataFrame, province: Province) -> pl.DataFrame:
    """The lineage with, behind each figure of a derived item, the filed cells that it comes from.

    The derived figure stays, with its expression as text. Checked in tests/unit/indicators/test_derived_lineage.py.
    """
    derived = [key for key, (_, item) in province.items.items() if item.computed]
    own = lineage.filter(pl.col("source").is_in(derived))
    if own.is_empty():
        return lineage
    from junxian.quality.derived.trace import trace_cells  # the language takes 50 ms to load

    place = ["ref_area", "source_period", "source"]
    sources = trace_cells(own.select(place).unique().sort(place).rows(), province, province.period.end)
    filed = observations.select(
        pl.col("ref_area").alias("filed_area"), pl.col("time_period").alias("filed_period"),
        pl.col("key").alias("filed_item"), pl.col("obs_value").alias("value"), pl.col("unit_measure").alias("unit"),
        *list(LINEAGE_SCHEMA)[7:],
    )  # fmt: skip
    found = (
        own.select("time_period", "indicator", *place)
        .join(sources, on=place)
        .join(filed, on=["filed_area", "filed_period", "filed_item"])
    )
    behind = found.with_columns(source="filed_item", source_period="filed_period").select(LINEAGE_SCHEMA.keys())
    return (
        pl.concat([lineage, behind])
        .unique(maintain_order=True)
        .sort("time_period", "indicator", "ref_area", "source", "source_period", "file", "cell")
    )
