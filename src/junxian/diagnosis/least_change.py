"""The least change that moves an area to a wanted rank: how far each indicator must move, together and alone."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl

from junxian.assessment import Scorecard
from junxian.assessment.kinds import Array
from junxian.assessment.rank import place_among, round_scores
from junxian.declared.schemes import Scheme
from junxian.diagnosis.aims import Aims, Rivals, find_total, list_rivals
from junxian.diagnosis.levers import Levers, read_levers
from junxian.diagnosis.members import class_of, read_members
from junxian.diagnosis.moves import tabulate_moves
from junxian.diagnosis.profiles import Profile, explain_profiles
from junxian.diagnosis.separable import Effort, Gain, find_least_effort
from junxian.diagnosis.solver import search_least_effort
from junxian.terms.errors import MethodError

CHANGE_SCHEMA: dict[str, Any] = {
    "ref_area": pl.String, "indicator": pl.String, "unit": pl.String, "value": pl.Float64,
    "target": pl.Float64, "change": pl.Float64,  # in the indicator's own unit
    "spreads": pl.Float64,  # the change in its spread, without sign
    "points": pl.Float64,  # what it brings; they sum to what is gained
}  # fmt: skip


@dataclass(frozen=True)
class LeastChange:
    """What it takes to have `rank`, the others standing still and bounds held fixed.

    `needed` points from the `score` to the aim; `changes` (CHANGE_SCHEMA) what moves together, `alone` (MOVE_SCHEMA) what
    each indicator would do by itself; `size` of the changes in the norm, in spreads; `new_score` and `new_rank` with them.
    `is_enough`: False where even all limits together do not do; then `changes` goes to the limits. `is_exact`: whether no
    smaller change exists, or it is the best found.
    """

    area: str
    rank: int
    needed: float
    score: float
    changes: pl.DataFrame
    alone: pl.DataFrame
    norm: str
    size: float
    new_score: float
    new_rank: int
    is_enough: bool
    is_exact: bool


def find_least_change(
    scorecard: Scorecard,
    scheme: Scheme,
    area: str,
    rank: int,
    *,
    norm: str = "l1",
    spread: str | Mapping[str, float] = "standard_deviation",
    effort: Mapping[str, float] | None = None,
    limits: Mapping[str, float] | None = None,
    fixed: Collection[str] = (),
    ahead: bool = False,
) -> LeastChange:
    """The least Σ effort · |change| / spread (l1), or root of the sum of squares (l2), with which an area has a rank.

    rank  wanted, 1 is best; drawing level with the area there shares its rank, unless `ahead` of it is asked for
    spread  the class's "standard_deviation" or "robust" one, or by indicator (the largest yearly change: `measure_pace`)
    effort  by indicator, 1 where not given; limits  the farthest value by indicator, the class's best where not given;
    fixed  indicators that do not move
    Exact where scores are weighted sums; else searched and checked by scoring. An indicator that was not filed, or whose
    scale is no line, does not move. The aim is the published total, not the half unit by which rounding could help.
    MethodError where the area is not ranked, there is no such rank, or areas are scored by comparison with each other.
    Checked in tests/unit/diagnosis/test_least_change.py, against brute force and by assessing again.
    """
    code = class_of(scorecard, area)
    levers = read_levers(read_members(scorecard, scheme, code), spread).limit_to(limits or {}).hold(fixed)
    rivals, row = list_rivals(scorecard, scheme, code), levers.members.place(area)
    _check_members(levers, row, area)
    own = levers.members
    total = find_total(rivals, area, rank, ahead=ahead, decimals=scheme.decimals)
    needed = max(0.0, total - float(own.added[row] + own.score[row])) if np.isfinite(total) else 0.0
    costs = _measure_costs(levers, effort or {})
    found = _search(levers, row, costs, needed, norm)
    reach = np.divide(found.effort, costs, out=np.zeros(len(costs)), where=costs > 0)
    score = float(levers.rescore(np.array([row]), reach[None])[0])
    return LeastChange(
        area, rank, needed, float(own.score[row]), _tabulate(levers, row, reach), _list_alone(levers, row, rank, total),
        norm, found.size, score, place_again(rivals, area, score + float(own.added[row]), scheme.decimals),
        is_enough=found.enough, is_exact=found.exact,
    )  # fmt: skip


def place_again(rivals: Rivals, area: str, total: float, decimals: int) -> int:
    """The rank of an area with another total, the others standing still."""
    others = np.array([t for t, own in zip(rivals.total, rivals.areas, strict=True) if own != area])
    return place_among(float(round_scores(np.array(total), decimals)), others)


def _check_members(levers: Levers, row: int, area: str) -> None:
    own = levers.members
    if not own.stands_alone:
        raise MethodError(
            f"least change of area {area!r}", "is not defined where a node compares areas: every move shifts the others.",
            "Try values with `reassess_values`, or aggregate by a weighted mean.",
        )  # fmt: skip
    if not own.is_reproduced[row]:
        raise MethodError(
            f"area {area!r}", "has a score that its indicators do not make by weights and tree.",
            "Hand in the scheme by which the scorecard was made.",
        )  # fmt: skip


def _measure_costs(levers: Levers, effort: Mapping[str, float]) -> Array:
    """Effort of one unit of every lever (levers,); NaN where its spread is none."""
    weights = np.array([effort.get(code, 1.0) for code in levers.codes])
    if strangers := sorted(set(effort) - set(levers.codes)):
        raise MethodError(f"indicator {strangers[0]!r}", "is none that moves in this scheme.")
    if not (weights > 0).all():
        raise MethodError("effort", "must be positive.", "Hold an indicator that cannot move by `fixed`.")
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(levers.spread > 0, weights / levers.spread, np.nan)


def _search(levers: Levers, row: int, costs: Array, needed: float, norm: str) -> Effort:
    usable = levers.movable[row] & ~np.isnan(costs)
    far = np.where(usable, levers.limit[row], 0.0)
    knots = [_find_knots(levers, row, lever, far[lever]) for lever in range(len(far))]
    if levers.members.adds_up:
        gains = [Gain(np.nan_to_num(costs[k]) * d, _gain_along(levers, row, k, d)) for k, d in enumerate(knots)]
        return find_least_effort(gains, needed, norm)
    leave = np.array([_leave(levers, row, k, d) for k, d in enumerate(knots)])
    unit = np.where(usable, costs, 1.0)

    def score(efforts: Array) -> Array:
        rows = np.full(len(efforts), row)
        return levers.rescore(rows, efforts / unit) - levers.rescore(rows[:1], np.zeros((1, len(far))))

    return search_least_effort(score, far * unit, leave * unit, needed, norm)


def _find_knots(levers: Levers, row: int, lever: int, far: float) -> Array:
    """Where the gain of a lever bends between 0 and its limit: at the ends of the scales that it moves along."""
    columns = np.flatnonzero(levers.columns == lever)
    ends = np.concatenate([_cross_ends(levers, row, int(column)) for column in columns])
    return np.unique([0.0, *ends[(ends > 0) & (ends < far)], far])


def _cross_ends(levers: Levers, row: int, column: int) -> Array:
    scale = levers.members.scale
    line = scale.intercept[column] + scale.slope[column] * levers.members.values[row, column]
    steep = scale.slope[column] * levers.rate[row, column]
    with np.errstate(divide="ignore", invalid="ignore"):
        ends: Array = (np.array([scale.floor[column], scale.ceiling[column]]) - line) / steep
    return ends[np.isfinite(ends)]


def _gain_along(levers: Levers, row: int, lever: int, distance: Array) -> Array:
    """Points of a lever alone at some distances (distances,)."""
    reach = np.zeros((len(distance), len(levers.codes)))
    reach[:, lever] = distance
    scores = levers.rescore(np.full(len(distance), row), reach)
    return np.maximum.accumulate(scores - scores[0])


def _leave(levers: Levers, row: int, lever: int, knots: Array) -> float:
    """How far a lever moves before it brings anything."""
    brings = _gain_along(levers, row, lever, knots) > 0
    return float(knots[int(np.argmax(brings)) - 1]) if brings.any() else float(knots[-1])


def _tabulate(levers: Levers, row: int, reach: Array) -> pl.DataFrame:
    own, moved = levers.members, np.flatnonzero(reach > 0)
    if not moved.size:
        return pl.DataFrame(schema=CHANGE_SCHEMA)
    after = levers.move(np.array([row]), reach[None])[0]
    sides = (Profile(np.where(own.used[row] > 0, s, np.nan), own.used[row], own.tree) for s in (after, own.scores[row]))
    points = np.bincount(levers.columns, explain_profiles(*sides).points[:, 0], minlength=len(reach))
    change = levers.better * reach
    columns = {
        "ref_area": [own.areas[row]] * moved.size, "indicator": [levers.codes[k] for k in moved],
        "unit": [own.units[own.tree.indicators[levers.main[k]]] for k in moved], "value": levers.values[row, moved],
        "target": (levers.values[row] + change)[moved], "change": change[moved],
        "spreads": reach[moved] / levers.spread[moved], "points": points[moved],
    }  # fmt: skip
    return pl.DataFrame(columns, schema=CHANGE_SCHEMA).sort("points", descending=True)


def _list_alone(levers: Levers, row: int, rank: int, total: float) -> pl.DataFrame:
    own = levers.members
    wanted = np.full(len(own.areas), np.nan)
    wanted[row] = total if np.isfinite(total) else np.nan
    named = tuple(area if place == row else "" for place, area in enumerate(own.areas))
    aims = Aims(f"rank_{rank}", named, wanted, np.full(len(own.areas), rank, dtype=np.int64))
    return (
        tabulate_moves(levers, [aims])
        .with_columns(pl.lit("").alias("aim_area"))
        .sort("order", "indicator", nulls_last=True)
    )
