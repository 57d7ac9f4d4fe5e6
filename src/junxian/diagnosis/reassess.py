"""Assesses again with other values of one area: its rank while bounds stand still, and with bounds set anew."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import polars as pl

from junxian.assessment import Scorecard, assess
from junxian.assessment.change import add_changes
from junxian.assessment.kinds import Array
from junxian.assessment.rank import round_scores
from junxian.declared.schemes import Scheme
from junxian.diagnosis.aims import list_rivals
from junxian.diagnosis.least_change import place_again
from junxian.diagnosis.levers import Levers, check_codes, read_levers
from junxian.diagnosis.members import class_of, read_members
from junxian.indicators import IndicatorTable
from junxian.terms.period import Period

MOVED_SCHEMA: dict[str, Any] = {
    "class": pl.String, "indicator": pl.String, "low": pl.Float64, "high": pl.Float64, "new_low": pl.Float64, "new_high": pl.Float64,
}  # fmt: skip


@dataclass(frozen=True)
class Reassessed:
    """`rank` and `total` as published; `fixed_*` with the other values while bounds stand still (None where not defined).

    `new_*` with bounds, treatment and weights set anew, as next year's run would; `bounds` those that moved.
    """

    rank: int
    total: float
    fixed_rank: int | None
    fixed_total: float | None
    new_rank: int | None
    new_total: float | None
    bounds: pl.DataFrame


def reassess_values(
    scorecard: Scorecard,
    scheme: Scheme,
    area: str,
    values: Mapping[str, float],
    indicators: IndicatorTable,
    classification: pl.DataFrame,
    period: Period,
) -> Reassessed:
    """What rank an area would have with other values of some indicators, the other areas' figures standing still.

    values  by indicator, in its own unit; indicators, classification, period  from which the scorecard was made
    Same-year bounds that the area itself sets move with its values, and with them everybody's scores: the two ranks then
    differ, and both are stated. Checked in tests/unit/diagnosis/test_reassess.py.
    """
    levers = read_levers(read_members(scorecard, scheme, class_of(scorecard, area)))
    check_codes(values, levers.codes)
    own, row = levers.members, levers.members.place(area)
    wanted = np.array([values.get(code, levers.values[row, k]) for k, code in enumerate(levers.codes)])
    asked = np.isin(levers.codes, list(values))
    reach = np.where(asked, (wanted - levers.values[row]) * levers.better, 0.0)
    fixed = _place_fixed(levers, row, reach, scorecard, scheme)
    table = _replace(add_changes(indicators, scheme), _follow(levers, row, values, reach), area, str(period))
    quiet = scheme.model_copy(update={"robustness": scheme.robustness.model_copy(update={"replicates": 0})})
    again = assess(table, quiet, classification, period, seed=0)
    new = again.table.row(by_predicate=pl.col("ref_area") == area, named=True)
    return Reassessed(
        int(own.rank[row]), float(own.total[row]), *fixed, new["rank"], new["total"], _compare_bounds(scorecard, again)
    )


def _place_fixed(
    levers: Levers, row: int, reach: Array, scorecard: Scorecard, scheme: Scheme
) -> tuple[int | None, float | None]:
    """Rank and total on the scales as they are; None where a moved scale is unknown or the area cannot be scored alone."""
    own = levers.members
    moved = reach != 0  # also where unknown
    if not own.stands_alone or not own.is_reproduced[row] or not levers.movable[row, moved].all():
        return None, None
    score = float(levers.rescore(np.array([row]), np.where(moved, reach, 0.0)[None])[0]) + float(own.added[row])
    rivals = list_rivals(scorecard, scheme, own.code)
    total = float(round_scores(np.array(score), scheme.decimals))
    return place_again(rivals, own.areas[row], score, scheme.decimals), total


def _follow(levers: Levers, row: int, values: Mapping[str, float], reach: Array) -> dict[str, float]:
    """The new value of every indicator that moves, changes with their levels."""
    own, found = levers.members, dict(values)
    for column, code in enumerate(own.tree.indicators):
        lever = int(levers.columns[column])
        if column != levers.main[lever] and levers.codes[lever] in values:
            found[code] = float(own.values[row, column] + levers.rate[row, column] * reach[lever])
    return found


def _replace(table: IndicatorTable, values: Mapping[str, float], area: str, period: str) -> IndicatorTable:
    here = (pl.col("ref_area") == area) & (pl.col("time_period") == period) & pl.col("indicator").is_in(list(values))
    new = pl.col("indicator").replace_strict(dict(values), default=None, return_dtype=pl.Float64)
    changed = table.table.with_columns(
        pl.when(here).then(new).otherwise(pl.col("value")).alias("value"),
        pl.when(here).then(pl.lit("ok")).otherwise(pl.col("status")).alias("status"),
    )
    return replace(table, table=changed)


def _compare_bounds(before: Scorecard, after: Scorecard) -> pl.DataFrame:
    new = after.bounds.select("class", "indicator", pl.col("low").alias("new_low"), pl.col("high").alias("new_high"))
    both = before.bounds.join(new, on=["class", "indicator"], how="inner", validate="1:1", maintain_order="left")
    moved = pl.col("low").ne_missing(pl.col("new_low")) | pl.col("high").ne_missing(pl.col("new_high"))
    return both.filter(moved).select(MOVED_SCHEMA.keys())
