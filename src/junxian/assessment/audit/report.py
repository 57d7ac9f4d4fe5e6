"""The one-page report of an audit, in Markdown."""

from collections.abc import Callable

import polars as pl

from junxian.assessment.audit.find import say_agreement, say_name, say_share
from junxian.assessment.audit.scheme_audit import SchemeAudit

MOST_CHECKS = 8  # printed of each severity; the table has all
_HEADS = {
    "zh": ("类别", "参评", "指标", "α", "位次区间", "年度相关", "区分度最大的指标", "去掉后名次移动最大的指标"),
    "en": ("class", "ranked", "indicators", "α", "rank interval", "year to year", "strongest indicator",
           "ranks hang most on"),
}  # fmt: skip
_TITLES = {"explain": ("需要说明", "To be explained"), "note": ("提示", "To be noted")}
_READ = (
    "α：各指标的一致程度；位次区间：方案在合理范围内变动时名次移动的平均宽度（占本类的比重）；"
    "年度相关：相邻年度名次的相关系数；括号内依次为占区分度的比重、去掉后名次平均移动的位数。"
    "各项界限为建议值。审核只看方案，不评价任何单位；提示不是结论。",
    "α: how far indicators agree. Rank interval: mean width over which ranks move when the scheme is changed within "
    "reason, as a share of the class. Year to year: correlation of ranks of consecutive years. In brackets: share of the "
    "spread; places by which ranks shift without it. All limits are proposals. The audit looks at the scheme, not at any "
    "area; a finding is no verdict.",
)


def report_audit(audit: SchemeAudit, language: str = "zh") -> str:
    """The audit on one page: key figures by class, what must be explained, what should be known, lists, how to read it.

    language  'zh' or 'en'. At most eight questions of each severity are printed, with the number left out.
    """
    zh = language == "zh"
    scheme = audit.scheme
    period = f" · {audit.period}" if audit.period else ""
    years = f"（{audit.periods[0]}—{audit.periods[-1]}）" if zh else f" ({audit.periods[0]} to {audit.periods[-1]})"
    title = f"# {'考核办法审核' if zh else 'Audit of a scheme'}：{scheme.name.text(language)} {scheme.key}{period}"
    lines = [title if zh else title.replace("：", ": "), "", *_tabulate_classes(audit, language), ""]
    said = [_say_fairness(audit, zh), _say_years(audit, zh, years) if len(audit.periods) > 1 else ""]
    lines += [("" if zh else " ").join(text for text in said if text)]
    for severity, titles in _TITLES.items():
        lines += ["", f"## {titles[not zh]}", "", *_list_findings(audit, severity, language)]
    if audit.lists.height:
        lines += ["", f"## {'与外部名单' if zh else 'Lists from outside'}", ""]
        lines += [f"- {say_agreement(row).text(language)}" for row in audit.lists.iter_rows(named=True)]
    return "\n".join([*lines, "", _READ[not zh], ""])


def _tabulate_classes(audit: SchemeAudit, language: str) -> list[str]:
    heads = _HEADS[language]
    rows = [f"| {' | '.join(heads)} |", f"|{'---|' * len(heads)}"]
    for row in audit.summary.iter_rows(named=True):
        cells = [
            say_name(audit.names, f"class {row['class']}").text(language), f"{row['ranked']}/{row['areas']}",
            str(row["indicators"]), _show(row["alpha"], "{:.2f}".format), _show(row["interval"], say_share),
            _show(row["spearman"], "{:.2f}".format), _point(audit, row["strongest"], row["power"], say_share, language),
            _point(audit, row["pivot"], row["mean_shift"], "{:.1f}".format, language),
        ]  # fmt: skip
        rows.append(f"| {' | '.join(cells)} |")
    return rows


def _show(value: float | None, form: Callable[[float], str]) -> str:
    return "—" if value is None else form(value)


def _point(
    audit: SchemeAudit, code: str | None, value: float | None, form: Callable[[float], str], language: str
) -> str:
    if code is None or value is None:
        return "—"
    name = say_name(audit.names, code).text(language)
    return f"{name}（{form(value)}）" if language == "zh" else f"{name} ({form(value)})"


def _say_fairness(audit: SchemeAudit, zh: bool) -> str:
    eta = audit.fairness.eta_squared
    if not eta >= 0:
        return ""
    return (
        f"类别解释得分差异的{say_share(eta)}。"
        if zh
        else f"The class explains {say_share(eta)} of the variance of scores."
    )


def _say_years(audit: SchemeAudit, zh: bool, years: str) -> str:
    shifts = audit.years.agreement.drop_nulls("mean_shift_share")
    if shifts.is_empty():
        return ""
    share, worst = (
        say_share(shifts["mean_shift_share"].to_numpy().mean()),
        int(shifts["greatest_shift"].to_numpy().max()),
    )
    if zh:
        return f"以往年度按本方案试算，名次逐年平均移动{share}，最多{worst}位{years}。"
    return f"Past years under this scheme: ranks shift by {share} of the class a year, at most {worst} places{years}."


def _list_findings(audit: SchemeAudit, severity: str, language: str) -> list[str]:
    """One line a question: the classes that it concerns, why it matters, what to do."""
    rows = audit.findings.filter(pl.col("severity") == severity)
    if rows.is_empty():
        return ["无。" if language == "zh" else "None."]
    checks = [own for _, own in rows.group_by("check", maintain_order=True)]
    lines = [_say_check(audit, own, language) for own in checks[:MOST_CHECKS]]
    if left := sum(own.height for own in checks[MOST_CHECKS:]):
        lines.append(f"- 另有{left}条，见审核表。" if language == "zh" else f"- {left} more in the table of findings.")
    return lines


def _say_check(audit: SchemeAudit, rows: pl.DataFrame, language: str) -> str:
    stop, gap = ("。", "") if language == "zh" else (". ", " ")
    found = [_say_finding(audit, row, language) for row in rows.iter_rows(named=True)]
    first = rows.row(0, named=True)
    return f"- {stop.join(found)}{stop}*{first[f'why_{language}']}{gap}{first[f'remedy_{language}']}*"


def _say_finding(audit: SchemeAudit, row: dict[str, str], language: str) -> str:
    if not row["class"]:
        return row[f"what_{language}"]
    name = say_name(audit.names, f"class {row['class']}").text(language)
    return f"**{name}**{'：' if language == 'zh' else ': '}{row[f'what_{language}']}"
