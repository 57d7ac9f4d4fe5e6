"""Scorecard: what the room gives, at all levels, and how its frames are filled from the arrays."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import polars as pl

from junxian.assessment.bounds import Bounds
from junxian.assessment.kinds import Mask, Places
from junxian.assessment.scores import Scores
from junxian.assessment.setting import Setting
from junxian.declared.changes import is_change
from junxian.declared.scheme_steps import BETWEEN_BOUNDS

TABLE_SCHEMA: dict[str, Any] = {
    "ref_area": pl.String, "class": pl.String,
    "status": pl.String,  # ranked | listed (ranked in a class without award) | unranked
    "why_zh": pl.String, "why_en": pl.String,
    "coverage": pl.Float64,  # share of the declared weight that was filed
    "score": pl.Float64,  # before points, not rounded; null for unranked
    "bonus": pl.Float64, "deduction": pl.Float64,  # null where none were filed
    "total": pl.Float64,  # rounded to the scheme's decimals: this decides
    "rank": pl.Int64, "of": pl.Int64,  # within the class; ties share the best rank
    "rank_low": pl.Int64, "rank_high": pl.Int64, "rank_median": pl.Int64,
    "group": pl.Int64,  # of areas that cannot be told apart from its first, from 1; null where nothing was tested
    "tied": pl.Boolean, "vetoed_by": pl.String, "award": pl.Boolean,
    "neighbour_class": pl.String, "neighbour_rank": pl.Int64, "neighbour_of": pl.Int64,
}  # fmt: skip
NODE_SCHEMA: dict[str, Any] = {
    "ref_area": pl.String, "class": pl.String, "node": pl.String, "parent": pl.String, "score": pl.Float64,
    "points": pl.Float64,  # declared weight, the root at 100
}  # fmt: skip
INDICATOR_SCHEMA: dict[str, Any] = {
    "ref_area": pl.String, "class": pl.String, "indicator": pl.String, "parent": pl.String,
    "part": pl.String,  # level | change
    "value": pl.Float64, "unit": pl.String,
    "treated": pl.Float64,  # after treatment, null where the indicator is not treated; bounds are then on its scale
    "low": pl.Float64, "high": pl.Float64, "normalised": pl.Float64,
    "weight": pl.Float64,  # points in the class: declared, or computed where the scheme says so
    "used_weight": pl.Float64,  # after the weight of missing indicators is spread; null for unranked
    "points": pl.Float64,  # used_weight / 100 · normalised; null where a node is geometric
    "status": pl.String,  # used | imputed | missing
}  # fmt: skip
BOUND_SCHEMA: dict[str, Any] = {
    "class": pl.String, "indicator": pl.String, "low": pl.Float64, "high": pl.Float64, "members": pl.Int64,
}  # fmt: skip
WEIGHT_SCHEMA: dict[str, Any] = {
    "class": pl.String, "part": pl.String, "parent": pl.String,
    "declared": pl.Float64,  # points of weights.csv
    "used": pl.Float64,  # points with which areas are weighed
}  # fmt: skip
DISTRIBUTION_SCHEMA: dict[str, Any] = {"ref_area": pl.String, "rank": pl.Int64, "share": pl.Float64}
EFFECT_SCHEMA: dict[str, Any] = {
    "ref_area": pl.String,
    "choice": pl.String,  # weights | normalisation | aggregation | rest (data error, and what choices do together)
    "share": pl.Float64,  # of the variance of the area's rank over the replicates
    "places": pl.Float64,  # standard deviation of the rank by it alone
}  # fmt: skip
LEFT_OUT_SCHEMA: dict[str, Any] = {"ref_area": pl.String, "why_zh": pl.String, "why_en": pl.String}


@dataclass(frozen=True)
class Scorecard:
    """Every assessed area (`table`), its `nodes` and `indicators`, the `bounds`, the `distribution` of ranks.

    `indicators` has a row for each that carries weight in the area's class; `left_out`: areas of the scheme's level
    that are not assessed; `weights` points of every part by class; `treatment` what was done to every indicator and why,
    `treated` every winsorised figure (both empty where the scheme treats nothing); `progress` against the year before
    and `awards` with `award_notes`, where the scheme declares any; `statements` on every area's rank and `pairs` of areas
    (as `statements.state`), `effects` of the choices on every area's rank: from the replicates, empty without any.
    """

    table: pl.DataFrame
    nodes: pl.DataFrame
    indicators: pl.DataFrame
    bounds: pl.DataFrame
    distribution: pl.DataFrame
    left_out: pl.DataFrame
    weights: pl.DataFrame = field(default_factory=pl.DataFrame)
    treatment: pl.DataFrame = field(default_factory=pl.DataFrame)
    treated: pl.DataFrame = field(default_factory=pl.DataFrame)
    progress: pl.DataFrame = field(default_factory=pl.DataFrame)
    awards: pl.DataFrame = field(default_factory=pl.DataFrame)
    award_notes: pl.DataFrame = field(default_factory=pl.DataFrame)
    statements: pl.DataFrame = field(default_factory=pl.DataFrame)
    pairs: pl.DataFrame = field(default_factory=pl.DataFrame)
    effects: pl.DataFrame = field(default_factory=pl.DataFrame)


def make_frame(columns: dict[str, Any], schema: dict[str, Any]) -> pl.DataFrame:
    """Make a frame of columns in the schema's order; NaN becomes null."""
    frame = pl.DataFrame({name: columns[name] for name in schema}, schema=schema)
    return frame.with_columns(pl.col(pl.Float64).fill_nan(None))


def null_where_zero(values: np.ndarray) -> pl.Series:
    """Integers with null for zero, which stands for none."""
    series = pl.Series(values.astype(np.int64))
    return series.set(series == 0, None)


def tabulate_nodes(setting: Setting, scores: Scores) -> pl.DataFrame:
    """Rows of NODE_SCHEMA by area and node, in the order of the weights."""
    panel, tree, count = setting.panel, setting.tree, len(setting.panel.areas)
    nodes = [part for part in tree.parent if part in tree.nodes]
    order = [tree.nodes.index(node) for node in nodes]
    columns = {
        "ref_area": np.repeat(np.array(panel.areas, dtype=object), len(nodes)),
        "class": np.repeat(class_codes(setting), len(nodes)),
        "node": nodes * count,
        "parent": [tree.parent[node] for node in nodes] * count,
        "score": scores.nodes[:, order].ravel(),
        "points": setting.own_points[:, len(tree.indicators) :][:, order].ravel(),
    }
    return make_frame(columns, NODE_SCHEMA)


def tabulate_indicators(setting: Setting, bounds: Bounds, scores: Scores) -> pl.DataFrame:
    """Rows of INDICATOR_SCHEMA by area and indicator that carries weight in its class."""
    panel, tree, place = setting.panel, setting.tree, setting.panel.class_of
    rows, codes = np.nonzero(setting.weighed[place])
    used = np.where(setting.comparable, 100.0, np.nan)[rows] * scores.weights[rows, codes]
    normalised = scores.normalised[rows, codes]
    ends = [np.where(has_bounds(setting)[codes], end[place[rows], codes], np.nan) for end in (bounds.low, bounds.high)]
    is_linear = all(tree.aggregate.get(node, "arithmetic") == "arithmetic" for node in tree.nodes)
    before, is_treated = setting.treated.before, setting.treated.is_changed
    status = np.where(setting.filed, "used", np.where(np.isnan(before), "missing", "imputed"))
    columns = {
        "ref_area": np.array(panel.areas, dtype=object)[rows], "class": class_codes(setting)[rows],
        "indicator": np.array(tree.indicators, dtype=object)[codes],
        "parent": np.array([tree.parent[code] for code in tree.indicators], dtype=object)[codes],
        "part": np.array(["change" if is_change(code) else "level" for code in tree.indicators], dtype=object)[codes],
        "value": before[rows, codes], "unit": np.array(panel.units, dtype=object)[codes],
        "treated": np.where(is_treated, panel.values, np.nan)[rows, codes],
        "low": ends[0], "high": ends[1], "normalised": normalised,
        "weight": setting.own_points[rows, codes], "used_weight": used,
        "points": used / 100 * normalised if is_linear else np.full(len(rows), np.nan),
        "status": status[rows, codes].astype(object),
    }  # fmt: skip
    return make_frame(columns, INDICATOR_SCHEMA)


def tabulate_bounds(setting: Setting, bounds: Bounds) -> pl.DataFrame:
    """Rows of BOUND_SCHEMA by class and indicator with weight; `members` null where bounds are not of the year."""
    places, codes = np.nonzero(setting.weighed)
    low, high = (np.where(has_bounds(setting)[codes], end[places, codes], np.nan) for end in (bounds.low, bounds.high))
    members = pl.Series(bounds.members[places, codes], dtype=pl.Int64)
    columns = {
        "class": [setting.scheme.classes[place] for place in places],
        "indicator": [setting.tree.indicators[code] for code in codes],
        "low": low,
        "high": high,
        "members": members.set(members < 0, None),
    }
    return make_frame(columns, BOUND_SCHEMA)


def has_bounds(setting: Setting) -> Mask:
    """Which indicators are stretched between a low and a high bound (indicators,)."""
    normalise = setting.scheme.normalise
    return np.array([normalise.of(code).method in BETWEEN_BOUNDS for code in setting.tree.indicators], dtype=bool)


def tabulate_weights(setting: Setting) -> pl.DataFrame:
    """Rows of WEIGHT_SCHEMA by class and part of the tree, in the order of weights.csv."""
    tree, classes = setting.tree, setting.scheme.classes
    parts = list(tree.parent)
    order = [tree.parts.index(part) for part in parts]
    columns = {
        "class": np.repeat(np.array(classes, dtype=object), len(parts)),
        "part": parts * len(classes),
        "parent": list(tree.parent.values()) * len(classes),
        "declared": setting.declared_points[:, order].ravel(),
        "used": setting.points[:, order].ravel(),
    }
    return make_frame(columns, WEIGHT_SCHEMA)


def tabulate_distribution(
    areas: Sequence[str], members: Places, ranks: Places, numbers: np.ndarray, replicates: int
) -> pl.DataFrame:
    """Rows of DISTRIBUTION_SCHEMA by area and rank: the share of replicates at every rank that occurred.

    members, ranks, numbers  of every rank that a member had, members in order, ranks ascending (`RankIntervals.runs`)
    """
    columns = {
        "ref_area": pl.Series(list(areas), dtype=pl.String).gather(members),
        "rank": ranks.astype(np.int64),
        "share": numbers / max(1, replicates),
    }
    frame = make_frame(columns, DISTRIBUTION_SCHEMA)
    return frame if list(areas) == sorted(areas) else frame.sort("ref_area", "rank")


def class_codes(setting: Setting) -> np.ndarray:
    """The class of every area."""
    codes: np.ndarray = np.array(setting.scheme.classes, dtype=object)[setting.panel.class_of]
    return codes
