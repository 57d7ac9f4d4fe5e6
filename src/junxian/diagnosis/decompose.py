"""Splits the gap between two profiles exactly among indicators, through arithmetic and geometric nodes.

At an arithmetic node the gap is the weighted sum of its children's gaps. At a geometric node G = Π x^w the gap is
L(G, G') · Σ w · (ln x − ln x'), and ln x − ln x' = (x − x') / L(x, x'), with L the logarithmic mean; so a child's gap
counts w · L(G, G') / L(x, x') times. The factors multiply down the tree and the parts sum to the whole gap exactly.
Source: the logarithmic mean Divisia index (Ang 2005, Energy Policy 33, 867-871), which leaves no residual.
Checked in tests/properties/test_assessment_laws.py and tests/unit/diagnosis/test_decompose.py.
"""

import numpy as np
from numpy.typing import NDArray

from junxian.assessment.aggregate import aggregate_tree
from junxian.assessment.tree import Tree
from junxian.terms.errors import MethodError

Array = NDArray[np.float64]
SPLIT = ("arithmetic", "geometric")


def decompose_gap(scores: Array, reference: Array, shares: Array, tree: Tree) -> Array:
    """Points of the gap to a reference that each indicator accounts for (areas, indicators); they sum to the gap.

    scores, reference  (areas, indicators) normalised; a missing score has no weight and gets 0
    shares  (areas, parts): each part's share in its parent, used for both profiles
    MethodError for a node that is neither arithmetic nor geometric.
    """
    for code in tree.nodes:
        if (way := tree.aggregate.get(code, "arithmetic")) not in SPLIT:
            raise MethodError(
                f"gap at node {code!r}", f"is of {way!r}, which no logarithmic mean splits.", "Use `explain_gap`."
            )
    count = len(tree.indicators)
    filled = np.where(shares[:, :count] > 0, reference, np.nan)
    own = np.concatenate([scores, aggregate_tree(scores, shares, tree)], axis=1)
    other = np.concatenate([filled, aggregate_tree(filled, shares, tree)], axis=1)
    factors = np.zeros(shares.shape)
    factors[:, -1] = 1.0
    for node in range(len(tree.nodes) - 1, -1, -1):
        place, below = count + node, list(tree.children[node])
        step = shares[:, below]
        if tree.aggregate.get(tree.nodes[node], "arithmetic") == "geometric":
            above = average_logarithmic(own[:, place], other[:, place])[:, None]
            step = step * above / average_logarithmic(own[:, below], other[:, below])
        factors[:, below] = np.where(shares[:, below] > 0, factors[:, place, None] * step, 0.0)
    gaps = np.where(shares[:, :count] > 0, (scores - filled) * factors[:, :count], 0.0)
    return gaps


def average_logarithmic(a: Array, b: Array) -> Array:
    """Logarithmic mean (a − b) / (ln a − ln b) of positive numbers, a where both are equal."""
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = (a - b) / b
        near = np.abs(ratio) < 1e-4
        mean = (a - b) / np.log1p(ratio)
        series = b * (1 + ratio / 2 - ratio**2 / 12 + ratio**3 / 24)
    result: Array = np.where(near, series, mean)
    return result


def find_shares(used_weights: Array, tree: Tree) -> Array:
    """Shares of every part in its parent (areas, parts) from the indicators' weights in the whole (areas, indicators)."""
    count = len(tree.indicators)
    weights = np.concatenate([used_weights, np.zeros((len(used_weights), len(tree.nodes)))], axis=1)
    shares = np.zeros(weights.shape)
    for place, children in enumerate(tree.children, start=count):
        below = list(children)
        weights[:, place] = weights[:, below].sum(axis=1)
        total = weights[:, place, None]
        shares[:, below] = np.divide(
            weights[:, below], total, out=np.zeros((len(weights), len(below))), where=total > 0
        )
    shares[:, -1] = weights[:, -1] > 0
    return shares
