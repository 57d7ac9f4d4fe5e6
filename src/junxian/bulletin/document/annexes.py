"""Annexes of the document: tables that a reader looks things up in."""

from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from junxian.bulletin.contents.choices import ChoiceSummary
from junxian.bulletin.contents.content import AwardEntry, BulletinContent, ClassRanking, PlanSummary
from junxian.bulletin.contents.programmes import ProgrammeSummary
from junxian.bulletin.contents.wording import (
    BOUND_NAMES,
    STATE_NAMES,
    STATE_SYMBOLS,
    amount_name,
    format_number,
    format_unit,
    join_names,
)
from junxian.bulletin.document.choices import tabulate_chosen, tabulate_counties
from junxian.terms.name import Name

_MOST = 60  # rows of a list of tasks or findings; the workbook has all


@dataclass(frozen=True)
class Grid:
    """One table: its title, a remark above it, header, rows, relative widths and alignment of its columns."""

    title: Name
    remark: str
    head: tuple[str, ...]
    rows: list[tuple[str, ...]]
    widths: str
    align: str


@dataclass(frozen=True)
class Annex:
    """An annex and its tables; where there are several, each bears its own title."""

    title: Name
    grids: tuple[Grid, ...]


def list_annexes(content: BulletinContent, language: str) -> list[Annex]:
    """Rankings, lines that are not green, plans, tasks and findings, in one language; empty ones are left out."""
    made = [(title, [grid for grid in grids if grid.rows]) for title, grids in _make_annexes(content, language)]
    return [Annex(title, tuple(grids)) for title, grids in made if grids]


def _make_annexes(content: BulletinContent, language: str) -> Iterator[tuple[Name, list[Grid]]]:
    sections = set(content.sections)
    if "ranking" in sections:
        yield Name(zh="分类排名表", en="Rankings by class"), [_tabulate_class(r, language) for r in content.rankings]
    if "awards" in sections:
        yield Name(zh="奖励表", en="Awards"), [_tabulate_awards(content, language)]
    if "lines" in sections:
        yield Name(zh="底线预警表", en="Bottom lines"), [_tabulate_lines(content.line_states, language)]
    if "quotas" in sections:
        grids = [_tabulate_plan(plan, language) for plan in content.plans]
        grids += [_tabulate_programme(programme, language) for programme in content.programmes]
        grids += [grid for choice in content.choices for grid in _tabulate_choice(choice, language)]
        yield Name(zh="要素配置表", en="Quotas"), grids
    if "tasks" in sections:
        yield Name(zh="督办任务表", en="Tasks"), [_tabulate_tasks(content.tasks, language)]
    if "findings" in sections:
        yield Name(zh="问题清单", en="Findings"), [_tabulate_findings(content.findings, language)]


def _tabulate_class(ranking: ClassRanking, language: str) -> Grid:
    heading = ranking.heading or Name(zh="")
    title = Name(
        zh=ranking.name.zh + (f"（{heading.zh}）" if heading.zh else ""),
        en=ranking.name.text("en") + (f" ({heading.text('en')})" if heading.zh else ""),
    )
    head = {
        "zh": ("位次", "地区", "市（州）", "总分", "得分序", "名次区间", "报送覆盖", "备注"),
        "en": ("Places", "Area", "City", "Total", "By score", "Interval", "Coverage", "Remark"),
    }[language]
    shown = pl.concat([ranking.table, ranking.unranked])
    if ranking.listed:
        shown = shown.with_columns(
            pl.lit(None).alias(name) for name in ("rank", "rank_low", "rank_high", "group_from", "group_to")
        )
    rows = [_class_row(row, language) for row in shown.iter_rows(named=True)]
    remark = {
        "zh": "位次相同的各地区与其首位不能区分先后，按得分排列。",
        "en": "Areas with the same places cannot be told apart from the first of them; they stand by score.",
    }[language]
    return Grid(title, "" if ranking.listed else remark, head, rows, "9 18 16 9 9 11 12 11", "cllrcccl")


def _class_row(row: dict[str, object], language: str) -> tuple[str, ...]:
    interval = _span(row["rank_low"], row["rank_high"])
    remarks = {"unranked": {"zh": "未排名", "en": "not ranked"}, "barred": {"zh": "底线否决", "en": "barred by a line"}}
    kinds = (["unranked"] if row["status"] == "unranked" else []) + (["barred"] if row["vetoed_by"] else [])
    remark = "；".join(remarks[kind][language] for kind in kinds)
    coverage = row["coverage"]
    places = (row["rank"], row["rank"]) if row["group_from"] is None else (row["group_from"], row["group_to"])
    return (
        _span(*places),
        str(row[f"name_{language}"]),
        str(row[f"city_{language}"] or ""),
        format_number(row["total"], row["decimals"]),  # type: ignore[arg-type]
        _or_dash(row["rank"]),
        interval,
        f"{coverage:.0%}" if isinstance(coverage, float) else "—",
        remark,
    )


def _span(low: object, high: object) -> str:
    """One number where both ends are the same."""
    if low is None:
        return "—"
    return str(low) if low == high else f"{low}—{high}"


def _or_dash(value: object) -> str:
    return "—" if value is None else str(value)


def _tabulate_awards(content: BulletinContent, language: str) -> Grid:
    head = {
        "zh": ("奖项", "类别", "地区", "资金", "用地", "依据", "备注"),
        "en": ("Award", "Class", "Area", "Money", "Land", "Ground", "Remark"),
    }[language]
    rows = [_award_row(entry, language) for entry in content.awards.entries]
    return Grid(Name(zh="奖励表", en="Awards"), "", head, rows, "11 15 12 13 10 25 14", "lllrrll")


def _award_row(entry: AwardEntry, language: str) -> tuple[str, ...]:
    a = entry.award
    money = "—" if a.money is None else amount_name(a.money, a.money_unit, 0).text(language)
    land = "—" if a.land is None else amount_name(a.land, a.land_unit, 0).text(language)
    lost, passed = {"zh": ("取消：", "递补自"), "en": ("lost: ", "passed on from ")}[language]
    remark = "" if a.given else lost + join_names(list(a.vetoed_by)).text(language) if a.vetoed_by else ""
    if a.passed_from is not None:
        remark = passed + a.passed_from.text(language)
    texts = (name.text(language) for name in (a.name, entry.class_name, entry.area))
    return (*texts, money, land, a.basis.text(language), remark)


def _tabulate_lines(states: pl.DataFrame, language: str) -> Grid:
    title = Name(zh="黄、橙、红三级", en="Yellow, orange and red")
    head = {
        "zh": ("底线", "地区", "市（州）", "状态", "数值", "界限", "余地"),
        "en": ("Line", "Area", "City", "State", "Value", "Threshold", "Headroom"),
    }[language]
    raised = [] if states.is_empty() else [states.filter(pl.col("state") == s) for s in ("red", "orange", "yellow")]
    rows = [_line_row(row, language) for part in raised for row in part.sort("line", "ref_area").iter_rows(named=True)]
    return Grid(title, "", head, rows, "21 14 12 11 14 14 14", "lllcrrr")


def _line_row(row: dict[str, object], language: str) -> tuple[str, ...]:
    unit = format_unit(str(row["unit"] or "1"), language)
    state = str(row["state"])
    amounts = (_amount(row[name], unit) for name in ("value", "threshold", "headroom"))
    mark = f"{STATE_SYMBOLS[state]}{STATE_NAMES[state].text(language)}"
    return (
        str(row[f"line_{language}"]),
        str(row[f"name_{language}"]),
        str(row[f"city_{language}"] or ""),
        mark,
        *amounts,
    )


def _amount(value: object, unit: str) -> str:
    return f"{format_number(value, 2)}{unit}" if isinstance(value, float) else "—"


def _tabulate_plan(plan: PlanSummary, language: str) -> Grid:
    heading, unit = plan.heading or Name(zh=""), format_unit(plan.unit, language)
    title = Name(
        zh=plan.name.zh + (f"【{heading.zh}】" if heading.zh else "") + f"（单位：{unit}）",
        en=plan.name.text("en") + (f" [{heading.text('en')}]" if heading.zh else "") + f", in {unit}",
    )
    amounts = [name for name in _AMOUNTS if plan.table.height and plan.table[name].null_count() < plan.table.height]
    first, last = {"zh": (("地区", "市（州）"), "限制"), "en": (("Area", "City"), "Limit")}[language]
    head = (*first, *(_AMOUNTS[name].text(language) for name in amounts), last)
    rows = [_plan_row(row, amounts, language) for row in plan.table.iter_rows(named=True)]
    if rows:
        rows.append(_sum_plan(plan.table, amounts, language))
    return Grid(title, "", head, rows, f"15 15 {'11 ' * len(amounts)}12", f"ll{'r' * len(amounts)}c")


def _tabulate_programme(programme: ProgrammeSummary, language: str) -> Grid:
    """Quotas of all factors by area; no row where nothing could be certified."""
    marks = {"zh": "{}（{}）", "en": "{} ({})"}[language]
    names = [
        marks.format(factor[f"name_{language}"], format_unit(factor["unit"], language)) for factor in programme.factors
    ]
    head = ({"zh": "地区", "en": "Area"}[language], {"zh": "市（州）", "en": "City"}[language], *names)
    rows = [
        (
            str(row[f"name_{language}"]),
            str(row[f"city_{language}"] or ""),
            *(_figure("quota", row["of"][factor["factor"]]["quota"]) for factor in programme.factors),
        )
        for row in programme.rows
        if programme.certificate is not None
    ]
    return Grid(programme.name, "", head, rows, f"20 20 {'16 ' * len(names)}".strip(), f"ll{'r' * len(names)}")


def _tabulate_choice(choice: ChoiceSummary, language: str) -> tuple[Grid, Grid]:
    """Counties, and the projects chosen."""
    named = Name(zh=f"{choice.name.zh}：列入的项目", en=f"{choice.name.text('en')}: projects chosen")
    given = {"zh": "列入/申请。", "en": "Given/asked."}[language]
    return (
        Grid(choice.name, given, *tabulate_counties(choice, language)),
        Grid(named, _say_rest(choice.picked, language), *tabulate_chosen(choice, language, _MOST)),
    )


_AMOUNTS = {
    "quota": Name(zh="配额", en="Quota"),
    "basic": Name(zh="基本份额", en="Basic"),
    "efficiency": Name(zh="效率份额", en="Efficiency"),
    "applied": Name(zh="申请数", en="Applied for"),
    "last": Name(zh="上年配额", en="Last year"),
}


def _plan_row(row: dict[str, object], amounts: list[str], language: str) -> tuple[str, ...]:
    bound = BOUND_NAMES.get(str(row["bound"]))
    limit = "" if bound is None or row["bound"] == "none" else bound.text(language)
    figures = (_figure(name, row[name]) for name in amounts)
    return str(row[f"name_{language}"]), str(row[f"city_{language}"] or ""), *figures, limit


def _figure(name: str, value: object) -> str:
    return format_number(_number(value), 0 if name == "quota" else 1)


def _number(value: object) -> float | None:
    return None if value is None else float(value)  # type: ignore[arg-type]


def _sum_plan(table: pl.DataFrame, amounts: list[str], language: str) -> tuple[str, ...]:
    return {"zh": "合计", "en": "Total"}[language], "", *(_figure(n, table[n].sum()) for n in amounts), ""


def _tabulate_tasks(tasks: pl.DataFrame, language: str) -> Grid:
    head = {
        "zh": ("责任单位", "任务", "交办单位", "到期日期", "灯号", "销号依据"),
        "en": ("Responsible", "Task", "Issuer", "Due", "Light", "Evidence"),
    }[language]
    first = tasks if tasks.is_empty() else tasks.sort("due", "task").head(_MOST)
    texts = ("responsible", "title", "issuer")
    rows = [
        (
            *(str(r[f"{t}_{language}"] or "") for t in texts),
            _or_dash(r["due"]),
            str(r[f"light_{language}"]),
            str(r[f"evidence_{language}"] or ""),
        )
        for r in first.iter_rows(named=True)
    ]
    return Grid(
        Name(zh="督办任务表", en="Tasks"), _say_rest(tasks.height, language), head, rows, "13 25 16 13 12 20", "lllccl"
    )


def _tabulate_findings(findings: pl.DataFrame, language: str) -> Grid:
    head = {
        "zh": ("程度", "涉及地区", "指标项", "问题", "文件与单元格", "责任报送单位"),
        "en": ("Severity", "Area", "Items", "Finding", "File and cell", "Charged to"),
    }[language]
    texts = ("severity", "name", "items", "message")
    rows = [
        (
            *(str(r[f"{t}_{language}"] or "") for t in texts),
            f"{r['file']} {r['sheet']} {r['cell']}",
            str(r[f"charged_{language}"] or ""),
        )
        for r in findings.head(_MOST).iter_rows(named=True)
    ]
    title = Name(zh="问题清单", en="Findings")
    return Grid(title, _say_rest(findings.height, language), head, rows, "10 12 14 34 18 12", "clllll")


def _say_rest(count: int, language: str) -> str:
    if count <= _MOST:
        return ""
    return {
        "zh": f"共{count}条，此处列前{_MOST}条，其余见工作簿。",
        "en": f"{_MOST} of {count}; the workbook has all.",
    }[language]
