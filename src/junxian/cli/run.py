"""Runs a province with a progress display and prints a ten-line summary."""

import json
from datetime import date
from pathlib import Path

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from junxian import runs
from junxian.cli.summary import summarise
from junxian.store import Run
from junxian.store.steps import ROOM_STEPS


def run_with_progress(
    folder: Path, period: str | None, as_of: date | None, language: str, *, strict: bool, as_json: bool
) -> int:
    """Run, print, and return the exit code: 1 only where `strict` and something was held back."""
    console = Console(stderr=True)
    columns = TextColumn("{task.description:>12}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn()
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        bar = progress.add_task("", total=len(ROOM_STEPS))

        def watch(room: str) -> None:
            progress.update(bar, description=room, advance=1)

        done = runs.run(folder, period, as_of, watch)
    lines = summarise(done, language)
    typer.echo(json.dumps(_for_machines(done), ensure_ascii=False) if as_json else "\n".join(lines))
    return int(strict and done.quality.held.height > 0)


def _for_machines(done: Run) -> dict[str, object]:
    return {
        "run": done.record.run,
        "folder": str(done.folder),
        "findings": done.quality.findings.height,
        "held": done.quality.held.height,
        "breaches": done.lines.breaches.height,
        "tables": {name: table["rows"] for name, table in done.record.tables.items()},
    }
