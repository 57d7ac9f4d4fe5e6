"""Next year's targets: proposed at a declared ambition, with how often anyone has done what they ask."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import polars as pl

from junxian.assessment import Scorecard
from junxian.assessment.kinds import Array
from junxian.declared.schemes import Scheme
from junxian.diagnosis.history import FEW, History, read_history, widen_histories
from junxian.diagnosis.least_change import find_least_change
from junxian.diagnosis.levers import Levers, read_levers
from junxian.diagnosis.members import class_of, read_members
from junxian.diagnosis.target_wording import Proposal, explain_target
from junxian.terms.errors import MethodError
from junxian.terms.name import Name
from junxian.terms.unit import parse_unit

TARGET_SCHEMA: dict[str, Any] = {
    "ref_area": pl.String, "class": pl.String, "indicator": pl.String, "unit": pl.String, "value": pl.Float64,
    "target": pl.Float64, "change": pl.Float64,
    "own_pace": pl.Float64,  # mean change of a year towards the better, in the unit's sign; null for one year of history
    "own_best": pl.Float64,  # largest one
    "reached": pl.Float64,  # share of the years in which as much was reached; null where too few are known
    "years": pl.Int64,  # of all members together for which a change is known
    "scope": pl.String,  # class | all_classes: whose years these are; all where those of the class are too few
    "peer_percentile": pl.Float64,  # share of the other members that stand worse than the target, ties by half
    "basis": pl.String,  # pace | growth | rank | cross_section
    "feasible": pl.String,  # likely | stretch | unlikely | unknown
    "why_zh": pl.String, "why_en": pl.String,
}  # fmt: skip
EQUAL = 1e-9  # of a change, by which two count as one
OFTEN, SOMETIMES, SELDOM = 0.5, 0.25, 0.1  # shares of the class's years


@dataclass(frozen=True)
class Ambition:
    """What is aimed at. `quantile` of the class's yearly changes (pace), and of its levels where no year is known before.

    by  "pace": change as much as that quantile of the class's years; "growth": a share of the own value a year, as 0.06;
    "rank": the least change (l2) that brings `rank`. closing: the share of the distance to the quantile of levels that is
    to be closed where there is but one year.
    """

    by: Literal["pace", "growth", "rank"] = "pace"
    quantile: float = 0.75
    growth: float | None = None
    rank: int | None = None
    closing: float = 0.25

    def __post_init__(self) -> None:
        if not (0 < self.quantile < 1 and 0 < self.closing <= 1):
            raise MethodError("ambition", "quantile and closing are shares between 0 and 1.")
        if self.by not in ("pace", "growth", "rank") or (self.by != "pace" and getattr(self, self.by) is None):
            raise MethodError(
                f"ambition by {self.by!r}", "has no figure.", "Give growth = 0.06 or rank = 3, or take 'pace'."
            )


def propose_targets(
    history: pl.DataFrame,
    scorecard: Scorecard,
    scheme: Scheme,
    area: str | None = None,
    *,
    ambition: Ambition | None = None,
    names: Mapping[str, Name] | None = None,
) -> pl.DataFrame:
    """Rows of TARGET_SCHEMA for an area, or all ranked ones, and every indicator that it filed.

    history  ref_area, time_period, indicator, value; names  of indicators, for the sentences
    A target is never worse than the value, and a share never passes 0 or 100 %. Feasible: likely where half of the class's
    years reached as much, or a quarter and the area itself; stretch where a tenth did, or the area itself; unlikely below;
    unknown where fewer than 8 changes of a year are known. A class that knows fewer is measured by all classes together,
    and the sentence says so. With one year the target closes a part of the distance to the
    class's upper quartile, and its feasibility is unknown: a cross-section shows where others stand, not how fast anyone
    moves. MethodError where an area is not ranked. Checked in tests/unit/diagnosis/test_targets.py.
    """
    aim = ambition or Ambition()
    asked = class_of(scorecard, area) if area else ""
    classes = [own for own in (read_members(scorecard, scheme, code) for code in scheme.classes) if own.areas]
    levers = [read_levers(own) for own in classes]
    frames = []
    for own, known in zip(levers, widen_histories([read_history(history, one) for one in levers]), strict=True):
        if asked in ("", own.members.code):
            rows = [own.members.place(area)] if area else range(len(own.members.areas))
            frames.append(_propose(known, own, list(rows), aim, (scorecard, scheme), names or {}))
    return pl.concat([*frames, pl.DataFrame(schema=TARGET_SCHEMA)]).sort("ref_area", "indicator")


def _propose(
    history: History,
    levers: Levers,
    rows: list[int],
    aim: Ambition,
    source: tuple[Scorecard, Scheme],
    names: Mapping[str, Name],
) -> pl.DataFrame:
    improvement, basis = _aim(history, levers, rows, aim, source)
    improvement = _keep_natural(levers, history, np.maximum(improvement, 0.0))
    asked = levers.members.filed[:, levers.main] & ~np.isnan(levers.better)
    found = [
        _judge(history, levers, row, lever, float(improvement[row, lever]), str(basis[row, lever]), aim)
        for row in rows for lever in np.flatnonzero(asked[row]).tolist()
    ]  # fmt: skip
    return pl.DataFrame([_write(levers, one, names) for one in found], schema=TARGET_SCHEMA, orient="row")


def _aim(
    history: History, levers: Levers, rows: list[int], aim: Ambition, source: tuple[Scorecard, Scheme]
) -> tuple[Array, np.ndarray]:
    """Wanted improvement (areas, levers) and what it rests on."""
    shape = levers.limit.shape
    if aim.by == "rank":
        return _aim_at_rank(levers, rows, aim, source), np.full(shape, "rank", dtype=object)
    if aim.by == "growth":
        return _grow(levers, aim.growth or 0.0), np.full(shape, "growth", dtype=object)
    known = [history.known(lever) for lever in range(shape[1])]
    pace = np.array([np.quantile(steps, aim.quantile) if steps.size >= FEW else np.nan for steps in known])
    improved = levers.values * levers.better
    level = np.array(
        [np.quantile(c[~np.isnan(c)], aim.quantile) if (~np.isnan(c)).any() else np.nan for c in improved.T]
    )
    basis = np.broadcast_to(np.where(np.isnan(pace), "cross_section", "pace").astype(object), shape)
    return np.where(np.isnan(pace), aim.closing * (level - improved), pace), basis


def _grow(levers: Levers, growth: float) -> Array:
    """Improvement by a share of the own value; a logarithm by its logarithm."""
    units = [levers.members.units.get(levers.members.tree.indicators[k], "1") for k in levers.main]
    is_log = np.array([parse_unit(unit).logarithm for unit in units])
    return np.where(is_log, np.log1p(growth), growth * np.abs(levers.values))


def _aim_at_rank(levers: Levers, rows: list[int], aim: Ambition, source: tuple[Scorecard, Scheme]) -> Array:
    wanted = np.zeros(levers.limit.shape)
    for row in rows:
        found = find_least_change(*source, levers.members.areas[row], aim.rank or 1, norm="l2")
        for code, change in found.changes.select("indicator", "change").iter_rows():
            wanted[row, levers.codes.index(code)] = abs(change)
    return wanted


def _keep_natural(levers: Levers, history: History, improvement: Array) -> Array:
    """Improvements that pass neither 0, where nothing ever was negative, nor 100 % of a share."""
    values = levers.values
    units = [levers.members.units.get(levers.members.tree.indicators[k], "") for k in levers.main]
    lowest = np.fmin(history.lowest, np.where(np.isnan(values), np.inf, values).min(axis=0, initial=np.inf))
    highest = np.fmax(history.highest, np.where(np.isnan(values), -np.inf, values).max(axis=0, initial=-np.inf))
    floor = np.where((lowest >= 0) & [not parse_unit(u or "1").logarithm for u in units], 0.0, -np.inf)
    ceiling = np.where((lowest >= 0) & (highest <= 100) & [u == "%" for u in units], 100.0, np.inf)
    with np.errstate(invalid="ignore"):
        room = np.where(levers.better > 0, ceiling - values, values - floor)
    return np.fmin(improvement, room)


def _judge(
    history: History, levers: Levers, row: int, lever: int, improvement: float, basis: str, aim: Ambition
) -> Proposal:
    sign, value = float(levers.better[lever]), float(levers.values[row, lever])
    steps, best = history.known(lever), float(history.own_best[row, lever])
    reached = float((steps >= improvement - EQUAL * max(1.0, abs(improvement))).mean()) if steps.size >= FEW else None
    peers = levers.values[:, lever] * sign
    others = np.delete(peers, row)
    others, target = others[~np.isnan(others)], value * sign + improvement
    percentile = 100 * ((others < target).sum() + (others == target).sum() / 2) / others.size if others.size else None
    return Proposal(
        row=row, lever=lever, value=value, change=sign * improvement, own_pace=sign * float(history.own_pace[row, lever]),
        own_best=sign * best, reached=reached, years=int(steps.size), percentile=percentile, basis=basis,
        feasible=_name_feasibility(improvement, best, reached), is_wider=history.is_wider(lever), itself=best >= improvement, closing=aim.closing, quantile=aim.quantile,
    )  # fmt: skip


def _name_feasibility(improvement: float, own_best: float, reached: float | None) -> str:
    if reached is None:
        return "unknown"
    itself = own_best >= improvement - EQUAL * max(1.0, abs(improvement))
    if reached >= OFTEN or (itself and reached >= SOMETIMES):
        return "likely"
    return "stretch" if itself or reached >= SELDOM else "unlikely"


def _write(levers: Levers, one: Proposal, names: Mapping[str, Name]) -> tuple[Any, ...]:
    own = levers.members
    code, unit = levers.codes[one.lever], own.units[own.tree.indicators[levers.main[one.lever]]]
    why = explain_target(one, names.get(code, Name(zh=code)), unit)
    numbers = [None if x is None or np.isnan(x) else x for x in (one.own_pace, one.own_best, one.reached)]
    return (
        own.areas[one.row], own.code, code, unit, one.value, one.value + one.change, one.change, *numbers, one.years,
        "all_classes" if one.is_wider else "class", one.percentile, one.basis, one.feasible, why.zh, why.text("en"),
    )  # fmt: skip
