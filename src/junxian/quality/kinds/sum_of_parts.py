"""Sum of parts: a total equals the sum of its parts, in exact decimals."""

from decimal import Decimal
from functools import reduce
from operator import add
from typing import Any

import polars as pl

from junxian.declared.rules import SumOfParts
from junxian.quality.filed import ROW, Filed
from junxian.quality.suspicion import Suspicion, list_cells, withheld_by
from junxian.quality.wording import say_amount, say_item, say_items, say_where
from junxian.terms.name import Name

MONEY = pl.Decimal(28, 6)


def check_sum_of_parts(rule: SumOfParts, filed: Filed) -> list[Suspicion]:
    """Suspect rows whose parts do not come to the total (or to the fixed sum) within `tolerance`, in the total's unit.

    Asked only where the total and every part are filed. A hold withholds the total and the parts: which of them is wrong
    cannot be told. Source: practice §4.3 Q1. Checked in tests/unit/quality/test_sum_of_parts.py.
    """
    keys = [*([rule.total] if rule.total else []), *rule.parts]
    table = filed.select_items(keys).drop_nulls(keys)
    exact = table.with_columns(pl.col(k).cast(MONEY, strict=False) for k in keys)
    total = pl.col(rule.total) if rule.total else pl.lit(rule.equals).cast(MONEY)
    summed = exact.with_columns(reduce(add, [pl.col(k) for k in rule.parts]).alias("_sum"), total.alias("_total"))
    off = summed.filter((pl.col("_total") - pl.col("_sum")).abs() > pl.lit(rule.tolerance).cast(MONEY))
    return [_suspect(rule, filed, row) for row in off.sort(ROW).iter_rows(named=True)]


def _suspect(rule: SumOfParts, filed: Filed, row: dict[str, Any]) -> Suspicion:
    province, first = filed.province, rule.total or rule.parts[0]
    items = ((rule.total,) if rule.total else ()) + rule.parts
    cells = list_cells(row["ref_area"], row["time_period"], items)
    return Suspicion(
        rule=rule, severity=rule.severity, area=row["ref_area"], period=row["time_period"],
        form=province.items[first][0].code, items=items, found=say_amount(row["_sum"], first, province).zh,
        expected=say_amount(row["_total"], first, province).zh, message=_say_gap(rule, filed, row, first),
        shown=cells, explains=frozenset(cells), withholds=withheld_by(rule.severity, items),
        weight=float(abs(row["_sum"] - row["_total"])),
    )  # fmt: skip


def _say_gap(rule: SumOfParts, filed: Filed, row: dict[str, Any], first: str) -> Name:
    province = filed.province
    where, gap = say_where(row["ref_area"], row["time_period"], province), abs(row["_sum"] - row["_total"])
    amounts: list[Decimal] = [row["_total"], row["_sum"], gap, rule.tolerance]
    total, parts, off, allowed = (say_amount(a, first, province) for a in amounts)
    if rule.total:
        name, names = say_item(rule.total, province), say_items(rule.parts, province)
        begins = Name(zh=f"{name.zh}为{total.zh}，分项（{names.zh}）之和为{parts.zh}", en=f"{name.text('en')} is {total.en}, its parts ({names.en}) sum to {parts.en}")  # fmt: skip
    else:
        start, end = say_item(rule.parts[0], province), say_item(rule.parts[-1], province)
        begins = Name(zh=f"{start.zh}至{end.zh}等{len(rule.parts)}项之和为{parts.zh}，应为{total.zh}", en=f"the {len(rule.parts)} parts from {start.text('en')} to {end.text('en')} sum to {parts.en}, not {total.en}")  # fmt: skip
    return Name(
        zh=f"{where.zh}{begins.zh}，相差{off.zh}，超过允许误差{allowed.zh}。",
        en=f"{where.en}: {begins.en}; the difference of {off.en} is beyond the tolerance of {allowed.en}.",
    )
