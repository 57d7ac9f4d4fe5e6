"""Prints the page of one area."""

import json
from pathlib import Path

import typer

from junxian.bulletin import area_page, explain_data, explain_text
from junxian.store import Run, open_run
from junxian.terms import NotPermitted
from junxian.terms.nearest import suggest


def print_area_page(path: Path, area: str, language: str, *, as_json: bool) -> None:
    """Print why an area stands where it stands; NotPermitted where the run has no such area."""
    run = open_run(path)
    page = area_page(run.province, run.period, run.record.run, _find(run, area), **run.rooms)
    if as_json:
        typer.echo(json.dumps(explain_data(page), ensure_ascii=False, default=str))
    else:
        typer.echo(explain_text(page, language))


def _find(run: Run, area: str) -> str:
    areas = run.province.areas
    found = [code for code in areas.find(area) if areas.level(code) not in ("department", "province", "city")]
    if len(found) == 1:
        return found[0]
    if found:
        raise NotPermitted(
            f"area {area!r}", f"may be any of {', '.join(f'{c} {areas.name(c)}' for c in found)}.", "Give the code."
        )
    names = [name for code in areas.codes for name in (code, areas.name(code), areas.name(code, "en"))]
    raise NotPermitted(f"area {area!r}", "is not known to this province.", suggest(area, names))
