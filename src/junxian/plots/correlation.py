"""A heat map of how a scheme's indicators move together within one class."""

from collections.abc import Mapping
from typing import Any

import polars as pl

from junxian.plots.chart import fetch_altair, name_codes
from junxian.terms import MethodError
from junxian.terms.name import Name


def plot_correlations(
    correlations: pl.DataFrame, class_code: str, *, names: Mapping[str, Name] | None = None, language: str = "zh"
) -> Any:
    """Draw the correlation of every pair of indicators of a class, blue where they rise together, red where they do not.

    correlations  rows of the audit's `correlations` frame; names  of indicators
    Returns an altair.Chart. MethodError where the class has no pair. Checked in tests/unit/plots/test_plots.py.
    """
    own = correlations.filter(pl.col("class") == class_code)
    nodes = own.filter(pl.col("relation").is_in(["parent", "ancestor"]))["other"].unique().to_list()
    is_pair = (
        pl.col("relation").is_in(["siblings", "apart"]) & ~pl.col("part").is_in(nodes) & ~pl.col("other").is_in(nodes)
    )
    pairs = own.filter(is_pair).select("part", "other", "r").drop_nulls("r")
    if pairs.is_empty():
        raise MethodError(f"class {class_code!r}", "has no pair of indicators that can be correlated.")
    both = pl.concat([pairs, pairs.select(pl.col("other").alias("part"), pl.col("part").alias("other"), "r")])
    frame = name_codes(name_codes(both, "part", names, language), "other", names, language)
    frame = frame.sort("part", "other")
    order = frame["part_name"].unique(maintain_order=True).to_list()
    alt = fetch_altair()
    scale = alt.Scale(scheme="redblue", domain=[-1, 1])
    base = alt.Chart(frame).encode(
        x=alt.X("part_name:N", title=None, sort=order), y=alt.Y("other_name:N", title=None, sort=order)
    )
    cells = base.mark_rect().encode(
        color=alt.Color("r:Q", scale=scale, title="r"),
        tooltip=["part_name:N", "other_name:N", alt.Tooltip("r:Q", format=".2f")],
    )
    return (cells + base.mark_text(fontSize=9).encode(text=alt.Text("r:Q", format=".1f"))).properties(
        width=420, height=420
    )
