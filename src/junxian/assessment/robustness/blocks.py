"""A tree of means as few products: nodes of one kind below one another collapse into one mean of what is below them."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from junxian.assessment.kinds import Array, Mask
from junxian.assessment.tree import Tree

Step = Callable[[Array], Array]
MEANS: dict[str, tuple[Step, Step]] = {  # f and its inverse: the mean of x is f⁻¹(Σ w·f(x))
    "arithmetic": (lambda x: x, lambda x: x),
    "geometric": (np.log, np.exp),
    "harmonic": (np.reciprocal, np.reciprocal),
}


@dataclass(frozen=True)
class Block:
    """Nodes of one kind below `node`: its mean goes straight over `indicators` and the tops of the blocks below it."""

    node: int
    method: str
    indicators: tuple[int, ...]
    blocks: tuple[int, ...]


def is_of_means(tree: Tree) -> bool:
    """Whether every node is a mean that collapses."""
    return all(tree.aggregate.get(node, "arithmetic") in MEANS for node in tree.nodes)


def collapse_tree(tree: Tree) -> tuple[Block, ...]:
    """The blocks of a tree, those below before those above, the root's last. Nodes and indicators by place in parts.

    An arithmetic mean of arithmetic means is one weighted mean of all indicators, and so for geometric and harmonic
    ones; where the kind changes a new block begins.
    """
    return _collapse(
        tuple(tree.nodes), tree.children, tuple(tree.aggregate.get(node, "arithmetic") for node in tree.nodes)
    )


@lru_cache(maxsize=64)
def _collapse(
    nodes: tuple[str, ...], children: tuple[tuple[int, ...], ...], methods: tuple[str, ...]
) -> tuple[Block, ...]:
    count = sum(map(len, children)) + 1 - len(nodes)  # every part but the root is somebody's child
    method = dict(enumerate(methods, start=count))
    inputs: dict[int, tuple[list[int], list[int]]] = {}
    blocks = []
    for node, below in enumerate(children, start=count):
        indicators, tops = [child for child in below if child < count], list[int]()
        for child in (child for child in below if child >= count):
            if method[child] == method[node]:
                indicators += inputs[child][0]
                tops += inputs[child][1]
            else:
                tops.append(child)
                blocks.append(Block(child, method[child], *map(tuple, inputs[child])))
        inputs[node] = indicators, tops
    root = count + len(nodes) - 1
    return (*blocks, Block(root, method[root], *map(tuple, inputs[root])))


def share_out(points: Array, filed: Mask, tree: Tree) -> Array:
    """Share of every part in its parent, as `spread_weights`, for many replicates: (parts, replicates).

    points  (parts, replicates); filed  (indicators,), the same in all
    """
    count = len(tree.indicators)
    shares = np.where(points > 0, points, 0.0)
    shares[:count][~filed] = 0.0
    for node, below in enumerate(tree.children, start=count):
        own = shares[list(below)]
        total = own.sum(axis=0)
        empty = total <= 0
        if empty.any():
            shares[node, empty] = 0.0
            total[empty] = 1.0
        shares[list(below)] = own / total
    shares[-1] = shares[-1] > 0
    return shares


def multiply_in_blocks(shares: Array, tree: Tree, blocks: tuple[Block, ...]) -> Array:
    """Weight of every part in the mean of its own block (parts, replicates): the product of shares within the block."""
    weights = shares.copy()
    tops = {block.node for block in blocks}
    for node, below in reversed(list(enumerate(tree.children, start=len(tree.indicators)))):
        if node not in tops:
            weights[list(below)] *= weights[node]
    return weights
