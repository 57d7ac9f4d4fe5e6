"""Aggregation up the tree: at each node its children's scores by the node's own method."""

from collections.abc import Mapping, Sequence

import numpy as np

from junxian.assessment.aggregate.cells import Names
from junxian.assessment.aggregate.methods import Method, Parameter, find_method
from junxian.assessment.kinds import Array, Places
from junxian.assessment.tree import Tree


def aggregate_tree(
    scores: Array, shares: Array, tree: Tree, labels: Sequence[str] | None = None, groups: Places | None = None
) -> Array:
    """Scores of all nodes (..., nodes), in the tree's order with the root last; more is always better.

    scores  (..., indicators) normalised, NaN for missing, more is better
    shares  (..., parts): each part's share in its parent, 0 for missing (`spread_weights`)
    labels  names of the areas, for errors
    groups  (areas,) who is compared with whom by methods that need the others (`METHODS`): all, when not given. The
    areas lie along the axis before the last; a lone row is compared with nobody; axes before are worked off one by one
    A node without anything filed is NaN, and an area without weights in a node is compared with nobody there.
    MethodError of a method; it names the node, areas, children and values. Source: OECD/JRC Handbook (2008), step 6.
    Checked in tests/published/test_asem.py and tests/unit/assessment/aggregate/test_up_the_tree.py.
    """
    count = len(tree.indicators)
    values = np.full((*np.broadcast_shapes(scores.shape[:-1], shares.shape[:-1]), len(tree.parts)), np.nan)
    values[..., :count] = scores
    for place, children in enumerate(tree.children, start=count):
        below, node = list(children), tree.parts[place]
        own, weights = values[..., below], shares[..., below]
        method, parameters = find_method(tree, node), tree.parameters.get(node, {})
        names = Names(node, labels, [tree.parts[child] for child in below])
        if method.needs_population:
            values[..., place] = _compare(method, own, weights, names, parameters, groups)
        else:
            values[..., place] = method.apply(own, weights, names, parameters)
    return values[..., count:]


def _compare(
    method: Method,
    values: Array,
    weights: Array,
    names: Names,
    parameters: Mapping[str, Parameter],
    groups: Places | None,
) -> Array:
    """Scores (...) by a method that compares areas, group by group in every slice (areas, children)."""
    weights = np.broadcast_to(weights, values.shape)
    areas = values.shape[-2] if values.ndim > 1 else 1
    slices = values.reshape(-1, areas, values.shape[-1]), weights.reshape(-1, areas, values.shape[-1])
    scores = np.full(slices[0].shape[:-1], np.nan)
    members = [np.arange(areas)] if groups is None else [np.flatnonzero(groups == group) for group in np.unique(groups)]
    for place, (own, shares) in enumerate(zip(*slices, strict=True)):
        for rows in members:
            labels = None if names.areas is None else [names.area(int(row)) for row in rows]
            called = Names(names.node, labels, names.children)
            scores[place, rows] = method.apply(own[rows], shares[rows], called, parameters)
    return scores.reshape(values.shape[:-1])
