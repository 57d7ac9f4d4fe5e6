"""Composes a bulletin of one run: which figures, sentences and tables it holds, in no format yet."""

from typing import Unpack

from junxian.bulletin.contents.area.city import describe_city
from junxian.bulletin.contents.area.page import describe_area
from junxian.bulletin.contents.area.rows import AreaRows, gather_rows
from junxian.bulletin.contents.area_content import AreaPage
from junxian.bulletin.contents.awards import compose_awards
from junxian.bulletin.contents.bottom_lines import summarise_lines
from junxian.bulletin.contents.certainty import compose_certainty
from junxian.bulletin.contents.choices import compose_choices
from junxian.bulletin.contents.content import BulletinContent, CityPage, NoteText, NotFiledPart
from junxian.bulletin.contents.evidence import (
    compose_left_out,
    compose_line_states,
    compose_sources,
    compose_verdicts,
)
from junxian.bulletin.contents.headline import compose_headline
from junxian.bulletin.contents.ladder import compose_ladder
from junxian.bulletin.contents.map_values import compose_map
from junxian.bulletin.contents.naming import name_area
from junxian.bulletin.contents.plans import compose_plans
from junxian.bulletin.contents.programmes import compose_programmes
from junxian.bulletin.contents.quality_line import compose_quality
from junxian.bulletin.contents.ranking import compose_rankings
from junxian.bulletin.contents.results import Results, Rooms
from junxian.declared.bulletins import Bulletin
from junxian.declared.province import Province
from junxian.declared.schemes import Scheme
from junxian.terms.errors import FiguresError
from junxian.terms.period import Period


def compose(
    province: Province,
    period: Period,
    run_id: str,
    **rooms: Unpack[Rooms],
) -> BulletinContent:
    """Compose the bulletin that the province declares from all results of a run, given by the rooms that made them.

    What was not filed is said (未报送), never filled. Raises FiguresError where a declared GeoJSON is absent.
    Checked in tests/unit/bulletin/test_compose.py.
    """
    return compose_content(province, Results(period, run_id, **rooms))


def compose_content(province: Province, results: Results) -> BulletinContent:
    """`compose` for results that stand together already."""
    declared = province.bulletins[province.bulletin]
    scheme = province.schemes[province.scheme]
    rows = gather_rows(province, results)
    newest = rows.newest_lines
    areas = _describe_areas(province, rows)
    return BulletinContent(
        code=declared.code,
        title=declared.title,
        subtitle=declared.subtitle,
        issuer=declared.issuer,
        label=province.label,
        province=province.name,
        period=results.period,
        run_id=results.run_id,
        date=province.date,
        seed=province.seed,
        sections=_keep_sections(declared, scheme),
        scheme=scheme.name,
        headline=compose_headline(province, results, declared.headline),
        ladder=compose_ladder(province, results, declared.ladder),
        rankings=compose_rankings(province, results, scheme),
        awards=compose_awards(province, results, scheme),
        certainty=compose_certainty(province, results, scheme),
        map_values=compose_map(province, results, scheme, newest),
        geojson=_read_geojson(province, declared),
        findings=rows.named_findings,
        verdicts=compose_verdicts(province, results.quality.verdicts),
        lines=summarise_lines(province, newest, results.period),
        line_states=compose_line_states(province, newest),
        plans=compose_plans(province, results.plans),
        programmes=compose_programmes(province, results.programmes),
        choices=compose_choices(province, results.choices),
        tasks=rows.named_tasks,
        notes=_list_notes(province, declared),
        not_filed=_list_not_filed(declared, scheme),
        left_out=compose_left_out(province, results.scorecard.left_out),
        sources=compose_sources(province, results, scheme),
        area_pages=areas,
        city_pages=_describe_cities(province, rows, areas),
        quality=compose_quality(province, results.period, results.quality),
    )


def _keep_sections(declared: Bulletin, scheme: Scheme) -> tuple[str, ...]:
    """The declared sections; that of awards only where the scheme declares any."""
    return tuple(section for section in declared.sections if section != "awards" or scheme.awards)


def _describe_areas(province: Province, rows: AreaRows) -> dict[str, AreaPage]:
    shown = {*province.areas.at_level(rows.scheme.level, rows.results.period.end), *rows.scores}
    codes = [code for code in province.areas.codes if code in shown]
    return {code: describe_area(province, rows, code) for code in codes}


def _describe_cities(province: Province, rows: AreaRows, areas: dict[str, AreaPage]) -> dict[str, CityPage]:
    by_city: dict[str, list[AreaPage]] = {}
    for page in areas.values():
        by_city.setdefault(page.city_code, []).append(page)
    return {code: describe_city(province, rows, code, pages) for code, pages in by_city.items() if code}


def _read_geojson(province: Province, declared: Bulletin) -> str:
    if not declared.geojson:
        return ""
    path = province.folder / declared.geojson
    if not path.is_file():
        raise FiguresError(
            f"bulletins/{declared.code}.toml",
            f"names geojson {declared.geojson!r}, which is not there.",
            "Put the file in the province folder, or leave geojson empty for a tile map.",
        )
    return path.read_text(encoding="utf-8")


def _list_notes(province: Province, declared: Bulletin) -> tuple[NoteText, ...]:
    return tuple(
        NoteText(note.areas, tuple(name_area(province, code) for code in note.areas), note.text)
        for note in declared.note
    )


def _list_not_filed(declared: Bulletin, scheme: Scheme) -> tuple[NotFiledPart, ...]:
    """Parts of the usual bulletin, then of the assessment, for which nothing was filed."""
    usual = [NotFiledPart(part.section, part.name, part.why) for part in declared.not_filed]
    return (*usual, *(NotFiledPart("assessment", part.name, part.why) for part in scheme.not_filed))
