"""What a weight is worth: effective weights down the tree, and how far each part settles the score in fact."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl

from junxian.assessment.audit.class_scores import ClassScores
from junxian.assessment.audit.correlation import correlate_columns
from junxian.assessment.kinds import Array
from junxian.assessment.scorecard import make_frame
from junxian.assessment.tree import Tree
from junxian.assessment.weigh import multiply_down, spread_weights

IMPORTANCE_SCHEMA: dict[str, Any] = {
    "class": pl.String, "part": pl.String, "parent": pl.String,
    "share_in_parent": pl.Float64, "effective_weight": pl.Float64,  # the root 1
    "linear": pl.Float64,  # r² with the score
    "importance": pl.Float64,  # correlation ratio: share of the variance of the score that goes if the part is fixed
    "importance_share": pl.Float64,  # among the indicators; null for nodes
    "ratio": pl.Float64,  # importance_share / effective_weight
}  # fmt: skip
BANDWIDTHS = np.array([0.1, 0.2, 0.35, 0.5, 0.75, 1.0, 1.5, 2.5, 5.0])  # in standard deviations of the part
MOST_POINTS = 400  # beyond so many areas, neighbours are taken together


def find_effective_weights(points: Array, tree: Tree) -> Array:
    """Weight of every part in the whole (..., parts): the product of its own and its ancestors' shares; the root 1.

    points  (..., parts) in any unit; only proportions under one parent count. Agrees with COINr's get_eff_weights by
    definition. Checked in tests/published/test_audit.py.
    """
    everything = np.ones((*points.shape[:-1], len(tree.indicators)), dtype=bool)
    return multiply_down(spread_weights(points, everything, tree), tree)


@dataclass(frozen=True)
class Importance:
    """Of every column: `linear` r² with the outcome, and the correlation ratio `main` (columns,)."""

    linear: Array
    main: Array


def measure_importance(values: Array, outcome: Array) -> Importance:
    """Main effect of every column on an outcome: Var(E[y | x]) / Var(y), the correlation ratio or first-order index.

    values  (areas, columns), NaN for missing (such areas are left out for that column); outcome  (areas,)
    E[y | x] is a local-linear regression with a Gaussian kernel; the bandwidth is the one with the least
    leave-one-out error. It sees bends that r² does not. NaN for a constant column or fewer than five areas. Source:
    Paruolo, Saisana, Saltelli (2013, J. R. Stat. Soc. A 176, 609-634). Checked in
    tests/unit/assessment/audit/test_importance.py.
    """
    linear = correlate_columns(values, outcome[:, None]).r[:, 0] ** 2
    main = np.full(values.shape[1], np.nan)
    for column in np.flatnonzero(~np.isnan(linear)):
        known = ~(np.isnan(values[:, column]) | np.isnan(outcome))
        if known.sum() >= 5:
            main[column] = _find_ratio(values[known, column], outcome[known])
    return Importance(np.where(np.isnan(main), np.nan, linear), main)


def _find_ratio(x: Array, y: Array) -> float:
    order = np.argsort(x, kind="stable")
    parts = np.array_split(order, min(len(x), MOST_POINTS))
    size = np.array([len(part) for part in parts], dtype=float)
    middle, mean = (np.array([values[part].mean() for part in parts]) for values in (x, y))
    fitted = _smooth(middle, mean, size)
    centre = np.average(fitted, weights=size)
    ratio = np.average((fitted - centre) ** 2, weights=size) / y.var()
    return float(np.clip(ratio, 0.0, 1.0))


def _smooth(x: Array, y: Array, size: Array) -> Array:
    """Local-linear fit of y at x with the bandwidth of least leave-one-out error; (points,)."""
    gap = x[None, :] - x[:, None]
    best, least = np.full(len(y), np.average(y, weights=size)), np.inf
    for width in BANDWIDTHS * x.std():
        kernel = np.exp(-0.5 * (gap / width) ** 2) * size
        first, second = (kernel * gap).sum(axis=1), (kernel * gap**2).sum(axis=1)
        total = kernel.sum(axis=1)
        determinant = total * second - first**2
        is_linear = determinant > 1e-9 * total**2 * width**2
        tilted = (second[:, None] - gap * first[:, None]) / np.where(is_linear, determinant, 1.0)[:, None]
        smoother = kernel * np.where(is_linear[:, None], tilted, 1 / total[:, None])
        fitted, own = smoother @ y, np.diag(smoother)
        open_ = own < 1 - 1e-9
        error = np.inf if not open_.all() else np.average(((y - fitted) / (1 - own)) ** 2, weights=size)
        if error < least:
            best, least = fitted, error
    return best


def weigh_importance(scores: ClassScores) -> pl.DataFrame:
    """Effective weight and importance of every part of a class on its score: rows of IMPORTANCE_SCHEMA."""
    tree, count = scores.tree, len(scores.tree.indicators)
    everything = np.ones(count, dtype=bool)
    shares = spread_weights(scores.points, everything, tree)
    found = measure_importance(scores.parts, scores.score)
    main = np.where(scores.points > 0, found.main, np.nan)
    total = np.nansum(main[:count])
    share = np.full(len(main), np.nan)
    share[:count] = main[:count] / total if total > 0 else np.nan
    effective = multiply_down(shares, tree)
    ratio = np.divide(share, effective, out=np.full(len(main), np.nan), where=effective > 0)
    columns = {
        "class": [scores.code] * len(main), "part": list(tree.parts), "parent": [tree.parent[p] for p in tree.parts],
        "share_in_parent": shares, "effective_weight": effective, "linear": found.linear, "importance": main,
        "importance_share": share, "ratio": ratio,
    }  # fmt: skip
    return make_frame(columns, IMPORTANCE_SCHEMA).filter(pl.Series(scores.points > 0))
