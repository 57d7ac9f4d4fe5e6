"""The tree of an assessment: indicators below nodes below one root, as arrays can use it."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from junxian.assessment.kinds import Array
from junxian.declared.schemes import Scheme
from junxian.terms.errors import MethodError
from junxian.terms.nearest import suggest


@dataclass(frozen=True)
class Tree:
    """`indicators` and `nodes` (children before parents, the root last), each one's `parent`, each node's `aggregate`.

    Arrays over `parts` hold the indicators first, then the nodes, in these orders.
    """

    indicators: tuple[str, ...]
    nodes: tuple[str, ...]
    parent: Mapping[str, str]
    aggregate: Mapping[str, str]

    @property
    def parts(self) -> tuple[str, ...]:
        """Indicators, then nodes."""
        return (*self.indicators, *self.nodes)

    @cached_property
    def children(self) -> tuple[tuple[int, ...], ...]:
        """For each node, the places of its children among the parts."""
        return tuple(
            tuple(i for i, part in enumerate(self.parts) if self.parent.get(part, "") == node) for node in self.nodes
        )

    def with_aggregate(self, aggregate: str) -> "Tree":
        """The same tree, aggregated in one way at every node."""
        return Tree(self.indicators, self.nodes, self.parent, dict.fromkeys(self.nodes, aggregate))


def grow_tree(parent: Mapping[str, str], aggregate: Mapping[str, str] | str = "arithmetic") -> Tree:
    """Make a tree from each part's parent ("" for the root); parts that are nobody's parent are the indicators.

    aggregate  arithmetic or geometric, for all nodes or by node
    MethodError where there is not one root, a parent is unknown, or parts form a circle.
    """
    above = set(parent.values())
    for part, node in parent.items():
        if node and node not in parent:
            raise MethodError(f"tree, part {part!r}", f"parent {node!r} is unknown.", suggest(node, parent))
    if sum(not node for node in parent.values()) != 1:
        raise MethodError("tree", "needs exactly one part without a parent.")
    nodes = sorted((part for part in parent if part in above), key=lambda node: -_depth(node, parent))
    ways = dict.fromkeys(nodes, aggregate) if isinstance(aggregate, str) else dict(aggregate)
    return Tree(tuple(part for part in parent if part not in above), tuple(nodes), dict(parent), ways)


def _depth(node: str, parent: Mapping[str, str]) -> int:
    depth = 0
    while node := parent[node]:
        depth += 1
        if depth > len(parent):
            raise MethodError(f"tree, part {node!r}", "hangs below itself.")
    return depth


def tree_of(scheme: Scheme) -> Tree:
    """The tree of a scheme; a declared node without indicators is no part of it."""
    parent = {node: above or "" for node, above in scheme.weights.select("node", "parent").iter_rows()}
    declared = {node.code: node.aggregate for node in scheme.node}
    empty = {code for code in declared if code not in set(parent.values()) and code != scheme.root}
    return grow_tree({part: above for part, above in parent.items() if part not in empty}, declared)


def points_of(scheme: Scheme, tree: Tree) -> Array:
    """Declared points (classes, parts), the root at 100."""
    rows = {node: points for node, *points in scheme.weights.select("node", *scheme.classes).iter_rows()}
    columns = [[float(points) for points in rows[part]] for part in tree.parts]
    return np.array(columns, dtype=float).reshape(len(tree.parts), len(scheme.classes)).T
