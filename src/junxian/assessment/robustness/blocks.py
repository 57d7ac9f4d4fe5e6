"""A tree of means as few products: nodes of one kind below one another collapse into one mean of what is below them."""

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from junxian.assessment.kinds import Array, Mask
from junxian.assessment.tree import Tree

POWERS = {"arithmetic": 1.0, "geometric": 0.0, "harmonic": -1.0}  # every mean here is f⁻¹(Σ w·f(x)), f(x) = x^power


@dataclass(frozen=True)
class Block:
    """Nodes of one kind below `node`: its mean goes straight over `indicators` and the tops of the blocks below it.

    `power` of the mean; 0 is the geometric one, of logarithms.
    """

    node: int
    power: float
    indicators: tuple[int, ...]
    blocks: tuple[int, ...]

    def accepts(self, values: Array) -> Mask:
        """Where values have the power."""
        return values >= 0 if self.power > 0 else values > 0

    def go_forth(self, values: Array) -> Array:
        """The power of values, their logarithm for 0."""
        if self.power in (1.0, 0.0, -1.0):
            return values if self.power == 1 else np.log(values) if self.power == 0 else np.reciprocal(values)
        return np.power(values, self.power)

    def go_back(self, total: Array) -> Array:
        """The mean, of the sum of powers, which is written over."""
        if self.power == 1:
            return total
        if self.power == 0:
            return np.exp(total, out=total)
        if self.power < 0:
            total[total == 0] = 1.0  # a block without anything filed, which counts for nothing above
        return np.reciprocal(total, out=total) if self.power == -1 else np.power(total, 1 / self.power, out=total)


def find_power(tree: Tree, node: str) -> float | None:
    """The power of a node's mean; None for a method that is no such mean, or has no such power."""
    method = tree.aggregate.get(node, "arithmetic")
    if method != "generalised":
        return POWERS.get(method) if not tree.parameters.get(node) else None
    power = float(tree.parameters.get(node, {}).get("power", 1.0))
    return power if math.isfinite(power) else None


def is_of_means(tree: Tree) -> bool:
    """Whether every node is a mean that collapses."""
    return all(find_power(tree, node) is not None for node in tree.nodes)


def collapse_tree(tree: Tree) -> tuple[Block, ...]:
    """The blocks of a tree, those below before those above, the root's last. Nodes and indicators by place in parts.

    An arithmetic mean of arithmetic means is one weighted mean of all indicators, and so for geometric, harmonic and
    generalised ones of one power; where the power changes a new block begins.
    """
    return _collapse(len(tree.indicators), tree.children, tuple(find_power(tree, node) or 0.0 for node in tree.nodes))


@lru_cache(maxsize=64)
def _collapse(count: int, children: tuple[tuple[int, ...], ...], powers: tuple[float, ...]) -> tuple[Block, ...]:
    power = dict(enumerate(powers, start=count))
    inputs: dict[int, tuple[list[int], list[int]]] = {}
    blocks = []
    for node, below in enumerate(children, start=count):
        indicators, tops = [child for child in below if child < count], list[int]()
        for child in (child for child in below if child >= count):
            if power[child] == power[node]:
                indicators += inputs[child][0]
                tops += inputs[child][1]
            else:
                tops.append(child)
                blocks.append(_make_block(child, power[child], inputs[child]))
        inputs[node] = indicators, tops
    root = count + len(children) - 1
    return (*blocks, _make_block(root, power[root], inputs[root]))


def _make_block(node: int, power: float, inputs: tuple[list[int], list[int]]) -> Block:
    return Block(node, power, tuple(sorted(inputs[0])), tuple(inputs[1]))


def weigh_in_blocks(points: Array, filed: Mask, tree: Tree, blocks: tuple[Block, ...]) -> Array:
    """Weight of every part in the mean of its own block, for many replicates: (parts, replicates).

    points  (parts, replicates), any unit; filed  (indicators,), the same in all. Shares of a parent are those of
    `spread_weights`, and the weight is the product of shares within the block; the root has 1, or 0 where nothing that
    has points is filed.
    """
    count, spans = len(tree.indicators), [_find_span(below) for below in tree.children]
    weights = np.maximum(points, 0.0, order="C")
    weights[:count][~filed] = 0.0
    weights[-1] = 1.0  # the root has no points among others
    totals = []
    for node, below in enumerate(spans, start=count):
        total = weights[below].sum(axis=0)
        if not total.all():
            weights[node, total == 0] = 0.0
            total[total == 0] = 1.0
        totals.append(total)
    tops = {block.node for block in blocks}
    for node, below in reversed(list(enumerate(spans, start=count))):
        whole = totals[node - count]
        weights[below] *= 1.0 / whole if node in tops else weights[node] / whole
    return weights


def _find_span(places: tuple[int, ...]) -> slice | list[int]:
    """Places as a slice where they lie side by side, which is read and written without copies."""
    first = places[0]
    return slice(first, first + len(places)) if places == tuple(range(first, first + len(places))) else list(places)
