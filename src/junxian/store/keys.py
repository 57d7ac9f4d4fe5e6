"""Which columns identify the rows of a stored table, and which decide (must be identical when a run is repeated)."""

import re

import polars as pl

_ALLOTTED = re.compile(r"(\w+)\..*@.*\.(\w+)")
AREA = ("ref_area", "time_period")
KEYS: dict[str, tuple[str, ...]] = {
    "returns.observations": (*AREA, "form", "filer", "vintage", "item", "breakdown", "file", "sheet", "cell"),
    "returns.filings": ("file",),
    "quality.verdicts": ("form", "period", "filer"),
    "quality.held": (*AREA, "item", "rule"),
    "quality.tests": (*AREA, "rule", "item"),
    "quality.discoveries": ("time_period", "family"),
    "quality.inquiries": ("id",),
    "quality.unmatched": ("finding", "date", "event"),
    "quality.scores": ("ref_area", "form", "time_period"),
    "quality.computed": (*AREA, "key"),
    "quality.evidence": ("id", "time_period", "ref_area"),
    "indicators.table": (*AREA, "indicator"),
    "indicators.items": (*AREA, "item"),
    "indicators.lineage": (*AREA, "indicator", "source", "source_period", "file", "cell"),
    "lines.table": ("ref_area", "line", "time_period"),
    "scorecard.table": ("ref_area",),
    "scorecard.nodes": ("ref_area", "node"),
    "scorecard.indicators": ("ref_area", "indicator"),
    "scorecard.bounds": ("class", "indicator"),
    "scorecard.distribution": ("ref_area", "rank"),
    "scorecard.weights": ("class", "part"),
    "scorecard.treatment": ("indicator",),
    "scorecard.treated": ("ref_area", "indicator"),
    "scorecard.progress": ("ref_area",),
    "scorecard.awards": ("ref_area", "award"),
    "scorecard.award_notes": ("award", "class"),
    "scorecard.statements": ("ref_area",),
    "scorecard.pairs": ("area", "other"),
    "scorecard.effects": ("ref_area", "choice"),
    "diagnosis.gaps": ("ref_area", "indicator"),
    "diagnosis.strengths": ("ref_area", "kind", "order"),
    "diagnosis.moves": ("ref_area", "aim", "indicator"),
    "tasks.table": ("task",),
    "choice.projects": ("code",),
    "choice.limits": ("kind", "name", "measure"),
    "choice.certificate": ("status",),
}
# An integer, a text, a date or a yes/no decides; of the numbers, only a quota does.
DECIDING_NUMBERS = ("quota", "rank", "rank_low", "rank_high", "money", "land")


def key_columns(name: str, table: pl.DataFrame) -> list[str]:
    """The columns that sort and match the rows of a table; every text column where none are named."""
    keys = KEYS.get(name) or KEYS.get(_ALLOTTED.sub(r"\1.\2", name), ())  # choice.projects@2023.limits: choice.limits
    named = [column for column in keys if column in table.columns]
    return named or [c for c, kind in table.schema.items() if kind == pl.String] or table.columns[:1]


def deciding_columns(table: pl.DataFrame) -> list[str]:
    """Columns in which a repeated run must be identical: ranks, states, grades, quotas, findings, all text."""
    return [c for c, kind in table.schema.items() if not kind.is_float() or c in DECIDING_NUMBERS]
