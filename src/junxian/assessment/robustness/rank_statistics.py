"""What the replicates say of every area's rank: mean, median, and the order statistics that hold its middle."""

import math
from collections.abc import Sequence

import numpy as np
import polars as pl
from numpy.typing import NDArray

from junxian.assessment.kinds import Array
from junxian.assessment.robustness.design import Design
from junxian.assessment.robustness.rank_replicates import Ranks

RANK_SCHEMA = {
    "area": pl.String, "nominal": pl.Int64, "mean": pl.Float64, "median": pl.Float64,
    "low": pl.Float64, "high": pl.Float64, "best": pl.Int64, "worst": pl.Int64,
    "replicates": pl.Int64,  # in which the area has a rank
}  # fmt: skip


def summarise_ranks(
    ranks: Ranks,
    nominal: NDArray[np.integer],
    areas: Sequence[str],
    design: Design | None = None,
    *,
    interval: float = 0.9,
    is_interpolated: bool = False,
) -> pl.DataFrame:
    """Rows of RANK_SCHEMA, one an area, in the order given.

    ranks  (replicates, areas), 0 for none; nominal  (areas,); design  of Saltelli, of which only the base points count:
    the others repeat their columns, and are no independent sample
    `low` and `high` are the least ranks that (1 − interval)/2 and (1 + interval)/2 of the replicates do not exceed, or,
    where `is_interpolated`, lie between two neighbours as COINr's; the median lies between the two middle ranks. An area
    without a rank in any replicate has null. Checked in tests/published/test_sensitivity.py.
    """
    counted = ranks[: 2 * design.base] if design is not None and design.base else ranks
    shares = ((1 - interval) / 2, (1 + interval) / 2)
    rows = [
        (area, int(own) or None, *_summarise(column[column > 0], shares, is_interpolated))
        for area, own, column in zip(areas, nominal, np.ascontiguousarray(counted.T), strict=True)
    ]
    return pl.DataFrame(rows, schema=RANK_SCHEMA, orient="row")


def _summarise(ranks: Ranks, shares: tuple[float, float], is_interpolated: bool) -> tuple[float | int | None, ...]:
    if not ranks.size:
        return (None,) * 6 + (0,)
    ordered = np.sort(ranks)
    take = np.quantile if is_interpolated else take_order_statistic
    low, high = (float(take(ordered, share)) for share in shares)
    return float(ordered.mean()), float(np.median(ordered)), low, high, int(ordered[0]), int(ordered[-1]), len(ordered)


def take_order_statistic(ordered: Array | Ranks, share: float) -> float:
    """The least of ordered values that at least a share of them does not exceed."""
    return float(ordered[max(1, math.ceil(round(share * len(ordered), 6))) - 1])
