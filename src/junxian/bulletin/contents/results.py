"""What a bulletin is made of: the result objects of one run, each from the room that made it."""

from dataclasses import dataclass
from typing import Any, Protocol, TypedDict

import polars as pl

from junxian.allocation import Plan, ProgrammePlan, ProjectPlan
from junxian.assessment import Scorecard
from junxian.diagnosis import Diagnosis
from junxian.indicators import IndicatorTable
from junxian.quality import Quality
from junxian.redlines import Lines
from junxian.reported import Returns
from junxian.terms.period import Period

Row = dict[str, Any]


class TasksIssued(Protocol):
    """Tasks with lights. Supervision is a room beside this one: neither knows the other."""

    @property
    def table(self) -> pl.DataFrame:
        """One row per task."""


class Rooms(TypedDict):
    """The results of a run by the room that made them; `plans`, `programmes` and `choices` by the key of their allocation."""

    returns: Returns
    quality: Quality
    indicators: IndicatorTable
    scorecard: Scorecard
    diagnosis: Diagnosis
    lines: Lines
    plans: dict[str, Plan]
    programmes: dict[str, ProgrammePlan]
    choices: dict[str, ProjectPlan]
    tasks: TasksIssued


@dataclass(frozen=True)
class Results:
    """All results of one run, of one period."""

    period: Period
    run_id: str
    returns: Returns
    quality: Quality
    indicators: IndicatorTable
    scorecard: Scorecard
    diagnosis: Diagnosis
    lines: Lines
    plans: dict[str, Plan]
    programmes: dict[str, ProgrammePlan]
    choices: dict[str, ProjectPlan]
    tasks: TasksIssued


def group_rows(frame: pl.DataFrame, column: str, only: str | None = None) -> dict[str, list[Row]]:
    """Rows of a frame by the value of a column, in the frame's order; an empty frame has none.

    `only` keeps the rows of one value, so that a single area costs no more than it must.
    """
    if column not in frame.columns:
        return {}
    kept = frame if only is None else frame.filter(pl.col(column) == only)
    groups: dict[str, list[Row]] = {}
    for row in kept.iter_rows(named=True):
        groups.setdefault(row[column], []).append(row)
    return groups
