"""Explains the gap between two scores of a scorecard, or of two: two areas, an area and its class, an area then and now."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import polars as pl

from junxian.assessment import Scorecard
from junxian.assessment.aggregate import aggregate_tree, needs_population
from junxian.assessment.kinds import Array, Mask
from junxian.assessment.tree import Tree
from junxian.declared.schemes import Scheme
from junxian.diagnosis.members import TOLERANCE, Members, class_of, read_members
from junxian.diagnosis.profiles import EFFECTS, Effects, Profile, explain_profiles
from junxian.diagnosis.scale import Scale
from junxian.diagnosis.shapley import LIMIT
from junxian.terms.errors import MethodError

GAP_EFFECT_SCHEMA: dict[str, Any] = {
    "indicator": pl.String,  # "" for the method and the others
    "effect": pl.String,  # value | bounds | value_and_bounds | weights | filed | method | others
    "points": pl.Float64,  # they sum to the gap
    "error": pl.Float64,  # standard error where orders were drawn, null where exact
}
PORTION = 1 << 20  # cells of tables scored at once; no result depends on it
CLASS_MEDIAN = "class_median"


@dataclass(frozen=True)
class Side:
    """One of the two that are compared: a member of a class, or the class's median where `area` is empty."""

    members: Members
    area: str

    def take(self, column: Array) -> Array:
        """Its row of an array (areas, indicators)."""
        row: Array = column[self.members.place(self.area)]
        return row


def explain_gap(
    scorecard: Scorecard,
    scheme: Scheme,
    area: str,
    reference: str | Scorecard = CLASS_MEDIAN,
    *,
    other: str | None = None,
    reference_scheme: Scheme | None = None,
    nested: bool = True,
    limit: int = LIMIT,
    pairs: int = 500,
    seed: int = 0,
) -> pl.DataFrame:
    """Rows of GAP_EFFECT_SCHEMA: points of score(area) − score(reference) by indicator and effect; they sum to the gap.

    reference  "class_median" (the median scores of the ranked members of its class, with its own weights), an area of the
    same scorecard, or an earlier scorecard, where `other` (the same area unless given) is looked up
    reference_scheme  of the earlier scorecard, where it is another edition; nested, limit, pairs, seed  of
    `explain_profiles`
    Effects: value; bounds (the scale of class or year); weights (of class or edition); filed (what only one side has);
    method (the aggregation of the edition); value_and_bounds where the scale is not a line, so that the two cannot be
    told apart; others where a node compares areas: what a score owes to standing in one place or the other, all else
    being equal. Bonus and deduction are no part of the score. MethodError where an area is not ranked, or where the
    scores are not those of tree and weights. Checked in tests/unit/diagnosis/test_explain.py.
    """
    own = Side(read_members(scorecard, scheme, class_of(scorecard, area)), area)
    options = {"nested": nested, "limit": limit, "pairs": pairs, "seed": seed}
    if reference == CLASS_MEDIAN and other is None:
        return _explain_median(own, options)
    if isinstance(reference, Scorecard):
        there, edition, named = reference, reference_scheme or scheme, other or area
    else:
        there, edition, named = scorecard, scheme, other or reference
    their = Side(read_members(there, edition, class_of(there, named)), named)
    same_scale = there is scorecard and their.members.code == own.members.code
    return _explain_sides(own, their, same_scale, options)


def _explain_median(own: Side, options: dict[str, Any]) -> pl.DataFrame:
    members = own.members
    used, scores = own.take(members.used), own.take(members.scores)
    filed = used > 0
    median = np.where(filed, find_median(members.scores), np.nan)
    score = None if members.stands_alone else score_in_place(own, members.tree)
    profiles = (Profile(np.where(filed, side, np.nan), used, members.tree, score=score) for side in (scores, median))
    effects = explain_profiles(*profiles, **options)
    _check_score(own, effects.own)
    return _tabulate(effects, members.tree, np.zeros(len(used), dtype=bool), np.zeros(len(used), dtype=bool), 0.0)


def find_median(values: Array) -> Array:
    """Median of every column over what is known, NaN where nothing is."""
    known = [column[~np.isnan(column)] for column in values.T]
    return np.array([np.median(column) if column.size else np.nan for column in known])


def _explain_sides(own: Side, their: Side, same_scale: bool, options: dict[str, Any]) -> pl.DataFrame:
    codes = tuple(dict.fromkeys((*own.members.tree.indicators, *their.members.tree.indicators)))
    mine, theirs = Row(own, codes), Row(their, codes)
    apart = np.zeros(len(codes), dtype=bool) if same_scale else mine.known & theirs.known
    trees = [extend_tree(s.members.tree, codes, o.members.tree) for s, o in ((own, their), (their, own))]
    in_place = any(needs_population(tree) for tree in trees)
    scorers = [score_in_place(own, tree) if in_place else None for tree in trees]
    profiles = (
        row.profile(apart, tree, score) for row, tree, score in zip((mine, theirs), trees, scorers, strict=True)
    )
    effects = explain_profiles(*profiles, **options)
    _check_score(own, effects.own)
    moved = effects.other - float(their.take(their.members.score)) if in_place else 0.0
    if not in_place:
        _check_score(their, effects.other)
    return _tabulate(effects, trees[0], ~apart & (not same_scale), mine.filed != theirs.filed, moved)


def score_in_place(side: Side, tree: Tree) -> Callable[[Array, Array], Array]:
    """Scores rows as if each stood in the area's place in its class, where a node of the tree compares areas."""
    members = side.members
    if tree.indicators != members.tree.indicators:
        raise MethodError(
            f"area {side.area!r}", "is scored by comparison with others, and the editions hold different indicators.",
            "Compare two areas of one edition.",
        )  # fmt: skip
    place, cells = members.place(side.area), len(members.areas) * len(tree.parts)

    def score(scores: Array, shares: Array) -> Array:
        count = len(scores)
        tables = np.repeat(members.scores[None], count, axis=0), np.repeat(members.shares[None], count, axis=0)
        tables[0][:, place], tables[1][:, place] = scores, shares
        try:
            found: Array = aggregate_tree(*tables, tree, members.areas)[:, place, -1]
        except MethodError as error:
            raise MethodError(
                f"area {side.area!r}", f"cannot be compared with figures or weights of another in its place ({error.where}: {error.what})",
                "Compare two areas of one class and edition, or aggregate by a mean.",
            ) from error  # fmt: skip
        return found

    size = max(1, PORTION // cells)
    return lambda scores, shares: np.concatenate(
        [score(scores[i : i + size], shares[i : i + size]) for i in range(0, len(scores), size)]
    )


class Row:
    """One side's row over the indicators of both: values, scores, weights, and its scale."""

    def __init__(self, side: Side, codes: Sequence[str]) -> None:
        members = side.members
        at = [members.tree.indicators.index(code) if code in members.tree.indicators else -1 for code in codes]
        there = np.array(at) >= 0
        self.filed: Mask = there & (side.take(members.used)[at] > 0)
        self.values = np.where(self.filed, side.take(members.values)[at], np.nan)
        self.scores = np.where(self.filed, side.take(members.scores)[at], np.nan)
        self.weights = np.where(there, members.weights[at], 0.0)
        scale = members.scale
        self.scale = Scale(
            *(np.where(there, own[at], np.nan) for own in (scale.slope, scale.intercept, scale.floor, scale.ceiling))
        )
        self.known: Mask = (self.scale.known & ~(self.filed & np.isnan(self.values))) | (self.weights == 0)

    def profile(self, apart: Mask, tree: Tree, score: Callable[[Array, Array], Array] | None) -> Profile:
        """A profile whose values are scored by the scale where value and bounds are told apart, and scores elsewhere."""

        def normalise(values: Array) -> Array:
            return np.where(apart, self.scale.apply(values), values)

        return Profile(np.where(apart, self.values, self.scores), self.weights, tree, normalise, score)


def extend_tree(tree: Tree, codes: tuple[str, ...], other: Tree) -> Tree:
    """The tree with the indicators that only the other has, under their node there or, without such a node, the root."""
    parent = dict(tree.parent)
    for code in codes:
        if code not in parent:
            node = other.parent[code]
            parent[code] = node if node in tree.nodes else tree.nodes[-1]
    return replace(tree, indicators=codes, parent=parent)


def _check_score(side: Side, found: float) -> None:
    """Refuse to explain a score that indicators, weights and tree do not give back."""
    score = float(side.take(side.members.score))
    if not abs(found - score) <= TOLERANCE * max(1.0, abs(score)):
        raise MethodError(
            f"area {side.area!r}", f"has a score of {score:.6g}, and its indicators make {found:.6g} by weights and tree.",
            "Hand in the scheme by which the scorecard was made.",
        )  # fmt: skip


def _tabulate(effects: Effects, tree: Tree, together: Mask, filed: Mask, others: float) -> pl.DataFrame:
    rows: list[tuple[str, str, float, float | None]] = []
    for i, code in enumerate(tree.indicators):
        for k, effect in enumerate(EFFECTS):
            if k and effects.points[i, k] == 0:
                continue
            name = "filed" if k == 2 and filed[i] else "value_and_bounds" if k == 0 and together[i] else effect
            rows.append(
                (code, name, float(effects.points[i, k]), None if effects.exact else float(effects.error[i, k]))
            )
    if effects.method:
        rows.append(("", "method", effects.method, None if effects.exact else effects.method_error))
    if others:
        rows.append(("", "others", others, None))
    return pl.DataFrame(rows, schema=GAP_EFFECT_SCHEMA, orient="row")
