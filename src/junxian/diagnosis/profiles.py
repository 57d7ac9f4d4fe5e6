"""Splits the gap between the scores of two profiles among indicators, and for each among value, bounds and weights.

A coalition says, for every indicator, whose value, whose scale and whose weight counts; its worth is the score that
comes of it. Players are nested as the scheme is: value and bounds within a score, score and weight within an indicator,
indicators within their node, nodes within the root; so the parts of a node's indicators sum to the node's part. At
arithmetic nodes with equal weights a part is weight × gap, whatever the nesting.
Checked in tests/unit/diagnosis/test_profiles.py and tests/properties/test_diagnosis_laws.py.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from junxian.assessment.aggregate import aggregate_tree
from junxian.assessment.aggregate.methods import find_method
from junxian.assessment.kinds import Array, Mask
from junxian.assessment.tree import Tree
from junxian.assessment.weigh import spread_weights
from junxian.diagnosis.shapley import LIMIT, Group, Parts, split_gap
from junxian.terms.errors import MethodError

EFFECTS = ("value", "bounds", "weights")


@dataclass(frozen=True)
class Profile:
    """What makes one score: `values` (indicators,) NaN for missing, `weights` (indicators,) as declared, the `tree`.

    `normalise` brings values to scores, column by column; None where they are scores already. `score` scores rows of
    (scores, shares) otherwise than each alone by the tree, as `score_in_place` does.
    """

    values: Array
    weights: Array
    tree: Tree
    normalise: Callable[[Array], Array] | None = None
    score: Callable[[Array, Array], Array] | None = None

    def aggregate(self, scores: Array, shares: Array) -> Array:
        """Scores (rows,) of rows of normalised indicators."""
        if self.score is not None:
            return self.score(scores, shares)
        for node in self.tree.nodes:
            if find_method(self.tree, node).needs_population:
                raise MethodError(
                    f"gap of two profiles, node {node!r}", f"{self.tree.aggregate[node]!r} compares areas, and none are given.",
                    "Use `explain_gap`, which knows the class, or give `score`.",
                )  # fmt: skip
        return aggregate_tree(scores, shares, self.tree)[:, -1]


@dataclass(frozen=True)
class Effects:
    """`points` (indicators, EFFECTS) and `method`, the aggregation's part; together they sum to `own` − `other`.

    `own`, `other` are the two scores; `error` (indicators, EFFECTS) standard errors, 0 where exact.
    """

    points: Array
    error: Array
    method: float
    method_error: float
    own: float
    other: float
    exact: bool

    @property
    def gap(self) -> float:
        """The difference of the scores, which the parts sum to."""
        return self.own - self.other


def explain_profiles(
    own: Profile, other: Profile, *, nested: bool = True, limit: int = LIMIT, pairs: int = 500, seed: int = 0
) -> Effects:
    """Points of score(own) − score(other) that each indicator's value, bounds and weight account for.

    nested  players enter with their node; without it all orders count (2ⁿ coalitions for n effects that differ)
    limit, pairs, seed  of `split_gap`: beyond `limit` coalitions orders are drawn, and the sum stays exact
    A weight counts in proportion to its siblings', so that its effect is what it shifts between good and bad scores. A
    value that one side lacks is taken from the other, and its whole effect is that of the weight (0 where missing). The
    aggregation is a player where it differs. MethodError where the profiles have no indicator in common, the trees do not
    hold the same indicators, or a node compares areas and the profile has no `score`.
    """
    game = _Game(own, other)
    count = len(own.tree.indicators)
    players = np.flatnonzero(game.active)
    groups: Group = _nest(own.tree, game.active, count) if nested else players.tolist()
    parts: Parts = split_gap(game.worth, groups, players=3 * count + 1, limit=limit, pairs=pairs, seed=seed)
    ends = game.worth(np.repeat([[True], [False]], 3 * count + 1, axis=1))
    return Effects(
        points=parts.points[:-1].reshape(3, count).T,
        error=parts.error[:-1].reshape(3, count).T,
        method=float(parts.points[-1]),
        method_error=float(parts.error[-1]),
        own=float(ends[0]),
        other=float(ends[1]),
        exact=parts.exact,
    )


class _Game:
    """The worth of coalitions of the players value, bounds, weights (each by indicator) and, last, the aggregation."""

    def __init__(self, own: Profile, other: Profile) -> None:
        if own.tree.indicators != other.tree.indicators:
            raise MethodError("gap of two profiles", "their trees do not hold the same indicators in the same order.")
        self.sides = other, own
        self.weights = np.nan_to_num([other.weights, own.weights])
        self.filed = ~np.isnan([other.values, own.values])
        self.scores = _cross(own, other)
        unknown = np.isnan(self.scores).any(axis=(0, 1))
        weighed = (self.weights > 0).any(axis=0)
        differs = [
            (self.scores[:, 0] != self.scores[:, 1]).any(axis=0) & ~unknown & weighed,
            (self.scores[0] != self.scores[1]).any(axis=0) & ~unknown & weighed,
            (self.weights[0] != self.weights[1]) | (self.filed[0] != self.filed[1]) & weighed,
        ]
        self.active: Mask = np.append(np.concatenate(differs), _aggregates(own.tree) != _aggregates(other.tree))

    def worth(self, coalitions: Mask) -> Array:
        """Scores of coalitions (coalitions, players)."""
        value, bounds, weight = np.split(coalitions[:, :-1], 3, axis=1)
        scores = np.where(
            bounds,
            np.where(value, self.scores[1, 1], self.scores[1, 0]),
            np.where(value, self.scores[0, 1], self.scores[0, 0]),
        )
        found = np.empty(len(coalitions))
        for place, side in enumerate(self.sides):
            rows = coalitions[:, -1] == bool(place)
            if rows.any():
                found[rows] = side.aggregate(scores[rows], self._share(weight[rows], side.tree))
        if np.isnan(found).any():
            raise MethodError("gap of two profiles", "they have no indicator with weight in common.", "Compare others.")
        return found

    def _share(self, weight: Mask, tree: Tree) -> Array:
        varies = self.active[2 * len(tree.indicators) : -1].any()
        chosen = weight if varies else weight[:1]
        points = np.where(chosen, self.weights[1], self.weights[0])
        shares = spread_weights(
            add_up(points, tree), np.where(chosen, self.filed[1], self.filed[0]) & (points > 0), tree
        )
        return shares if varies else np.broadcast_to(shares, (len(weight), shares.shape[1]))


def add_up(points: Array, tree: Tree) -> Array:
    """Points of all parts (..., parts) from those of the indicators: a node has what its children have."""
    parts = np.zeros((*points.shape[:-1], len(tree.parts)))
    parts[..., : len(tree.indicators)] = points
    for place, children in enumerate(tree.children, start=len(tree.indicators)):
        parts[..., place] = parts[..., list(children)].sum(axis=-1)
    return parts


def _cross(own: Profile, other: Profile) -> Array:
    """Scores (whose bounds, whose values, indicators), the other's first; what one side lacks is taken from the other."""
    values = np.array([
        np.where(np.isnan(other.values), own.values, other.values),
        np.where(np.isnan(own.values), other.values, own.values),
    ])  # fmt: skip
    scores = np.array(
        [values if side.normalise is None else np.stack([*map(side.normalise, values)]) for side in (other, own)]
    )
    return np.where(np.isnan(scores), scores[::-1], scores)


def _aggregates(tree: Tree) -> tuple[object, ...]:
    ways = [(tree.aggregate.get(n, "arithmetic"), sorted(tree.parameters.get(n, {}).items())) for n in tree.nodes]
    return (dict(zip(tree.nodes, ways, strict=True)), dict(tree.parent))


def _nest(tree: Tree, active: Mask, count: int) -> Group:
    """The players of every part as nested groups, value and bounds within the score; what does not differ is left out."""
    scored = [_gather([i, count + i], active) for i in range(count)]
    groups = [[*_lift(own), *_gather([2 * count + i], active)] for i, own in enumerate(scored)]
    for children in tree.children:
        groups.append([group for i in children for group in _lift(groups[i])])
    return [groups[-1], 3 * count] if active[-1] else groups[-1]


def _gather(players: list[int], active: Mask) -> list[Group]:
    return [player for player in players if active[player]]


def _lift(group: list[Group]) -> list[Group]:
    """A group as a member of the one above: nothing where it is empty, its only member where it has one."""
    return [group] if len(group) > 1 else group
