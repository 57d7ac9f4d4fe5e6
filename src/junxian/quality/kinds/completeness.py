"""Completeness: every area in scope stands in the return, with every required item."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import polars as pl

from junxian.declared.forms import Form
from junxian.declared.province import Province
from junxian.declared.rules import Completeness
from junxian.quality.filed import Filed
from junxian.quality.suspicion import Suspicion, list_cells
from junxian.quality.wording import say_areas, say_form, say_items, say_period
from junxian.terms.area import LEVELS
from junxian.terms.name import Name
from junxian.terms.period import Period


def check_completeness(rule: Completeness, filed: Filed) -> list[Suspicion]:
    """Suspect areas in scope without a row, and required items without a figure (null, and not said to be impossible).

    Asked of each return in force that could be read; a return that is absent is a matter of punctuality. Areas out of
    scope, of another level or not valid at the period's end are never missed. What the reader has already called
    unreadable (a cell, a column) is not asked for again. Nothing is withheld: there is nothing to withhold.
    One suspicion per area here; `merge_alike` joins areas of one return that lack the same.
    Checked in tests/unit/quality/test_completeness.py.
    """
    form = filed.province.forms[rule.form]
    required = [item.key for item in form.item if item.required]
    returns = filed.newest.filter(pl.col("form") == rule.form, pl.col("readable"))
    return [s for row in returns.iter_rows(named=True) for s in _check_return(rule, filed, row, required)]


def _check_return(rule: Completeness, filed: Filed, row: dict[str, Any], required: list[str]) -> Iterator[Suspicion]:
    form, period = filed.province.forms[rule.form], str(row["period"])
    there = filed.answered.get((row["file"], period), {})
    excused = _list_excused(filed.faults.filter(file=row["file"]))
    for code in expect_areas(form, Period.parse(period), row["filer"], filed):
        answered = there.get(filed.present(code), there.get(code))
        area = code if code in there else filed.present(code)
        if answered is None:
            if (area, "") not in excused:
                yield _suspect(rule, row, area, ())
            continue
        missing = [k for k in required if k not in answered and not {("", k), (area, k)} & excused]
        if missing:
            yield _suspect(rule, row, area, tuple(missing))


def _list_excused(faults: pl.DataFrame) -> set[tuple[str, str]]:
    """Area and item of what the reader has already found; no area where it is a whole column."""
    return {(area, key) for area, keys in faults.select("ref_area", "item").rows() for key in keys.split() or [""]}


def expect_areas(form: Form, period: Period, filer: str, filed: Filed) -> list[str]:
    """The areas that a filer's return has to show: those in scope that are the filer's own or lie below it."""
    areas = filed.province.areas
    codes = areas.at_level(form.covers, period.end)
    if form.scope:
        scope = set(filed.province.classifications[form.scope]["area"])
        codes = [code for code in codes if code in scope or filed.present(code) in scope]
    if form.filed_by not in LEVELS or filer == filed.province.code:
        return codes
    return [code for code in codes if filer in filed.lines[code]]


def _suspect(rule: Completeness, row: dict[str, Any], area: str, missing: tuple[str, ...]) -> Suspicion:
    cells = list_cells(area, row["period"], missing)
    return Suspicion(
        rule=rule, severity=rule.severity, area=area, period=row["period"], form=rule.form, items=missing, found="",
        expected="", message=Name(zh=""), shown=cells, explains=frozenset(cells), filer=row["filer"], file=row["file"],
    )  # fmt: skip


def merge_alike(suspicions: list[Suspicion], province: Province) -> list[Suspicion]:
    """Join the areas of one return that lack the same items into one suspicion, and word it; others pass unchanged."""
    others = [s for s in suspicions if s.kind != "completeness"]
    groups: dict[tuple[str, str, tuple[str, ...]], list[Suspicion]] = {}
    for s in suspicions:
        if s.kind == "completeness":
            groups.setdefault((s.rule.code, s.file, s.items), []).append(s)
    return others + [_join(sorted(group, key=lambda s: s.area), province) for group in groups.values()]


def _join(group: list[Suspicion], province: Province) -> Suspicion:
    first, codes = group[0], [s.area for s in group]
    areas, time, form = say_areas(codes, province), say_period(first.period), say_form(first.form, province)
    items = say_items(first.items, province)
    if first.items:
        zh, en = (
            f"{areas.zh}{time.zh}{form.zh}缺报：{items.zh}。",
            f"{areas.en}: {form.en} for {time.en} lacks {items.en}.",
        )
    else:
        zh, en = (
            f"{form.zh}{time.zh}报表中没有{areas.zh}的数据。",
            f"{form.en} for {time.en} has no row for {areas.en}.",
        )
    return replace(
        first, area=first.area if len(codes) == 1 else "", message=Name(zh=zh, en=en),
        found=str(len(codes)), shown=tuple(cell for s in group for cell in s.shown),
    )  # fmt: skip
