"""The figures that later rooms may use."""

import polars as pl

from junxian.quality.check import Quality
from junxian.quality.filed import CELL
from junxian.reported import Returns, latest


def accepted(returns: Returns, quality: Quality) -> pl.DataFrame:
    """The newest observations, without cells that are held and without missing ones; `key` is the item key.

    Items that the run computes take the place of what was filed for them.
    A figure stands once: where a cell was filed twice with one value the first stays, with different values none does
    (no rule is needed for that: a figure with two values is no figure). Checked in tests/unit/quality/test_accepted.py.
    """
    key = pl.when(pl.col("breakdown") == "").then("item").otherwise(pl.concat_str("item", "breakdown", separator="."))
    figures = latest(returns.observations).with_columns(key.alias("key")).drop_nulls("obs_value")
    if quality.computed.height:
        figures = pl.concat(
            [figures.join(quality.computed, on="key", how="anti", maintain_order="left"), quality.computed]
        )
    held = quality.held.rename({"item": "key"}).select(CELL).unique()
    free = figures.join(held, on=CELL, how="anti", maintain_order="left")
    if not free.select(CELL).is_duplicated().any():
        return free
    agreed = free.filter(pl.col("obs_value").n_unique().over(CELL) == 1)
    return agreed.unique(CELL, keep="first", maintain_order=True)
