"""Weights as shares of the parent; what a missing indicator leaves is spread over its filed siblings, openly."""

import numpy as np

from junxian.assessment.kinds import Array, Mask
from junxian.assessment.tree import Tree


def spread_weights(points: Array, filed: Mask, tree: Tree) -> Array:
    """Share of every part in its parent after the weight of missing indicators is spread.

    points  (..., parts), any unit, only their proportions under one parent count
    filed  (..., indicators): whether a value is there
    Returns (..., parts): shares of a parent's children sum to 1 over those that have something filed; a part without
    has 0, so that a missing indicator's weight goes to the filed ones of its node in proportion, and that of a node
    without any filed indicator to its sibling nodes. The root has 1, or 0 where nothing is filed.
    Checked in tests/unit/assessment/weigh/test_spread.py.
    """
    lead = np.broadcast_shapes(points.shape[:-1], filed.shape[:-1])
    known = np.zeros((*lead, len(tree.parts)), dtype=bool)
    known[..., : len(tree.indicators)] = filed & (points[..., : len(tree.indicators)] > 0)
    shares = np.zeros((*lead, len(tree.parts)))
    for place, children in enumerate(tree.children, start=len(tree.indicators)):
        below = list(children)
        weights = np.where(known[..., below], points[..., below], 0.0)
        total = weights.sum(axis=-1, keepdims=True)
        shares[..., below] = np.divide(weights, total, out=np.zeros_like(weights), where=total > 0)
        known[..., place] = total[..., 0] > 0
    shares[..., -1] = known[..., -1]
    return shares


def multiply_down(shares: Array, tree: Tree) -> Array:
    """Weight of every part in the whole (..., parts): the product of shares from the root down."""
    weights = shares.copy()
    for place, children in reversed(list(enumerate(tree.children, start=len(tree.indicators)))):
        weights[..., list(children)] *= weights[..., place, None]
    return weights


def measure_coverage(points: Array, filed: Mask, tree: Tree) -> Array:
    """Share of the declared weight whose indicators are filed, rounded so that 0.80 is 0.80."""
    own = points[..., : len(tree.indicators)]
    total = own.sum(axis=-1)
    covered = np.where(filed, own, 0.0).sum(axis=-1)
    return np.round(np.divide(covered, total, out=np.zeros_like(covered), where=total > 0), 9)
