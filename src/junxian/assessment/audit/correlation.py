"""Correlations of indicators and nodes, within and between levels of the tree, with flags."""

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import polars as pl
from numpy.typing import NDArray

from junxian.assessment.audit.class_scores import ClassScores
from junxian.assessment.audit.limits import AuditLimits
from junxian.assessment.kinds import Array, Mask
from junxian.assessment.scorecard import make_frame
from junxian.assessment.tree import Tree

Kind = Literal["pearson", "spearman", "kendall"]

CORRELATION_SCHEMA: dict[str, Any] = {
    "class": pl.String, "part": pl.String, "other": pl.String,
    "relation": pl.String,  # siblings (one parent) | parent | ancestor (`other` above `part`) | apart (two indicators)
    "kind": pl.String, "r": pl.Float64, "p": pl.Float64, "n": pl.Int64,
    "flag": pl.String,  # high | negative (siblings, apart) | weak (parent) | ""
}  # fmt: skip


@dataclass(frozen=True)
class Correlations:
    """Of the columns of two arrays: `r`, its two-sided `p`, and `n` rows known in both."""

    r: Array
    p: Array
    n: NDArray[np.int64]


def correlate_columns(values: Array, others: Array | None = None, kind: Kind = "pearson") -> Correlations:
    """Correlate every column of `values` (areas, a) with every column of `others` (areas, b), by default its own.

    Every pair is taken over the rows known in both; r is NaN where a column is constant there or fewer than two are
    known, p where fewer than three are. p: Student's t with n − 2 degrees of freedom (Pearson, Spearman), scipy's for
    Kendall's tau-b. Spearman ranks every pair anew. Agrees with R's cor(use = "pairwise.complete.obs") and, for
    Pearson, cor.test.
    Checked in tests/unit/assessment/audit/test_correlation.py.
    """
    other = values if others is None else others
    if kind == "kendall":
        return _correlate_kendall(values, other)
    known, known_other = ~np.isnan(values), ~np.isnan(other)
    complete = known.all() and known_other.all()
    if kind == "spearman" and not complete:
        return _correlate_pairs(values, other)
    if kind == "spearman":
        values, other = rank_middle(values), rank_middle(other)
    r, n = _correlate_moments(values, other, known, known_other)
    return Correlations(r, measure_p(r, n), n)


def find_correlations(values: Array) -> Array:
    """Pearson's r of every pair of columns of values (areas, columns), over the rows known in both; NaN as above."""
    known = ~np.isnan(values)
    return _correlate_moments(values, values, known, known)[0]


def rank_middle(values: Array) -> Array:
    """Ranks of every column from the least, ties at their mean; nothing missing."""
    ranks = np.empty(values.shape)
    for column in range(values.shape[1]):
        _, group, counts = np.unique(values[:, column], return_inverse=True, return_counts=True)
        ranks[:, column] = (np.cumsum(counts) - (counts - 1) / 2)[group]
    return ranks


def _correlate_moments(values: Array, other: Array, known: Mask, known_other: Mask) -> tuple[Array, NDArray[np.int64]]:
    a, b = _centre(values, known), _centre(other, known_other)
    seen, seen_other = known.astype(float), known_other.astype(float)
    n = seen.T @ seen_other
    size = np.maximum(n, 1)
    sum_a, sum_b = a.T @ seen_other, seen.T @ b
    covariance = a.T @ b - sum_a * sum_b / size
    whole_a, whole_b = (a**2).T @ seen_other, seen.T @ b**2
    spread_a, spread_b = whole_a - sum_a**2 / size, whole_b - sum_b**2 / size
    varies = spread_a > np.maximum(1e-12 * whole_a, 1e-24 * _square(values, known)[:, None])
    varies &= spread_b > np.maximum(1e-12 * whole_b, 1e-24 * _square(other, known_other))
    r = np.full(n.shape, np.nan)
    r[varies] = np.clip(covariance[varies] / np.sqrt(spread_a[varies] * spread_b[varies]), -1, 1)
    return r, np.rint(n).astype(np.int64)


def _centre(values: Array, known: Mask) -> Array:
    filled = np.where(known, values, 0.0)
    centred: Array = np.where(known, values - filled.sum(axis=0) / np.maximum(1, known.sum(axis=0)), 0.0)
    return centred


def _square(values: Array, known: Mask) -> Array:
    total: Array = (np.where(known, values, 0.0) ** 2).sum(axis=0)
    return total


def measure_p(r: Array, n: NDArray[np.int64]) -> Array:
    """Two-sided p of correlations by Student's t, NaN below three rows."""
    from scipy.special import stdtr

    freedom = np.maximum(n - 2, 1)
    left = np.maximum(1 - r**2, 1e-300)
    p = 2 * stdtr(freedom, -np.abs(r) * np.sqrt(freedom / left))
    return np.where((n < 3) | np.isnan(r), np.nan, p)


def _correlate_pairs(values: Array, other: Array) -> Correlations:
    """Spearman where something is missing: every pair ranked over the rows that it has."""
    shape = (values.shape[1], other.shape[1])
    r, n = np.full(shape, np.nan), np.zeros(shape, dtype=np.int64)
    for place in np.ndindex(shape):
        both = np.column_stack([values[:, place[0]], other[:, place[1]]])
        both = both[~np.isnan(both).any(axis=1)]
        n[place] = len(both)
        if len(both) > 1:
            ranked, whole = rank_middle(both), np.ones(both.shape, dtype=bool)
            r[place] = _correlate_moments(ranked[:, :1], ranked[:, 1:], whole[:, :1], whole[:, 1:])[0][0, 0]
    return Correlations(r, measure_p(r, n), n)


def _correlate_kendall(values: Array, other: Array) -> Correlations:
    from scipy.stats import kendalltau

    shape = (values.shape[1], other.shape[1])
    r, p, n = np.full(shape, np.nan), np.full(shape, np.nan), np.zeros(shape, dtype=np.int64)
    for place in np.ndindex(shape):
        a, b = values[:, place[0]], other[:, place[1]]
        known = ~(np.isnan(a) | np.isnan(b))
        n[place] = known.sum()
        if n[place] > 1:
            r[place], p[place] = kendalltau(a[known], b[known])
    return Correlations(r, np.where(n < 3, np.nan, p), n)


def correlate_parts(scores: ClassScores, kind: Kind = "pearson", limits: AuditLimits | None = None) -> pl.DataFrame:
    """Correlate all parts of a class with weight: rows of CORRELATION_SCHEMA, each pair once.

    Two indicators always have a row; nodes have one with their siblings, every part with those above it. Normalised
    scores point the same way, so that r < 0 means that one is paid for with the other.
    """
    limits = limits or AuditLimits()
    tree, found = scores.tree, correlate_columns(scores.parts, kind=kind)
    weighed = scores.points > 0
    above = [_find_above(tree, part) for part in tree.parts]
    rows = []
    for i, part in enumerate(tree.parts):
        for j, other in enumerate(tree.parts):
            relation = _relate(tree, i, j, above[i])
            if relation and weighed[i] and weighed[j]:
                r = found.r[i, j]
                flag = flag_correlation(r, relation, limits)
                rows.append((scores.code, part, other, relation, kind, r, found.p[i, j], int(found.n[i, j]), flag))
    columns = dict(zip(CORRELATION_SCHEMA, zip(*rows, strict=True), strict=True)) if rows else _nothing()
    return make_frame(columns, CORRELATION_SCHEMA)


def flag_correlation(r: float, relation: str, limits: AuditLimits) -> str:
    """What is wrong with a correlation, "" for nothing: high or negative among indicators, weak with the parent."""
    if relation == "ancestor" or np.isnan(r):
        return ""
    if relation == "parent":
        return "weak" if r < limits.weak else ""
    return "high" if r > limits.high else "negative" if r < limits.negative else ""


def _nothing() -> dict[str, list[Any]]:
    return {name: [] for name in CORRELATION_SCHEMA}


def _find_above(tree: Tree, part: str) -> list[str]:
    """The nodes above a part, the nearest first."""
    found: list[str] = []
    while part := tree.parent[part]:
        found.append(part)
    return found


def _relate(tree: Tree, i: int, j: int, above: list[str]) -> str:
    other = tree.parts[j]
    if other in above:
        return "parent" if other == above[0] else "ancestor"
    if j <= i or not above or not tree.parent[other]:
        return ""
    if tree.parent[other] == above[0]:
        return "siblings"
    return "apart" if j < len(tree.indicators) else ""
