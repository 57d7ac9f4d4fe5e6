"""The gap of an area as a waterfall: from the reference score, indicator by indicator, to its own."""

from collections.abc import Mapping
from typing import Any

import polars as pl

from junxian.plots.chart import LAG, LEAD, QUIET, fetch_altair, name_codes
from junxian.terms import MethodError
from junxian.terms.name import Name

ENDS = {"zh": ("参照得分", "得分"), "en": ("reference", "score")}


def plot_gap(
    gap: pl.DataFrame, reference_score: float, *, names: Mapping[str, Name] | None = None, language: str = "zh"
) -> Any:
    """Draw how points add up from a reference score to an area's score.

    gap  indicator, points (as `explain_gap` gives, several rows of an indicator are added up); names  of indicators
    Returns an altair.Chart. MethodError where there is nothing to draw. Checked in tests/unit/plots/test_plots.py.
    """
    if gap.is_empty():
        raise MethodError("waterfall", "has no indicator.", "Explain the gap of a ranked area.")
    steps = list_steps(name_codes(gap, "indicator", names, language), reference_score, language)
    alt = fetch_altair()
    colour = alt.Scale(domain=["end", "lead", "lag"], range=[QUIET, LEAD, LAG])
    return (
        alt.Chart(steps)
        .mark_bar()
        .encode(
            x=alt.X("step:N", sort=steps["step"].to_list(), title=None),
            y=alt.Y("begins:Q", title=None, scale=alt.Scale(zero=False)),
            y2="ends:Q",
            color=alt.Color("kind:N", scale=colour, legend=None),
            tooltip=["step:N", alt.Tooltip("points:Q", format="+.2f"), alt.Tooltip("ends:Q", format=".2f")],
        )
        .properties(width=620, height=280)
    )


def list_steps(gap: pl.DataFrame, reference_score: float, language: str) -> pl.DataFrame:
    """Bars of the waterfall: step, begins, ends, points, kind (end | lead | lag), greatest leads first."""
    added = gap.group_by("indicator", "indicator_name").agg(pl.col("points").sum())
    ordered = added.filter(pl.col("points").is_not_null()).sort("points", "indicator", descending=[True, False])
    ends = reference_score + ordered["points"].cum_sum()
    first, last = ENDS[language]
    score, low = float(ends[-1]), min(reference_score, float(ends.min()))  # type: ignore[arg-type]
    floor = low - 0.1 * max(1e-9, float(ends.max()) - low)  # type: ignore[arg-type]
    return pl.DataFrame(
        {
            "step": [first, *ordered["indicator_name"], last],
            "begins": [floor, reference_score, *ends[:-1], floor],
            "ends": [reference_score, *ends, score],
            "points": [reference_score, *ordered["points"], score],
            "kind": ["end", *("lead" if points >= 0 else "lag" for points in ordered["points"]), "end"],
        }
    )
