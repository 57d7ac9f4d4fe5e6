"""What the document says of matters to be settled: findings, bottom lines, factors, tasks."""

import datetime
from collections import Counter
from collections.abc import Iterable

import polars as pl

from junxian.bulletin.contents.content import BulletinContent, LineSummary, PlanSummary
from junxian.bulletin.contents.programmes import OTHERS, ProgrammeSummary, tell_price
from junxian.bulletin.contents.wording import (
    LIGHT_NAMES,
    NOT_FILED,
    SECTION_TITLES,
    STATE_NAMES,
    VERDICT_NAMES,
    format_number,
    format_unit,
    name_date,
)
from junxian.bulletin.document.choices import tell_choice
from junxian.bulletin.document.words import (
    LEADERS,
    LISTED,
    Part,
    Section,
    end_sentence,
    head_with,
    list_names,
    name_area_of,
)
from junxian.terms.finding import SEVERITIES, SEVERITY_NAMES
from junxian.terms.name import Name

_FINDINGS = 12  # findings told in full before the rest is only counted


def tell_findings(content: BulletinContent) -> Section:
    """How many findings of each severity and verdicts of each kind, and what is withheld, charged to whoever filed it."""
    rows = list(content.findings.iter_rows(named=True)) if content.findings.height else []
    counts = Counter(row["severity"] for row in rows)
    parts = [Part(Name(zh="审核结果", en="Verdicts"), (_count_findings(counts), *_count_verdicts(content.verdicts)))]
    holds = [row for row in rows if row["severity"] == "hold"]
    if holds:
        told = [_tell_finding(row, number, len(holds) > 1) for number, row in enumerate(holds[:_FINDINGS], 1)]
        parts.append(Part(Name(zh="暂不采用的数据", en="Figures withheld"), (*told, *_tell_rest(len(holds)))))
    return Section(SECTION_TITLES["findings"], tuple(parts))


def _count_findings(counts: Counter[str]) -> Name:
    zh = "，".join(f"{SEVERITY_NAMES[s]['zh']}{counts[s]}条" for s in SEVERITIES)
    en = ", ".join(f"{SEVERITY_NAMES[s]['en']} {counts[s]}" for s in SEVERITIES)
    return Name(
        zh=f"审核发现问题{counts.total()}条，其中{zh}。问题是疑点，不是结论；责任在报送单位，不在所涉地区。",
        en=f"{counts.total()} findings: {en}. A finding is a doubt, not a verdict, and is charged to whoever filed.",
    )


def _count_verdicts(verdicts: pl.DataFrame) -> Iterable[Name]:
    if verdicts.is_empty():
        return
    counts = Counter(verdicts["verdict"].to_list())
    zh = "，".join(f"{name.zh}{counts[code]}份" for code, name in VERDICT_NAMES.items() if counts[code])
    en = ", ".join(f"{name.en} {counts[code]}" for code, name in VERDICT_NAMES.items() if counts[code])
    yield Name(zh=f"应报{counts.total()}份，{zh}。", en=f"{counts.total()} returns: {en}.")


def _tell_finding(row: dict[str, str], number: int, numbered: bool) -> Name:
    first = Name(zh=f"{number}." if numbered else "", en=f"{number}. " if numbered else "")
    zh = f"涉及{row['name_zh']}，" if row["name_zh"] else ""
    en = f" Area: {row['name_en']}." if row["name_en"] else ""
    return Name(
        zh=f"{first.zh}{row['message_zh']}{zh}由{row['charged_zh']}核实。{row['remedy_zh']}",
        en=f"{first.en}{row['message_en']}{en} For {row['charged_en']}: {row['remedy_en']}",
    )


def _tell_rest(count: int) -> Iterable[Name]:
    if count > _FINDINGS:
        rest = count - _FINDINGS
        yield Name(zh=f"其余{rest}条见问题清单。", en=f"{rest} more are in the list of findings.")


def tell_lines(content: BulletinContent) -> Section:
    """Every line: how many areas stand in each state, and the names of those in red and orange."""
    parts = tuple(Part(line.name, (_tell_line(line, content.line_states),)) for line in content.lines)
    return Section(SECTION_TITLES["lines"], parts)


def _tell_line(line: LineSummary, states: pl.DataFrame) -> Name:
    known = sum(count for state, count in line.states.items() if state != "unknown")
    if not known:
        why = line.not_filed or Name(zh="")
        return Name(
            zh=f"{NOT_FILED.zh}。{end_sentence(why.zh, '。')}",
            en=f"Not filed. {end_sentence(why.text('en'), '.')}".strip(),
        )
    zh, en = [], []
    for state, count in line.states.items():
        names = _name_state(states, line.code, state) if count and state in ("red", "orange") else Name(zh="")
        zh.append(f"{STATE_NAMES[state].zh}{count}个" + (f"（{names.zh}）" if names.zh else ""))
        en.append(f"{STATE_NAMES[state].en} {count}" + (f" ({names.en})" if names.en else ""))
    limits = (
        Name(zh=f"界限：{line.thresholds.zh}。", en=f" Thresholds: {line.thresholds.en}.")
        if line.thresholds.zh
        else Name(zh="")
    )
    return Name(
        zh=f"监测{line.measure.zh}。{limits.zh}{'，'.join(zh)}。",
        en=f"Measured by {line.measure.text('en')}.{limits.en} {', '.join(en)}.",
    )


def _name_state(states: pl.DataFrame, line: str, state: str) -> Name:
    rows = states.filter((pl.col("line") == line) & (pl.col("state") == state))
    return list_names([name_area_of(row) for row in rows.iter_rows(named=True)])


def tell_quotas(content: BulletinContent) -> Section:
    """Every plan: supply, reserve, pools, what was allotted, the largest quotas, and limits that conflict."""
    parts = tuple(Part(head_with(plan.name, plan.heading), tuple(_tell_plan(plan))) for plan in content.plans)
    programmes = tuple(
        Part(head_with(one.name, one.heading), tuple(_tell_programme(one))) for one in content.programmes
    )
    choices = tuple(tell_choice(choice) for choice in content.choices)
    return Section(SECTION_TITLES["quotas"], (*parts, *programmes, *choices))


def _tell_programme(programme: ProgrammeSummary) -> Iterable[Name]:
    """Knobs, what was allotted, the certificate, prices, who gains; or what conflicts."""
    yield Name(zh=f"{programme.knobs.zh}。", en=f"{programme.knobs.text('en')}.")
    if programme.certificate is None:
        yield from (Name(zh=row["zh"], en=row["en"]) for row in programme.conflicts.iter_rows(named=True))
        return
    for factor in programme.factors:
        unit = Name(zh=format_unit(factor["unit"], "zh"), en=format_unit(factor["unit"], "en"))
        supply, given = (format_number(factor[key], factor["places"]) for key in ("supply", "allotted"))
        price = tell_price(factor)
        yield Name(
            zh=f"{factor['name_zh']}总量{supply}{unit.zh}，分配{given}{unit.zh}。{price.zh}",
            en=f"{factor['name_en']}: supply {supply} {unit.en}, allotted {given} {unit.en}. {price.text('en')}",
        )
    yield Name(
        zh=f"最优性证书：{programme.certificate.zh}",
        en=f"Certificate of optimality: {programme.certificate.text('en')}",
    )
    if programme.wider is not None:
        yield from programme.wider.told
    names = {factor["factor"]: Name(zh=factor["name_zh"], en=factor["name_en"]) for factor in programme.factors}
    for gain in programme.gains:
        factor_name, other = names[gain.factor], OTHERS[gain.way]
        yield Name(
            zh=f"{factor_name.zh}与{other.zh}相比，{gain.up}地增加、{gain.down}地减少。",
            en=f"{factor_name.text('en')} against {other.text('en')}: {gain.up} gain, {gain.down} lose.",
        )


def _tell_plan(plan: PlanSummary) -> Iterable[Name]:
    unit = Name(zh=format_unit(plan.unit, "zh"), en=format_unit(plan.unit, "en"))
    words = {
        "supply": ("总量", "supply"),
        "reserve": ("预留", "reserve"),
        "allotted": ("已配置", "allotted"),
        "returned": ("退回预留", "returned"),
    }
    said = [
        (zh, en, format_number(plan.totals[key], plan.places))
        for key, (zh, en) in words.items()
        if plan.totals.get(key)
    ]
    if said:
        yield Name(
            zh="，".join(f"{zh}{amount}{unit.zh}" for zh, _, amount in said) + "。",
            en=", ".join(f"{en} {amount} {unit.en}" for _, en, amount in said).capitalize() + ".",
        )
    if plan.table.height:
        top = (
            plan.table.filter(pl.col("quota") > 0)
            .sort(pl.col("quota"), "ref_area", descending=[True, False])
            .head(LEADERS)
        )
        shown = list_names([_with_amount(row, unit, plan.places) for row in top.iter_rows(named=True)])
        yield Name(zh=f"配额较多的是：{shown.zh}。", en=f"Largest quotas: {shown.en}.")
        yield from _tell_gated(plan)
    for row in plan.conflicts.iter_rows(named=True):
        yield Name(zh=f"限制相互冲突：{row['zh']}", en=f"Limits conflict: {row['en']}")


def _with_amount(row: dict[str, object], unit: Name, places: int) -> Name:
    area, amount = name_area_of(row), format_number(row["quota"], places)  # type: ignore[arg-type]
    return Name(zh=f"{area.zh}（{amount}{unit.zh}）", en=f"{area.en} ({amount} {unit.en})")


def _tell_gated(plan: PlanSummary) -> Iterable[Name]:
    gated = [name_area_of(row) for row in plan.table.iter_rows(named=True) if row["bound"] == "gate"]
    if gated:
        names = list_names(gated)
        yield Name(
            zh=f"因触及底线只保留基本份额：{names.zh}。", en=f"Basic share only, because of a bottom line: {names.en}."
        )


def tell_tasks(content: BulletinContent) -> Section:
    """Tasks by light, and those in red or yellow with their due dates."""
    title = SECTION_TITLES["tasks"]
    if content.tasks.is_empty():
        return Section(title, ())
    counts = Counter(content.tasks["light"].to_list())
    zh = "，".join(f"{name.zh}{counts[light]}项" for light, name in LIGHT_NAMES.items() if counts[light])
    en = ", ".join(f"{name.en} {counts[light]}" for light, name in LIGHT_NAMES.items() if counts[light])
    summary = Name(zh=f"共交办{counts.total()}项：{zh}。", en=f"{counts.total()} tasks: {en}.")
    urgent = content.tasks.filter(pl.col("light").is_in(["red", "yellow"])).sort("due", "task").head(LISTED)
    return Section(title, (Part(None, (summary, *(_tell_task(row) for row in urgent.iter_rows(named=True)))),))


def _tell_task(row: dict[str, object]) -> Name:
    due = name_date(row["due"]) if isinstance(row["due"], datetime.date) else NOT_FILED
    return Name(
        zh=f"{row['responsible_zh']}：{row['title_zh']}，{due.zh}到期，{row['light_zh']}。",
        en=f"{row['responsible_en']}: {row['title_en']}, due {due.en}, {row['light_en']}.",
    )
