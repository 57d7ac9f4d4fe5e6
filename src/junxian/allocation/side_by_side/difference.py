"""How one plan of a factor differs from the first: by area, and in sum."""

from dataclasses import dataclass
from typing import Any

import polars as pl

SAME = 1e-9  # relative: what a conversion of units may leave of a zero


@dataclass(frozen=True)
class Difference:
    """`areas`: ref_area, quota, bound, difference, percent, is_beyond; `summary`: gain, lose, moved, rank_correlation, beyond."""

    areas: pl.DataFrame
    summary: dict[str, Any]


def differ(first: pl.DataFrame, other: pl.DataFrame) -> Difference:
    """Compare two holdings (HOLDING_SCHEMA) of the same areas in the same order.

    An area is beyond where its amount before whole units lies outside the first's interval, own amount included: rounding
    alone brings nobody beyond. Null where the first has no interval. Checked in tests/unit/allocation/test_side_by_side.py.
    """
    joined = other.join(first, on="ref_area", suffix="_first", how="left", validate="1:1", maintain_order="left")
    near = SAME * float(joined["amount_first"].to_numpy().sum())
    raw = pl.col("quota") - pl.col("quota_first")
    size = pl.max_horizontal(pl.col("quota").abs(), pl.col("quota_first").abs())
    low, high = (
        f("amount_first", f"{name}_first") for f, name in ((pl.min_horizontal, "low"), (pl.max_horizontal, "high"))
    )
    areas = joined.with_columns(difference=pl.when(raw.abs() > SAME * size).then(raw).otherwise(0.0)).select(
        "ref_area",
        "quota",
        "bound",
        "difference",
        percent=pl.when(pl.col("quota_first") != 0).then(100 * pl.col("difference") / pl.col("quota_first")),
        is_beyond=pl.when(pl.col("low_first").is_not_null()).then(
            (pl.col("amount") < low - near) | (pl.col("amount") > high + near)
        ),
    )
    change, beyond = areas["difference"], areas["is_beyond"]
    rank = joined.select(pl.corr("quota", "quota_first", method="spearman")).item()
    summary = {
        "gain": int((change > 0).sum()),
        "lose": int((change < 0).sum()),
        "moved": min(float(way.clip(lower_bound=0).sum()) for way in (change, -change)),
        "rank_correlation": None if rank is None or rank != rank else float(rank),
        "beyond": None if beyond.null_count() == len(beyond) else int(beyond.sum()),
    }
    return Difference(areas, summary)
