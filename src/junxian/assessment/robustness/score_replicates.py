"""Scores of many replicates on one table of normalised scores: a product a block of the tree."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from junxian.assessment.kinds import Array, Mask, Places
from junxian.assessment.robustness.blocks import MEANS, Block, collapse_tree, multiply_in_blocks, share_out
from junxian.assessment.robustness.products import multiply_rows
from junxian.assessment.tree import Tree


@dataclass(frozen=True)
class ManyScores:
    """`scores` (replicates, areas), NaN where an area has nothing filed; `undefined` (replicates,): a mean is not defined.

    The scores of an undefined replicate mean nothing.
    """

    scores: Array
    undefined: Mask


def score_replicates(table: Array, points: Array, tree: Tree, left_out: Mask | None = None) -> ManyScores:
    """Scores at the root of every replicate.

    table  (indicators, areas) normalised, NaN for missing, where replicates differ in their weights only; or
    (replicates, indicators, areas), NaN in the same places in all, where each has figures of its own
    points  (replicates, parts), any unit, only their proportions under one parent count; the weight of what is missing
    is spread as `spread_weights` does; left_out  (indicators,) that count as missing for all areas
    tree  of arithmetic, geometric and harmonic means; the same as `aggregate_tree`, to the last digits
    A replicate is undefined where a geometric or harmonic mean meets a score that is not positive.
    Checked in tests/published/test_sensitivity.py and tests/properties/test_replicate_laws.py.
    """
    columns = np.ascontiguousarray(points.T)
    alike = list(group_by_filed(table if table.ndim == 2 else table[0], left_out)) if len(points) else []
    if len(alike) == 1:
        return ManyScores(*_score_alike(table, alike[0][0], columns, tree))
    scores, undefined = np.empty((len(points), table.shape[-1])), np.zeros(len(points), dtype=bool)
    for filed, members in alike:
        scores[:, members], wrong = _score_alike(table[..., members], filed, columns, tree)
        undefined |= wrong
    return ManyScores(scores, undefined)


def group_by_filed(table: Array, left_out: Mask | None = None) -> Iterator[tuple[Mask, Places]]:
    """Areas that miss the same indicators, together: which are filed (indicators,), and whose they are."""
    filed = ~np.isnan(table)
    if left_out is not None:
        filed[left_out] = False
    if not filed.size or (filed == filed[:, :1]).all():
        yield np.asarray(filed.any(axis=1)), np.arange(table.shape[1])
        return
    patterns, group = np.unique(filed.T, axis=0, return_inverse=True)
    for place, pattern in enumerate(patterns):
        yield pattern, np.flatnonzero(group.ravel() == place)


def _score_alike(table: Array, filed: Mask, points: Array, tree: Tree) -> tuple[Array, Mask]:
    """Scores (replicates, areas) of areas that miss the same indicators, and which replicates are undefined."""
    blocks = collapse_tree(tree)
    shares = share_out(points, filed, tree)
    weights = multiply_in_blocks(shares, tree, blocks)
    undefined = np.zeros(points.shape[1], dtype=bool)
    tops: dict[int, Array] = {}
    for block in blocks:
        tops[block.node] = _average_block(block, table, filed, weights, tops, undefined)
    scores = tops[blocks[-1].node]
    without = shares[-1] == 0
    if without.any():
        scores[without] = np.nan
    return scores, undefined


def _average_block(
    block: Block, table: Array, filed: Mask, weights: Array, tops: dict[int, Array], undefined: Mask
) -> Array:
    """Mean of a block (replicates, areas) over its indicators and the blocks below; marks what is undefined."""
    there = [place for place in block.indicators if filed[place]]
    forth, back = MEANS[block.method]
    values = table if there == list(range(table.shape[-2])) else table[..., there, :]
    if block.method != "arithmetic":
        values = _make_positive(values, weights[there], undefined)
    total = _weigh(weights[there], forth(values))
    for top in block.blocks:
        below = tops[top] if block.method == "arithmetic" else _make_positive(tops[top], weights[top], undefined)
        total += weights[top][:, None] * forth(below)
    if block.method == "harmonic":
        total[total == 0] = 1.0  # a block without anything filed, which counts for nothing above
    return back(total)


def _weigh(weights: Array, values: Array) -> Array:
    """Weighted sums (replicates, areas); weights (indicators, replicates)."""
    if values.ndim == 2:
        return multiply_rows(weights.T, values)
    return np.einsum("kn,nku->nu", weights, values)


def _make_positive(values: Array, weights: Array, undefined: Mask) -> Array:
    """Ones for scores that are not positive; the replicates in which one of them counts are undefined.

    values  (indicators, areas), (replicates, indicators, areas), or of a block (replicates, areas) with its weights
    """
    wrong = ~(values > 0)
    if not wrong.any():
        return values
    meets = np.asarray(wrong.any(axis=-1))
    counts = weights > 0
    if weights.ndim == 1:
        undefined |= meets & counts
    else:
        undefined |= (counts & (meets[:, None] if values.ndim == 2 else meets.T)).any(axis=0)
    return np.where(wrong, 1.0, values)
