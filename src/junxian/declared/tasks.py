"""Tasks: batches that the province issues, and what breaches, returns and unanswered questions become."""

from datetime import date
from pathlib import Path
from string import Formatter
from typing import Any, Literal

import polars as pl
from pydantic import Field, field_validator, model_validator

from junxian.declared.csv_file import read_table
from junxian.declared.declaration import MOST_DAYS, Declaration
from junxian.terms.errors import DeclarationError
from junxian.terms.name import Name
from junxian.terms.nearest import suggest

PLACES = ("area", "form", "line", "period")  # what a title may fill in
STATES = (
    "draft", "issued", "received", "split", "working", "completion_requested", "verified", "closed", "returned",
)  # fmt: skip
PROGRESS_SCHEMA: dict[str, Any] = {
    "task": pl.String,  # the task's identity
    "date": pl.Date,
    "progress": pl.Float64,  # share done, 0 to 1
    "note": pl.String,
    "evidence": pl.String,
    "reported_by": pl.String,
    "closed_by": pl.String,  # who verified and closed it; another person than reported_by
    "state": pl.String,  # of STATES, where the office records one; may be absent
}


class TaskIssue(Declaration):
    """How a result of a run becomes a task. `{area}`, `{form}`, `{line}`, `{period}` in the title are filled in."""

    source: Literal["breach", "held_return", "overdue_form", "unanswered_query"]
    title: Name
    issuer: str
    due_days: int = Field(ge=0, le=MOST_DAYS)
    evidence: Name

    @field_validator("title")
    @classmethod
    def _places_are_known(cls, title: Name) -> Name:
        for text in (title.zh, title.en):
            for _, place, form, conversion in Formatter().parse(text):
                if form or conversion:
                    raise ValueError(f"{{{place}}} is filled in as it is; write nothing behind the name")
                if place is not None and place not in PLACES:
                    raise ValueError(f"{{{place}}} cannot be filled in. {suggest(place, PLACES)}")
        return title


class TaskDeclared(Declaration):
    """A task that the province declared: who must do what by when, with which evidence."""

    id: str
    title: Name
    responsible: tuple[str, ...] = Field(min_length=1)  # area codes; one task each
    issued: date
    due: date
    evidence: Name

    @model_validator(mode="after")
    def _due_after_issue(self) -> "TaskDeclared":
        if self.due < self.issued:
            raise ValueError(f"due {self.due} lies before issued {self.issued}")
        return self


class TaskBatch(Declaration):
    """A file `tasks/<batch>.toml`."""

    code: str
    name: Name
    issuer: str
    basis: str = ""
    issue: tuple[TaskIssue, ...] = ()
    task: tuple[TaskDeclared, ...] = ()


def read_progress(folder: Path) -> pl.DataFrame:
    """Read tasks/progress.csv of a province folder (PROGRESS_SCHEMA), by task and date; empty where there is none.

    DeclarationError for a row without task or date, a progress outside 0 to 1, or a state that is not known.
    """
    path, where = folder / "tasks" / "progress.csv", "tasks/progress.csv"
    if not path.exists():
        return pl.DataFrame(schema=PROGRESS_SCHEMA)
    table = read_table(path, PROGRESS_SCHEMA, ("task", "date"), where)
    for row in table.iter_rows(named=True):
        _check_progress(row, f"{where}, {row['task']} of {row['date']}")
    return table.sort("task", "date", maintain_order=True)


def _check_progress(row: dict[str, Any], where: str) -> None:
    if row["progress"] is not None and not 0 <= row["progress"] <= 1:
        raise DeclarationError(where, f"progress {row['progress']:g} is no share.", "Write 0.6 for 60 per cent.")
    if row["state"] is not None and row["state"] not in STATES:
        raise DeclarationError(where, f"state {row['state']!r} is not known.", suggest(row["state"], STATES))
