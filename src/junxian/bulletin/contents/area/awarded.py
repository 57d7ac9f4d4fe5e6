"""An area against itself a year before, and the awards that are due to it."""

from junxian.bulletin.contents.area.rows import AreaRows
from junxian.bulletin.contents.area_content import AreaAward, AreaProgress
from junxian.bulletin.contents.naming import name_area, name_line
from junxian.bulletin.contents.results import Row
from junxian.declared.province import Province
from junxian.terms.name import Name


def describe_progress(rows: AreaRows, code: str) -> AreaProgress | None:
    """Score and rank against the year before; None where no award asks for it."""
    found = rows.progress.get(code)
    if not found:
        return None
    names = ("score", "score_before", "gain", "rank", "rank_before", "of_before", "rise")
    return AreaProgress(**{name: found[0][name] for name in names})


def list_awards(province: Province, rows: AreaRows, code: str) -> tuple[AreaAward, ...]:
    """Awards that are due to the area, in the order of the scheme."""
    return tuple(describe_award(province, row) for row in rows.awards.get(code, []))


def describe_award(province: Province, row: Row) -> AreaAward:
    """One row of the scorecard's awards with its names."""
    return AreaAward(
        award=row["award"],
        name=Name(zh=row["name_zh"], en=row["name_en"] or ""),
        given=row["given"],
        basis=Name(zh=row["basis_zh"], en=row["basis_en"] or ""),
        money=row["money"],
        money_unit=row["money_unit"] or "",
        land=row["land"],
        land_unit=row["land_unit"] or "",
        vetoed_by=tuple(name_line(province, line) for line in (row["vetoed_by"] or "").split()),
        passed_from=name_area(province, row["passed_from"]) if row["passed_from"] else None,
    )
