"""Headline figures: full sentences in the layout of the bulletin that was read at the provincial meeting."""

import math
from collections.abc import Callable

from junxian.bulletin.contents.content import HeadlineFigure
from junxian.bulletin.contents.figures import Figures, gather_figures
from junxian.bulletin.contents.headline_wording import PHRASES, Reading, write_missing
from junxian.bulletin.contents.results import Results
from junxian.bulletin.contents.wording import SECTION_NAMES, join_names
from junxian.declared.bulletins import Headline
from junxian.declared.province import Province
from junxian.terms.name import Name
from junxian.terms.period import Period
from junxian.terms.unit import conversion

_SLACK = 1e-9


def compose_headline(
    province: Province, results: Results, headlines: tuple[Headline, ...]
) -> tuple[HeadlineFigure, ...]:
    """The scope sentence, then every declared headline over the assessed areas.

    A figure for which nothing was filed has value None and says 未报送. Checked in tests/unit/bulletin/test_headline.py.
    """
    areas = find_assessed(province, results)
    period = results.period
    found = gather_figures(province, results, {h.of for h in headlines}, (period, period.year_before()))
    figures = [_compose_figure(province, period, headline, areas, found) for headline in headlines]
    return (_describe_scope(results, areas), *figures)


def find_assessed(province: Province, results: Results) -> list[str]:
    """Codes of the areas in the assessment, in the register's order; every county where none was made."""
    table = results.scorecard.table
    if "ref_area" not in table.columns or table.is_empty():
        return province.areas.at_level("county", results.period.end)
    assessed = set(table["ref_area"].to_list())
    return [code for code in province.areas.codes if code in assessed]


def _describe_scope(results: Results, areas: list[str]) -> HeadlineFigure:
    table = results.scorecard.table
    states = table["status"].to_list() if "status" in table.columns else []
    ranked, listed, unranked = (states.count(s) for s in ("ranked", "listed", "unranked"))
    zh = f"纳入考核评价的县（市、区）{len(areas)}个，其中参加排名{ranked}个"
    en = f"{len(areas)} counties are assessed, of which {ranked} are ranked"
    if listed:
        zh, en = zh + f"，列示不排名{listed}个", en + f", {listed} are listed without rank"
    if unranked:
        zh, en = zh + f"，因资料不足未排名{unranked}个", en + f", {unranked} are not ranked for want of figures"
    name = Name(zh="考核范围", en="Scope")
    return HeadlineFigure("scope", SECTION_NAMES["scope"], name, Name(zh=zh + "。", en=en + "."), len(areas), "个", 0)


def _compose_figure(
    province: Province, period: Period, headline: Headline, areas: list[str], found: Figures
) -> HeadlineFigure:
    members = _select_members(province, headline, areas)
    now = _read(province, headline, members, found.get((headline.of, str(period)), []))
    before = _read(province, headline, members, found.get((headline.of, str(period.year_before())), []))
    measure = _MEASURES[headline.kind]
    value = measure(headline, now)
    previous = measure(headline, before) if now.values.keys() == before.values.keys() else None
    counted = headline.kind.startswith("count")
    phrase = PHRASES[headline.kind]
    return HeadlineFigure(
        section=headline.section,
        section_name=name_headline_section(headline.section),
        name=headline.name,
        sentence=write_missing(headline, now) if value is None else phrase(headline, now, value, previous),
        value=value,
        unit="个" if counted else headline.unit,
        decimals=0 if counted else headline.decimals,
        previous=previous,
    )


def name_headline_section(section: str) -> Name:
    """The name of a section of the headline; a section of the province's own keeps its word."""
    return SECTION_NAMES.get(section, Name(zh=section))


def _read(province: Province, headline: Headline, members: list[str], values: list[tuple[str, float, str]]) -> Reading:
    share = headline.kind == "share_of_province"  # its unit is that of the share; the quantity keeps its own
    factors = {own: 1.0 if share else float(conversion(own, headline.unit)) for own in {unit for _, _, unit in values}}
    found = {code: value * factors[own] for code, value, own in values}
    filed = {code: found[code] for code in members if code in found}
    return Reading(members, filed, found.get(province.code), _name_group(province, headline))


def _select_members(province: Province, headline: Headline, areas: list[str]) -> list[str]:
    if not headline.classification:
        return areas
    table = province.classifications[headline.classification]
    chosen = {a for a, c in table.select("area", "class").iter_rows() if not headline.classes or c in headline.classes}
    return [code for code in areas if code in chosen]


def _name_group(province: Province, headline: Headline) -> Name:
    if not headline.classification:
        return Name(zh="参评县（市、区）", en="the assessed counties")
    schemes = [s for s in province.schemes.values() if s.classification == headline.classification]
    known = {c.code: c.name for scheme in schemes for c in scheme.class_}
    if headline.classes and known.keys() >= set(headline.classes):
        return join_names([known[code] for code in headline.classes])
    return name_headline_section(headline.section)


def _measure_total(headline: Headline, reading: Reading) -> float | None:
    return math.fsum(reading.values.values()) if reading.values else None


def _measure_share(headline: Headline, reading: Reading) -> float | None:
    total = _measure_total(headline, reading)
    return None if total is None or not reading.province else 100 * total / reading.province


def _measure_median(headline: Headline, reading: Reading) -> float | None:
    ordered = sorted(reading.values.values())
    middle = len(ordered) // 2
    return (ordered[middle] + ordered[~middle]) / 2 if ordered else None


def _count_at_least(headline: Headline, reading: Reading) -> float | None:
    least = (headline.threshold or 0.0) - _SLACK
    return sum(value >= least for value in reading.values.values()) if reading.values else None


def _count_above_province(headline: Headline, reading: Reading) -> float | None:
    if reading.province is None or not reading.values:
        return None
    return sum(value > reading.province + _SLACK for value in reading.values.values())


_MEASURES: dict[str, Callable[[Headline, Reading], float | None]] = {
    "total": _measure_total,
    "group_total": _measure_total,
    "share_of_province": _measure_share,
    "median": _measure_median,
    "count_at_least": _count_at_least,
    "count_above_province": _count_above_province,
}
