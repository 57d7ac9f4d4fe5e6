"""Change of indicators that a table does not hold yet: growth or difference against an earlier period of the table."""

from dataclasses import replace

import polars as pl

from junxian.declared.changes import name_change
from junxian.declared.scheme_steps import ChangeIndicator
from junxian.declared.schemes import Scheme
from junxian.indicators import IndicatorTable
from junxian.indicators.table import DEFINITION_SCHEMA, TABLE_SCHEMA
from junxian.terms.period import Period


def add_changes(indicators: IndicatorTable, scheme: Scheme) -> IndicatorTable:
    """The table with the change of every indicator that the scheme scores by change.

    A province's own table has them already (`junxian.declared.changes`) and comes back as it is; this is for tables
    made of plain frames. A change is missing where one of the two levels is, and undefined where growth has a base that
    is not positive. Checked in tests/unit/assessment/test_change.py.
    """
    change, known = scheme.change, set(indicators.definitions["code"])
    wanted = [own for own in change.indicator if own.score != "level" and own.code in known] if change else []
    absent = [own for own in wanted if change and name_change(own, change.back) not in known]
    if not change or not absent:
        return indicators
    rows = [_measure(indicators.table, own, change.back) for own in absent]
    defined = [_define(indicators.definitions, own, change.back) for own in absent]
    return replace(
        indicators,
        table=pl.concat([indicators.table, *rows]).sort("time_period", "ref_area", "indicator"),
        definitions=pl.concat([indicators.definitions, *defined]),
    )


def _measure(table: pl.DataFrame, own: ChangeIndicator, back: int) -> pl.DataFrame:
    levels = table.filter(pl.col("indicator") == own.code)
    periods = {text: str(_move(Period.parse(text), back)) for text in levels["time_period"].unique().to_list()}
    before = levels.select(
        "ref_area", pl.col("time_period").replace_strict(periods, return_dtype=pl.String), pl.col("value").alias("before")
    )  # fmt: skip
    rows = levels.join(before, on=["ref_area", "time_period"], how="left", validate="1:1", maintain_order="left")
    now, then = pl.col("value"), pl.col("before")
    growth: pl.Expr = pl.when(then > 0).then(100 * (now - then) / then)
    moved = growth if own.method == "growth" else now - then
    lacks = pl.concat_str(
        pl.when(now.is_null()).then(pl.lit(own.code)).otherwise(pl.lit("")),
        pl.when(then.is_null()).then(pl.lit(f"{own.code}@-{back}")).otherwise(pl.lit("")),
        separator=" ",
    )
    is_known, is_lacking = pl.col("change").is_not_null(), pl.col("missing") != ""
    status = (
        pl.when(is_known).then(pl.lit("ok")).when(is_lacking).then(pl.lit("missing")).otherwise(pl.lit("undefined"))
    )
    unit = pl.lit("%") if own.method == "growth" else pl.col("unit")
    rows = rows.with_columns(moved.alias("change"), lacks.str.strip_chars().alias("missing"))
    rows = rows.with_columns(
        status.alias("status"), unit.alias("unit"), pl.lit(name_change(own, back)).alias("indicator")
    )
    return rows.with_columns(pl.col("change").alias("value")).select(TABLE_SCHEMA.keys())


def _move(period: Period, years: int) -> Period:
    return Period(period.year + years, period.number, period.frequency)


def _define(definitions: pl.DataFrame, own: ChangeIndicator, back: int) -> pl.DataFrame:
    level = definitions.row(by_predicate=pl.col("code") == own.code, named=True)
    zh, en = {"growth": ("增长", "growth"), "change": ("增减", "change")}[own.method]
    row = level | {
        "code": name_change(own, back), "name_zh": f"{level['name_zh']}（{zh}）", "name_en": f"{level['name_en']} ({en})",
        "unit": "%" if own.method == "growth" else level["unit"],
    }  # fmt: skip
    return pl.DataFrame([row], schema=DEFINITION_SCHEMA)
