"""The tree of an assessment: indicators below nodes below one root, as arrays can use it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from junxian.assessment.kinds import Array
from junxian.declared.changes import list_parts
from junxian.declared.schemes import Scheme
from junxian.terms.errors import MethodError
from junxian.terms.nearest import suggest


@dataclass(frozen=True)
class Tree:
    """`indicators` and `nodes` (children before parents, the root last), each one's `parent`, each node's `aggregate`.

    aggregate  name of the node's method in `junxian.assessment.aggregate.METHODS`; parameters  of that method, where it
    has any: {"economy": {"power": 0.5}}. Arrays over `parts` hold the indicators first, then the nodes, in these orders.
    """

    indicators: tuple[str, ...]
    nodes: tuple[str, ...]
    parent: Mapping[str, str]
    aggregate: Mapping[str, str]
    parameters: Mapping[str, Mapping[str, float | str]] = field(default_factory=dict)

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

    def with_aggregate(self, aggregate: str, **parameters: float | str) -> "Tree":
        """The same tree, aggregated in one way at every node."""
        ways = dict.fromkeys(self.nodes, aggregate)
        given = dict.fromkeys(self.nodes, parameters) if parameters else {}
        return Tree(self.indicators, self.nodes, self.parent, ways, given)


def grow_tree(
    parent: Mapping[str, str],
    aggregate: Mapping[str, str] | str = "arithmetic",
    parameters: Mapping[str, Mapping[str, float | str]] | None = None,
) -> Tree:
    """Make a tree from each part's parent ("" for the root); parts that are nobody's parent are the indicators.

    aggregate  name of a method, for all nodes or by node; parameters  of the methods, by node
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
    leaves = tuple(part for part in parent if part not in above)
    return Tree(leaves, tuple(nodes), dict(parent), ways, dict(parameters or {}))


def _depth(node: str, parent: Mapping[str, str]) -> int:
    depth = 0
    while node := parent[node]:
        depth += 1
        if depth > len(parent):
            raise MethodError(f"tree, part {node!r}", "hangs below itself.")
    return depth


def tree_of(scheme: Scheme) -> Tree:
    """The tree of a scheme; a declared node without indicators is no part of it."""
    parent = {part: above for part, above, _ in list_parts(scheme)}
    declared = {node.code: node.aggregate for node in scheme.node}
    empty = {code for code in declared if code not in set(parent.values()) and code != scheme.root}
    kept = {part: above for part, above in parent.items() if part not in empty}
    return grow_tree(kept, declared, scheme.node_parameters)


def points_of(scheme: Scheme, tree: Tree) -> Array:
    """Declared points (classes, parts), the root at 100."""
    rows = {part: points for part, _, points in list_parts(scheme)}
    columns = [[float(points) for points in rows[part]] for part in tree.parts]
    return np.array(columns, dtype=float).reshape(len(tree.parts), len(scheme.classes)).T
