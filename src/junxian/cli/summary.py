"""The ten lines that a run prints: who leads and how sure, what was found, held back and breached, where the bulletin lies."""

import polars as pl

from junxian.bulletin.contents.groups import find_groups
from junxian.bulletin.contents.wording import format_amount, format_share
from junxian.store import Run
from junxian.terms import parse_unit

WORDS = {
    "zh": {
        "title": "{province} {period}  运行 {run}",
        "class": "{name}：{leaders}（{n} 个参加排位）",
        "listed": "{name}：仅列示 {n} 个，不排位、不评奖",
        "grouped": "与另外 {n} 个同组，居首的情形占 {share}",
        "sure": "{share}的情形居首，领先可以区分",
        "findings": "数据质量：强制 {hold}，核实 {explain}，提示 {note}",
        "held": "暂不采用：{cells} 个数据；未参与排位：{areas}",
        "breaches": "底线：{red} 项红色；{unknown} 条底线未报送",
        "plans": "要素配置：{plans}",
        "programme": "{name}：{factors}（最优性已核验）",
        "refused": "{name}：未公布，各项限制不能同时满足或缺数（见通报）",
        "choice": "{name}：{candidates} 项候选列入 {picked} 项，{factors}（{proved}）",
        "best": "已证明最优",
        "near": "已证明与最优相差不超过 {gap:.2g}%",
        "tasks": "任务：{n} 项",
        "bulletin": "通报：{path}",
        "none": "无",
        "uncomputed": "未计算（见通报）",
        "comma": "，",
        "list": "、",
        "semicolon": "；",
    },
    "en": {
        "title": "{province} {period}  run {run}",
        "class": "{name}: {leaders} ({n} ranked)",
        "listed": "{name}: {n} listed, not ranked for awards",
        "grouped": "in a group with {n} more, first in {share} of cases",
        "sure": "first in {share} of cases, the lead is clear",
        "findings": "Data quality: {hold} holding, {explain} to explain, {note} notes",
        "held": "Held back: {cells} figures; not ranked: {areas}",
        "breaches": "Bottom lines: {red} red; {unknown} lines not filed",
        "plans": "Factors: {plans}",
        "programme": "{name}: {factors} (certified optimal)",
        "refused": "{name}: not published, limits conflict or figures are missing (see the bulletin)",
        "choice": "{name}: {picked} of {candidates} projects, {factors} ({proved})",
        "best": "proved the best",
        "near": "proved within {gap:.2g}% of the best",
        "tasks": "Tasks: {n}",
        "bulletin": "Bulletin: {path}",
        "none": "none",
        "uncomputed": "not computed (see the bulletin)",
        "comma": ", ",
        "list": ", ",
        "semicolon": "; ",
    },
}


def summarise(run: Run, language: str) -> list[str]:
    """About ten lines in 'zh' or 'en'."""
    words = WORDS[language]
    label = [run.province.label.text(language)] if run.province.label else []
    title = words["title"].format(province=run.province.name.text(language), period=run.period, run=run.record.run)
    return [
        "  ".join([title, *label]),
        *_classes(run, language),
        words["findings"].format(
            **{s: int((run.quality.findings["severity"] == s).sum()) for s in ("hold", "explain", "note")}
        ),
        words["held"].format(cells=run.quality.held.height, areas=_unranked(run, language)),
        _breaches(run, language),
        words["plans"].format(plans=_plans(run, language) or words["none"]),
        *_programmes(run, language),
        *_choices(run, language),
        words["tasks"].format(n=run.tasks.table.height),
        words["bulletin"].format(path=run.folder / "bulletin.html"),
    ]


def _classes(run: Run, language: str) -> list[str]:
    scheme, words = run.province.schemes[run.province.scheme], WORDS[language]
    lines = []
    for declared in scheme.class_:
        members = run.scorecard.table.filter((pl.col("class") == declared.code) & pl.col("rank").is_not_null())
        name = f"{declared.code} {declared.name.text(language)}"
        if members.height and declared.award:
            leaders = _leader(run, members, language)
            lines.append(words["class"].format(name=name, leaders=leaders, n=members["of"][0]))
        elif members.height:
            lines.append(words["listed"].format(name=name, n=members.height))
    return lines


def _leader(run: Run, members: pl.DataFrame, language: str) -> str:
    """Who leads, in what share of the replicates, and how many belong to the same group; the rank alone without them.

    Classes that are ranked together have ranks and groups among all of them.
    """
    first = members.sort("rank", "ref_area").row(0, named=True)
    words, area = WORDS[language], run.province.areas.name(first["ref_area"], language)
    interval = f" [{first['rank_low']}-{first['rank_high']}]" if first["rank_low"] else ""
    place = f"{first['rank']} {area}{interval}"
    group = find_groups(run.scorecard.table, run.province.schemes[run.province.scheme]).get(first["ref_area"])
    rivals = len(group.members) - 1 if group else 0
    if group is None or not (rivals or first["rank"] == 1):
        return place
    stated = run.scorecard.statements.filter(pl.col("ref_area") == first["ref_area"])
    share = format_share(stated["probability_of_first"][0])
    return f"{place}{words['comma']}{words['grouped' if rivals else 'sure'].format(n=rivals, share=share)}"


def _unranked(run: Run, language: str) -> str:
    codes = run.scorecard.table.filter(pl.col("status") == "unranked")["ref_area"].sort().to_list()
    names = run.province.areas.names(codes[:6], language) + (["…"] if len(codes) > 6 else [])
    return WORDS[language]["list"].join(names) or WORDS[language]["none"]


def _breaches(run: Run, language: str) -> str:
    states = (
        run.lines.table.filter(pl.col("time_period") == str(run.period))
        .group_by("line")
        .agg((pl.col("state") == "unknown").all())
    )
    return WORDS[language]["breaches"].format(red=run.lines.breaches.height, unknown=int(states["state"].sum()))


def _plans(run: Run, language: str) -> str:
    return WORDS[language]["semicolon"].join(
        f"{run.province.plans[key].name.text(language)} {_quota(run, key, language)}" for key in run.plans
    )


def _quota(run: Run, key: str, language: str) -> str:
    quotas, unit = run.plans[key].table["quota"], parse_unit(run.province.plans[key].unit)
    return f"{quotas.sum():,.0f} {unit.text(language)}" if quotas.count() else WORDS[language]["uncomputed"]


def _programmes(run: Run, language: str) -> list[str]:
    """A line each: what was allotted of every factor, or that there is no plan."""
    words, lines = WORDS[language], []
    for key, plan in run.programmes.items():
        name = run.province.programmes[key].name.text(language)
        if plan.certificate.is_empty():
            lines.append(words["refused"].format(name=name))
            continue
        factors = words["list"].join(
            f"{row[f'name_{language}']} {row['allotted']:,.0f} {parse_unit(row['unit']).text(language)}"
            for row in plan.factors.iter_rows(named=True)
        )
        lines.append(words["programme"].format(name=name, factors=factors))
    return lines


def _choices(run: Run, language: str) -> list[str]:
    """A line each: how many projects are chosen and what they get, or that nothing is."""
    words, lines = WORDS[language], []
    for key, plan in run.choices.items():
        declared, certificate = run.province.projects[key].choices, plan.certificate.row(0, named=True)
        name, picked = declared.name.text(language), plan.projects.filter("picked")
        if certificate["status"] not in ("certified", "chosen"):
            lines.append(words["refused"].format(name=name))
            continue
        factors = words["list"].join(
            f"{factor.name.text(language)} {format_amount(float(picked[factor.code].sum()), factor.unit, 0, language)}"
            for factor in declared.factor
        )
        counts = {word: certificate[word] for word in ("picked", "candidates")}
        gap = certificate["relative_gap"]
        proved = words["near" if gap > 1e-12 else "best"].format(gap=100 * gap)
        lines.append(words["choice"].format(name=name, factors=factors, proved=proved, **counts))
    return lines
