"""Findings: rows that say what is wrong with a figure, where it stands, and what to do. Nothing is raised or mended."""

from typing import Any, Literal

import polars as pl

Severity = Literal["hold", "explain", "note"]
SEVERITIES: tuple[str, ...] = ("hold", "explain", "note")  # 强制 核实 提示
SEVERITY_NAMES = {
    "hold": {"zh": "强制", "en": "hold"},
    "explain": {"zh": "核实", "en": "explain"},
    "note": {"zh": "提示", "en": "note"},
}

FINDING_SCHEMA: dict[str, Any] = {
    "rule": pl.String,  # code of the declared rule, or of the reader's own check
    "severity": pl.String,  # hold | explain | note
    "ref_area": pl.String,  # area concerned, "" for a whole file
    "time_period": pl.String,
    "form": pl.String,
    "item": pl.String,  # item key `item` or `item.breakdown`; several joined by a space; "" for a whole return
    "found": pl.String,
    "expected": pl.String,
    "message_zh": pl.String,  # the sentence: what was found and why it is doubted
    "message_en": pl.String,
    "remedy_zh": pl.String,
    "remedy_en": pl.String,
    "file": pl.String,  # relative to the province folder
    "sheet": pl.String,
    "cell": pl.String,  # A1 addresses, several joined by a space
    "filer": pl.String,  # who filed the return that holds the figure
    "charged_to": pl.String,  # whoever filed it: the filer's code; never the area that it merely concerns
    "withholds": pl.List(pl.String),  # item keys of ref_area and time_period that a `hold` keeps out of use
    "id": pl.String,  # the same in every run that finds the same; given by the room `quality`
}


def findings_frame(rows: list[dict[str, Any]]) -> pl.DataFrame:
    """Make a findings table of rows; absent text is empty, absent `withholds` an empty list."""
    blank: dict[str, Any] = {name: [] if name == "withholds" else "" for name in FINDING_SCHEMA}
    return pl.DataFrame([blank | row for row in rows], schema=FINDING_SCHEMA, orient="row")
