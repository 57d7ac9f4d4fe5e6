"""Where tasks come from: breaches, held or overdue returns, unanswered questions, and batches that were declared."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

import polars as pl

from junxian.declared.tasks import TaskBatch, TaskIssue
from junxian.terms.name import Name

if TYPE_CHECKING:
    from junxian.declared.province import Province
    from junxian.quality import Quality
    from junxian.redlines import Lines


@dataclass(frozen=True)
class Order:
    """A task before anything is known of its progress. `days` counts from the day of issue; declared tasks have dates."""

    source: str
    subject: str
    area: str
    period: str
    title: Name
    issuer: str
    evidence: Name
    days: int = 0
    dates: tuple[date, date] | None = None

    def date_from(self, day: date) -> tuple[date, date]:
        """Days of issue and due, if it is issued on a day."""
        return self.dates or (day, day + timedelta(days=self.days))


def collect_orders(province: "Province", quality: "Quality", lines: "Lines") -> Iterator[Order]:
    """Every order: breaches, held or overdue returns and unanswered questions (whoever filed or owes), declared batches."""
    issues = find_issues(province.batches)
    if "breach" in issues:
        yield from _of_breaches(province, issues["breach"], lines)
    for source, verdict in (("held_return", "held"), ("overdue_form", "overdue")):
        if source in issues:
            rows = quality.verdicts.filter(quality.verdicts["verdict"] == verdict)
            yield from _of_returns(province, issues[source], rows.select("form", "period", "filer"))
    if "unanswered_query" in issues:
        yield from _of_returns(province, issues["unanswered_query"], list_unanswered(quality))
    for batch in _in_order(province.batches):
        yield from _of_batch(batch)


def find_issues(batches: dict[str, TaskBatch]) -> dict[str, TaskIssue]:
    """How each kind of result becomes a task; one batch says so for each kind (`check_agreement`)."""
    return {issue.source: issue for batch in _in_order(batches) for issue in batch.issue}


def _in_order(batches: dict[str, TaskBatch]) -> list[TaskBatch]:
    return [batches[code] for code in sorted(batches)]


def _of_breaches(province: "Province", issue: TaskIssue, lines: "Lines") -> Iterator[Order]:
    for area, code, period in lines.breaches.select("ref_area", "line", "time_period").iter_rows():
        line = province.lines[code]
        days = issue.due_days if line.task_days is None else line.task_days
        title = _fill(issue.title, province, area, period, line=line.name)
        yield Order("breach", code, area, period, title, issue.issuer, line.task_evidence or issue.evidence, days)


def _of_returns(province: "Province", issue: TaskIssue, returns: pl.DataFrame) -> Iterator[Order]:
    for code, period, filer in returns.iter_rows():
        title = _fill(issue.title, province, filer, period, form=province.forms[code].name)
        yield Order(issue.source, code, filer, period, title, issue.issuer, issue.evidence, issue.due_days)


def list_unanswered(quality: "Quality") -> pl.DataFrame:
    """Returns (form, period, filer) with a question, not a hold, whose day has passed without an answer; one task for all."""
    late = quality.inquiries.filter(pl.col("state") == "unanswered")
    asked = quality.findings.filter((pl.col("severity") == "explain") & (pl.col("form") != "")).join(
        late, on="id", how="semi"
    )
    owed = asked.filter((pl.col("charged_to") != "") & (pl.col("time_period") != ""))
    return (
        owed.select("form", pl.col("time_period").alias("period"), pl.col("charged_to").alias("filer"))
        .unique()
        .sort(pl.all())
    )


def _of_batch(batch: TaskBatch) -> Iterator[Order]:
    for task in batch.task:
        for area in task.responsible:
            yield Order(
                "declared", task.id, area, "", task.title, batch.issuer, task.evidence, dates=(task.issued, task.due)
            )


def _fill(
    title: Name, province: "Province", area: str, period: str, line: Name | None = None, form: Name | None = None
) -> Name:
    texts = {
        language: title.text(language).format(
            area=province.areas.name(area, language),
            period=period,
            line=line.text(language) if line else "",
            form=form.text(language) if form else "",
        )
        for language in ("zh", "en")
    }
    return Name(**texts)
