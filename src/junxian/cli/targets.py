"""Prints what `junxian assess targets` answers: next year's targets with how often anybody has done as much."""

import json
from datetime import date
from pathlib import Path

import polars as pl
import typer

from junxian.cli.find_area import find_area
from junxian.diagnosis.targets import Ambition
from junxian.studies import aim_at_next_year, read_figures
from junxian.terms import MethodError, NotPermitted

WORDS = {
    "zh": {
        "likely": "可达到", "stretch": "需努力", "unlikely": "难达到", "unknown": "未知", "head": "{name}（{period}年之后）：{told}",
        "count": "{n}项{word}", "written": "已写出：{path}",
    },
    "en": {
        "likely": "likely", "stretch": "a stretch", "unlikely": "unlikely", "unknown": "unknown", "head": "{name} (after {period}): {told}",
        "count": "{n} {word}", "written": "Written: {path}",
    },
}  # fmt: skip


def print_targets(
    folder: Path, area: str, scheme: str, period: str | None, as_of: date | None, language: str, *, growth: float | None,
    rank: int | None, quantile: float, output: Path | None, as_json: bool,
) -> None:  # fmt: skip
    """Propose the targets of one area, or of all ranked ones, and print or write them."""
    ambition = _read_ambition(growth, rank, quantile)
    if output is not None and output.suffix != ".csv":
        raise NotPermitted(str(output), f"ends in {output.suffix!r}.", "Write to .csv.")
    figures = read_figures(folder, period, as_of)
    areas = figures.province.areas
    found = aim_at_next_year(
        figures, figures.scheme(scheme), find_area(figures.province, area) if area else None, ambition
    )
    if output is not None:
        found.write_csv(output, include_bom=True)
        typer.echo(WORDS[language]["written"].format(path=output), err=as_json)
    if as_json:
        typer.echo(json.dumps(found.to_dicts(), ensure_ascii=False))
        return
    for (code,), rows in found.group_by("ref_area", maintain_order=True):
        typer.echo(_head(rows, areas.name(str(code), language), str(figures.period), language))
        if area:
            typer.echo("\n".join(f"  {WORDS[language][row['feasible']]}  {row[f'why_{language}']}" for row in rows.iter_rows(named=True)))  # fmt: skip


def _read_ambition(growth: float | None, rank: int | None, quantile: float) -> Ambition:
    if growth is not None and rank is not None:
        raise MethodError("--growth and --rank", "are two ambitions.", "Give one of them.")
    if growth is not None:
        return Ambition("growth", growth=growth / 100)
    return Ambition("rank", rank=rank) if rank is not None else Ambition(quantile=quantile / 100)


def _head(rows: pl.DataFrame, name: str, period: str, language: str) -> str:
    words, counts = WORDS[language], dict(rows["feasible"].value_counts().iter_rows())
    told = [
        words["count"].format(n=counts[kind], word=words[kind])
        for kind in ("likely", "stretch", "unlikely", "unknown")
        if kind in counts
    ]
    return words["head"].format(name=name, period=period, told=("，" if language == "zh" else ", ").join(told))
