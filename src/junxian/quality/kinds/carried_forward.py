"""Carried forward: the figures of a row repeat those of the period before."""

from typing import Any

import polars as pl

from junxian.declared.rules import CarriedForward
from junxian.quality.filed import ROW, Filed
from junxian.quality.suspicion import Suspicion, list_cells, withheld_by
from junxian.quality.wording import say_area, say_form, say_period
from junxian.terms.name import Name
from junxian.terms.period import Period


def check_carried_forward(rule: CarriedForward, filed: Filed) -> list[Suspicion]:
    """Suspect rows whose figures all equal those of the period before, at least `min_items` of them not zero.

    Items that are missing in either period are not compared; zeros agree without counting. The whole row is withheld by
    a hold. Source: practice §4.3 Q12. Checked in tests/unit/quality/test_carried_forward.py.
    """
    table, keys = filed.select_form(rule.form)
    if not keys:
        return []
    before = {p: _name_before(p) for p in table["time_period"].unique()}
    last = table.rename({k: f"{k}|before" for k in keys} | {"time_period": "_before"})
    dated = table.with_columns(pl.col("time_period").replace_strict(before, return_dtype=pl.String).alias("_before"))
    pairs = dated.join(last, on=["_before", "ref_area"], how="inner", validate="1:1")
    same = [(pl.col(k) == pl.col(f"{k}|before")) & (pl.col(k) != 0) for k in keys]
    differs = [(pl.col(k) != pl.col(f"{k}|before")).fill_null(False) for k in keys]
    enough = pl.sum_horizontal(s.fill_null(False).cast(pl.Int64) for s in same) >= rule.min_items
    repeated = pairs.filter(enough & ~pl.any_horizontal(differs))
    return [_suspect(rule, filed, row, keys) for row in repeated.sort(ROW).iter_rows(named=True)]


def _name_before(period: str) -> str:
    p = Period.parse(period)
    return "" if p.frequency == "C" and p.number == 1 else str(p.previous())


def _suspect(rule: CarriedForward, filed: Filed, row: dict[str, Any], keys: list[str]) -> Suspicion:
    area, period = row["ref_area"], row["time_period"]
    items = tuple(k for k in keys if row[k] is not None and row[f"{k}|before"] is not None)
    cells = list_cells(area, period, items)
    name, form = say_area(area, filed.province), say_form(rule.form, filed.province)
    now, last = say_period(period), say_period(row["_before"])
    return Suspicion(
        rule=rule, severity=rule.severity, area=area, period=period, form=rule.form, items=items,
        found=f"{len(items)}/{len(items)} = {row['_before']}", expected=f"≠ {row['_before']}",
        message=Name(
            zh=f"{name.zh}{now.zh}{form.zh}所报{len(items)}项数字与{last.zh}完全相同，疑似沿用旧数。",
            en=f"{name.text('en')}: all {len(items)} figures of {form.en} for {now.en} equal those for {last.en}; they may have been filed again by mistake.",
        ),
        shown=cells, explains=frozenset(cells), withholds=withheld_by(rule.severity, items),
    )  # fmt: skip
