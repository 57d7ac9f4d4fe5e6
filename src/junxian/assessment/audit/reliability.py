"""Cronbach's alpha: whether the parts of a node measure one thing."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl

from junxian.assessment.audit.class_scores import ClassScores
from junxian.assessment.kinds import Array
from junxian.assessment.scorecard import make_frame

RELIABILITY_SCHEMA: dict[str, Any] = {
    "class": pl.String, "node": pl.String,
    "part": pl.String,  # "" for the node as a whole
    "parts": pl.Int64,
    "alpha": pl.Float64,  # of the node; in a part's row, of the node without it
    "correlation_with_rest": pl.Float64,  # of a part with the sum of the others
}  # fmt: skip


@dataclass(frozen=True)
class Reliability:
    """`alpha` of all columns; `alpha_if_deleted` and `correlation_with_rest` of each (columns,)."""

    alpha: float
    alpha_if_deleted: Array
    correlation_with_rest: Array


def measure_reliability(values: Array, *, standardise: bool = False) -> Reliability:
    """Cronbach's alpha k/(k − 1) · (1 − Σ s_ii / Σ s_ij), without each column in turn, and item-rest correlations.

    values  (areas, columns), NaN for missing; covariances are taken pair by pair over the rows known in both, as R's
    cov(use = "pairwise.complete.obs") does. standardise  use correlations, for columns in unlike units
    NaN for fewer than two columns, or where nothing varies. A low alpha is no fault where the parts are meant to be
    different things (a formative index); a high one says that fewer parts would do.
    Source: Cronbach (1951); OECD/JRC Handbook (2008), table 11. Checked in tests/published/test_audit.py.
    """
    covariance = _find_covariance(values)
    if standardise:
        deviation = np.sqrt(np.where(np.diag(covariance) > 0, np.diag(covariance), np.nan))
        covariance = covariance / np.outer(deviation, deviation)
    k = len(covariance)
    rests = [np.delete(np.arange(k), column) for column in range(k)]
    deleted = [_find_alpha(covariance[np.ix_(rest, rest)]) for rest in rests]
    correlations = [_correlate_with_rest(covariance, column, rest) for column, rest in enumerate(rests)]
    return Reliability(_find_alpha(covariance), np.array(deleted), np.array(correlations))


def _find_covariance(values: Array) -> Array:
    known = ~np.isnan(values)
    seen = known.astype(float)
    mean = np.where(known, values, 0.0).sum(axis=0) / np.maximum(1, known.sum(axis=0))
    centred = np.where(known, values - mean, 0.0)
    n = seen.T @ seen
    sums = centred.T @ seen
    products = centred.T @ centred - sums * sums.T / np.maximum(n, 1)
    return np.where(n > 1, products / np.maximum(n - 1, 1), np.nan)


def _find_alpha(covariance: Array) -> float:
    k, total = len(covariance), float(covariance.sum())
    if k < 2 or not abs(total) > 1e-14 * np.abs(covariance).sum():
        return float("nan")
    return k / (k - 1) * (1 - float(np.trace(covariance)) / total)


def _correlate_with_rest(covariance: Array, column: int, rest: np.ndarray) -> float:
    own, others = covariance[column, column], covariance[np.ix_(rest, rest)].sum()
    if not (rest.size and own > 0 and others > 0):
        return float("nan")
    return float(covariance[column, rest].sum() / np.sqrt(own * others))


def measure_nodes(scores: ClassScores) -> pl.DataFrame:
    """Reliability of every node of a class over its children, and of the root also over all indicators ("*").

    Rows of RELIABILITY_SCHEMA; children without weight or without scores in the class do not count.
    """
    tree, weighed = scores.tree, (scores.points > 0) & ~np.isnan(scores.parts).all(axis=0)
    families = {node: [i for i in below if weighed[i]] for node, below in zip(tree.nodes, tree.children, strict=True)}
    families["*"] = [i for i in range(len(tree.indicators)) if weighed[i]]
    rows: list[tuple[Any, ...]] = []
    for node, below in families.items():
        if len(below) < 2:
            continue
        found = measure_reliability(scores.parts[:, below])
        rows.append((scores.code, node, "", len(below), found.alpha, np.nan))
        for i, deleted, rest in zip(below, found.alpha_if_deleted, found.correlation_with_rest, strict=True):
            rows.append((scores.code, node, tree.parts[i], len(below) - 1, deleted, rest))
    columns = {name: [row[place] for row in rows] for place, name in enumerate(RELIABILITY_SCHEMA)}
    return make_frame(columns, RELIABILITY_SCHEMA)
