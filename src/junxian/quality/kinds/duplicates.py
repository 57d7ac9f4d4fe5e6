"""Duplicates: an area that stands twice, figures copied from another area, one file filed by two."""

from collections.abc import Iterator
from math import log
from typing import Any

import polars as pl

from junxian.declared.rules import Duplicates
from junxian.quality.filed import ROW, Filed
from junxian.quality.part_copies import PartCopy, find_part_copies
from junxian.quality.suspicion import Cell, Suspicion, list_cells, withheld_by
from junxian.quality.wording import say_area, say_areas, say_form, say_items, say_period
from junxian.terms.name import Name
from junxian.terms.period import Period


def check_duplicates(rule: Duplicates, filed: Filed) -> list[Suspicion]:
    """Suspect areas with two rows in the returns of one period, equal rows of two areas, and files filed by two filers.

    An area that stands twice: the rule's severity; a hold withholds the items of both rows. Equal figures of two areas
    (all of them, at least `min_items` not zero) and equal files: severity `copied`, and nothing is withheld, since which
    is the copy cannot be told; pointed at is the area that departs further from its own period before. Rows of which some
    figures are equal are asked about where chance, at most `chance`, does not explain it (`part_copies`).
    Source: practice §4.3 Q12. Checked in tests/unit/quality/test_duplicates.py.
    """
    copies = list(_find_copies(rule, filed))
    parts = _find_parts(rule, filed, copies) if rule.chance else ()
    return [*_find_twice(rule, filed), *copies, *parts, *_find_same_files(rule, filed)]


def _find_twice(rule: Duplicates, filed: Filed) -> Iterator[Suspicion]:
    cell = [*ROW, "key"]
    own = filed.figures.filter(pl.col("form") == rule.form)
    twice = own.filter(pl.len().over(cell) > 1)
    rows = twice.group_by(cell).agg(pl.len().alias("times"), pl.col("obs_value").n_unique().alias("values"))
    areas = (
        rows.sort(cell)
        .group_by(ROW, maintain_order=True)
        .agg("key", pl.col("times").max(), (pl.col("values") > 1).sum())
    )
    for row in areas.iter_rows(named=True):
        yield _suspect_twice(rule, filed, row)


def _suspect_twice(rule: Duplicates, filed: Filed, row: dict[str, Any]) -> Suspicion:
    area, period, items = row["ref_area"], row["time_period"], _in_form_order(rule, filed, row["key"])
    name, form, time = say_area(area, filed.province), say_form(rule.form, filed.province), say_period(period)
    unlike = row["values"]
    zh = f"其中{unlike}项数字不同，无法判断以哪一行为准" if unlike else "各项数字相同"
    en = f"{unlike} figures differ, and which row holds cannot be told" if unlike else "all figures agree"
    cells = list_cells(area, period, items)
    return Suspicion(
        rule=rule, severity=rule.severity, area=area, period=period, form=rule.form, items=items, found=str(row["times"]),
        expected="1", shown=cells, explains=frozenset(cells), lean=_same(cells), withholds=withheld_by(rule.severity, items), weight=2,
        message=Name(
            zh=f"{name.zh}在{time.zh}{form.zh}中出现{row['times']}次，{zh}。",
            en=f"{name.text('en')} stands {row['times']} times in {form.en} for {time.en}; {en}.",
        ),
    )  # fmt: skip


def _in_form_order(rule: Duplicates, filed: Filed, keys: list[str]) -> tuple[str, ...]:
    return tuple(item.key for item in filed.province.forms[rule.form].item if item.key in set(keys))


def _find_copies(rule: Duplicates, filed: Filed) -> Iterator[Suspicion]:
    table, keys = filed.select_form(rule.form)
    if len(keys) < rule.min_items:
        return
    figures = pl.sum_horizontal((pl.col(k).fill_null(0) != 0).cast(pl.Int64) for k in keys)
    full = table.filter(figures >= rule.min_items)
    alike = full.group_by("time_period", *keys).agg(pl.col("ref_area").sort()).filter(pl.col("ref_area").list.len() > 1)
    past = {(p, a): values for p, a, *values in table.rows()} if alike.height else {}
    for period, *values, codes in alike.sort("time_period", pl.col("ref_area").list.first()).rows():
        items = [k for k, value in zip(keys, values, strict=True) if value is not None]
        farthest = max(codes, key=lambda code: (_depart(values, past, period, code), code))
        yield _suspect_copy(rule, filed, period, items, [farthest, *(c for c in codes if c != farthest)])


def _depart(
    values: list[float | None], past: dict[tuple[str, str], list[float | None]], period: str, code: str
) -> float:
    """How far figures lie from the same area's a period before: mean |ln ratio|, 0 where nothing is known."""
    p = Period.parse(period)
    last = past.get((str(p.year_before()), code), []) if p.frequency == "C" else past.get((str(p.previous()), code), [])
    steps = [abs(log(x / y)) for x, y in zip(values, last, strict=False) if x and y and x / y > 0]
    return round(sum(steps) / len(steps), 9) if steps else 0.0


def _suspect_copy(rule: Duplicates, filed: Filed, period: str, items: list[str], codes: list[str]) -> Suspicion:
    first, others = say_area(codes[0], filed.province), say_areas(codes[1:], filed.province)
    form, time = say_form(rule.form, filed.province), say_period(period)
    cells = list_cells(codes[0], period, items)
    everyone = tuple(cell for code in codes for cell in list_cells(code, period, items))
    return Suspicion(
        rule=rule, severity=rule.copied, area=codes[0], period=period, form=rule.form, items=tuple(items),
        found=f"{len(items)}/{len(items)} = {' '.join(codes[1:])}", expected=f"≠ {' '.join(codes[1:])}", shown=cells,
        explains=frozenset(everyone), lean=_same(everyone), withholds=withheld_by(rule.copied, items), weight=1,
        message=Name(
            zh=f"{first.zh}{time.zh}{form.zh}所报{len(items)}项数字与{others.zh}完全相同，疑似误贴，双方均请核对。",
            en=f"{first.text('en')}: all {len(items)} figures of {form.en} for {time.en} equal those of {others.en}; one may have been pasted by mistake. Both should check.",
        ),
    )  # fmt: skip


def _find_parts(rule: Duplicates, filed: Filed, whole: list[Suspicion]) -> Iterator[Suspicion]:
    """Rows that agree in part, without those that agree throughout."""
    table, keys = filed.select_form(rule.form)
    known = {(s.period, frozenset({area for area, _, _ in s.explains})) for s in whole}
    past = {(p, a): values for p, a, *values in table.rows()}
    for copy in find_part_copies(table, keys, rule.chance) if keys else ():
        if any(period == copy.period and set(copy.areas) <= areas for period, areas in known):
            continue
        apart = [_depart(list(past[copy.period, a]), past, copy.period, a) for a in copy.areas]
        yield _suspect_part(rule, filed, copy, copy.areas if apart[0] >= apart[1] else copy.areas[::-1])


def _suspect_part(rule: Duplicates, filed: Filed, copy: PartCopy, codes: tuple[str, ...]) -> Suspicion:
    first, other = (say_area(code, filed.province) for code in codes)
    form, time, names = (
        say_form(rule.form, filed.province),
        say_period(copy.period),
        say_items(copy.items, filed.province),
    )
    cells = list_cells(codes[0], copy.period, copy.items)
    everyone = (*cells, *list_cells(codes[1], copy.period, copy.items))
    return Suspicion(
        rule=rule, severity=rule.copied, area=codes[0], period=copy.period, form=rule.form, items=copy.items,
        found=f"{len(copy.items)}/{copy.both} = {codes[1]}", expected=f"≠ {codes[1]}", shown=cells,
        explains=frozenset(everyone), lean=_same(everyone), withholds=withheld_by(rule.copied, copy.items), weight=0.5,
        message=Name(
            zh=f"{first.zh}{time.zh}{form.zh}中{names.zh}与{other.zh}的数字一位不差，偶然相同的可能极小，疑似误贴，双方均请核对。",
            en=f"{first.text('en')}: {names.en} of {form.en} for {time.en} equal those of {other.text('en')} to the last digit, which is "
            "hardly chance; they may have been pasted by mistake. Both should check.",
        ),
    )  # fmt: skip


def _find_same_files(rule: Duplicates, filed: Filed) -> Iterator[Suspicion]:
    own = filed.newest.filter(pl.col("form") == rule.form, pl.col("sha256") != "")
    ordered = own.sort("sha256", "filed_at", "period", "filer", nulls_last=True)
    for _, group in ordered.group_by("sha256", maintain_order=True):
        first, *later = group.iter_rows(named=True)
        yield from (_suspect_same_file(rule, filed, first, row) for row in later if row["filer"] != first["filer"])


def _suspect_same_file(rule: Duplicates, filed: Filed, first: dict[str, Any], row: dict[str, Any]) -> Suspicion:
    a, b = say_area(row["filer"], filed.province), say_area(first["filer"], filed.province)
    now, then = say_period(row["period"]), say_period(first["period"])
    form = say_form(rule.form, filed.province)
    both = filed.figures.filter(pl.col("file").is_in([first["file"], row["file"]]))
    cells = tuple(both.select("ref_area", "time_period", "key").unique().sort("ref_area", "key").rows())
    return Suspicion(
        rule=rule, severity=rule.copied, area="", period=row["period"], form=rule.form, items=(), found=first["file"],
        expected="", shown=(), filer=row["filer"], file=row["file"], weight=3, explains=frozenset(cells), lean=_same(cells),
        message=Name(
            zh=f"{a.zh}{now.zh}报送的{form.zh}文件与{b.zh}{then.zh}报送的文件内容完全相同，疑似误报。",
            en=f"The file of {form.en} that {a.text('en')} filed for {now.en} is the same as that of {b.text('en')} for {then.en}; it may have been filed by mistake.",
        ),
    )  # fmt: skip


def _same(cells: tuple[Cell, ...]) -> tuple[tuple[Cell, int], ...]:
    """One file filed twice explains the rows that then stand twice."""
    return tuple((cell, 0) for cell in cells)
