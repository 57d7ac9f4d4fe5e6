"""The one page of an area: why it stands where it stands, how sure that is, what would change it, from which cells."""

from typing import Unpack

from junxian.allocation.wording import count_places
from junxian.bulletin.contents.area.adjusted import list_adjusted, pair_parts
from junxian.bulletin.contents.area.allotted import list_allotments
from junxian.bulletin.contents.area.awarded import describe_progress, list_awards
from junxian.bulletin.contents.area.candidates import list_choices
from junxian.bulletin.contents.area.change import list_steps
from junxian.bulletin.contents.area.rows import AreaRows, gather_rows
from junxian.bulletin.contents.area.standing import (
    describe_contributions,
    describe_nodes,
    describe_standing,
    find_reference_score,
    list_withheld,
)
from junxian.bulletin.contents.area.statement import describe_statement
from junxian.bulletin.contents.area_content import AreaFinding, AreaLine, AreaPage, AreaQuota, AreaTask, Cell, Standing
from junxian.bulletin.contents.bottom_lines import find_decimals
from junxian.bulletin.contents.naming import name_area, name_city, name_quantity
from junxian.bulletin.contents.results import Results, Rooms, Row
from junxian.declared.province import Province
from junxian.terms.errors import MethodError
from junxian.terms.name import Name
from junxian.terms.nearest import suggest
from junxian.terms.period import Period


def area_page(province: Province, period: Period, run_id: str, code: str, **rooms: Unpack[Rooms]) -> AreaPage:
    """Describe one area of a run, from all results of the run as `compose` takes them; nothing else is composed.

    Raises MethodError for a code that the register does not know. What was not filed is None or an empty tuple.
    Checked in tests/unit/bulletin/test_area_page.py.
    """
    if code not in province.areas:
        raise MethodError(f"area {code!r}", "is not in areas.csv.", suggest(code, province.areas.codes))
    return describe_area(province, gather_rows(province, Results(period, run_id, **rooms), only=code), code)


def describe_area(province: Province, rows: AreaRows, code: str) -> AreaPage:
    """The page of an area from rows that were gathered once for many."""
    standing = describe_standing(province, rows, code)
    contributions = describe_contributions(province, rows, code)
    return AreaPage(
        code=code,
        name=name_area(province, code),
        city_code=province.areas.city(code),
        city=name_city(province, code),
        province=province.name,
        period=rows.results.period,
        run_id=rows.results.run_id,
        label=province.label,
        standing=standing,
        reference_score=find_reference_score(rows, code),
        nodes=describe_nodes(rows, code),
        contributions=contributions,
        distribution=_list_distribution(rows, code, standing),
        interval=rows.scheme.robustness.interval,
        statement=describe_statement(province, rows, code, standing),
        parts=pair_parts(province, rows, code, contributions),
        adjusted=list_adjusted(province, rows, code),
        progress=describe_progress(rows, code),
        awards=list_awards(province, rows, code),
        withheld=list_withheld(province, rows, code),
        steps=list_steps(province, rows, code, contributions),
        lines=_list_lines(province, rows, code),
        quotas=_list_quotas(province, rows, code),
        allotments=list_allotments(province, rows, code),
        choices=list_choices(province, rows, code),
        tasks=list_tasks(rows, code),
        findings=tuple(_describe_finding(row) for row in rows.findings.get(code, [])),
        cells=_list_cells(province, rows, code),
        notes=_list_notes(province, code),
    )


def _list_distribution(rows: AreaRows, code: str, standing: Standing) -> tuple[tuple[int, float], ...]:
    if standing.rank is None:
        return ()
    return tuple(sorted((row["rank"], row["share"]) for row in rows.distribution.get(code, [])))


def _list_lines(province: Province, rows: AreaRows, code: str) -> tuple[AreaLine, ...]:
    found = {row["line"]: row for row in rows.lines.get(code, [])}
    blank: Row = {"state": "unknown", "value": None, "unit": "1", "threshold": None, "headroom": None, "raised": False}
    return tuple(
        AreaLine(
            code=line.code,
            name=line.name,
            state=row["state"],
            value=row["value"],
            unit=row["unit"] or "1",
            threshold=row["threshold"],
            headroom=row["headroom"],
            decimals=find_decimals(province, line.code),
            raised=bool(row["raised"]),
            not_filed=_tell_why(row) or line.not_filed,
        )
        for line in province.lines.values()
        for row in [found.get(line.code, blank)]
    )


def _tell_why(row: Row) -> Name | None:
    return Name(zh=row["why_zh"], en=row["why_en"] or "") if row.get("why_zh") else None


def _list_quotas(province: Province, rows: AreaRows, code: str) -> tuple[AreaQuota, ...]:
    quotas = []
    for key, by_area in rows.plans.items():
        declared = province.plans[key]
        for row in by_area.get(code, []):
            quotas.append(
                AreaQuota(
                    key=key,
                    name=declared.name,
                    heading=declared.heading,
                    unit=row["unit"] or declared.unit,
                    places=count_places(declared.whole_unit),
                    **{name: row[name] for name in ("quota", "basic", "efficiency", "applied", "last")},
                    bound=row["bound"],
                    sentence=Name(zh=row["why_zh"] or "", en=row["why_en"] or ""),
                )
            )
    return tuple(quotas)


def list_tasks(rows: AreaRows, code: str) -> tuple[AreaTask, ...]:
    """Tasks that concern an area or for which it is responsible, by due date."""
    tasks = [_describe_task(row) for row in rows.tasks.get(code, [])]
    return tuple(sorted(tasks, key=lambda task: (str(task.due), task.task)))


def _describe_task(row: Row) -> AreaTask:
    return AreaTask(
        task=row["task"],
        title=_bilingual(row, "title"),
        issuer=_bilingual(row, "issuer"),
        responsible=_bilingual(row, "responsible"),
        due=row["due"],
        light=row["light"],
        state=row["state"],
        evidence=_bilingual(row, "evidence"),
    )


def _describe_finding(row: Row) -> AreaFinding:
    texts = ("rule", "severity", "time_period", "found", "expected", "file", "sheet", "cell", "id")
    return AreaFinding(
        **{name: row[name] or "" for name in texts},
        severity_name=_bilingual(row, "severity"),
        items=_bilingual(row, "items"),
        message=_bilingual(row, "message"),
        remedy=_bilingual(row, "remedy"),
        charged_to=_bilingual(row, "charged"),
    )


def _bilingual(row: Row, prefix: str) -> Name:
    return Name(zh=row[f"{prefix}_zh"] or "", en=row[f"{prefix}_en"] or "")


def _list_cells(province: Province, rows: AreaRows, code: str) -> tuple[Cell, ...]:
    """Filed cells behind the indicators of scheme and lines, each once, with the indicators that use it."""
    merged: dict[tuple[str, ...], tuple[Row, list[str]]] = {}
    for row in rows.lineage.get(code, []):
        place = (row["source"], row["source_period"], row["file"] or "", row["sheet"] or "", row["cell"] or "")
        merged.setdefault(place, (row, []))[1].append(row["indicator"])
    return tuple(_describe_cell(province, *merged[place]) for place in sorted(merged))


def _describe_cell(province: Province, row: Row, indicators: list[str]) -> Cell:
    return Cell(
        item=row["source"],
        name=name_quantity(province, row["source"]),
        period=row["source_period"],
        value=row["value"],
        unit=row["unit"] or "1",
        raw=row["raw"] or "",
        file=row["file"] or "",
        sheet=row["sheet"] or "",
        cell=row["cell"] or "",
        vintage=row["vintage"],
        indicators=tuple(sorted(set(indicators))),
    )


def _list_notes(province: Province, code: str) -> tuple[Name, ...]:
    return tuple(note.text for note in province.bulletins[province.bulletin].note if code in note.areas)
