"""Suspicions become findings: files, sheets and cells are looked up, sentences closed, rows put in order."""

from collections.abc import Iterable
from typing import Any

import polars as pl

from junxian.quality.filed import CELL
from junxian.quality.suspicion import Suspicion
from junxian.quality.wording import join_names
from junxian.terms.finding import SEVERITIES, findings_frame

_ORDER = ["rank", "rule", "ref_area", "time_period", "item", "file", "cell", "message_zh"]
_PLACE = ("file", "sheet", "cell")


def make_findings(suspicions: list[Suspicion], figures: pl.DataFrame) -> pl.DataFrame:
    """Findings (FINDING_SCHEMA) of suspicions; each is charged to the filer of the first cell that it points at."""
    places = _locate(suspicions, figures)
    return findings_frame([_describe(s, places.get(i, {})) for i, s in enumerate(suspicions)])


def sort_findings(findings: pl.DataFrame) -> pl.DataFrame:
    """Holds first, then by rule, area, period, item and place."""
    rank = pl.col("severity").replace_strict({s: i for i, s in enumerate(SEVERITIES)}, return_dtype=pl.Int8)
    return findings.with_columns(rank.alias("rank")).sort(_ORDER).drop("rank")


def _locate(suspicions: list[Suspicion], figures: pl.DataFrame) -> dict[int, dict[str, str]]:
    shown = [(i, order, *cell) for i, s in enumerate(suspicions) for order, cell in enumerate(s.shown)]
    wanted = pl.DataFrame(
        shown, schema={"place": pl.Int64, "order": pl.Int64} | dict.fromkeys(CELL, pl.String), orient="row"
    )
    cells = wanted.join(figures.select(*CELL, "filer", *_PLACE), on=CELL, how="inner").sort(
        "place", "order", "file", "sheet", "cell"
    )
    found: dict[int, dict[str, list[str]]] = {}
    for row in cells.select("place", "filer", *_PLACE).iter_rows(named=True):
        place = found.setdefault(row["place"], {name: [] for name in ("filer", *_PLACE)})
        for name, seen in place.items():
            if row[name] and row[name] not in seen:
                seen.append(row[name])
    return {
        i: {name: " ".join(seen[:1] if name == "filer" else seen) for name, seen in p.items()} for i, p in found.items()
    }


def _describe(s: Suspicion, place: dict[str, str]) -> dict[str, Any]:
    filer = s.filer or place.get("filer", "")
    return {
        "rule": s.rule.code, "severity": s.severity, "ref_area": s.area, "time_period": s.period, "form": s.form,
        "item": " ".join(s.items), "found": s.found, "expected": s.expected,
        "message_zh": s.message.zh + _say_also(s, "zh"), "message_en": s.message.text("en") + _say_also(s, "en"),
        "remedy_zh": s.rule.remedy.zh, "remedy_en": s.rule.remedy.text("en"),
        "file": s.file or place.get("file", ""), "sheet": place.get("sheet", ""), "cell": place.get("cell", ""),
        "filer": filer, "charged_to": filer, "withholds": [] if s.severity == "explain" else list(s.withholds),
    }  # fmt: skip


def _say_also(s: Suspicion, language: str) -> str:
    if not s.also:
        return ""
    names = join_names(_in_order(s.also), "、", ", ")
    return f"由此还触及：{names.zh}。" if language == "zh" else f" The same cause also breaks: {names.text('en')}."


def _in_order(names: Iterable[Any]) -> list[Any]:
    return sorted(names, key=lambda name: name.zh)
