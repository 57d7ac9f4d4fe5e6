"""The candidates of one area in every choice of projects: chosen or not, why, and from which benefit on."""

from junxian.bulletin.contents.area.rows import AreaRows
from junxian.bulletin.contents.area_content import AreaCandidate, AreaChoice
from junxian.bulletin.contents.choices import NO_REASON, REASON_NAMES
from junxian.bulletin.contents.results import Row
from junxian.declared.project_choices import ProjectChoices
from junxian.declared.province import Province
from junxian.terms.name import Name


def list_choices(province: Province, rows: AreaRows, code: str) -> tuple[AreaChoice, ...]:
    """One entry a choice in which the area has candidates."""
    return tuple(
        _describe(province.projects[key].choices, by_area[code])
        for key, by_area in rows.choices.items()
        if code in by_area
    )


def _describe(declared: ProjectChoices, rows: list[Row]) -> AreaChoice:
    return AreaChoice(
        key=declared.key,
        name=declared.name,
        heading=declared.heading,
        benefit=declared.benefit,
        factors=tuple((factor.name, factor.unit) for factor in declared.factor),
        is_decided=any(row["merit"] is not None for row in rows),
        picked=sum(row["picked"] for row in rows),
        candidates=tuple(_describe_candidate(declared, row) for row in sorted(rows, key=_order)),
    )


def _order(row: Row) -> tuple[bool, bool, float, str]:
    merit = row["merit"]
    return not row["picked"], row["reason"] not in ("below", "margin"), 0.0 if merit is None else -merit, row["code"]


def _describe_candidate(declared: ProjectChoices, row: Row) -> AreaCandidate:
    return AreaCandidate(
        code=row["code"],
        name=row["name"],
        benefit=row["benefit"],
        asks=tuple(row[factor.code] for factor in declared.factor),
        picked=row["picked"],
        reason=REASON_NAMES.get(row["reason"], NO_REASON),
        cost=row["priced_cost"],
        enough=row["enough"] if row["reason"] == "below" else None,
        sentence=NO_REASON if row["zh"] is None else Name(zh=row["zh"], en=row["en"]),
    )
