"""Gathers the rows of every result by area, once, so that each area's page costs no further search."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import polars as pl

from junxian.assessment import Scorecard
from junxian.bulletin.contents.bottom_lines import take_newest
from junxian.bulletin.contents.evidence import compose_findings, compose_tasks
from junxian.bulletin.contents.groups import Group, find_groups
from junxian.bulletin.contents.programmes import join_beside
from junxian.bulletin.contents.results import Results, Row, group_rows
from junxian.declared.province import Province
from junxian.declared.schemes import Scheme

Rows = dict[str, list[Row]]
MOVES_TOLD = 3  # of each aim


@dataclass(frozen=True)
class Rival:
    """A ranked member of a class, for the question of who stands next."""

    code: str
    total: float
    rank: int


@dataclass(frozen=True)
class AreaRows:
    """Rows of one run by area; `rivals` by class from the first, `medians` by class and node or indicator.

    `pairs` stand with each of the two areas, turned so that `probability` is that of the area leading `other`; `ranks` and
    `groups` of all ranked areas.
    """

    results: Results
    scheme: Scheme
    scores: Rows
    nodes: Rows
    indicators: Rows
    gaps: Rows
    moves: Rows
    distribution: Rows
    statements: Rows
    pairs: Rows
    effects: Rows
    treated: Rows
    progress: Rows
    awards: Rows
    wanting: Rows  # the scheme's indicators without a value in the period
    lineage: Rows  # cells of the period behind the indicators of scheme and lines
    held: Rows
    lines: Rows
    findings: Rows
    tasks: Rows  # by the area that a task concerns, or that is responsible for it
    plans: dict[str, Rows]
    programmes: dict[str, Rows]
    choices: dict[str, Rows]
    left_out: Rows
    named_findings: pl.DataFrame
    named_tasks: pl.DataFrame
    newest_lines: pl.DataFrame
    rivals: dict[str, list[Rival]]
    ranks: dict[str, int]
    groups: dict[str, Group]
    medians: dict[tuple[str, str], float]


def gather_rows(province: Province, results: Results, only: str | None = None) -> AreaRows:
    """Group the rows of every result by area; `only` keeps those of one area (classes are compared whole)."""
    scorecard, period, scheme = results.scorecard, str(results.period), province.schemes[province.scheme]
    findings, tasks = compose_findings(province, results.quality.findings), compose_tasks(province, results.tasks.table)
    newest = take_newest(results.lines.table, results.period)
    wanted = {*scheme.indicators, *(line.indicator for line in province.lines.values())}
    grouped = {
        "scores": scorecard.table,
        "nodes": scorecard.nodes,
        "indicators": scorecard.indicators,
        "gaps": results.diagnosis.gaps,
        "moves": _keep_told(results.diagnosis.moves),
        "distribution": scorecard.distribution,
        "statements": scorecard.statements,
        "effects": scorecard.effects,
        "treated": scorecard.treated,
        "progress": scorecard.progress,
        "awards": scorecard.awards,
        "wanting": _keep_wanting(results.indicators.table, period, scheme.indicators),
        "lineage": _keep_wanted(results.indicators.lineage, period, wanted),
        "held": results.quality.held,
        "lines": newest,
        "findings": findings,
        "left_out": scorecard.left_out,
    }
    rows: dict[str, Any] = {name: group_rows(frame, "ref_area", only) for name, frame in grouped.items()}
    return AreaRows(
        results=results,
        scheme=scheme,
        tasks=_group_tasks(tasks),
        named_findings=findings,
        named_tasks=tasks,
        newest_lines=newest,
        plans={key: group_rows(plan.table, "ref_area", only) for key, plan in results.plans.items()},
        programmes={key: group_rows(join_beside(plan), "ref_area", only) for key, plan in results.programmes.items()},
        choices={key: group_rows(plan.projects, "county", only) for key, plan in results.choices.items()},
        pairs=_turn_pairs(scorecard.pairs, only),
        rivals=_find_rivals(scorecard.table),
        ranks=_find_ranks(scorecard.table),
        groups=find_groups(scorecard.table, scheme),
        medians=_find_medians(scorecard),
        **rows,
    )


def _keep_wanting(table: pl.DataFrame, period: str, indicators: Collection[str]) -> pl.DataFrame:
    """Indicators of the period that have no value, with the reason."""
    if "time_period" not in table.columns:
        return table
    own = (pl.col("time_period") == period) & pl.col("indicator").is_in(list(indicators))
    return table.filter(own & (pl.col("status") != "ok"))


def _keep_wanted(lineage: pl.DataFrame, period: str, indicators: Collection[str]) -> pl.DataFrame:
    """Cells behind the indicators that a page shows."""
    if "time_period" not in lineage.columns:
        return lineage
    return lineage.filter((pl.col("time_period") == period) & pl.col("indicator").is_in(list(indicators)))


def _keep_told(moves: pl.DataFrame) -> pl.DataFrame:
    """The moves that a page tells of: the first few that do by themselves, or the one that brings most where none does."""
    if "aim" not in moves.columns:
        return moves
    own = ["ref_area", "aim"]
    enough = moves.filter(pl.col("order") <= MOVES_TOLD)
    none = moves.filter((pl.col("answer") == "enough").any().not_().over(own) & (pl.col("points") > 0))
    most = none.sort([*own, "points", "indicator"], descending=[False, False, True, False])
    return pl.concat([enough.sort([*own, "order"]), most.unique(own, keep="first", maintain_order=True)])


def _turn_pairs(pairs: pl.DataFrame, only: str | None) -> Rows:
    groups: Rows = {}
    if "probability" not in pairs.columns:
        return groups
    columns = ["area", "other", "probability", "told_apart"]
    turned = pairs.select(
        pl.col("other").alias("area"),
        pl.col("area").alias("other"),
        (1 - pl.col("probability")).alias("probability"),
        "told_apart",
    )
    both = pl.concat([pairs.select(columns), turned])
    for row in (both if only is None else both.filter(pl.col("area") == only)).iter_rows(named=True):
        groups.setdefault(row["area"], []).append(row)
    return groups


def _find_ranks(table: pl.DataFrame) -> dict[str, int]:
    if "rank" not in table.columns:
        return {}
    return dict(table.filter(pl.col("rank").is_not_null()).select("ref_area", "rank").iter_rows())


def _group_tasks(tasks: pl.DataFrame) -> Rows:
    groups: Rows = {}
    for row in tasks.iter_rows(named=True):
        for code in dict.fromkeys((row.get("responsible"), row.get("ref_area"))):
            if code:
                groups.setdefault(code, []).append(row)
    return groups


def _find_rivals(table: pl.DataFrame) -> dict[str, list[Rival]]:
    if "rank" not in table.columns:
        return {}
    rivals: dict[str, list[Rival]] = {}
    ranked = table.filter((pl.col("status") == "ranked") & pl.col("rank").is_not_null()).sort("rank", "ref_area")
    for class_code, code, total, rank in ranked.select("class", "ref_area", "total", "rank").iter_rows():
        rivals.setdefault(class_code, []).append(Rival(code, total, rank))
    return rivals


def _find_medians(scorecard: Scorecard) -> dict[tuple[str, str], float]:
    """Median score of every node and median value of every indicator among the members of a class that count."""
    if "status" not in scorecard.table.columns:
        return {}
    counted = scorecard.table.filter(pl.col("status") != "unranked").select("ref_area")
    scores = _take_medians(scorecard.nodes, counted, "node", "score")
    return scores | _take_medians(scorecard.indicators, counted, "indicator", "value")


def _take_medians(frame: pl.DataFrame, counted: pl.DataFrame, by: str, column: str) -> dict[tuple[str, str], float]:
    if by not in frame.columns:
        return {}
    members = frame.join(counted, on="ref_area", how="semi")
    medians = members.group_by("class", by).agg(pl.col(column).median()).drop_nulls(column)
    return {(class_code, code): median for class_code, code, median in medians.iter_rows()}
