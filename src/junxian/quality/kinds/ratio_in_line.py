"""Ratio in line: the ratio of two items lies where the class's ratios lie."""

from math import exp
from typing import Any

import polars as pl

from junxian.declared.rules import RatioInLine
from junxian.quality.filed import ROW, Filed
from junxian.quality.peers import compare_with_peers, widen_limit
from junxian.quality.suspicion import Suspicion, list_cells, withheld_by
from junxian.quality.wording import say_amount, say_item, say_number, say_where
from junxian.terms.name import Name
from junxian.terms.period import Period
from junxian.terms.unit import parse_unit, quotient

FLOOR = 0.1  # least spread of a log ratio: peers alike to 10 % make no ratio extreme
USUAL = 1.0  # a ratio within this many spreads of its own year before is the area's usual one


def check_ratio_in_line(rule: RatioInLine, filed: Filed) -> list[Suspicion]:
    """Suspect ratios whose log lies more than `limit` robust z from the median of the class.

    z = (ln r − median) / max(1.4826·MAD, 0.1), the limit widened among few peers (`peers.widen_limit`). Asked only where
    both items are above zero. A ratio that was as far out a year before is the area's structure and is asked about once.
    Source: practice §4.3 Q4, Q5. Checked in tests/unit/quality/test_ratio_in_line.py.
    """
    form, _ = filed.province.items[rule.numerator]
    above, below = pl.col(rule.numerator), pl.col(rule.denominator)
    table = filed.select_items([rule.numerator, rule.denominator], form.covers)
    ratios = table.with_columns(pl.when((above > 0) & (below > 0)).then((above / below).log()).alias("value"))
    judged = compare_with_peers(ratios, filed.classes(rule.classification), rule.min_peers, FLOOR)
    scored = judged.with_columns(((pl.col("value") - pl.col("centre")) / pl.col("spread")).alias("z"))
    odd = scored.filter(pl.col("z").abs() > widen_limit(rule.limit, pl.col("peers")))
    return [_suspect(rule, filed, row) for row in _drop_usual(odd, ratios).sort(ROW).iter_rows(named=True)]


def _drop_usual(odd: pl.DataFrame, ratios: pl.DataFrame) -> pl.DataFrame:
    """Without the ratios that hardly differ from the same area's a year before."""
    last = odd.with_columns(
        pl.col("time_period").map_elements(lambda p: str(Period.parse(p).year_before()), pl.String).alias("last")
    )
    before = ratios.select(pl.col("time_period").alias("last"), "ref_area", pl.col("value").alias("before"))
    known = last.join(before, on=["last", "ref_area"], how="left", validate="m:1", maintain_order="left")
    moved = (pl.col("value") - pl.col("before")).abs() > USUAL * pl.col("spread")
    return known.filter(moved | pl.col("before").is_null())


def _suspect(rule: RatioInLine, filed: Filed, row: dict[str, Any]) -> Suspicion:
    area, period, items = row["ref_area"], row["time_period"], (rule.numerator, rule.denominator)
    cells, high = list_cells(area, period, items), 1 if row["z"] > 0 else -1
    ratio, middle = (_say_ratio(rule, filed, exp(row[name])) for name in ("value", "centre"))
    return Suspicion(
        rule=rule, severity=rule.severity, area=area, period=period, form=filed.province.items[rule.numerator][0].code,
        items=items, found=ratio.zh, expected=middle.zh, message=_say_odd(rule, filed, row, ratio, middle),
        shown=cells, explains=frozenset(cells), withholds=withheld_by(rule.severity, items),
        lean=((cells[0], high), (cells[1], -high)), weight=abs(row["z"]),
    )  # fmt: skip


def _say_ratio(rule: RatioInLine, filed: Filed, value: float) -> Name:
    above, below = (parse_unit(filed.province.items[key][1].unit) for key in (rule.numerator, rule.denominator))
    return say_number(round(value, 4 if abs(value) < 1 else 2), quotient(above, below).symbol, 2)


def _say_odd(rule: RatioInLine, filed: Filed, row: dict[str, Any], ratio: Name, middle: Name) -> Name:
    province, peers = filed.province, _say_peers(row)
    where = say_where(row["ref_area"], row["time_period"], province)
    a, b = (say_item(key, province) for key in (rule.numerator, rule.denominator))
    x, y = (say_amount(row[key], key, province) for key in (rule.numerator, rule.denominator))
    times = f"{exp(row['value'] - row['centre']):.2g}"
    return Name(
        zh=f"{where.zh}{a.zh}（{x.zh}）与{b.zh}（{y.zh}）之比为{ratio.zh}，"
        f"是{peers.zh}中位数{middle.zh}的{times}倍，明显偏离，请核实。",
        en=f"{where.en}: {a.text('en')} ({x.en}) to {b.text('en')} ({y.en}) is {ratio.en}, "
        f"{times} times the median {middle.en} of {peers.en}; please verify.",
    )


def _say_peers(row: dict[str, Any]) -> Name:
    n = row["peers"]
    return (
        Name(zh=f"{n}个同类地区", en=f"{n} like areas")
        if row["own_class"]
        else Name(zh=f"全部{n}个地区", en=f"all {n} areas")
    )
