"""What the document says in its body: sections of paragraphs in both languages, no page in sight yet."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import polars as pl

from junxian.bulletin.content import BulletinContent, ClassRanking, LadderRung, LineSummary, PlanSummary
from junxian.bulletin.wording import LIGHT_NAMES, NOT_FILED, STATE_NAMES, VERDICT_NAMES, format_number, format_unit
from junxian.terms.finding import SEVERITIES, SEVERITY_NAMES
from junxian.terms.name import Name
from junxian.terms.period import Period

_LISTED = 12  # names in one sentence before the rest is only counted
_LEADERS = 5
_FINDINGS = 12


@dataclass(frozen=True)
class Part:
    """Paragraphs under a second-level heading, or under none."""

    heading: Name | None
    paragraphs: tuple[Name, ...]


@dataclass(frozen=True)
class Section:
    """A first-level heading with its parts."""

    title: Name
    parts: tuple[Part, ...]


def write_lead(content: BulletinContent) -> Name:
    """The opening paragraph: what was assessed, by which scheme, for which period."""
    period = name_period(content.period)
    return Name(
        zh=f"按照《{content.scheme.zh}》，对{content.province.zh}{period.zh}县域经济发展情况进行了分类评价，现将有关情况通报如下。",
        en=f"The county economies of {content.province.text('en')} in {period.en} were assessed by class under "
        f"“{content.scheme.text('en')}”. The results are as follows.",
    )


def name_period(period: Period) -> Name:
    """A period in words: 2020年, 2020年一季度, 2020年3月, 2020年1—3月."""
    year, number = period.year, period.number
    quarter = "一二三四"[(number - 1) % 4]
    zh = {"A": f"{year}年", "Q": f"{year}年{quarter}季度", "M": f"{year}年{number}月", "C": f"{year}年1—{number}月"}
    return Name(zh=zh[period.frequency], en=str(period))


def list_sections(content: BulletinContent) -> list[Section]:
    """The sections that the bulletin declares, in its order; one without anything to say is left out."""
    writers: dict[str, Callable[[BulletinContent], Section]] = {
        "headline": tell_headline,
        "tiers": tell_ladder,
        "ranking": tell_rankings,
        "findings": tell_findings,
        "lines": tell_lines,
        "quotas": tell_quotas,
        "tasks": tell_tasks,
        "notes": tell_notes,
        "sources": tell_sources,
    }
    sections = [writers[name](content) for name in content.sections if name in writers]
    return [section for section in sections if any(part.paragraphs for part in section.parts)]


def tell_headline(content: BulletinContent) -> Section:
    """The headline figures, one part for each subject, its sentences in one paragraph."""
    by_subject: dict[str, list[Name]] = {}
    titles = {figure.section: figure.section_name for figure in content.headline}
    for figure in content.headline:
        by_subject.setdefault(figure.section, []).append(figure.sentence)
    parts = (Part(titles[key], (_run_on(sentences),)) for key, sentences in by_subject.items())
    return Section(Name(zh="总体情况", en="Overall"), tuple(parts))


def tell_ladder(content: BulletinContent) -> Section:
    """The rungs of the ladder with their members, the largest first."""
    title = Name(zh="梯队结构", en="Ladder")
    if content.ladder is None:
        return Section(title, ())
    paragraphs = [_tell_rung(rung, content.ladder.unit) for rung in content.ladder.rungs]
    if content.ladder.not_filed:
        names, count = _list_names(content.ladder.not_filed), len(content.ladder.not_filed)
        paragraphs.append(Name(zh=f"未报送{count}个：{names.zh}。", en=f"Not filed ({count}): {names.en}."))
    quantity = content.ladder.quantity
    heading = Name(zh=f"按{quantity.zh}分", en=f"By {quantity.text('en')}")
    return Section(title, (Part(heading, tuple(paragraphs)),))


def _tell_rung(rung: LadderRung, unit: str) -> Name:
    if not rung.members:
        return Name(zh=f"{rung.name.zh}：无。", en=f"{rung.name.text('en')}: none.")
    figures = [format_number(member.value, 1) for member in rung.members]
    zh, en = format_unit(unit, "zh"), format_unit(unit, "en")
    shown = [
        Name(zh=f"{m.name.zh}（{figure}{zh}）", en=f"{m.name.text('en')} ({figure} {en})")
        for m, figure in zip(rung.members, figures, strict=True)
    ]
    names, count = _list_names(shown), len(shown)
    return Name(zh=f"{rung.name.zh}{count}个：{names.zh}。", en=f"{rung.name.text('en')} ({count}): {names.en}.")


def tell_rankings(content: BulletinContent) -> Section:
    """Every class in words: who leads and how sure that is, who was not ranked and why."""
    parts = [Part(_head_class(ranking), tuple(_tell_class(ranking))) for ranking in content.rankings]
    method = tuple(content.sources.method) if parts else ()
    return Section(Name(zh="分类评价结果", en="Rankings by class"), (Part(None, method), *parts))


def _head_class(ranking: ClassRanking) -> Name:
    if ranking.heading is None:
        return ranking.name
    return Name(
        zh=f"{ranking.name.zh}（{ranking.heading.zh}）",
        en=f"{ranking.name.text('en')} ({ranking.heading.text('en')})",
    )


def _tell_class(ranking: ClassRanking) -> Iterable[Name]:
    rows = list(ranking.table.iter_rows(named=True))
    if ranking.listed:
        names = _list_names([_area(row) for row in rows])
        yield Name(
            zh=f"本类{len(rows)}个，成员较少，只列示得分，不排名、不评奖：{names.zh}。",
            en=f"{len(rows)} members: too few to rank; scores are listed without rank or award: {names.en}.",
        )
    elif rows:
        yield _tell_leaders(rows)
        yield from _tell_first_group(rows)
    yield from _tell_vetoed(rows)
    if ranking.unranked.height:
        yield _tell_unranked(ranking.unranked)


def _tell_leaders(rows: list[dict[str, object]]) -> Name:
    leaders = [_tell_place(row) for row in rows[:_LEADERS]]
    return Name(
        zh=f"本类参加排名{len(rows)}个。得分居前的是：" + "；".join(n.zh for n in leaders) + "。",
        en=f"{len(rows)} ranked. At the head: " + "; ".join(n.en for n in leaders) + ".",
    )


def _tell_place(row: dict[str, object]) -> Name:
    area, score = _area(row), format_number(row["total"], 2)  # type: ignore[arg-type]
    rank, low, high = row["rank"], row["rank_low"], row["rank_high"]
    if low is None or high is None:
        return Name(zh=f"{area.zh}{score}分，列第{rank}位", en=f"{area.en} {score}, rank {rank}")
    if low == high:
        return Name(
            zh=f"{area.zh}{score}分，列第{rank}位，名次区间为第{low}位",
            en=f"{area.en} {score}, rank {rank}, interval {low}",
        )
    return Name(
        zh=f"{area.zh}{score}分，列第{rank}位，名次区间为第{low}至第{high}位",
        en=f"{area.en} {score}, rank {rank}, interval {low} to {high}",
    )


def _tell_first_group(rows: list[dict[str, object]]) -> Iterable[Name]:
    first = [_area(row) for row in rows if row["group"] == 1]
    if len(first) > 1:
        names = _list_names(first)
        yield Name(
            zh=f"第一组{len(first)}个：{names.zh}。同组地区的名次区间相互重叠，先后不宜解读。",
            en=f"First group ({len(first)}): {names.en}. Their intervals overlap; the order within it is not to be read.",
        )


def _tell_vetoed(rows: list[dict[str, object]]) -> Iterable[Name]:
    barred = [_area(row) for row in rows if row["vetoed_by"]]
    if barred:
        names = _list_names(barred)
        yield Name(zh=f"因触及底线不参加评奖：{names.zh}。", en=f"Barred from awards by a bottom line: {names.en}.")


def _tell_unranked(unranked: pl.DataFrame) -> Name:
    names = _list_names([_area(row) for row in unranked.iter_rows(named=True)])
    return Name(
        zh=f"因有数不足未排名{unranked.height}个：{names.zh}。",
        en=f"Not ranked for want of figures ({unranked.height}): {names.en}.",
    )


def tell_findings(content: BulletinContent) -> Section:
    """How many findings of each severity and verdicts of each kind, and what is withheld, charged to whoever filed it."""
    rows = list(content.findings.iter_rows(named=True)) if content.findings.height else []
    counts = Counter(row["severity"] for row in rows)
    parts = [Part(Name(zh="审核结果", en="Verdicts"), (_count_findings(counts), *_count_verdicts(content.verdicts)))]
    holds = [row for row in rows if row["severity"] == "hold"]
    if holds:
        told = [_tell_finding(row, number) for number, row in enumerate(holds[:_FINDINGS], 1)]
        parts.append(Part(Name(zh="暂不采用的数据", en="Figures withheld"), (*told, *_tell_rest(len(holds)))))
    return Section(Name(zh="数据质量", en="Quality of the figures"), tuple(parts))


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


def _tell_finding(row: dict[str, str], number: int) -> Name:
    zh = f"涉及{row['name_zh']}，" if row["name_zh"] else ""
    en = f" Area: {row['name_en']}." if row["name_en"] else ""
    return Name(
        zh=f"{number}.{row['message_zh']}{zh}由{row['charged_zh']}核实。{row['remedy_zh']}",
        en=f"{number}. {row['message_en']}{en} For {row['charged_en']}: {row['remedy_en']}",
    )


def _tell_rest(count: int) -> Iterable[Name]:
    if count > _FINDINGS:
        rest = count - _FINDINGS
        yield Name(zh=f"其余{rest}条见问题清单。", en=f"{rest} more are in the list of findings.")


def tell_lines(content: BulletinContent) -> Section:
    """Every line: how many areas stand in each state, and the names of those in red and orange."""
    parts = tuple(Part(line.name, (_tell_line(line, content.line_states),)) for line in content.lines)
    return Section(Name(zh="五条底线", en="Bottom lines"), parts)


def _tell_line(line: LineSummary, states: pl.DataFrame) -> Name:
    known = sum(count for state, count in line.states.items() if state != "unknown")
    if not known:
        why = line.not_filed or Name(zh="")
        return Name(zh=f"{NOT_FILED.zh}。{_stop(why.zh, '。')}", en=f"Not filed. {_stop(why.text('en'), '.')}".strip())
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
    return _list_names([_area(row) for row in rows.iter_rows(named=True)])


def tell_quotas(content: BulletinContent) -> Section:
    """Every plan: supply, reserve, pools, what was allotted, the largest quotas, and limits that conflict."""
    parts = tuple(Part(_head_plan(plan), tuple(_tell_plan(plan))) for plan in content.plans)
    return Section(Name(zh="要素配置", en="Factors"), parts)


def _head_plan(plan: PlanSummary) -> Name:
    if plan.heading is None:
        return plan.name
    zh, en = plan.heading.zh, plan.heading.text("en")
    return Name(zh=f"{plan.name.zh}【{zh}】", en=f"{plan.name.text('en')} [{en}]")


def _tell_plan(plan: PlanSummary) -> Iterable[Name]:
    unit = Name(zh=format_unit(plan.unit, "zh"), en=format_unit(plan.unit, "en"))
    words = {
        "supply": ("总量", "supply"),
        "reserve": ("预留", "reserve"),
        "allotted": ("已配置", "allotted"),
        "returned": ("退回预留", "returned"),
    }
    said = [(zh, en, format_number(plan.totals[key], 0)) for key, (zh, en) in words.items() if key in plan.totals]
    if said:
        yield Name(
            zh="，".join(f"{zh}{amount}{unit.zh}" for zh, _, amount in said) + "。",
            en=", ".join(f"{en} {amount} {unit.en}" for _, en, amount in said).capitalize() + ".",
        )
    if plan.table.height:
        top = (
            plan.table.filter(pl.col("quota") > 0)
            .sort(pl.col("quota"), "ref_area", descending=[True, False])
            .head(_LEADERS)
        )
        shown = _list_names([_with_amount(row, unit) for row in top.iter_rows(named=True)])
        yield Name(zh=f"配额较多的是：{shown.zh}。", en=f"Largest quotas: {shown.en}.")
        yield from _tell_gated(plan)
    for row in plan.conflicts.iter_rows(named=True):
        yield Name(zh=f"限制相互冲突：{row['zh']}", en=f"Limits conflict: {row['en']}")


def _with_amount(row: dict[str, object], unit: Name) -> Name:
    area, amount = _area(row), format_number(row["quota"], 0)  # type: ignore[arg-type]
    return Name(zh=f"{area.zh}（{amount}{unit.zh}）", en=f"{area.en} ({amount} {unit.en})")


def _tell_gated(plan: PlanSummary) -> Iterable[Name]:
    gated = [_area(row) for row in plan.table.iter_rows(named=True) if row["bound"] == "gate"]
    if gated:
        names = _list_names(gated)
        yield Name(
            zh=f"因触及底线只保留基本份额：{names.zh}。", en=f"Basic share only, because of a bottom line: {names.en}."
        )


def tell_tasks(content: BulletinContent) -> Section:
    """Tasks by light, and those in red or yellow with their due dates."""
    title = Name(zh="督办事项", en="Tasks")
    if content.tasks.is_empty():
        return Section(title, ())
    counts = Counter(content.tasks["light"].to_list())
    zh = "，".join(f"{name.zh}{counts[light]}项" for light, name in LIGHT_NAMES.items() if counts[light])
    en = ", ".join(f"{name.en} {counts[light]}" for light, name in LIGHT_NAMES.items() if counts[light])
    summary = Name(zh=f"共交办{counts.total()}项：{zh}。", en=f"{counts.total()} tasks: {en}.")
    urgent = content.tasks.filter(pl.col("light").is_in(["red", "yellow"])).sort("due", "task").head(_LISTED)
    return Section(title, (Part(None, (summary, *(_tell_task(row) for row in urgent.iter_rows(named=True)))),))


def _tell_task(row: dict[str, object]) -> Name:
    due = row["due"]
    return Name(
        zh=f"{row['responsible_zh']}：{row['title_zh']}，{due}到期，{row['light_zh']}。",
        en=f"{row['responsible_en']}: {row['title_en']}, due {due}, {row['light_en']}.",
    )


def tell_notes(content: BulletinContent) -> Section:
    """What a reader must be told, what was not filed, who was left out and why."""
    parts = [
        Part(Name(zh="数据说明", en="Notes"), tuple(note.text for note in content.notes)),
        Part(Name(zh="未报送内容", en="Not filed"), tuple(_tell_wanting(p.name, p.why) for p in content.not_filed)),
        Part(Name(zh="未参评地区", en="Not assessed"), tuple(_tell_left_out(content.left_out))),
    ]
    return Section(Name(zh="需要说明的事项", en="What to know"), tuple(part for part in parts if part.paragraphs))


def _tell_wanting(name: Name, why: Name) -> Name:
    return Name(zh=f"{name.zh}：{_stop(why.zh, '。')}", en=f"{name.text('en')}: {_stop(why.text('en'), '.')}")


def _tell_left_out(left_out: pl.DataFrame) -> Iterable[Name]:
    if left_out.is_empty():
        return
    for (zh, en), rows in left_out.group_by("why_zh", "why_en", maintain_order=True):
        names = _list_names([_area(row) for row in rows.iter_rows(named=True)])
        yield Name(zh=f"{names.zh}：{_stop(str(zh), '。')}", en=f"{names.en}: {_stop(str(en or zh), '.')}")


def tell_sources(content: BulletinContent) -> Section:
    """Documents by title, issuer and date, as text; the run that made the results."""
    documents = [_cite(row) for row in content.sources.documents.iter_rows(named=True)]
    run = Name(
        zh=f"运行编号{content.run_id}，运行日期{content.date.isoformat()}，随机种子{content.seed}。",
        en=f"Run {content.run_id}, dated {content.date.isoformat()}, seed {content.seed}.",
    )
    return Section(Name(zh="资料来源", en="Sources"), (Part(None, (*documents, run)),))


def _cite(row: dict[str, object]) -> Name:
    details = [str(row[name]) for name in ("issuer", "number", "date") if row[name]]
    zh = f"《{row['title']}》" + (f"（{'，'.join(details)}）" if details else "") + "。"
    return Name(zh=zh, en=f"{row['title']}" + (f" ({', '.join(details)})" if details else "") + ".")


def _area(row: dict[str, object]) -> Name:
    return Name(zh=str(row["name_zh"]), en=str(row["name_en"] or row["name_zh"]))


def _list_names(names: Iterable[Name]) -> Name:
    """Names in a row; beyond a dozen the rest is counted."""
    listed = list(names)
    shown, rest = listed[:_LISTED], len(listed) - _LISTED
    zh, en = "、".join(n.zh for n in shown), ", ".join(n.text("en") for n in shown)
    return Name(zh=f"{zh}等{len(listed)}个" if rest > 0 else zh, en=f"{en} and {rest} more" if rest > 0 else en)


def _run_on(sentences: list[Name]) -> Name:
    return Name(zh="".join(s.zh for s in sentences), en=" ".join(s.text("en") for s in sentences))


def _stop(text: str, mark: str) -> str:
    return text if not text or text[-1] in "。.；;！!？?" else text + mark
