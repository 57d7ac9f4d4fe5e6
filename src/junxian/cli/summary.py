"""The ten lines that a run prints: who leads and how sure, what was found, held back and breached, where the bulletin lies."""

import polars as pl

from junxian.store import Run

WORDS = {
    "zh": {
        "title": "{province} {period}  运行 {run}",
        "class": "{name}：{leaders}（{n} 个参评）",
        "unsure": "第1位不能与另外 {n} 个区分",
        "sure": "领先可以区分",
        "findings": "数据质量：强制 {hold}，核实 {explain}，提示 {note}",
        "held": "暂不采用：{cells} 个数据；未参与排位：{areas}",
        "breaches": "底线：{red} 项红色；{unknown} 条底线未报送",
        "plans": "要素配置：{plans}",
        "tasks": "任务：{n} 项",
        "bulletin": "通报：{path}",
        "none": "无",
    },
    "en": {
        "title": "{province} {period}  run {run}",
        "class": "{name}: {leaders} ({n} ranked)",
        "unsure": "first place cannot be told apart from {n} others",
        "sure": "the lead is clear",
        "findings": "Data quality: {hold} holding, {explain} to explain, {note} notes",
        "held": "Held back: {cells} figures; not ranked: {areas}",
        "breaches": "Bottom lines: {red} red; {unknown} lines not filed",
        "plans": "Factors: {plans}",
        "tasks": "Tasks: {n}",
        "bulletin": "Bulletin: {path}",
        "none": "none",
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
        words["tasks"].format(n=run.tasks.table.height),
        words["bulletin"].format(path=run.folder / "bulletin.html"),
    ]


def _classes(run: Run, language: str) -> list[str]:
    scheme = run.province.schemes[run.province.scheme]
    lines = []
    for declared in scheme.class_:
        members = run.scorecard.table.filter((pl.col("class") == declared.code) & pl.col("rank").is_not_null()).sort(
            "rank", "ref_area"
        )
        if members.height:
            text = WORDS[language]["class"].format(
                name=f"{declared.code} {declared.name.text(language)}",
                leaders=_leader(run, members, language),
                n=members.height,
            )
            lines.append(text)
    return lines


def _leader(run: Run, members: pl.DataFrame, language: str) -> str:
    first = members.row(0, named=True)
    rivals = members.filter(
        (pl.col("ref_area") != first["ref_area"]) & (pl.col("rank_low") <= first["rank_high"])
    ).height
    words = WORDS[language]
    sure = words["unsure"].format(n=rivals) if rivals else words["sure"]
    return (
        f"1 {run.province.areas.name(first['ref_area'], language)} [{first['rank_low']}-{first['rank_high']}], {sure}"
    )


def _unranked(run: Run, language: str) -> str:
    codes = run.scorecard.table.filter(pl.col("status") == "unranked")["ref_area"].sort().to_list()
    names = run.province.areas.names(codes[:6], language)
    more = ["…"] if len(codes) > len(names) else []
    return "、".join([*names, *more]) if language == "zh" else ", ".join([*names, *more]) or WORDS[language]["none"]


def _breaches(run: Run, language: str) -> str:
    states = (
        run.lines.table.filter(pl.col("time_period") == str(run.period))
        .group_by("line")
        .agg((pl.col("state") == "unknown").all())
    )
    return WORDS[language]["breaches"].format(red=run.lines.breaches.height, unknown=int(states["state"].sum()))


def _plans(run: Run, language: str) -> str:
    return "; ".join(
        f"{run.province.plans[key].name.text(language)} {plan.table['quota'].sum():,.0f} {run.province.plans[key].unit}"
        for key, plan in run.plans.items()
    )
