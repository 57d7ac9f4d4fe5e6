"""The page of a city: its counties, returns and tasks."""

from collections import Counter

from junxian.bulletin.contents.area.page import list_tasks
from junxian.bulletin.contents.area.rows import AreaRows
from junxian.bulletin.contents.area_content import AreaPage
from junxian.bulletin.contents.content import CityCounty, CityPage
from junxian.bulletin.contents.map_values import find_worst
from junxian.bulletin.contents.naming import name_area
from junxian.declared.province import Province


def describe_city(province: Province, rows: AreaRows, code: str, pages: list[AreaPage]) -> CityPage:
    """The page of a city from the pages of its counties; a total is None where no county has a quota."""
    counties = tuple(_describe_county(page) for page in pages)
    filers = {code, *(page.code for page in pages)}
    verdicts = rows.results.quality.verdicts
    given = Counter(
        verdict
        for filer, verdict in (verdicts.select("filer", "verdict").iter_rows() if "filer" in verdicts.columns else ())
        if filer in filers
    )
    return CityPage(
        code=code,
        name=name_area(province, code),
        counties=counties,
        quota_totals={key: _sum_known([county.quotas[key] for county in counties]) for key in rows.plans},
        verdicts=dict(given),
        tasks=list_tasks(rows, code),
    )


def _describe_county(page: AreaPage) -> CityCounty:
    return CityCounty(
        code=page.code,
        name=page.name,
        class_name=page.standing.class_name,
        standing=page.standing,
        worst_line=find_worst([line.state for line in page.lines]),
        findings=len(page.findings),
        open_tasks=sum(task.light != "done" for task in page.tasks),
        quotas=_QuotaByPlan((quota.key, quota.quota) for quota in page.quotas),
    )


class _QuotaByPlan(dict[str, float | None]):
    """Quotas by plan; a plan in which the county takes no part gives None."""

    def __missing__(self, key: str) -> None:
        return None


def _sum_known(values: list[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return sum(known) if known else None
