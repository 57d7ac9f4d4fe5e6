"""Issues tasks: orders of a run, met with what was reported on them, lit as of a day."""

from datetime import date
from typing import TYPE_CHECKING, Any

import polars as pl

from junxian.supervision.identity import identify_task
from junxian.supervision.lights import light_task
from junxian.supervision.sources import Order, collect_orders
from junxian.supervision.standing import find_standing
from junxian.supervision.tasks import BURDEN_SCHEMA, TASK_SCHEMA, Tasks
from junxian.terms.period import Period

if TYPE_CHECKING:
    from junxian.declared.province import Province
    from junxian.quality import Quality
    from junxian.redlines import Lines

SOURCES = ("breach", "held_return", "overdue_form", "unanswered_query", "declared")


def issue_tasks(province: "Province", period: Period, as_of: date, quality: "Quality", lines: "Lines") -> Tasks:
    """Make the tasks of one period as they stand on a day.

    A breach is charged to its area, a held or overdue return, or one with unanswered questions, to whoever filed or owes it. A task is issued on `as_of`,
    or on the day of its first entry in tasks/progress.csv if that is earlier, so that a later run does not move its
    date; entries after `as_of` are not read. Entries of tasks that this run does not issue are given in `unmatched`.
    Checked in tests/unit/supervision/test_issue.py.
    """
    progress = province.progress.filter(pl.col("date") <= as_of)
    entries = {key[0]: rows.to_dicts() for key, rows in progress.group_by("task", maintain_order=True)}
    found = [order for order in collect_orders(province, quality, lines) if _concerns(order, period)]
    orders = _identify(found)
    rows = [_make_row(task, order, entries.get(str(task), []), as_of) for task, order in orders.items()]
    order_of = pl.Enum(SOURCES)
    table = pl.DataFrame(rows, schema=TASK_SCHEMA, orient="row").sort(
        pl.col("source").cast(order_of), "time_period", "subject", "ref_area"
    )
    return Tasks(table, count_burdens(table), progress.filter(~pl.col("task").is_in(list(orders))))


def count_burdens(table: pl.DataFrame) -> pl.DataFrame:
    """Open tasks per responsible area or department: issued and not closed. 0 where all are closed."""
    is_open = ~pl.col("state").is_in(["draft", "closed"])
    counted = table.group_by("responsible").agg(is_open.sum().cast(pl.Int64).alias("open"))
    return counted.rename({"responsible": "ref_area"}).select(*BURDEN_SCHEMA).sort("ref_area")


def _concerns(order: Order, period: Period) -> bool:
    """Whether an order's period lies in the run's; a declared task stands until it is closed."""
    return not order.period or Period.parse(order.period).lies_in(period)


def _identify(orders: list[Order]) -> dict[str, Order]:
    found: dict[str, Order] = {}
    for order in orders:
        task = identify_task(order.source, order.subject, order.area, order.period)
        found.setdefault(task, order)
    return found


def _make_row(task: str, order: Order, entries: list[dict[str, Any]], as_of: date) -> dict[str, Any]:
    issued, due = order.date_from(min([as_of, *(entry["date"] for entry in entries)]))
    standing = find_standing(entries)
    state = "draft" if issued > as_of and not entries else standing.state
    closed = state == "closed"
    return {
        "task": task, "source": order.source, "subject": order.subject, "ref_area": order.area,
        "time_period": order.period, "title_zh": order.title.zh, "title_en": order.title.text("en"),
        "issuer": order.issuer, "responsible": order.area, "issued": issued, "due": due,
        "evidence_zh": order.evidence.zh, "evidence_en": order.evidence.text("en"), "state": state,
        "progress": standing.progress, "light": light_task(issued, due, as_of, standing.progress, closed=closed),
        "days_left": None if closed else (due - as_of).days, "why_zh": standing.why.zh, "why_en": standing.why.text("en"),
    }  # fmt: skip
