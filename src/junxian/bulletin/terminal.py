"""The page of one area for the terminal, and as plain data for machines."""

import dataclasses
import datetime
import unicodedata
from collections.abc import Iterator, Sequence
from typing import Any

from junxian.bulletin.contents.area.award_sentences import tell_awards, tell_progress
from junxian.bulletin.contents.area.sentences import (
    summarise_standing,
    tell_cell,
    tell_certainty,
    tell_gap,
    tell_logarithms,
    tell_profile,
    tell_value,
    tell_withheld,
)
from junxian.bulletin.contents.area.step_sentences import tell_steps
from junxian.bulletin.contents.area_content import AreaAllotment, AreaPage, Contribution
from junxian.bulletin.contents.choices import pick_shown, tell_count
from junxian.bulletin.contents.wording import (
    LIGHT_NAMES,
    STATE_NAMES,
    STATE_SYMBOLS,
    amount_name,
    format_number,
    format_unit,
    name_date,
    name_period,
    number_section,
    show_code,
)
from junxian.terms.name import Name
from junxian.terms.period import Period

_CANDIDATES = 20  # of an area that a terminal shows
_TITLES = {
    "why": Name(zh="为何居此", en="Why it stands here"),
    "sure": Name(zh="有多大把握", en="How sure it is"),
    "awards": Name(zh="较上年和奖励", en="Against last year, and awards"),
    "change": Name(zh="怎样可以改变", en="What would change it"),
    "lines": Name(zh="底线与配额", en="Bottom lines and quotas"),
    "findings": Name(zh="数据疑点与任务", en="Findings and tasks"),
    "cells": Name(zh="数据出处", en="From which cells"),
}
_HEADERS = {
    "zh": ("指标", "本县", "本类中位", "单位", "权重", "贡献（分）", "还可提高"),
    "en": ("indicator", "here", "class median", "unit", "weight", "points", "to gain"),
}


def explain_text(page: AreaPage, language: str = "zh") -> str:
    """The page as plain text in 'zh' or 'en', about sixty lines; wide characters count as two columns."""
    return "\n".join(_write_lines(page, language)) + "\n"


def _write_lines(page: AreaPage, language: str) -> Iterator[str]:
    label = f"  【{page.label.text(language)}】" if page.label else ""
    place = " ".join(
        part for part in (page.province.text(language), page.city.text(language), page.name.text(language)) if part
    )
    yield f"{place} {page.code}  {name_period(page.period).text(language)}{label}"
    yield summarise_standing(page).text(language)
    number = 0
    for title, lines in (
        ("why", _tell_why(page, language)),
        ("sure", [sentence.text(language) for sentence in (*tell_certainty(page), *tell_withheld(page))]),
        ("awards", [sentence.text(language) for sentence in _tell_awards(page)]),
        ("change", [sentence.text(language) for sentence in tell_steps(page.steps)]),
        ("lines", [*_tell_lines(page, language), *_tell_choices(page, language)]),
        ("findings", _tell_findings(page, language)),
        ("cells", _tell_cells(page, language)),
    ):
        if lines:
            number += 1
            yield ""
            yield (
                number_section(number).text(language)
                + (" " if language == "en" else "")
                + _TITLES[title].text(language)
            )
            yield from (f"  {line}" for line in lines)
    yield ""
    yield f"{'运行编号' if language == 'zh' else 'run'} {page.run_id}"


def _tell_why(page: AreaPage, language: str) -> list[str]:
    gap = tell_gap(page)
    if not page.contributions:
        return []
    rows = [_HEADERS[language], *(_write_contribution(c, language) for c in page.contributions)]
    remarks = [remark.text(language) for remark in (tell_profile(page), tell_logarithms(page)) if remark]
    return [*([gap.text(language)] if gap else []), *_align_columns(rows), *remarks]


def _tell_awards(page: AreaPage) -> tuple[Name, ...]:
    progress = tell_progress(page.progress)
    return (*([progress] if progress else []), *tell_awards(page))


def _write_contribution(c: Contribution, language: str) -> tuple[str, ...]:
    return (
        f"{show_code(c.indicator)} {c.name.text(language)}",
        format_number(c.value, c.decimals),
        format_number(c.reference_value, c.decimals),
        format_unit(c.unit, language),
        format_number(c.weight, 0),
        format_number(c.gap_points, 2, sign=True),
        format_number(c.to_bound, 2),
    )


def _align_columns(rows: Sequence[tuple[str, ...]], left: tuple[int, ...] = (0, 3)) -> list[str]:
    """Pad every column to its widest cell; the columns `left` are set left, the others right."""
    widths = [max(_measure_width(row[i]) for row in rows) for i in range(len(rows[0]))]
    return ["  ".join(_pad(cell, widths[i], i in left) for i, cell in enumerate(row)).rstrip() for row in rows]


def _measure_width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def _pad(text: str, width: int, to_left: bool) -> str:
    space = " " * (width - _measure_width(text))
    return text + space if to_left else space + text


def _tell_lines(page: AreaPage, language: str) -> list[str]:
    colon = "：" if language == "zh" else ": "
    lines = []
    for line in page.lines:
        state = f"{STATE_SYMBOLS[line.state]} {line.name.text(language)}{colon}{STATE_NAMES[line.state].text(language)}"
        if line.state != "unknown":
            state += f"  {amount_name(line.value, line.unit, line.decimals).text(language)}"
        elif line.not_filed:
            state += f"{colon}{line.not_filed.text(language)}"
        lines.append(state)
    for quota in page.quotas:
        heading = f"〔{quota.heading.text(language)}〕" if quota.heading else ""
        amount = amount_name(quota.quota, quota.unit, quota.places).text(language)
        lines.append(f"{quota.name.text(language)}{heading}{colon}{amount}  {quota.sentence.text(language)}")
    for own in page.allotments:
        heading = f"〔{own.heading.text(language)}〕" if own.heading else ""
        amount = amount_name(own.quota, own.unit, own.places).text(language)
        lines.append(f"{own.name.text(language)}{heading}{colon}{amount}  {own.sentence.text(language)}")
        if own.later:
            lines.append(_tell_later(own, language))
    return lines


def _tell_later(own: AreaAllotment, language: str) -> str:
    amounts = [(year, amount_name(value, own.unit, own.places).text(language)) for year, value in own.later]
    if language == "zh":
        return "以后年度预安排（不是额度）：" + "，".join(f"{year}年{amount}" for year, amount in amounts)
    return "Foreseen, no quota: " + ", ".join(f"{year}: {amount}" for year, amount in amounts)


def _tell_choices(page: AreaPage, language: str) -> Iterator[str]:
    """How many candidates of each choice are chosen, then each with its reason, as many as a terminal shows."""
    for choice in page.choices:
        heading = f"〔{choice.heading.text(language)}〕" if choice.heading else ""
        name, benefit = (one.text(language) for one in (choice.name, choice.benefit))
        told = tell_count(choice).text(language)
        yield (
            f"{name}{heading}：{told}（效益＝{benefit}）"
            if language == "zh"
            else f"{name}{heading}: {told} (benefit: {benefit})"
        )
        for one in pick_shown(choice, _CANDIDATES):
            yield f"{'✓' if one.picked else '–'} {one.code} {one.name}  {one.sentence.text(language)}"
        if (rest := len(choice.candidates) - _CANDIDATES) > 0:
            yield f"另有{rest}项见工作簿" if language == "zh" else f"{rest} more are in the workbook"


def _tell_findings(page: AreaPage, language: str) -> list[str]:
    zh = language == "zh"
    lines = []
    for found in page.findings:
        charged = f"{'责任单位' if zh else 'charged to'} {found.charged_to.text(language)}"
        place = " ".join(part for part in (found.file, found.sheet, found.cell) if part)
        lines.append(f"[{found.severity_name.text(language)}] {found.message.text(language)} {charged}  {place}")
    for task in page.tasks:
        light = LIGHT_NAMES[task.light].text(language) if task.light in LIGHT_NAMES else task.light
        lines.append(
            f"[{light}] {task.title.text(language)}  {'时限' if zh else 'due'} {name_date(task.due).text(language)}"
        )
    return lines + [note.text(language) for note in page.notes]


def _tell_cells(page: AreaPage, language: str) -> list[str]:
    rows = [
        (
            cell.name.text(language) + ("" if cell.period == str(page.period) else f" {cell.period}"),
            tell_value(cell).text(language),
            tell_cell(cell).text(language),
            "← " + " ".join(cell.indicators),
        )
        for cell in page.cells
    ]
    return _align_columns(rows, left=(0, 2, 3)) if rows else []


def explain_data(page: AreaPage) -> dict[str, Any]:
    """The page as dictionaries, lists, numbers and text, ready for JSON; a missing value is None."""
    return {field.name: _make_plain(getattr(page, field.name)) for field in dataclasses.fields(page)}


def _make_plain(value: Any) -> Any:
    if isinstance(value, Name):
        return {"zh": value.zh, "en": value.text("en")}
    if isinstance(value, Period | datetime.date):
        return str(value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: _make_plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, tuple | list):
        return [_make_plain(part) for part in value]
    return value
