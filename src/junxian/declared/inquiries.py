"""Answers to findings: inquiries/answers.csv, one row for each thing that happened to a question."""

import csv
import io
from pathlib import Path
from typing import Any

import polars as pl

from junxian.declared.csv_file import read_lines, read_table
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


def append_answers(folder: Path, rows: pl.DataFrame) -> int:
    """Append rows (ANSWER_SCHEMA) to inquiries/answers.csv, which is made where it lacks; how many were new.

    An answer whose text is that of the newest answer to the same finding is not written again.
    """
    path = folder / ANSWERS
    told = read_answers(folder).filter(pl.col("event") == "answered").unique("finding", keep="last")
    new = rows.join(told.select("finding", "text"), on=["finding", "text"], how="anti", maintain_order="left")
    columns = read_lines(path, ANSWERS)[0] if path.exists() else list(ANSWER_SCHEMA)
    there = _read_utf8(path) if path.exists() else ",".join(columns) + "\n"
    added = io.StringIO()
    csv.DictWriter(added, columns, extrasaction="ignore", lineterminator="\n").writerows(new.to_dicts())
    path.parent.mkdir(exist_ok=True)
    path.write_text(there + ("" if there.endswith("\n") else "\n") + added.getvalue(), encoding="utf-8", newline="")
    return new.height


def _read_utf8(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        raise DeclarationError(ANSWERS, "is not UTF-8 text.", "Save it as UTF-8 before rows are added.") from error
