"""Power of every indicator: how much of the spread of scores it makes, and whether it tells areas apart at all."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import polars as pl

from junxian.assessment.audit.class_scores import ClassScores
from junxian.assessment.audit.importance import find_effective_weights
from junxian.assessment.audit.limits import AuditLimits
from junxian.assessment.kinds import Array
from junxian.assessment.scorecard import make_frame
from junxian.declared.scheme_steps import BETWEEN_BOUNDS, Normalise

POWER_SCHEMA: dict[str, Any] = {
    "class": pl.String, "indicator": pl.String, "parent": pl.String,
    "effective_weight": pl.Float64,  # share of the whole
    "known": pl.Int64, "spread": pl.Float64,  # sample standard deviation of normalised scores
    "spread_share": pl.Float64,  # of the scale's width
    "power": pl.Float64,  # weight · spread over the sum of it: share of discrimination
    "variance_share": pl.Float64,  # cov(points, score) / var(score): adds up to 1; null where a node is not arithmetic
    "same_score": pl.Float64,  # share of areas with the most common score
    "at_low": pl.Float64, "at_high": pl.Float64,  # share of areas at the ends of the scale; null without ends
    "flag": pl.String,  # idle | saturated | dominant | ""
}  # fmt: skip


def measure_power(scores: ClassScores, normalise: Normalise, limits: AuditLimits | None = None) -> pl.DataFrame:
    """Power of every indicator with weight in a class: rows of POWER_SCHEMA.

    idle: hardly any spread (`idle_spread` of the scale), or nearly all areas at one score; its weight orders nobody.
    saturated: so many at one end of the scale that further effort is not seen, or lack of it not felt. dominant: makes
    more of the spread than `dominant`. Checked in tests/unit/assessment/audit/test_power.py.
    """
    limits = limits or AuditLimits()
    count = len(scores.tree.indicators)
    own = np.flatnonzero(scores.points[:count] > 0)
    weights, columns = find_effective_weights(scores.points, scores.tree)[own], scores.normalised[:, own]
    spread = _measure_spread(columns)
    made = weights * np.nan_to_num(spread)
    share = made / made.sum() if made.sum() > 0 else np.full(len(own), np.nan)
    codes = [scores.tree.indicators[i] for i in own]
    same, low, high = _find_same(columns), *_find_ends(columns, normalise, codes)
    frame = {
        "class": [scores.code] * len(own), "indicator": codes,
        "parent": [scores.tree.parent[code] for code in codes], "effective_weight": weights,
        "known": (~np.isnan(columns)).sum(axis=0), "spread": spread, "spread_share": spread / normalise.span,
        "power": share, "variance_share": _share_variance(scores, own), "same_score": same, "at_low": low,
        "at_high": high,
        "flag": [_flag(*row, limits) for row in zip(spread / normalise.span, same, low, high, share, strict=True)],
    }  # fmt: skip
    return make_frame(frame, POWER_SCHEMA)


def _measure_spread(columns: Array) -> Array:
    known = [column[~np.isnan(column)] for column in columns.T]
    return np.array([column.std(ddof=1) if column.size > 1 else np.nan for column in known])


def _find_same(columns: Array) -> Array:
    counts = [np.unique(np.round(column[~np.isnan(column)], 9), return_counts=True)[1] for column in columns.T]
    return np.array([own.max() / own.sum() if own.size else np.nan for own in counts])


def _find_ends(columns: Array, normalise: Normalise, codes: Sequence[str]) -> tuple[Array, Array]:
    some = np.maximum(1, (~np.isnan(columns)).sum(axis=0)).astype(float)
    some[[normalise.of(code).method not in BETWEEN_BOUNDS for code in codes]] = np.nan
    near = 1e-9 * normalise.span
    at_low, at_high = columns <= normalise.base + near, columns >= normalise.base + normalise.span - near
    return at_low.sum(axis=0) / some, at_high.sum(axis=0) / some


def _share_variance(scores: ClassScores, own: np.ndarray) -> Array:
    """Each indicator's part of the variance of the score, with the weights that areas without gaps have."""
    whole = ~np.isnan(scores.normalised[:, own]).any(axis=1)
    is_linear = all(scores.tree.aggregate.get(node, "arithmetic") == "arithmetic" for node in scores.tree.nodes)
    if not is_linear or whole.sum() < 2 or not scores.score[whole].var() > 0:
        return np.full(len(own), np.nan)
    points = find_effective_weights(scores.points, scores.tree)[own] * scores.normalised[whole][:, own]
    total = points.sum(axis=1)
    gaps = points - points.mean(axis=0)
    if not total.var() > 0:
        return np.full(len(own), np.nan)
    shares: Array = gaps.T @ (total - total.mean()) / len(total) / total.var()
    return shares


def _flag(spread: float, same: float, low: float, high: float, share: float, limits: AuditLimits) -> str:
    if np.isnan(same):
        return ""
    if not spread >= limits.idle_spread or same >= limits.same_score:
        return "idle"
    if max(np.nan_to_num(low), np.nan_to_num(high)) > limits.saturated:
        return "saturated"
    return "dominant" if share > limits.dominant else ""
