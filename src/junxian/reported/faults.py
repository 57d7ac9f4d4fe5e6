"""Findings that the reader itself makes: one table of their wordings, one function that fills it."""

from dataclasses import dataclass
from typing import Any

from junxian.reported.fault_wording import WORDINGS


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
    said = {"found": "", "expected": "", "cell": "", "item": "", "found_en": row.get("found", "")} | row | (words or {})
    row["message_zh"] = wording.message.zh.format_map(said)
    row["message_en"] = wording.message.en.format_map(said)
    row["remedy_zh"] = wording.remedy.zh.format_map(said)
    row["remedy_en"] = wording.remedy.en.format_map(said)
    return row
