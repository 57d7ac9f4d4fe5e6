"""What the next unit of an indicator is worth to an area, in points; nothing where the scale has ended."""

from typing import Any

import numpy as np
import polars as pl

from junxian.assessment import Scorecard
from junxian.assessment.aggregate import aggregate_tree
from junxian.assessment.kinds import Array, Mask
from junxian.declared.schemes import Scheme
from junxian.diagnosis.levers import Levers, read_levers
from junxian.diagnosis.members import Members, read_members
from junxian.diagnosis.moves import find_most, name_states

MARGINAL_SCHEMA: dict[str, Any] = {
    "ref_area": pl.String, "class": pl.String, "indicator": pl.String, "unit": pl.String, "value": pl.Float64,
    "state": pl.String,  # open | below (of the lower bound) | saturated | best | not_filed | unknown
    "points_per_unit": pl.Float64,  # for one unit towards the better; 0 below and where saturated
    "spread": pl.Float64,  # standard deviation of the class
    "points_per_spread": pl.Float64,
    "points_left": pl.Float64,  # up to the best of the class
}  # fmt: skip
STEP = 1e-4  # of a scale's span, for slopes of nodes that do not add up


def measure_marginal_points(scorecard: Scorecard, scheme: Scheme) -> pl.DataFrame:
    """Rows of MARGINAL_SCHEMA for every ranked area and indicator with weight.

    The slope of the score where the area stands, towards the better; exact where scores are weighted sums, else by
    central differences (about 1e-8). Null where the indicator was not filed, or its scale is not known. Level and change
    of one indicator count together. Checked in tests/unit/diagnosis/test_marginal.py.
    """
    classes = [own for own in (read_members(scorecard, scheme, code) for code in scheme.classes) if own.areas]
    frames = [_tabulate(read_levers(own)) for own in classes]
    return pl.concat([*frames, pl.DataFrame(schema=MARGINAL_SCHEMA)]).sort("ref_area", "indicator")


def measure_slopes(levers: Levers) -> Array:
    """Points for one unit of every lever's improvement (areas, levers); NaN where a lever has none."""
    own = levers.members
    line = own.scale.intercept + own.scale.slope * own.values
    along: Mask = (line >= own.scale.floor) & (line < own.scale.ceiling)
    steep = np.where(along, own.scale.slope * levers.rate, 0.0)
    parts = np.where(own.filed, np.nan_to_num(steep) * _weigh_scores(own), 0.0)
    slopes = np.stack([parts[:, levers.columns == k].sum(axis=1) for k in range(len(levers.codes))], axis=1)
    return np.where(levers.movable, slopes, np.nan)


def _weigh_scores(own: Members) -> Array:
    """Points of the score for one point of every indicator's score (areas, indicators)."""
    if own.adds_up:
        return own.used / 100
    step = STEP * (own.ends[1] - own.ends[0])
    count = len(own.tree.indicators) if own.stands_alone else 0
    found = np.zeros((len(own.areas), len(own.tree.indicators)))
    for column in range(count):
        moved = [own.scores.copy(), own.scores.copy()]
        moved[0][:, column] += step
        moved[1][:, column] -= step
        up, down = (aggregate_tree(scores, own.shares, own.tree)[:, -1] for scores in moved)
        found[:, column] = (up - down) / (2 * step)
    return found


def _tabulate(levers: Levers) -> pl.DataFrame:
    own, at = levers.members, levers.main
    row, lever = np.nonzero(np.broadcast_to(own.listed[at], levers.limit.shape))
    most = np.where(levers.movable, find_most(levers), np.nan)
    slopes = measure_slopes(levers)
    columns = {
        "ref_area": np.array(own.areas, dtype=object)[row], "class": [own.code] * len(row),
        "indicator": np.array(levers.codes, dtype=object)[lever], "unit": [own.units[own.tree.indicators[at[k]]] for k in lever],
        "value": levers.values[row, lever], "state": _name_slopes(levers, slopes, most)[row, lever],
        "points_per_unit": slopes[row, lever], "spread": levers.spread[lever],
        "points_per_spread": (slopes * levers.spread)[row, lever], "points_left": most[row, lever],
    }  # fmt: skip
    return pl.DataFrame(columns, schema=MARGINAL_SCHEMA).with_columns(pl.col(pl.Float64).fill_nan(None))


def _name_slopes(levers: Levers, slopes: Array, most: Array) -> np.ndarray:
    states = name_states(levers, np.nan_to_num(most))
    states[(states == "") & (slopes == 0)] = "below"
    states[states == ""] = "open"
    return states
