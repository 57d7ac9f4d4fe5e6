"""Growth against level: the growth rate that is reported is the one that the levels give."""

from collections.abc import Iterator
from typing import Any

import polars as pl

from junxian.declared.rules import GrowthAgainstLevel
from junxian.quality.filed import ROW, Filed
from junxian.quality.suspicion import Suspicion, list_cells, withheld_by
from junxian.quality.wording import say_amount, say_area, say_item, say_number, say_period, say_where
from junxian.terms.finding import Severity
from junxian.terms.name import Name
from junxian.terms.period import Period

EXACT = 1e-9  # what floating point adds to a rounding tolerance


def check_growth_against_level(rule: GrowthAgainstLevel, filed: Filed) -> list[Suspicion]:
    """Suspect growth rates that differ from what the levels say.

    Where levels at constant prices are filed for both years (or both stand in one row, `constant_before`), growth is an
    identity: |g − 100·(C/C₀ − 1)| ≤ `tolerance`, by default what rounding of rate and levels explains. A hold withholds
    rate and level, since which is wrong cannot be told. Where only current prices are filed, the implied deflator
    (1 + nominal)/(1 + real) − 1 outside [`low`, `high`] is a question, never a hold. Where a rate of the run's period has
    no constant-price levels beside it, a note says that the identity cannot be tested. Source: practice §4.3 Q2.
    Checked in tests/unit/quality/test_growth_against_level.py.
    """
    table = _pair_years(rule, filed)
    exact = table.filter(pl.col("_implied").is_not_null())
    off = exact.filter((pl.col(rule.growth) - pl.col("_implied")).abs() > pl.col("_allowed"))
    rest = table.filter(pl.col("_implied").is_null())
    odd = rest.filter((pl.col("_deflator") < rule.low) | (pl.col("_deflator") > rule.high))
    found = [_suspect_identity(rule, filed, row) for row in off.sort(ROW).iter_rows(named=True)]
    found += [_suspect_deflator(rule, filed, row) for row in odd.sort(ROW).iter_rows(named=True)]
    return [*found, *_say_untested(rule, filed, rest)]


def _pair_years(rule: GrowthAgainstLevel, filed: Filed) -> pl.DataFrame:
    """Rows with a growth rate; beside it what constant prices imply, what rounding allows, and the implied deflator."""
    named = {"current": rule.current, "constant": rule.constant, "constant_before": rule.constant_before}
    keys = list(dict.fromkeys([rule.growth, *(key for key in named.values() if key)]))
    table = filed.select_items(keys, filed.province.items[rule.growth][0].covers)
    columns = [_column(named[name], f"_{name}") for name in named]
    rows = table.filter(pl.col(rule.growth).is_not_null() & (pl.col(rule.growth) > -100)).with_columns(columns)
    filed_then = table.filter(pl.any_horizontal(pl.col(k).is_not_null() for k in keys))
    flag = pl.lit(value=True).alias("_filed0")
    before = filed_then.select(pl.col("time_period").alias("_year_before"), "ref_area", *columns[:2], flag)
    before = before.rename({"_current": "_current0", "_constant": "_constant0"})
    last = {t: str(Period.parse(t).year_before()) for t in rows["time_period"].unique()}
    dated = rows.with_columns(pl.col("time_period").replace_strict(last, return_dtype=pl.String).alias("_year_before"))
    paired = dated.join(before, on=["_year_before", "ref_area"], how="left", validate="m:1")
    return paired.with_columns(pl.coalesce("_constant_before", "_constant0").alias("_base")).with_columns(
        *_measure(rule, filed)
    )


def _column(key: str, name: str) -> pl.Expr:
    """An item as a positive number; null where the rule names none."""
    return (pl.when(pl.col(key) > 0).then(pl.col(key)) if key else pl.lit(None, pl.Float64)).alias(name)


def _measure(rule: GrowthAgainstLevel, filed: Filed) -> Iterator[pl.Expr]:
    ratio, nominal = pl.col("_constant") / pl.col("_base"), pl.col("_current") / pl.col("_current0")
    real = 1 + pl.col(rule.growth) / 100
    yield (100 * (ratio - 1)).alias("_implied")
    yield (100 * (nominal / real - 1)).alias("_deflator")
    if rule.tolerance is not None:
        yield pl.lit(rule.tolerance + EXACT).alias("_allowed")
        return
    half_rate, half_level = (
        10.0 ** -filed.province.items[k][1].decimals / 2 if k else 0.0 for k in (rule.growth, rule.constant)
    )
    yield (half_rate + 100 * half_level / pl.col("_base") * (1 + ratio) + EXACT).alias("_allowed")


def _suspect_identity(rule: GrowthAgainstLevel, filed: Filed, row: dict[str, Any]) -> Suspicion:
    area, period, items = row["ref_area"], row["time_period"], (rule.growth, rule.constant)
    cells = [*list_cells(area, period, items), *_last_cell(rule, row)]
    where, growth, level = (
        say_where(area, period, filed.province), *(say_item(k, filed.province) for k in items),
    )  # fmt: skip
    rate, implied = say_amount(row[rule.growth], rule.growth, filed.province), _say_rate(row["_implied"])
    now, then = (say_amount(row[c], rule.constant, filed.province) for c in ("_constant", "_base"))
    return _suspect(
        rule, row, items, cells, rule.severity, filed, rate.zh, implied.zh,
        1 if row["_implied"] > row[rule.growth] else -1, abs(row[rule.growth] - row["_implied"]),
        Name(
            zh=f"{where.zh}{growth.zh}为{rate.zh}，而{level.zh}由上年的{then.zh}变为{now.zh}，按可比价算应为{implied.zh}，两者不符。"
            "请核对增速、可比价总量和基期。",
            en=f"{where.en}: {growth.text('en')} is {rate.en}, but {level.text('en')} went from {then.en} to {now.en}, which is "
            f"{implied.en} at constant prices. Please check the rate, the levels and their base year.",
        ),
    )  # fmt: skip


def _suspect_deflator(rule: GrowthAgainstLevel, filed: Filed, row: dict[str, Any]) -> Suspicion:
    area, period, items = row["ref_area"], row["time_period"], (rule.growth, rule.current)
    cells = [*list_cells(area, period, items), (area, row["_year_before"], rule.current)]
    where, growth, level = (
        say_where(area, period, filed.province), *(say_item(k, filed.province) for k in items),
    )  # fmt: skip
    rate, deflator = say_amount(row[rule.growth], rule.growth, filed.province), _say_rate(row["_deflator"])
    now, then = (say_amount(row[c], rule.current, filed.province) for c in ("_current", "_current0"))
    severity: Severity = "explain" if rule.severity == "hold" else rule.severity
    return _suspect(
        rule, row, items, cells, severity, filed, deflator.zh, f"{rule.low:g}% – {rule.high:g}%",
        1 if row["_deflator"] > 0 else -1, abs(row["_deflator"]),
        Name(
            zh=f"{where.zh}{level.zh}由上年的{then.zh}变为{now.zh}，{growth.zh}为{rate.zh}，隐含价格变动{deflator.zh}，"
            f"超出{rule.low:g}%至{rule.high:g}%。可能是上年数已修订、口径或区划变动，请说明。",
            en=f"{where.en}: {level.text('en')} went from {then.en} to {now.en} and {growth.text('en')} is {rate.en}; prices would "
            f"have moved by {deflator.en}, outside {rule.low:g} to {rule.high:g} %. Last year's figure may have been revised, or "
            "coverage or boundaries changed; please explain.",
        ),
    )  # fmt: skip


def _suspect(
    rule: GrowthAgainstLevel, row: dict[str, Any], items: tuple[str, ...], cells: list[tuple[str, str, str]],
    severity: Severity, filed: Filed, found: str, expected: str, high: int, weight: float, message: Name,
) -> Suspicion:  # fmt: skip
    return Suspicion(
        rule=rule, severity=severity, area=row["ref_area"], period=row["time_period"],
        form=filed.province.items[rule.growth][0].code, items=items, found=found, expected=expected, message=message,
        shown=tuple(cells), explains=frozenset(cells), withholds=withheld_by(severity, items), weight=weight,
        lean=tuple(zip(cells, (-high, high, -high), strict=True)),
    )  # fmt: skip


def _last_cell(rule: GrowthAgainstLevel, row: dict[str, Any]) -> list[tuple[str, str, str]]:
    own = rule.constant_before and row["_constant_before"] is not None
    period, key = (row["time_period"], rule.constant_before) if own else (row["_year_before"], rule.constant)
    return [(row["ref_area"], period, key)]


def _say_rate(value: float) -> Name:
    return say_number(round(value, 2), "%", 2)


def _say_untested(rule: GrowthAgainstLevel, filed: Filed, rest: pl.DataFrame) -> Iterator[Suspicion]:
    """One note for the newest period in which a rate stands without levels at constant prices; new areas have no last year."""
    rest = rest.filter(pl.col("_constant").is_null() | pl.col("_filed0").is_not_null())
    if rest.is_empty():
        return
    period = max(rest["time_period"].unique(), key=lambda text: Period.parse(text).end)
    now = rest.filter(time_period=period)
    asked, areas = now["_deflator"].is_not_null().sum(), now["ref_area"].n_unique()
    growth, one = say_item(rule.growth, filed.province), say_area(now["ref_area"].min(), filed.province)  # type: ignore[arg-type]
    where_zh, where_en = (one.zh, one.text("en")) if areas == 1 else (f"{areas}个地区", f"{areas} areas")
    yield Suspicion(
        rule=rule, severity="note", area="", period=period, form=filed.province.items[rule.growth][0].code,
        items=(rule.growth,), found=str(areas), expected="", shown=(),
        message=Name(
            zh=f"{where_zh}{say_period(period).zh}{growth.zh}：未报送可比价总量（本年和上年），增速与总量是否相符无法检验"
            f"{f'；其中{asked}个可用现价总量看隐含价格变动' if asked else ''}。",
            en=f"{growth.text('en')} of {where_en}, {say_period(period).en}: no levels at constant prices were filed for both "
            f"years, so that growth against level cannot be tested{f'; for {asked} the implied deflator could be looked at' if asked else ''}.",
        ),
    )  # fmt: skip
