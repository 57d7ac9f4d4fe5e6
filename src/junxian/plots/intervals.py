"""Ranks with their intervals: a line a member of one class, best at the top."""

from collections.abc import Mapping
from typing import Any

import polars as pl

from junxian.assessment import Scorecard
from junxian.plots.chart import LEAD, QUIET, fetch_altair, name_codes
from junxian.terms import MethodError
from junxian.terms.name import Name

TITLES = {"zh": ("名次（线段为名次区间）", "名次", "区间"), "en": ("Rank (line: rank interval)", "Rank", "Interval")}


def plot_rank_intervals(
    scorecard: Scorecard, class_code: str, *, names: Mapping[str, Name] | None = None, language: str = "zh"
) -> Any:
    """Draw rank and rank interval of every ranked member of a class.

    names  of areas by code. Returns an altair.Chart. MethodError where the class has nobody ranked.
    Checked in tests/unit/plots/test_plots.py.
    """
    rows = scorecard.table.filter((pl.col("class") == class_code) & pl.col("rank").is_not_null()).sort(
        "rank", "ref_area"
    )
    if rows.is_empty():
        raise MethodError(f"class {class_code!r}", "has no ranked member.", "Name a class of the scheme with ranks.")
    alt, (title, rank, interval) = fetch_altair(), TITLES[language]
    frame = name_codes(rows, "ref_area", names, language).select(
        "ref_area_name", "rank", "rank_low", "rank_high", "total"
    )
    order = frame["ref_area_name"].to_list()
    base = alt.Chart(frame).encode(y=alt.Y("ref_area_name:N", sort=order, title=None))
    line = base.mark_rule(strokeWidth=5, opacity=0.45, color=QUIET).encode(
        x=alt.X("rank_low:Q", title=title), x2="rank_high:Q"
    )
    point = base.mark_point(filled=True, size=60, color=LEAD).encode(
        x="rank:Q",
        tooltip=[
            alt.Tooltip("ref_area_name:N", title=" "), alt.Tooltip("rank:Q", title=rank),
            alt.Tooltip("rank_low:Q", title=f"{interval} ≥"), alt.Tooltip("rank_high:Q", title=f"{interval} ≤"),
        ],
    )  # fmt: skip
    return (line + point).properties(width=420)
