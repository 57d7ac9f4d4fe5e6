"""Prints findings: a line each for people, JSON for machines."""

import json
from datetime import date
from pathlib import Path

import polars as pl
import typer

from junxian import runs
from junxian.quality.inquiries import drop_settled
from junxian.terms.finding import SEVERITY_NAMES

_SETTLED = {"zh": "，已销案", "en": ", settled"}


def print_findings(folder: Path, as_of: date | None, language: str, *, as_json: bool) -> int:
    """Check a province folder and print all findings, settled ones marked; 1 where one holds a figure back, else 0."""
    quality = runs.check(folder, as_of)
    findings = quality.findings.join(
        quality.inquiries.select("id", "state"), on="id", how="left", maintain_order="left"
    )
    still_open = drop_settled(quality.findings, quality.inquiries)
    if as_json:
        typer.echo(json.dumps(findings.to_dicts(), ensure_ascii=False, default=str))
    else:
        for row in findings.iter_rows(named=True):
            typer.echo(_line(row, language))
        typer.echo(_count(still_open, findings.height - still_open.height, language))
    return int((still_open["severity"] == "hold").any())


def _line(row: dict[str, str], language: str) -> str:
    severity = SEVERITY_NAMES[row["severity"]][language]
    if row["state"] == "settled":
        severity += _SETTLED[language]
    place = " ".join(part for part in (row["file"], row["sheet"], row["cell"]) if part)
    lines = (f"[{severity}] {row['rule']}: {row[f'message_{language}']}", place, row[f"remedy_{language}"])
    return "\n    ".join(line for line in lines if line)


def _count(findings: pl.DataFrame, settled: int, language: str) -> str:
    """How many findings are open, by severity, and how many are settled."""
    counts = {s: int((findings["severity"] == s).sum()) for s in SEVERITY_NAMES}
    parts = [f"{SEVERITY_NAMES[s][language]} {n}" for s, n in counts.items()]
    parts += [f"{'另已销案' if language == 'zh' else 'and settled'} {settled}"] if settled else []
    return ("共 {} 项：" if language == "zh" else "{} findings: ").format(findings.height) + ", ".join(parts)
