"""Bounds: a value lies between declared limits."""

from itertools import groupby
from operator import itemgetter

import polars as pl

from junxian.declared.rules import Bounds
from junxian.quality.filed import ROW, Filed
from junxian.quality.suspicion import Suspicion, list_cells, withheld_by
from junxian.quality.wording import join_names, say_amount, say_item, say_where
from junxian.terms.name import Name

Broken = tuple[str, str, str, str, float]  # period, area, form, item, value


def check_bounds(rule: Bounds, filed: Filed) -> list[Suspicion]:
    """Suspect values below `low` or above `high` (both in the item's unit; equality is inside). Missing: not asked.

    The broken items of one row make one suspicion. Checked in tests/unit/quality/test_bounds.py.
    """
    broken = sorted(row for key in rule.items for row in _find_outside(rule, filed, key))
    return [_suspect(rule, filed, list(rows)) for _, rows in groupby(broken, itemgetter(0, 1, 2))]


def _find_outside(rule: Bounds, filed: Filed, key: str) -> list[Broken]:
    low = pl.col(key) < rule.low if rule.low is not None else pl.lit(False)
    high = pl.col(key) > rule.high if rule.high is not None else pl.lit(False)
    rows = filed.select_items([key]).filter(low | high).select(*ROW, key).rows()
    form = filed.province.items[key][0].code
    return [(period, area, form, key, value) for period, area, value in rows]


def _suspect(rule: Bounds, filed: Filed, rows: list[Broken]) -> Suspicion:
    period, area, form = rows[0][:3]
    items = tuple(row[3] for row in rows)
    where = say_where(area, period, filed.province)
    said = join_names([_say_outside(rule, filed, row) for row in rows], "，", ", ")
    cells = list_cells(area, period, items)
    return Suspicion(
        rule=rule, severity=rule.severity, area=area, period=period, form=form, items=items,
        found=join_names([say_amount(r[4], r[3], filed.province) for r in rows], " ").zh,
        expected=_say_range(rule, filed, items[0]),
        message=Name(zh=f"{where.zh}{said.zh}。", en=f"{where.en}: {said.en}."),
        shown=cells, explains=frozenset(cells), withholds=withheld_by(rule.severity, items),
    )  # fmt: skip


def _say_outside(rule: Bounds, filed: Filed, row: Broken) -> Name:
    key, value = row[3:]
    name, amount = say_item(key, filed.province), say_amount(value, key, filed.province)
    if rule.low is not None and value < rule.low:
        limit = say_amount(rule.low, key, filed.province)
        return Name(
            zh=f"{name.zh}为{amount.zh}，低于下限{limit.zh}", en=f"{name.text('en')} is {amount.en}, below {limit.en}"
        )
    assert rule.high is not None
    limit = say_amount(rule.high, key, filed.province)
    return Name(
        zh=f"{name.zh}为{amount.zh}，高于上限{limit.zh}", en=f"{name.text('en')} is {amount.en}, above {limit.en}"
    )


def _say_range(rule: Bounds, filed: Filed, key: str) -> str:
    low, high = (say_amount(x, key, filed.province).zh if x is not None else "" for x in (rule.low, rule.high))
    return f"{low} – {high}" if low and high else f"≥ {low}" if low else f"≤ {high}"
