"""Multipliers of the weight: performance, clearance, gates of the red lines; and of the need: support groups.

Each returns the exact multiplier and what a reader must be told where a figure was missing.
"""

import math
from collections.abc import Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Any, cast

import polars as pl

from junxian.allocation.exact import declared
from junxian.allocation.figures import Amounts
from junxian.declared.allocations import Allocation, Clearance, Multiplier, Performance
from junxian.declared.redlines import RedLine, State
from junxian.redlines import gate_of
from junxian.redlines.wording import STATE_WORDS
from junxian.terms.name import Name

if TYPE_CHECKING:
    from junxian.declared.province import Province

Multiplied = tuple[Fraction, tuple[Name, ...]]
ONE = Fraction(1)


def find_groups(allocation: Allocation, province: "Province") -> list[tuple[Fraction, frozenset[str]]]:
    """Each need multiplier with the areas that its classes hold."""
    return [
        (declared(multiplier.times), _find_members(province.classifications[multiplier.classification], multiplier))
        for multiplier in allocation.need_multiplier
    ]


def multiply_need(groups: list[tuple[Fraction, frozenset[str]]], area: str) -> Multiplied:
    """The product of the multipliers of the groups that hold the area, and that it was used; 1 where none does."""
    product = math.prod((times for times, members in groups if area in members), start=ONE)
    if product == 1:
        return ONE, ()
    times = f"{float(product):g}"
    return product, (
        Name(zh=f"需求按{times}倍计后再折算份额", en=f"its need counts {times} times before shares are taken"),
    )


def _find_members(table: pl.DataFrame, multiplier: Multiplier) -> frozenset[str]:
    return frozenset(table.filter(pl.col("class").is_in(list(multiplier.classes)))["area"])


def read_performance(performance: Performance | None, ranks: Mapping[str, Mapping[str, Any]], area: str) -> Multiplied:
    """From `high` (first of its class) in equal steps to `low` (last); 1, and told, where the area is not ranked."""
    if performance is None:
        return ONE, ()
    row = ranks.get(area)
    if row is None or row["status"] != "ranked" or row["rank"] is None:
        return ONE, (Name(zh="未参与排位，绩效系数按1计", en="not ranked, so its performance counts as 1"),)
    if row["of"] < 2:
        return ONE, (Name(zh="同类仅一个，绩效系数按1计", en="alone in its class, so its performance counts as 1"),)
    low, high = declared(performance.low), declared(performance.high)
    return high - (high - low) * Fraction(row["rank"] - 1, row["of"] - 1), ()


def read_clearance(clearance: Clearance | None, done: tuple[Amounts, ...], area: str) -> Multiplied:
    """The multiplier of the clearance tasks: any missed, all done, else 1 with the reason that something is not filed."""
    if clearance is None:
        return ONE, ()
    found = [task.get(area) for task in done]
    if any(value is not None and value < 1 for value in found):
        return declared(clearance.any_missed), ()
    if None in found:
        return ONE, (Name(zh="处置任务完成情况未报送，系数按1计", en="clearance not filed, so it counts as 1"),)
    return declared(clearance.all_done), ()


def read_gate(
    allocation: Allocation, lines: Mapping[str, RedLine], states: Mapping[tuple[str, str], str], area: str
) -> Multiplied:
    """The least gate of the named lines; an unknown state takes the declared one, and that is told."""
    gates, notes = [ONE], []
    for code in allocation.gates:
        known = states.get((area, code), "unknown")
        state = allocation.gate_unknown if known == "unknown" else cast(State, known)
        gate = gate_of(lines[code], allocation.factor, state)
        gates.append(gate)
        if known == "unknown" or gate != 1:
            notes.append(_say_gate(lines[code], state, gate, is_known=known != "unknown"))
    return min(gates), tuple(notes)


def _say_gate(line: RedLine, state: State, gate: Fraction, *, is_known: bool) -> Name:
    words = STATE_WORDS[state]
    if is_known:
        zh, en = f"{line.name.zh}为{words.zh}", f"{line.name.text('en')} is {words.en}"
    else:
        zh = f"{line.name.zh}无法判定，按{words.zh}处理"
        en = f"{line.name.text('en')} is unknown and taken as {words.en}"
    return Name(zh=f"{zh}，闸门{float(gate):g}", en=f"{en} (gate {float(gate):g})")
