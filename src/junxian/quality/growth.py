"""Growth over years of amounts and of filed growth rates, as logarithms, area by area."""

from datetime import date

import polars as pl

from junxian.declared.province import Province
from junxian.quality.filed import ROW, Filed
from junxian.terms.period import Period

SAME_PLACE = ("rename", "recode")  # changes that leave the territory as it was


def is_rate(key: str, province: Province) -> bool:
    """Whether an item is itself a growth rate in per cent."""
    _, item = province.items[key]
    return item.measure == "ratio" and item.unit == "%"


def measure_growth(filed: Filed, keys: list[str], years: int, level: str) -> pl.DataFrame:
    """Log growth of items over so many years: time_period, ref_area, one column per key.

    An amount: ln(x/x of the same period so many years before), both above zero; a rate r in per cent: Σ ln(1 + r/100)
    of this year and those between. Null where a figure is missing. Checked in tests/unit/quality/test_matching.py.
    """
    table = filed.select_items(keys, level)
    grown = table.select(ROW)
    for key in keys:
        rate = is_rate(key, filed.province)
        back = range(years) if rate else [years]
        value = pl.when(pl.col(key) > (-100 if rate else 0)).then(
            (1 + pl.col(key) / 100).log() if rate else pl.col(key).log()
        )
        logs = table.select(*ROW, value.alias(key))
        steps = [_shift(logs, key, n) for n in back]
        own = pl.Series(key, logs[key]) if not rate else None
        total = sum(steps[1:], start=steps[0]) if rate else own - steps[0]  # type: ignore[operator]
        grown = grown.with_columns(total.alias(key))
    return grown


def _shift(table: pl.DataFrame, key: str, years: int) -> pl.Series:
    """The column of the same area so many years before, in the order of the table."""
    if not years:
        return table[key]
    before = {text: step_back(text, years) for text in table["time_period"].unique()}
    wanted = table.select(pl.col("time_period").replace_strict(before, return_dtype=pl.String), "ref_area")
    found = wanted.join(table.select(*ROW, key), on=ROW, how="left", validate="m:1", maintain_order="left")
    return found[key]


def step_back(period: str, years: int) -> str:
    """The same period so many years before."""
    p = Period.parse(period)
    return str(Period(p.year - years, p.number, p.frequency))


def list_changed(province: Province, after: date, until: date) -> set[str]:
    """Areas whose territory changed after one day and until another: their growth is not that of one place."""
    changes = province.areas.changes.filter(
        pl.col("date") > after, pl.col("date") <= until, ~pl.col("kind").is_in(SAME_PLACE)
    )
    return {*changes["from"], *changes["to"]}
