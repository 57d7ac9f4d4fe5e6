"""The scores of one class as arrays, read from a scorecard: what every part of the audit starts from."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from junxian.assessment.kinds import Array
from junxian.assessment.rank import rank_competition
from junxian.assessment.scorecard import Scorecard
from junxian.assessment.tree import Tree, points_of, tree_of
from junxian.declared.schemes import Scheme


@dataclass(frozen=True)
class ClassScores:
    """Ranked members of one class, by code: indicators and nodes in the tree's order, NaN where there is none.

    `points` (parts,) as weighed with; `values`, `normalised` (areas, indicators); `nodes` (areas, nodes); `score`,
    `added` (bonus less deduction), `total` and `rank` by it within the class (areas,); `interval` (areas,) the width of
    the rank interval as a share of those ranked together, 0 for a sure place, NaN without intervals.
    """

    code: str
    areas: tuple[str, ...]
    tree: Tree
    points: Array
    values: Array
    normalised: Array
    nodes: Array
    score: Array
    added: Array
    total: Array
    rank: NDArray[np.int64]
    interval: Array

    @property
    def parts(self) -> Array:
        """Scores of all parts (areas, parts): normalised indicators, then nodes."""
        return np.concatenate([self.normalised, self.nodes], axis=1)


def read_classes(scorecard: Scorecard, scheme: Scheme) -> tuple[ClassScores, ...]:
    """Read every class that has ranked (or listed) members, in the declared order.

    Weights differ between classes, so that nothing is measured across them but scores.
    """
    tree = tree_of(scheme)
    points = points_of(scheme, tree)
    ranked = scorecard.table.filter(pl.col("rank").is_not_null()).sort("ref_area")
    members = {code: ranked.filter(pl.col("class") == code) for code in scheme.classes}
    return tuple(
        _read_class(scorecard, members[code], code, tree, points[place])
        for place, code in enumerate(scheme.classes)
        if members[code].height
    )


def _read_class(scorecard: Scorecard, table: pl.DataFrame, code: str, tree: Tree, declared: Array) -> ClassScores:
    areas = table["ref_area"].to_list()
    own = scorecard.indicators.filter(pl.col("class") == code)
    added = table["bonus"].fill_null(0.0) - table["deduction"].fill_null(0.0)
    width = (table["rank_high"] - table["rank_low"]) / (table["of"] - 1).clip(1)
    total = table["total"].to_numpy()
    return ClassScores(
        code=code, areas=tuple(areas), tree=tree, points=_read_points(scorecard, code, tree, declared),
        values=spread_out(own, "indicator", "value", areas, tree.indicators),
        normalised=spread_out(own, "indicator", "normalised", areas, tree.indicators),
        nodes=spread_out(scorecard.nodes, "node", "score", areas, tree.nodes),
        score=table["score"].to_numpy(), added=added.to_numpy(), total=total,
        rank=rank_competition(total), interval=width.cast(pl.Float64).fill_null(np.nan).to_numpy(),
    )  # fmt: skip


def _read_points(scorecard: Scorecard, code: str, tree: Tree, declared: Array) -> Array:
    """Points with which the class was weighed; those declared where the scorecard does not say."""
    if scorecard.weights.is_empty():
        return declared
    used = dict(scorecard.weights.filter(pl.col("class") == code).select("part", "used").iter_rows())
    return np.array([used.get(part, own) for part, own in zip(tree.parts, declared, strict=True)], dtype=float)


def spread_out(frame: pl.DataFrame, column: str, value: str, areas: Sequence[str], codes: Sequence[str]) -> Array:
    """One value of a long frame (ref_area, `column`) as an array (areas, codes), NaN for null or no row."""
    wide = np.full((len(areas), len(codes)), np.nan)
    kept = frame.filter(pl.col("ref_area").is_in(list(areas)) & pl.col(column).is_in(list(codes)))
    rows = kept["ref_area"].replace_strict(list(areas), range(len(areas)), return_dtype=pl.Int64)
    columns = kept[column].replace_strict(list(codes), range(len(codes)), return_dtype=pl.Int64)
    wide[rows.to_numpy(), columns.to_numpy()] = kept[value].cast(pl.Float64).fill_null(np.nan).to_numpy()
    return wide
