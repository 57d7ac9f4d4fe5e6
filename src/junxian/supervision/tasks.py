"""What supervision gives: tasks with state and light, open requests per area, and entries that found no task."""

from dataclasses import dataclass
from typing import Any

import polars as pl

from junxian.terms.name import Name

TASK_SCHEMA: dict[str, Any] = {
    "task": pl.String,  # stable identity
    "source": pl.String,  # breach | held_return | overdue_form | unanswered_query | declared
    "subject": pl.String,  # code of the line or form, id of a declared task
    "ref_area": pl.String,  # area concerned; of a return, its filer
    "time_period": pl.String,  # "" for a declared task
    "title_zh": pl.String,
    "title_en": pl.String,
    "issuer": pl.String,
    "responsible": pl.String,
    "issued": pl.Date,
    "due": pl.Date,
    "evidence_zh": pl.String,
    "evidence_en": pl.String,
    "state": pl.String,  # of STATE_NAMES
    "progress": pl.Float64,  # share done as last reported, null where nobody reported
    "light": pl.String,  # green | blue | yellow | red | done
    "days_left": pl.Int64,  # negative when overdue, null when closed
    "why_zh": pl.String,  # why an attempt to close it failed, else ""
    "why_en": pl.String,
}
BURDEN_SCHEMA: dict[str, Any] = {"ref_area": pl.String, "open": pl.Int64}

STATE_NAMES: dict[str, Name] = {
    "draft": Name(zh="草稿", en="draft"),
    "issued": Name(zh="交办", en="issued"),
    "received": Name(zh="签收", en="received"),
    "split": Name(zh="分解", en="split"),
    "working": Name(zh="办理", en="in hand"),
    "completion_requested": Name(zh="申请办结", en="completion requested"),
    "verified": Name(zh="核验", en="under verification"),
    "closed": Name(zh="销号", en="closed"),
    "returned": Name(zh="退回", en="returned"),
}


@dataclass(frozen=True)
class Tasks:
    """`table` (TASK_SCHEMA); `burdens`: open tasks per responsible area; `unmatched`: progress entries of no task here."""

    table: pl.DataFrame
    burdens: pl.DataFrame
    unmatched: pl.DataFrame
