"""Two rankings of the same areas compared: editions, years, other ways to score."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations, pairwise
from typing import Any

import numpy as np
import polars as pl

from junxian.assessment.audit.correlation import correlate_columns
from junxian.assessment.scorecard import make_frame
from junxian.terms.errors import MethodError

SHIFT_SCHEMA: dict[str, Any] = {
    "ref_area": pl.String, "class": pl.String,  # "" where the frames have none
    "rank_before": pl.Int64, "rank_after": pl.Int64,
    "rise": pl.Int64,  # places won (+) or lost (−); null where the area is ranked in one only, or changed its class
    "score_before": pl.Float64, "score_after": pl.Float64, "gain": pl.Float64,
    "state": pl.String,  # both | entered | left | moved (to another class)
}  # fmt: skip
AGREEMENT_SCHEMA: dict[str, Any] = {
    "before": pl.String, "after": pl.String, "class": pl.String,
    "compared": pl.Int64, "entered": pl.Int64, "left": pl.Int64, "moved": pl.Int64,
    "pearson": pl.Float64,  # of scores
    "spearman": pl.Float64, "kendall": pl.Float64,  # of ranks
    "mean_shift": pl.Float64, "mean_shift_share": pl.Float64,  # |rise|, in places and as a share of those compared
    "greatest_shift": pl.Int64,
    "mobility": pl.Float64,  # mean |rise| over that of lots, (n² − 1)/(3n): 0 nobody moves, 1 as by lot
    "kept_top": pl.Float64,  # share of the first third (before) that is in the first third after
}  # fmt: skip


@dataclass(frozen=True)
class RankingChange:
    """`areas` (SHIFT_SCHEMA) by code and `agreement` (AGREEMENT_SCHEMA) by class."""

    areas: pl.DataFrame
    agreement: pl.DataFrame


def compare_rankings(
    before: pl.DataFrame, after: pl.DataFrame, names: tuple[str, str] = ("before", "after")
) -> RankingChange:
    """Compare two rankings.

    before, after  ref_area, rank, score (null for unranked) and, where ranks are within classes, class
    Correlations and shifts are over the areas ranked in both and in the same class.
    MethodError where an area stands twice. Corresponds to COINr's compare_coins. Checked in
    tests/unit/assessment/audit/test_ranking_change.py.
    """
    joined = _read_ranking(before, "before").join(
        _read_ranking(after, "after"), on="ref_area", how="full", coalesce=True, validate="1:1"
    )
    is_both = pl.col("rank_before").is_not_null() & pl.col("rank_after").is_not_null()
    state = (
        pl.when(is_both & (pl.col("class_before") == pl.col("class_after"))).then(pl.lit("both"))
        .when(is_both).then(pl.lit("moved"))
        .when(pl.col("rank_after").is_not_null()).then(pl.lit("entered")).otherwise(pl.lit("left"))
    )  # fmt: skip
    ranked = joined.filter(pl.col("rank_before").is_not_null() | pl.col("rank_after").is_not_null())
    ranked = ranked.with_columns(state.alias("state"), pl.coalesce("class_after", "class_before").alias("class"))
    stays = pl.when(pl.col("state") == "both")
    areas = ranked.with_columns(
        stays.then(pl.col("rank_before") - pl.col("rank_after")).alias("rise"),
        stays.then(pl.col("score_after") - pl.col("score_before")).alias("gain"),
    ).select(SHIFT_SCHEMA.keys())
    areas = areas.sort("ref_area")
    rows = [_measure_agreement(own, code, names) for (code,), own in areas.group_by("class", maintain_order=True)]
    columns = {name: [row[name] for row in rows] for name in AGREEMENT_SCHEMA}
    return RankingChange(areas, make_frame(columns, AGREEMENT_SCHEMA).sort("class"))


def compare_many(rankings: Mapping[str, pl.DataFrame], *, consecutive: bool = False) -> pl.DataFrame:
    """Agreement (AGREEMENT_SCHEMA) of every pair of named rankings, or of each with the next."""
    pairs = pairwise(rankings) if consecutive else combinations(rankings, 2)
    frames = [compare_rankings(rankings[a], rankings[b], (a, b)).agreement for a, b in pairs]
    return pl.concat([*frames, pl.DataFrame(schema=AGREEMENT_SCHEMA)])


def _read_ranking(frame: pl.DataFrame, when: str) -> pl.DataFrame:
    if frame["ref_area"].is_duplicated().any():
        raise MethodError(f"ranking {when!r}", "an area stands twice.", "Give one row per area.")
    code = pl.col("class") if "class" in frame.columns else pl.lit("")
    columns = [pl.col("rank").cast(pl.Int64), pl.col("score").cast(pl.Float64).fill_nan(None), code.alias("class")]
    return frame.select("ref_area", *(column.name.suffix(f"_{when}") for column in columns))


def _measure_agreement(areas: pl.DataFrame, code: Any, names: tuple[str, str]) -> dict[str, Any]:
    both = areas.filter(pl.col("state") == "both")
    counts = dict(areas["state"].value_counts().iter_rows())
    row: dict[str, Any] = dict.fromkeys(AGREEMENT_SCHEMA) | {
        "before": names[0], "after": names[1], "class": code, "compared": both.height,
        **{state: counts.get(state, 0) for state in ("entered", "left", "moved")},
    }  # fmt: skip
    if both.is_empty():
        return row
    shift = both["rise"].abs()
    ranks = both.select(pl.col("rank_before", "rank_after").cast(pl.Float64)).to_numpy()
    scores = both.select("score_before", "score_after").fill_null(np.nan).to_numpy()
    return row | {
        "pearson": _correlate(scores, "pearson"), "spearman": _correlate(ranks, "spearman"),
        "kendall": _correlate(ranks, "kendall"), "mean_shift": shift.mean(), "greatest_shift": shift.max(),
        "mean_shift_share": float(shift.mean()) / both.height,  # type: ignore[arg-type]
        "mobility": 3 * shift.sum() / (both.height**2 - 1) if both.height > 1 else None,
        "kept_top": _share_kept(ranks),
    }  # fmt: skip


def _correlate(columns: np.ndarray, kind: Any) -> float:
    return float(correlate_columns(columns[:, :1], columns[:, 1:], kind).r[0, 0])


def _share_kept(ranks: np.ndarray) -> float:
    third = max(1, round(len(ranks) / 3))
    among = np.argsort(np.argsort(ranks, axis=0, kind="stable"), axis=0, kind="stable")
    first = among[:, 0] < third
    return float((among[first, 1] < third).mean())
