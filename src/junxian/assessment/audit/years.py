"""Simulation on past years: what the scheme would have said, how stable ranks are, whose rank is tossed about."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl

from junxian.assessment.audit.class_scores import spread_out
from junxian.assessment.audit.ranking_change import AGREEMENT_SCHEMA, compare_many
from junxian.assessment.audit.trend import fit_slope
from junxian.assessment.kinds import Array
from junxian.assessment.scorecard import Scorecard, make_frame

VOLATILITY_SCHEMA: dict[str, Any] = {
    "ref_area": pl.String, "class": pl.String,  # of the last period in which it is ranked
    "periods": pl.Int64,  # in which it is ranked
    "rank_first": pl.Int64, "rank_last": pl.Int64, "rank_best": pl.Int64, "rank_worst": pl.Int64,
    "volatility": pl.Float64,  # standard deviation of its rank over the periods; null with fewer than two
    "mean_step": pl.Float64,  # mean |change of rank| from one period to the next in which it is ranked
    "score_first": pl.Float64, "score_last": pl.Float64,
    "trend": pl.Float64,  # of the score, a period
}  # fmt: skip


@dataclass(frozen=True)
class Years:
    """`agreement` (AGREEMENT_SCHEMA) of each period with the next, by class; `areas` (VOLATILITY_SCHEMA) by code."""

    agreement: pl.DataFrame
    areas: pl.DataFrame


def follow_years(scorecards: Mapping[str, Scorecard]) -> Years:
    """Follow the ranks of every area over the periods, in the order given.

    scorecards  by period, each assessed with the scheme under audit. Years with bounds of their own year compare
    orders, not levels: scores of such years have no common scale, and `trend` is to be read with frozen bounds only.
    A period in which an area is unranked is skipped. Checked in tests/unit/assessment/audit/test_years.py.
    """
    tables = {period: card.table.select("ref_area", "class", "rank", "score") for period, card in scorecards.items()}
    if not tables:
        return Years(pl.DataFrame(schema=AGREEMENT_SCHEMA), pl.DataFrame(schema=VOLATILITY_SCHEMA))
    return Years(compare_many(tables, consecutive=True), _measure_areas(tables))


def _measure_areas(tables: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    every = pl.concat([table.with_columns(pl.lit(period).alias("period")) for period, table in tables.items()])
    ranked = every.filter(pl.col("rank").is_not_null())
    areas = ranked["ref_area"].unique().sort().to_list()
    last = ranked.group_by("ref_area", maintain_order=True).agg(pl.col("class").last()).sort("ref_area")
    ranks, scores = (spread_out(ranked, "period", value, areas, list(tables)) for value in ("rank", "score"))
    known = ~np.isnan(ranks)
    first, end = np.argmax(known, axis=1), known.shape[1] - 1 - np.argmax(known[:, ::-1], axis=1)
    rows = np.arange(len(areas))
    columns = {
        "ref_area": areas, "class": last["class"], "periods": known.sum(axis=1),
        "rank_first": _whole(ranks[rows, first]), "rank_last": _whole(ranks[rows, end]),
        "rank_best": _whole(np.where(known, ranks, np.inf).min(axis=1)),
        "rank_worst": _whole(np.where(known, ranks, 0).max(axis=1)), "volatility": _measure_spread(ranks),
        "mean_step": _measure_steps(ranks), "score_first": scores[rows, first], "score_last": scores[rows, end],
        "trend": fit_slope(scores, np.arange(len(tables), dtype=float)),
    }  # fmt: skip
    return make_frame(columns, VOLATILITY_SCHEMA)


def _whole(ranks: Array) -> np.ndarray:
    whole: np.ndarray = ranks.astype(np.int64)
    return whole


def _measure_spread(ranks: Array) -> Array:
    known = ~np.isnan(ranks)
    count = known.sum(axis=1)
    mean = np.where(known, ranks, 0.0).sum(axis=1) / np.maximum(1, count)
    squares = np.where(known, (ranks - mean[:, None]) ** 2, 0.0).sum(axis=1)
    return np.where(count > 1, np.sqrt(squares / np.maximum(1, count - 1)), np.nan)


def _measure_steps(ranks: Array) -> Array:
    steps = [np.abs(np.diff(row[~np.isnan(row)])) for row in ranks]
    return np.array([step.mean() if step.size else np.nan for step in steps])
