"""Prints the page of one area."""

import json
from pathlib import Path

import typer

from junxian.bulletin import area_page, explain_data, explain_text
from junxian.store import Run, list_changed_tables, open_run
from junxian.terms import NotPermitted
from junxian.terms.nearest import suggest

WARNING = {
    "zh": "警告：运行 {run} 的数据表与记录的校验值不符（{tables}），运行后被改动过，以下内容不可作为依据；请重新运行。",
    "en": "Warning: tables of run {run} are not what its record says ({tables}): they were changed since. Do not rely on this page; run again.",
}
ABOVE = ("department", "province", "city")  # levels that are not assessed


def print_area_page(path: Path, area: str, language: str, *, as_json: bool) -> None:
    """Print why an area stands where it stands; NotPermitted where the run has no such area.

    A warning stands on stderr where a stored table is not what the run's record says.
    """
    run = open_run(path)
    if changed := list_changed_tables(run.record, run.folder):
        typer.echo(WARNING[language].format(run=run.record.run, tables=", ".join(changed)), err=True)
    page = area_page(run.province, run.period, run.record.run, _find(run, area), **run.rooms)
    if as_json:
        typer.echo(json.dumps(explain_data(page), ensure_ascii=False, default=str))
    else:
        typer.echo(explain_text(page, language))


def _find(run: Run, area: str) -> str:
    areas = run.province.areas
    named = areas.find(area)
    found = [code for code in named if areas.level(code) not in ABOVE]
    if len(found) == 1:
        return found[0]
    if found:
        raise NotPermitted(
            f"area {area!r}", f"may be any of {', '.join(f'{c} {areas.name(c)}' for c in found)}.", "Give the code."
        )
    if named:
        below = [
            f"{c} {areas.name(c)}" for c in areas.children(named[0], run.period.end) if areas.level(c) not in ABOVE
        ]
        raise NotPermitted(
            f"area {area!r}", f"is a {areas.level(named[0])}; only counties, zones and parks have a page.",
            f"Name one of {', '.join(below[:6])}{', …' if len(below) > 6 else ''}." if below else "",
        )  # fmt: skip
    names = [name for code in areas.codes for name in (code, areas.name(code), areas.name(code, "en"))]
    raise NotPermitted(f"area {area[:80]!r}", "is not known to this province.", suggest(area, names))
