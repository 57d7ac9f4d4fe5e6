"""Answers to findings: inquiries/answers.csv, one row for each thing that happened to a question."""

from pathlib import Path
from typing import Any

import polars as pl

from junxian.declared.csv_file import read_table
from junxian.terms.errors import DeclarationError
from junxian.terms.nearest import suggest

ANSWERS = "inquiries/answers.csv"
EVENTS = ("asked", "answered", "accepted", "rejected")
ANSWER_SCHEMA: dict[str, Any] = {
    "finding": pl.String,  # the finding's id
    "date": pl.Date,
    "event": pl.String,  # of EVENTS
    "by": pl.String,  # who asked, answered or decided; whoever decides is not whoever answered
    "text": pl.String,  # the answer, or why it was accepted or not
    "evidence": pl.String,
}
TOLD = ("answered", "rejected")  # events that are nothing without a text


def read_answers(folder: Path) -> pl.DataFrame:
    """Read inquiries/answers.csv of a province folder (ANSWER_SCHEMA), by finding and date; empty where there is none.

    DeclarationError for a row without finding, date, event or name, an unknown event, an answer or a rejection without text.
    """
    path = folder / ANSWERS
    if not path.exists():
        return pl.DataFrame(schema=ANSWER_SCHEMA)
    table = read_table(path, ANSWER_SCHEMA, ("finding", "date", "event", "by"), ANSWERS)
    for row in table.iter_rows(named=True):
        _check_row(row, f"{ANSWERS}, {row['finding']} of {row['date']}")
    return table.sort("finding", "date", maintain_order=True)


def _check_row(row: dict[str, Any], where: str) -> None:
    if row["event"] not in EVENTS:
        raise DeclarationError(where, f"event {row['event']!r} is not known.", suggest(row["event"], EVENTS))
    if row["event"] in TOLD and not row["text"]:
        raise DeclarationError(where, f"{row['event']}, but has no text.", "Write what was said.")
