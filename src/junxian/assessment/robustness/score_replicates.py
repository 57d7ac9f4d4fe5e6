"""Scores of many replicates on one table of normalised scores: a product a block of the tree."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from junxian.assessment.kinds import Array, Mask, Places
from junxian.assessment.robustness.blocks import Block, collapse_tree, weigh_in_blocks
from junxian.assessment.robustness.products import multiply_rows
from junxian.assessment.tree import Tree

Alike = tuple[Mask, Places]  # which indicators are filed, and the areas that have these


@dataclass(frozen=True)
class ManyScores:
    """`scores` (replicates, areas), NaN where an area has nothing filed; `undefined` (replicates,): a mean is not defined.

    The scores of an undefined replicate mean nothing.
    """

    scores: Array
    undefined: Mask


def score_replicates(
    table: Array, points: Array, tree: Tree, left_out: Mask | None = None, alike: Sequence[Alike] | None = None
) -> ManyScores:
    """Scores at the root of every replicate.

    table  (indicators, areas) normalised, NaN for missing, where replicates differ in their weights only; or
    (replicates, indicators, areas), NaN in the same places in all, where each has figures of its own
    points  (replicates, parts), any unit, only their proportions under one parent count; the weight of what is missing
    is spread as `spread_weights` does; left_out  (indicators,) that count as missing for all areas
    tree  of arithmetic, geometric, harmonic and generalised means; the same as `aggregate_tree`, to the last digits
    alike  areas that miss the same indicators, where that is known (`group_by_filed`)
    A replicate is undefined where a mean has no such power of a score: where one is not positive, say.
    Checked in tests/published/test_sensitivity.py and tests/properties/test_replicate_laws.py.
    """
    columns, count = points.T, table.shape[-1]
    if alike is None:
        alike = list(group_by_filed(table if table.ndim == 2 else table[0], left_out)) if len(points) else []
    if len(alike) == 1 and len(alike[0][1]) == count:
        return ManyScores(*_score_alike(table, alike[0][0], columns, tree))
    columns = np.ascontiguousarray(columns)  # read once a group
    scores, undefined = np.empty((len(points), count)), np.zeros(len(points), dtype=bool)
    for filed, members in alike:
        scores[:, members], wrong = _score_alike(np.take(table, members, axis=-1), filed, columns, tree)
        undefined |= wrong
    return ManyScores(scores, undefined)


def group_by_filed(table: Array, left_out: Mask | None = None) -> Iterator[Alike]:
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
    weights = weigh_in_blocks(points, filed, tree, blocks)
    undefined = np.zeros(points.shape[1], dtype=bool)
    tops: dict[int, Array] = {}
    for block in blocks:
        tops[block.node] = _average_block(block, table, filed, weights, tops, undefined)
    scores = tops[blocks[-1].node]
    if not weights[-1].all():
        scores[weights[-1] == 0] = np.nan
    return scores, undefined


def _average_block(
    block: Block, table: Array, filed: Mask, weights: Array, tops: dict[int, Array], undefined: Mask
) -> Array:
    """Mean of a block (replicates, areas) over its indicators and the blocks below; marks what is undefined."""
    there = np.array([place for place in block.indicators if filed[place]], dtype=np.intp)
    is_whole = len(there) == table.shape[-2]
    values, own = (table, weights[: len(there)]) if is_whole else (np.take(table, there, axis=-2), weights[there])
    total = _weigh(own, block.go_forth(_make_fit(block, values, own, undefined)))
    for top in block.blocks:
        below = _make_fit(block, tops[top], weights[top], undefined)
        total += weights[top][:, None] * block.go_forth(below)
    return block.go_back(total)


def _weigh(weights: Array, values: Array) -> Array:
    """Weighted sums (replicates, areas); weights (indicators, replicates)."""
    if values.ndim == 2:
        return multiply_rows(weights.T, values)
    return np.einsum("nk,nku->nu", np.ascontiguousarray(weights.T), values)  # in one order, whatever their number


def _make_fit(block: Block, values: Array, weights: Array, undefined: Mask) -> Array:
    """Ones for scores without the block's power; the replicates in which one of them counts are undefined.

    values  (indicators, areas), (replicates, indicators, areas), or of a block (replicates, areas) with its weights
    """
    if block.power == 1:
        return values
    wrong = ~block.accepts(values)
    if not wrong.any():
        return values
    meets, counts = np.asarray(wrong.any(axis=-1)), weights > 0
    if weights.ndim == 1:
        undefined |= meets & counts
    else:
        undefined |= (counts & (meets[:, None] if values.ndim == 2 else meets.T)).any(axis=0)
    return np.where(wrong, 1.0, values)
