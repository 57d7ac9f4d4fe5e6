"""Answers that a filer wrote into its findings.xlsx, read back."""

from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from junxian.bulletin.workbook.filed import ANSWER_COLUMNS
from junxian.bulletin.workbook.findings import OUTCOMES
from junxian.bulletin.workbook.questions import ID, QUESTIONS
from junxian.bulletin.workbook.table import HEADER_ROW
from junxian.declared.inquiries import ANSWER_SCHEMA
from junxian.reported.open_file import read_bytes
from junxian.reported.sheet import CannotRead, Sheet
from junxian.reported.workbook import read_workbook
from junxian.terms.errors import FiguresError
from junxian.terms.printable import make_printable

OPEN = OUTCOMES[2]  # still open: no answer yet


def read_answered(path: Path, by: str, on: date) -> pl.DataFrame:
    """Answers (ANSWER_SCHEMA) in the last two columns of 问题清单, one for each finding that has any, with its outcome.

    by  who answered; on  the day on which the workbook came back
    A row with neither text nor outcome, or said to be still open without a text, is no answer. FiguresError where the file
    is no findings.xlsx. Checked in tests/unit/bulletin/test_answers.py.
    """
    sheet = _open(path)
    places = {text.split("\n")[0]: n for n, text in _list_headers(sheet)}
    if missing := [c.zh for c in (ID, *ANSWER_COLUMNS) if c.zh not in places]:
        raise FiguresError(
            str(path), f"{QUESTIONS} has no column {missing[0]!r}.", "Use the workbook as it was given back."
        )
    codes, texts, outcomes = (sheet.column(places[c.zh])[HEADER_ROW + 1 :] for c in (ID, *ANSWER_COLUMNS))
    rows = [_make_row(*told, by, on) for told in zip(codes, texts, outcomes, strict=True) if _is_answered(*told)]
    return pl.DataFrame(rows, schema=ANSWER_SCHEMA, orient="row")


def _open(path: Path) -> Sheet:
    try:
        sheets = {sheet.name: sheet for sheet in read_workbook(read_bytes(path))}
    except FileNotFoundError as error:
        raise FiguresError(str(path), "does not exist.", "Name the workbook that came back.") from error
    except (CannotRead, KeyError) as error:
        raise FiguresError(str(path), f"is no workbook that can be read: {error}.", "Save it as XLSX.") from error
    if QUESTIONS not in sheets or sheets[QUESTIONS].height <= HEADER_ROW:
        raise FiguresError(str(path), f"has no sheet {QUESTIONS}.", "Use the workbook as it was given back.")
    return sheets[QUESTIONS]


def _list_headers(sheet: Sheet) -> list[tuple[int, str]]:
    return [(place, sheet.column(place)[HEADER_ROW]) for place in sheet.places]


def _is_answered(code: str, text: str, outcome: str) -> bool:
    told = text.strip() or (outcome.strip() not in ("", OPEN))
    return bool(code.strip() and told)


def _make_row(code: str, text: str, outcome: str, by: str, on: date) -> dict[str, Any]:
    chosen = outcome.strip().partition(" ")[0]  # the Chinese half of the drop-down list
    said = "；".join(part for part in (chosen, text.strip()) if part)
    return {
        "finding": code.strip(),
        "date": on,
        "event": "answered",
        "by": by,
        "text": make_printable(said),
        "evidence": "",
    }
