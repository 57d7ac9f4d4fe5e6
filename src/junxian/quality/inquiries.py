"""What becomes of a finding: flagged, asked, answered, settled. A finding has an identity, and answers name it."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import polars as pl

from junxian.declared.inquiries import ANSWER_SCHEMA
from junxian.terms.name import Name

ASKED_ABOUT = ("hold", "explain")  # a note asks for nothing
INQUIRY_SCHEMA: dict[str, Any] = {
    "id": pl.String,  # of the finding
    "state": pl.String,  # of STATES
    "asked_at": pl.Date,  # the day of filing of what it is about, or the day recorded as asked; null where nothing was filed
    "due": pl.Date,  # by when an answer is owed
    "answered_at": pl.Date,
    "answered_by": pl.String,
    "answer": pl.String,
    "evidence": pl.String,
    "decided_at": pl.Date,
    "decided_by": pl.String,
    "decision": pl.String,  # why it was accepted or not
    "why_zh": pl.String,  # why a decision does not count, else ""
    "why_en": pl.String,
}
STATES: dict[str, Name] = {
    "asked": Name(zh="待答复", en="to be answered"),
    "unanswered": Name(zh="逾期未答复", en="not answered in time"),
    "answered": Name(zh="已答复，待审", en="answered, to be decided"),
    "rejected": Name(zh="答复未采信，待补充", en="answer not accepted, another is due"),
    "settled": Name(zh="已销案，按所报采用", en="settled, the figure as filed is used"),
}
SAME_PERSON = Name(zh="采信人与答复人为同一人", en="whoever accepts it also answered it")
NO_ANSWER = Name(zh="没有答复，不能采信", en="there is no answer that could be accepted")


def identify_findings(findings: pl.DataFrame) -> pl.DataFrame:
    """Findings with their `id`: ten hexadecimal digits of the SHA-256 of rule, area, period, form, items and filer.

    The figure itself is no part of it, so that a question keeps its identity until the figure is mended. Where a finding
    is about neither an area nor an item, its cell tells it from others of the file; equal ones are numbered in order.
    Checked in tests/unit/quality/test_inquiries.py.
    """
    seen: dict[str, int] = {}
    codes = [_number(_identify(row), seen) for row in findings.iter_rows(named=True)]
    return findings.with_columns(pl.Series("id", codes, pl.String))


def _identify(row: dict[str, Any]) -> str:
    parts = [row[name] for name in ("rule", "ref_area", "time_period", "form", "item", "charged_to")]
    parts += [] if row["ref_area"] or row["item"] else [row["cell"]]
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:10]


def _number(code: str, seen: dict[str, int]) -> str:
    seen[code] = seen.get(code, 0) + 1
    return code if seen[code] == 1 else f"{code}-{seen[code]}"


@dataclass(frozen=True)
class Inquiries:
    """`table` (INQUIRY_SCHEMA): one row per finding that asks; `unmatched`: answers to what is not found any more."""

    table: pl.DataFrame
    unmatched: pl.DataFrame


def follow_up(
    findings: pl.DataFrame, answers: pl.DataFrame, filings: pl.DataFrame, as_of: date, answer_days: int
) -> Inquiries:
    """Where every question stands on a day.

    findings  with `id`; those to hold or to explain are questions
    answers   ANSWER_SCHEMA; rows after `as_of` are not read
    filings   FILING_SCHEMA: the day of filing of the files that a finding points at begins its time for an answer
    The newest event holds. What was said before the return was filed again speaks of other figures and is set aside.
    An acceptance needs an answer, and another person than whoever gave it; else the question stays answered and the
    reason is told. A rejection asks again, with a new time. Without an answer at its due day it is `unanswered`.
    Checked in tests/unit/quality/test_inquiries.py.
    """
    known = answers.filter(pl.col("date") <= as_of)
    events = {str(key[0]): rows.to_dicts() for key, rows in known.group_by("finding", maintain_order=True)}
    filed_at = dict(filings.select("file", pl.coalesce("filed_at", "due")).rows())
    asked = findings.filter(pl.col("severity").is_in(ASKED_ABOUT)).select("id", "file").rows()
    rows = [_follow(code, _find_day(file, filed_at), events.get(code, []), as_of, answer_days) for code, file in asked]
    unmatched = known.filter(~pl.col("finding").is_in([code for code, _ in asked]))
    return Inquiries(pl.DataFrame(rows, schema=INQUIRY_SCHEMA, orient="row"), unmatched.select(*ANSWER_SCHEMA))


def _find_day(files: str, filed_at: dict[str, date]) -> date | None:
    """The day on which the last of several files was filed."""
    return max((filed_at[file] for file in files.split() if file in filed_at), default=None)


def _follow(code: str, filed: date | None, events: list[dict[str, Any]], as_of: date, days: int) -> dict[str, Any]:
    valid = [event for event in events if filed is None or event["date"] >= filed]
    answer = next((e for e in reversed(valid) if e["event"] == "answered"), None)
    decision = next((e for e in reversed(valid) if e["event"] in ("accepted", "rejected")), None)
    why = _refuse(decision, valid)
    asked = max((e["date"] for e in valid if e["event"] in ("asked", "rejected")), default=filed)
    due = asked + timedelta(days=days) if asked else None
    state = _find_state(valid, decision if why is None else None)
    if state in ("asked", "rejected") and due is not None and as_of > due:
        state = "unanswered"
    return {
        "id": code, "state": state, "asked_at": asked, "due": due,
        **dict(_tell(answer, answered_at="date", answered_by="by", answer="text", evidence="evidence")),
        **dict(_tell(decision, decided_at="date", decided_by="by", decision="text")),
        "why_zh": why.zh if why else "", "why_en": why.text("en") if why else "",
    }  # fmt: skip


def _find_state(events: list[dict[str, Any]], decision: dict[str, Any] | None) -> str:
    """The state by the newest event that counts; a new answer or question after a decision opens it again."""
    told = [e for e in events if e["event"] in ("asked", "answered") or e is decision]
    last = told[-1]["event"] if told else "asked"
    return {"accepted": "settled"}.get(last, last)


def _refuse(decision: dict[str, Any] | None, events: list[dict[str, Any]]) -> Name | None:
    """Why an acceptance does not count; None where it does, or where nothing was accepted."""
    if decision is None or decision["event"] != "accepted":
        return None
    place = next(i for i, event in enumerate(events) if event is decision)
    answered = [event for event in events[:place] if event["event"] == "answered"]
    if not answered:
        return NO_ANSWER
    return SAME_PERSON if decision["by"] in {event["by"] for event in answered} else None


def _tell(event: dict[str, Any] | None, **columns: str) -> Iterator[tuple[str, Any]]:
    for column, name in columns.items():
        yield column, (event[name] if event else None) or (None if column.endswith("_at") else "")


def release_settled(findings: pl.DataFrame, inquiries: pl.DataFrame) -> pl.DataFrame:
    """Findings of which those that are settled withhold nothing any more: the figure as filed is used.

    The notes of a shared cause are settled with the question about their return.
    """
    settled = inquiries.filter(pl.col("state") == "settled")["id"].to_list()
    if not settled:
        return findings
    still_open = inquiries.filter(pl.col("state") != "settled")["id"].to_list()
    asked_of = list_notes_of(findings, settled).join(list_notes_of(findings, still_open), on="id", how="anti")
    settled += asked_of["id"].to_list()
    nothing = pl.lit([], dtype=pl.List(pl.String))
    free = pl.when(pl.col("id").is_in(settled)).then(nothing).otherwise("withholds")
    return findings.with_columns(free.alias("withholds"))


def list_notes_of(findings: pl.DataFrame, ids: list[str]) -> pl.DataFrame:
    """The notes of single areas for which some of these questions, about a whole return, ask (`shared_cause`)."""
    about_return = findings.filter(pl.col("id").is_in(ids) & (pl.col("ref_area") == ""))
    notes = findings.filter((pl.col("severity") == "note") & (pl.col("ref_area") != ""))
    return notes.join(about_return, on=["rule", "time_period", "form", "charged_to"], how="semi", maintain_order="left")


def drop_settled(findings: pl.DataFrame, inquiries: pl.DataFrame) -> pl.DataFrame:
    """The findings that are still open."""
    return findings.join(inquiries.filter(pl.col("state") == "settled"), on="id", how="anti", maintain_order="left")
