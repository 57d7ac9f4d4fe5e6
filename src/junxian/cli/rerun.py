"""Prints whether a run, computed again, says the same."""

import json
from dataclasses import asdict
from pathlib import Path

import typer

from junxian import runs
from junxian.store import Comparison

SHOWN = 20
FIRST = ("scorecard.table", "quality.findings", "lines.table", "rank", "quota", "state")  # what a reader asks first


def print_comparison(path: Path, *, as_json: bool) -> int:
    """Print the verdict and what differs; 0 when identical or equal within 1e-9, else 1."""
    comparison = runs.rerun(path)
    typer.echo(json.dumps(asdict(comparison), ensure_ascii=False) if as_json else "\n".join(_lines(comparison)))
    return int(comparison.verdict == "different")


def _lines(comparison: Comparison) -> list[str]:
    lines = [f"{comparison.run}: {comparison.verdict}"]
    lines += [f"  input changed since: {name}" for name in comparison.changed_inputs[:SHOWN]]
    lines += [f"  version changed since: {name}" for name in comparison.changed_versions]
    weighty = sorted(comparison.differences, key=lambda d: (not d.decides, d.table not in FIRST, d.column not in FIRST))
    lines += [f"  {d.table} [{d.row}] {d.column}: {d.kept} kept, {d.now} now" for d in weighty[:SHOWN]]
    if len(comparison.differences) > SHOWN:
        lines.append(f"  … {len(comparison.differences) - SHOWN} more cells")
    return lines
