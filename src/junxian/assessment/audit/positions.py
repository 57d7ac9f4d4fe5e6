"""Where every area stands at every level: score and rank of each indicator and node within the class."""

from typing import Any

import numpy as np
import polars as pl

from junxian.assessment.audit.class_scores import ClassScores
from junxian.assessment.rank import rank_competition, round_scores
from junxian.assessment.scorecard import make_frame
from junxian.terms.errors import MethodError
from junxian.terms.nearest import suggest

POSITION_SCHEMA: dict[str, Any] = {
    "ref_area": pl.String, "class": pl.String, "part": pl.String, "parent": pl.String,
    "level": pl.Int64,  # steps below the root, which is 0
    "value": pl.Float64,  # of an indicator, in its unit
    "score": pl.Float64, "rank": pl.Int64, "of": pl.Int64,
}  # fmt: skip


def rank_parts(scores: ClassScores, decimals: int = 9) -> pl.DataFrame:
    """Rank the members of a class in every part with weight: rows of POSITION_SCHEMA, the root first, then downwards.

    Ties share the best rank, decided on scores rounded to `decimals`; a missing score has no rank. The root is ranked
    before bonus and deduction. Corresponds to COINr's get_results and get_unit_summary; what stands out of an area, in
    points, is in `junxian.diagnosis` (strengths).
    """
    tree, parts = scores.tree, scores.parts
    ranks = rank_competition(round_scores(parts.T, decimals)).T
    of = (~np.isnan(parts)).sum(axis=0)
    levels = [_find_level(scores, part) for part in tree.parts]
    order = [i for i in sorted(range(len(tree.parts)), key=lambda i: levels[i]) if scores.points[i] > 0]
    values = np.hstack([scores.values, np.full(scores.nodes.shape, np.nan)])
    areas, count = len(scores.areas), len(order)
    columns = {
        "ref_area": np.repeat(np.array(scores.areas, dtype=object), count), "class": [scores.code] * (areas * count),
        "part": [tree.parts[i] for i in order] * areas, "parent": [tree.parent[tree.parts[i]] for i in order] * areas,
        "level": [levels[i] for i in order] * areas, "value": values[:, order].ravel(),
        "score": parts[:, order].ravel(), "rank": _null_unranked(ranks[:, order]), "of": np.tile(of[order], areas),
    }  # fmt: skip
    return make_frame(columns, POSITION_SCHEMA)


def summarise_area(scores: ClassScores, area: str) -> pl.DataFrame:
    """Score and rank of one area in every part of its class. MethodError where it is no ranked member."""
    if area not in scores.areas:
        raise MethodError(f"area {area!r}", f"is not ranked in class {scores.code}.", suggest(area, scores.areas))
    return rank_parts(scores).filter(pl.col("ref_area") == area)


def _null_unranked(ranks: np.ndarray) -> pl.Series:
    flat = pl.Series(ranks.ravel())
    return flat.set(flat == 0, None)


def _find_level(scores: ClassScores, part: str) -> int:
    level = 0
    while part := scores.tree.parent[part]:
        level += 1
    return level
