"""What a bulletin is made of: the result objects of one run, known here by the frames that they hold."""

from dataclasses import dataclass
from typing import Any, Protocol

import polars as pl

from junxian.terms.period import Period

Row = dict[str, Any]


class ReturnsRead(Protocol):
    """Returns as read: every observation and every filing."""

    @property
    def observations(self) -> pl.DataFrame: ...  # noqa: D102
    @property
    def filings(self) -> pl.DataFrame: ...  # noqa: D102


class QualityFound(Protocol):
    """Findings, verdicts and held cells."""

    @property
    def findings(self) -> pl.DataFrame: ...  # noqa: D102
    @property
    def verdicts(self) -> pl.DataFrame: ...  # noqa: D102
    @property
    def held(self) -> pl.DataFrame: ...  # noqa: D102


class IndicatorsDerived(Protocol):
    """Indicator values, with the cells that they come from."""

    @property
    def table(self) -> pl.DataFrame: ...  # noqa: D102
    @property
    def lineage(self) -> pl.DataFrame: ...  # noqa: D102
    def quantity(self, key: str, period: Period) -> pl.DataFrame: ...  # noqa: D102


class ScorecardMade(Protocol):
    """Scores, ranks and their intervals."""

    @property
    def table(self) -> pl.DataFrame: ...  # noqa: D102
    @property
    def nodes(self) -> pl.DataFrame: ...  # noqa: D102
    @property
    def indicators(self) -> pl.DataFrame: ...  # noqa: D102
    @property
    def bounds(self) -> pl.DataFrame: ...  # noqa: D102
    @property
    def distribution(self) -> pl.DataFrame: ...  # noqa: D102
    @property
    def left_out(self) -> pl.DataFrame: ...  # noqa: D102


class DiagnosisMade(Protocol):
    """Contributions to the gap to the class median."""

    @property
    def gaps(self) -> pl.DataFrame: ...  # noqa: D102
    @property
    def strengths(self) -> pl.DataFrame: ...  # noqa: D102


class LinesWatched(Protocol):
    """States of the bottom lines."""

    @property
    def table(self) -> pl.DataFrame: ...  # noqa: D102


class PlanMade(Protocol):
    """One factor's plan."""

    @property
    def table(self) -> pl.DataFrame: ...  # noqa: D102
    @property
    def parts(self) -> pl.DataFrame: ...  # noqa: D102
    @property
    def totals(self) -> pl.DataFrame: ...  # noqa: D102
    @property
    def conflicts(self) -> pl.DataFrame: ...  # noqa: D102


class TasksIssued(Protocol):
    """Tasks with lights."""

    @property
    def table(self) -> pl.DataFrame: ...  # noqa: D102


@dataclass(frozen=True)
class Results:
    """All results of one run, of one period."""

    period: Period
    run_id: str
    returns: ReturnsRead
    quality: QualityFound
    indicators: IndicatorsDerived
    scorecard: ScorecardMade
    diagnosis: DiagnosisMade
    lines: LinesWatched
    plans: dict[str, PlanMade]
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
