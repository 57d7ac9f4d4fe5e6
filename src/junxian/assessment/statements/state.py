"""Rank statements: what replicates allow to say of every area's rank, of every pair and of groups."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from junxian.assessment.kinds import Array, Places
from junxian.assessment.rank import rank_competition, round_scores
from junxian.assessment.robustness.intervals import measure_intervals
from junxian.assessment.scorecard import make_frame, tabulate_distribution
from junxian.assessment.statements.groups import group_by_leader
from junxian.assessment.statements.pairs import measure_leads, measure_pair_leads
from junxian.assessment.statements.rank_sets import Critical, RankSets, check_complete, find_rank_sets
from junxian.assessment.statements.scale import align_scales
from junxian.terms.errors import MethodError

STATEMENT_SCHEMA: dict[str, Any] = {
    "ref_area": pl.String, "score": pl.Float64, "rank": pl.Int64, "of": pl.Int64,
    "rank_low": pl.Int64, "rank_median": pl.Int64, "rank_high": pl.Int64,  # order statistics over the replicates
    "rank_mean": pl.Float64,
    "set_low": pl.Int64, "set_high": pl.Int64,  # marginal rank confidence set
    "simultaneous_low": pl.Int64, "simultaneous_high": pl.Int64,  # all areas at once
    "group": pl.Int64,  # from 1, best first; it and the sets are null where nothing was tested
    "probability_of_first": pl.Float64,  # shared first places count in parts
}  # fmt: skip
PAIR_SCHEMA: dict[str, Any] = {
    "area": pl.String, "other": pl.String,  # `area` stands above in the published ranking
    "probability": pl.Float64,  # that `area` leads in a replicate, ties half
    "told_apart": pl.Boolean,  # by the simultaneous test; null where nothing was tested
}  # fmt: skip


@dataclass(frozen=True)
class RankStatements:
    """`table` (STATEMENT_SCHEMA) by published rank, `pairs` (PAIR_SCHEMA), `distribution` (ref_area, rank, share)."""

    table: pl.DataFrame
    pairs: pl.DataFrame
    distribution: pl.DataFrame
    confidence: float


def state_ranks(
    scores: Array,
    areas: Sequence[str],
    *,
    published: Array | None = None,
    ranks: NDArray[np.integer] | None = None,
    confidence: float = 0.9,
    decimals: int = 9,
    critical: Critical = "replicates",
    scales: NDArray[np.integer] | None = None,
    seed: int = 1,
    within: int | None = None,
    tested: bool = True,
) -> RankStatements:
    """State the ranks of the areas of one class from the scores of its replicates.

    scores  (replicates, areas), more is better, none missing; areas  their codes
    published  (areas,) published scores, by default the replicates' mean; they give `rank` and centre the sets
    ranks  (replicates, areas) if they are at hand; else competition ranks of the scores rounded to `decimals`
    scales  (replicates,) which replicates share a scale, 0 for that of `published`; needed where normalisations are
    varied, so that a change of scale does not pass for noise (`align_scales`)
    within  keep only pairs whose published ranks are so close; None keeps all, areas · (areas − 1) / 2 of them
    tested  whether to find rank sets and groups, whose time grows with the square of the areas
    How sets are found and what they mean: `junxian.assessment.statements.rank_sets`. Where only ranks are at hand, give
    them as −ranks: the sets then speak of the order of mean ranks. MethodError where shapes differ or scores are
    missing. Checked in tests/unit/assessment/statements/test_state.py.
    """
    check_complete(scores, 2 if tested else 1)
    _check_shapes(scores, areas, published, ranks)
    replicated = rank_competition(round_scores(scores, decimals)) if ranks is None else ranks
    aligned = scores if scales is None else align_scales(scores, scales)
    point = round_scores(aligned.mean(axis=0) if published is None else published, decimals)
    sets = find_rank_sets(aligned, point, confidence=confidence, critical=critical, seed=seed) if tested else None
    own, counted = rank_competition(point), measure_intervals(replicated, confidence)
    order = np.lexsort((np.array(areas, dtype=object).astype(str), own))
    columns = {
        "ref_area": list(areas), "score": point, "rank": own, "of": np.full(len(areas), len(areas)),
        "rank_low": counted.low, "rank_median": counted.median, "rank_high": counted.high,
        "rank_mean": replicated.mean(axis=0), "probability_of_first": share_first(replicated), **_list_sets(own, sets),
    }  # fmt: skip
    table = make_frame(columns, STATEMENT_SCHEMA)[order]
    pairs = _tabulate_pairs(areas, own, order, replicated, sets, within)
    return RankStatements(table, pairs, tabulate_distribution(areas, *counted.runs, len(scores)), confidence)


def _list_sets(own: NDArray[np.int64], sets: RankSets | None) -> dict[str, Any]:
    """Columns of the sets and groups; null where nothing was tested."""
    if sets is None:
        return dict.fromkeys(
            ("set_low", "set_high", "simultaneous_low", "simultaneous_high", "group"), [None] * len(own)
        )
    return {
        "set_low": sets.low, "set_high": sets.high, "simultaneous_low": sets.simultaneous_low,
        "simultaneous_high": sets.simultaneous_high, "group": group_by_leader(own, sets.leads),
    }  # fmt: skip


def share_first(ranks: NDArray[np.integer]) -> Array:
    """Probability (areas,) of the first place over replicates; a place shared by m areas counts 1/m for each."""
    first = ranks == 1
    shares: Array = (first / np.maximum(1, first.sum(axis=1, keepdims=True))).mean(axis=0)
    return shares


def _check_shapes(
    scores: Array, areas: Sequence[str], published: Array | None, ranks: NDArray[np.integer] | None
) -> None:
    wanted = {"areas": ((len(areas),), (scores.shape[1],))}
    if published is not None:
        wanted["published"] = (published.shape, (scores.shape[1],))
        if np.isnan(published).any():
            raise MethodError("rank statements", "a published score is missing.", "Give ranked areas only.")
    if ranks is not None:
        wanted["ranks"] = (ranks.shape, scores.shape)
    for name, (found, shape) in wanted.items():
        if found != shape:
            raise MethodError("rank statements", f"{name} have the shape {found}, not {shape} as the scores have.")


def _tabulate_pairs(
    areas: Sequence[str], own: NDArray[np.int64], order: Places, replicated: NDArray[np.integer],
    sets: RankSets | None, within: int | None,
) -> pl.DataFrame:  # fmt: skip
    upper, lower = _list_pairs(own[order], within)
    above, below = order[upper], order[lower]
    leads = measure_leads(replicated)[above, below] if within is None else measure_pair_leads(replicated, above, below)
    codes = pl.Series(list(areas), dtype=pl.String)
    columns = {
        "area": codes.gather(above), "other": codes.gather(below), "probability": leads,
        "told_apart": [None] * len(above) if sets is None else sets.leads[above, below],
    }  # fmt: skip
    return make_frame(columns, PAIR_SCHEMA)


def _list_pairs(ranks: NDArray[np.int64], within: int | None) -> tuple[Places, Places]:
    """Places of the two of every pair in ascending ranks, the upper first; those whose ranks are within a distance."""
    if within is None:
        return np.triu_indices(len(ranks), 1)
    own = np.arange(len(ranks))
    count = np.searchsorted(ranks, ranks + within, side="right") - own - 1
    upper = np.repeat(own, count)
    return upper, upper + 1 + np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count)
