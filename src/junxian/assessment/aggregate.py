"""Aggregation up the tree: at each node the weighted arithmetic or geometric mean of its children."""

from collections.abc import Sequence

import numpy as np

from junxian.assessment.kinds import Array
from junxian.assessment.tree import Tree
from junxian.terms.errors import MethodError


def aggregate_tree(scores: Array, shares: Array, tree: Tree, labels: Sequence[str] | None = None) -> Array:
    """Scores of all nodes (..., nodes), in the tree's order with the root last.

    scores  (..., indicators) normalised, NaN for missing
    shares  (..., parts): each part's share in its parent, 0 for missing (`spread_weights`)
    labels  names of the rows, for the error
    A node without anything filed is NaN. MethodError where a geometric node meets a score that is not positive; it
    names the parts. Source: OECD/JRC Handbook (2008), step 6. Checked in tests/published/test_asem.py.
    """
    count = len(tree.indicators)
    values = np.full((*np.broadcast_shapes(scores.shape[:-1], shares.shape[:-1]), len(tree.parts)), np.nan)
    values[..., :count] = scores
    for place, children in enumerate(tree.children, start=count):
        below = list(children)
        own, weights = values[..., below], shares[..., below]
        if tree.aggregate.get(tree.parts[place], "arithmetic") == "geometric":
            _check_positive(own, weights, tree, place, labels)
            values[..., place] = average_geometric(own, weights)
        else:
            values[..., place] = average_arithmetic(own, weights)
    return values[..., count:]


def average_arithmetic(values: Array, weights: Array) -> Array:
    """Weighted arithmetic mean over the last axis, weights summing to 1; NaN where no weight is positive."""
    used = weights > 0
    total = np.where(used, values * weights, 0.0).sum(axis=-1)
    return np.where(used.any(axis=-1), total, np.nan)


def average_geometric(values: Array, weights: Array) -> Array:
    """Weighted geometric mean over the last axis, weights summing to 1; NaN where no weight is positive."""
    used = weights > 0
    logs = np.log(np.where(used, values, 1.0))
    total = (logs * np.where(used, weights, 0.0)).sum(axis=-1)
    return np.where(used.any(axis=-1), np.exp(total), np.nan)


def _check_positive(own: Array, weights: Array, tree: Tree, place: int, labels: Sequence[str] | None) -> None:
    wrong = np.argwhere((weights > 0) & ~(own > 0))
    if not wrong.size:
        return
    parts = [tree.parts[i] for i in tree.children[place - len(tree.indicators)]]
    shown = [f"{_label(row[:-1], labels)}{parts[row[-1]]} = {own[tuple(row)]:g}" for row in wrong[:5]]
    raise MethodError(
        f"geometric mean of node {tree.parts[place]!r}",
        f"{len(wrong)} scores are not positive ({', '.join(shown)}{', …' if len(wrong) > 5 else ''}).",
        "Normalise to a base above zero (base = 60, or 1 for min-max), or aggregate the node arithmetically.",
    )


def _label(row: np.ndarray, labels: Sequence[str] | None) -> str:
    return f"{labels[int(row[0])]} " if labels is not None and len(row) == 1 else ""
