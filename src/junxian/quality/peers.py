"""Peers: the areas of one class in one period, and where their middle lies (median, MAD), robustly."""

import polars as pl

CONSISTENT = 1.4826  # MAD times this estimates the standard deviation of normal values
SMALL_SAMPLE = 145.0  # see widen_limit
_STATISTICS = ("centre", "spread", "peers")


def compare_with_peers(values: pl.DataFrame, classes: pl.DataFrame, min_peers: int, floor: float) -> pl.DataFrame:
    """Add `centre`, `spread`, `peers` (their number) and `own_class` (whether they are the class) to values.

    values   time_period, ref_area, value (a logarithm); null values are no peers
    classes  ref_area, class; an area without a class, or whose class has fewer than `min_peers` values, is compared
             with all areas of the period; where those are fewer too, the statistics are null
    floor    the least spread: peers that are all but equal make no value extreme
    Source: median and MAD x 1.4826 (Leys and others 2013). Checked in tests/unit/quality/test_peers.py.
    """
    known = values.filter(pl.col("value").is_not_null())
    placed = known.join(classes, on="ref_area", how="left", validate="m:1", maintain_order="left")
    own = _describe(placed.with_columns(pl.col("class").fill_null("")), ["time_period", "class"])
    both = _describe(own, ["time_period"], "all_")
    enough = (pl.col("peers") >= min_peers) & (pl.col("class") != "")
    chosen = [pl.when(enough).then(pl.col(c)).otherwise(pl.col(f"all_{c}")).alias(c) for c in _STATISTICS]
    judged = both.with_columns(enough.alias("own_class"), *chosen).with_columns(
        pl.col("spread").clip(lower_bound=floor)
    )
    few = pl.col("peers") < min_peers
    return judged.with_columns(pl.when(few).then(None).otherwise(pl.col(c)).alias(c) for c in ("centre", "spread"))


def _describe(table: pl.DataFrame, by: list[str], prefix: str = "") -> pl.DataFrame:
    centred = table.with_columns(
        pl.col("value").median().over(by).alias(f"{prefix}centre"), pl.len().over(by).alias(f"{prefix}peers")
    )
    distance = (pl.col("value") - pl.col(f"{prefix}centre")).abs()
    return centred.with_columns((distance.median().over(by) * CONSISTENT).alias(f"{prefix}spread"))


def widen_limit(limit: float, peers: pl.Expr) -> pl.Expr:
    """The limit for a robust z among few peers: limit·(1 + 145/n²).

    With it one normal value in about 10,000 lies beyond a limit of 5 for n = 12 to 100 (simulated; the MAD of few
    values is itself uncertain, and without it one in 140 would at n = 8).
    Checked in tests/published/test_quality_small_samples.py.
    """
    return limit * (1 + SMALL_SAMPLE / peers.cast(pl.Float64) ** 2)
