"""Gives findings back to a filer, and takes its answers in."""

from datetime import date
from pathlib import Path

import typer

from junxian.bulletin.workbook.answers import read_answered
from junxian.bulletin.workbook.returned import return_findings
from junxian.declared import read_province
from junxian.declared.inquiries import ANSWERS, append_answers
from junxian.store import open_run

WORDS = {
    "zh": {"written": "{path}", "none": "没有可标注的报表。", "taken": "{path}：新记答复{n}条。"},
    "en": {"written": "{path}", "none": "No filed file has a cell to mark.", "taken": "{path}: {n} answers added."},
}


def give_back(path: Path, filer: str, output: Path | None, language: str) -> None:
    """Write a filer's findings and its marked files, and print where they lie."""
    run = open_run(path)
    code = next(iter(run.province.areas.find(filer)), filer)
    folder = output or run.folder / "returned" / code
    written = return_findings(run.quality, run.returns, run.province, code, folder, language)
    typer.echo("\n".join(WORDS[language]["written"].format(path=one) for one in written))
    if len(written) == 1:
        typer.echo(WORDS[language]["none"])


def take_answers(folder: Path, workbook: Path, by: str, on: date, language: str) -> None:
    """Append what a filer answered in its findings.xlsx to inquiries/answers.csv."""
    read_province(folder)
    count = append_answers(folder, read_answered(workbook, by, on))
    typer.echo(WORDS[language]["taken"].format(path=folder / ANSWERS, n=count))
