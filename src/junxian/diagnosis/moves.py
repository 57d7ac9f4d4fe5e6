"""What one indicator alone would do: how far it must move for a wanted total, or that it cannot alone."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import polars as pl

from junxian.assessment.kinds import Array, Mask, Places
from junxian.diagnosis.aims import Aims
from junxian.diagnosis.levers import Levers

MOVE_SCHEMA: dict[str, Any] = {
    "ref_area": pl.String, "class": pl.String,
    "aim": pl.String,  # next_rank | next_group
    "aim_area": pl.String, "aim_rank": pl.Int64,
    "needed": pl.Float64,  # points from the area's score to the aim's total
    "indicator": pl.String, "unit": pl.String, "value": pl.Float64,
    "answer": pl.String,  # enough | not_alone | saturated | best | not_filed | unknown
    "target": pl.Float64,  # the value that would do, the others standing still; null unless enough
    "spreads": pl.Float64,  # the way there in standard deviations of the class
    "points": pl.Float64,  # what it brings at most, up to the best of the class
    "order": pl.Int64,  # 1 for the shortest way in spreads; null unless enough
}  # fmt: skip
HALVINGS = 60
EQUAL = 1e-9  # points that decide nothing, as when ranks are decided


def find_reach(levers: Levers, needed: Array) -> tuple[Array, Array]:
    """How far every lever alone must move (areas, levers) for `needed` (areas,) more points, and the most it brings.

    Reach is in the lever's unit, towards the better; NaN where the farthest is not enough or nothing is needed. Where the
    score is a weighted sum and the lever moves one indicator, it is the line's inverse; else it is found by halving, since
    the score never falls as a lever improves, and the end that is enough is given.
    """
    shape = levers.limit.shape
    if not levers.members.stands_alone:
        return np.full(shape, np.nan), np.zeros(shape)
    far, most = np.where(levers.movable, levers.limit, 0.0), find_most(levers)
    may = (needed[:, None] > 0) & (most >= needed[:, None] - EQUAL) & (far > 0)
    reach, direct = np.full(shape, np.nan), may & _moves_one(levers)
    reach[direct] = np.minimum(_invert(levers, needed), far)[direct]
    rows, lever = np.nonzero(may & ~direct)
    reach[rows, lever] = _halve(levers, rows, lever, needed, far)
    return reach, most


def find_most(levers: Levers) -> Array:
    """Points that every lever alone brings at its limit (areas, levers); 0 where it does not move."""
    own, far = levers.members, np.where(levers.movable, levers.limit, 0.0)
    if not own.stands_alone:
        return np.zeros(far.shape)
    if own.adds_up:
        moved = levers.move(np.arange(len(own.areas)), far)
        gains = np.nan_to_num(moved - own.scores) * own.used / 100
        return np.stack([gains[:, levers.columns == k].sum(axis=1) for k in range(far.shape[1])], axis=1)
    rows, lever = (places.ravel() for places in np.indices(far.shape))
    return (
        _rescore_one(levers, rows, lever, far.ravel()) - levers.rescore(rows, np.zeros((rows.size, far.shape[1])))
    ).reshape(far.shape)


def _moves_one(levers: Levers) -> Mask:
    alone: Mask = np.bincount(levers.columns, minlength=len(levers.codes)) == 1
    return alone & levers.members.adds_up


def _invert(levers: Levers, needed: Array) -> Array:
    """Reach of levers that move one indicator of a weighted sum: from the line at the value to the score wanted."""
    own, at = levers.members, levers.main
    line = own.scale.intercept + own.scale.slope * own.values
    with np.errstate(divide="ignore", invalid="ignore"):
        wanted = own.scores + needed[:, None] * 100 / own.used
        reach: Array = ((wanted - line) / np.abs(own.scale.slope))[:, at]
    return reach


def _halve(levers: Levers, rows: Places, lever: Places, needed: Array, far: Array) -> Array:
    short, enough = np.zeros(rows.size), far[rows, lever]
    start = levers.rescore(rows, np.zeros((rows.size, far.shape[1])))
    for _ in range(HALVINGS if rows.size else 0):
        middle = (short + enough) / 2
        does = _rescore_one(levers, rows, lever, middle) - start >= needed[rows]
        short, enough = np.where(does, short, middle), np.where(does, middle, enough)
    return enough


def tabulate_moves(levers: Levers, aims: Sequence[Aims]) -> pl.DataFrame:
    """Rows of MOVE_SCHEMA by area, aim and indicator with weight; none where nobody is aimed at."""
    frames = [_tabulate_aim(levers, one) for one in aims]
    return pl.concat([*frames, pl.DataFrame(schema=MOVE_SCHEMA)])


def name_states(levers: Levers, most: Array) -> np.ndarray:
    """Why a lever brings nothing (areas, levers): not_filed, unknown, saturated, best; "" where it may bring something.

    saturated  at the scale's upper end; best  nobody of the class stands better; unknown  scale or score not reproduced
    """
    own = levers.members
    at = levers.main
    known = own.scale.known[at] & own.is_reproduced[:, None] & ~np.isnan(levers.values)
    states = np.where((most <= 0) & (levers.limit <= 0), "best", "").astype(object)
    states[(most <= 0) & (own.scores >= own.scale.ceiling)[:, at]] = "saturated"
    states[~known] = "unknown"
    states[~own.filed[:, at]] = "not_filed"
    return states


def _rescore_one(levers: Levers, rows: Places, lever: Places, reach: Array) -> Array:
    moves = np.zeros((len(rows), len(levers.codes)))
    moves[np.arange(len(rows)), lever] = reach
    return levers.rescore(rows, moves)


def _tabulate_aim(levers: Levers, aims: Aims) -> pl.DataFrame:
    own = levers.members
    needed = aims.total - own.added - own.score
    reach, most = find_reach(levers, np.nan_to_num(needed))
    states = name_states(levers, most)
    answers = np.where(states != "", states, np.where(np.isnan(reach), "not_alone", "enough")).astype(object)
    reach = np.where(answers == "enough", reach, np.nan)
    there: Mask = np.array([bool(area) for area in aims.area])[:, None] & own.listed[levers.main]
    row, lever = np.nonzero(there)
    spreads = reach / levers.spread
    way = np.where(np.isnan(spreads), np.inf, np.round(spreads, 9))
    order = np.argsort(np.argsort(way, axis=1, kind="stable"), axis=1) + 1.0
    columns = {
        "ref_area": np.array(own.areas, dtype=object)[row], "class": [own.code] * len(row), "aim": [aims.kind] * len(row),
        "aim_area": np.array(aims.area, dtype=object)[row], "aim_rank": aims.rank[row], "needed": needed[row],
        "indicator": np.array(levers.codes, dtype=object)[lever],
        "unit": [own.units.get(own.tree.indicators[levers.main[k]], "") for k in lever], "value": levers.values[row, lever],
        "answer": answers[row, lever], "target": (levers.values + levers.better * reach)[row, lever],
        "spreads": spreads[row, lever], "points": most[row, lever],
        "order": np.where(np.isnan(spreads), np.nan, order)[row, lever],
    }  # fmt: skip
    frame = pl.DataFrame(columns, schema=MOVE_SCHEMA | {"order": pl.Float64})
    return frame.with_columns(pl.col(pl.Float64).fill_nan(None)).cast({"order": pl.Int64})
