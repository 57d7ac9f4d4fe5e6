"""Findings that the reader itself makes: one table of their wordings, one function that fills it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from junxian.reported.fault_wording import WORDINGS
from junxian.reported.wording import find_nearest
from junxian.terms.printable import make_printable

SHOWN = 120  # characters of a cell that a finding repeats


@dataclass(frozen=True)
class Source:
    """The return at fault: file relative to the province folder, form, period, filer; the sheet where there is one."""

    file: str
    form: str = ""
    time_period: str = ""
    filer: str = ""
    sheet: str = ""


def make_fault(rule: str, source: Source, *, words: dict[str, Any] | None = None, **columns: Any) -> dict[str, Any]:
    """Make a row of FINDING_SCHEMA; `words` fill the sentence beside the columns themselves."""
    wording = WORDINGS[rule]
    row = {
        "rule": rule, "severity": wording.severity, "file": source.file, "form": source.form,
        "time_period": source.time_period, "filer": source.filer, "charged_to": source.filer, "sheet": source.sheet,
    } | columns  # fmt: skip
    row["found"] = _shorten(row.get("found", ""))
    said = {"found": "", "expected": "", "cell": "", "item": "", "found_en": row.get("found", "")} | row | (words or {})
    row["message_zh"] = wording.message.zh.format_map(said)
    row["message_en"] = wording.message.en.format_map(said)
    row["remedy_zh"] = wording.remedy.zh.format_map(said)
    row["remedy_en"] = wording.remedy.en.format_map(said)
    return {name: make_printable(value) if isinstance(value, str) else value for name, value in row.items()}


def _shorten(text: str) -> str:
    """A text that fits a sentence; the observation keeps it whole."""
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"


def name_nearest(text: str, permitted: Iterable[str]) -> tuple[str, dict[str, str]]:
    """The nearest permitted word ("" if none is near), and the words with which a finding names it."""
    near = find_nearest(text, permitted)
    zh, en = (f"（最接近的是“{near}”）", f" (nearest: '{near}')") if near else ("", "")
    return near, {"nearest_zh": zh, "nearest_en": en}
