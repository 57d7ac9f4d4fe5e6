"""Which choice moves ranks most: bars of the share of the variance of ranks by choice."""

from typing import Any

import polars as pl

from junxian.plots.chart import LEAD, fetch_altair
from junxian.terms import MethodError

CHOICES = {
    "zh": {"weights": "权重", "normalisation": "标准化方法", "aggregation": "汇总方法", "rest": "数据误差及其他"},
    "en": {"weights": "weights", "normalisation": "normalisation", "aggregation": "aggregation", "rest": "data error and rest"},
}  # fmt: skip
TITLE = {"zh": "占名次变动的比重", "en": "Share of the variance of ranks"}


def plot_effects(effects: pl.DataFrame, areas: list[str] | None = None, *, language: str = "zh") -> Any:
    """Draw the mean share of every choice over areas, or over those named.

    effects  ref_area, choice, share: the scorecard's `effects`, from its replicates
    Returns an altair.Chart. MethodError where there is nothing to draw. Checked in tests/unit/plots/test_plots.py.
    """
    own = effects.filter(pl.col("ref_area").is_in(areas)) if areas is not None and effects.height else effects
    if own.is_empty():
        raise MethodError("effects", "are empty: no replicates, or none of the areas.", "Assess with replicates.")
    shares = own.group_by("choice", maintain_order=True).agg(pl.col("share").mean()).sort("share", descending=True)
    frame = shares.with_columns(pl.col("choice").replace(CHOICES[language]))
    alt = fetch_altair()
    return (
        alt.Chart(frame)
        .mark_bar(color=LEAD)
        .encode(
            y=alt.Y("choice:N", sort=frame["choice"].to_list(), title=None),
            x=alt.X("share:Q", axis=alt.Axis(format="%"), title=TITLE[language]),
            tooltip=["choice:N", alt.Tooltip("share:Q", format=".0%")],
        )
        .properties(width=420)
    )
