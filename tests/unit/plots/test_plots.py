"""Plots hold the figures that they were given, in Vega-Lite that is valid."""

import itertools
import math
import sys
from pathlib import Path

import polars as pl
import pytest

from junxian.assessment.audit import correlate_parts, read_classes
from junxian.declared.province_folder import read_province
from junxian.diagnosis import explain_gap
from junxian.plots import plot_correlations, plot_effects, plot_framework, plot_gap, plot_rank_intervals
from junxian.plots.framework import list_arcs
from junxian.studies import read_figures
from junxian.terms import MethodError, NotPermitted

SICHUAN = Path(__file__).resolve().parents[3] / "sample" / "sichuan"


@pytest.fixture(scope="module")
def figures():
    return read_figures(SICHUAN)


@pytest.fixture(scope="module")
def scheme(figures):
    return figures.scheme()


@pytest.fixture(scope="module")
def scorecard(figures, scheme):
    return figures.assess(scheme)


@pytest.fixture(scope="module")
def leader(scorecard):
    return scorecard.table.filter((pl.col("class") == "K") & (pl.col("rank") == 1)).row(0, named=True)


def rows_of(chart):
    """The rows that a chart carries."""
    return max(chart.to_dict()["datasets"].values(), key=len)


def test_every_ranked_member_has_an_interval(scorecard):
    rows = rows_of(plot_rank_intervals(scorecard, "K", language="en"))
    assert [row["rank"] for row in rows] == list(range(1, 44))
    assert all(row["rank_low"] <= row["rank_high"] for row in rows)


def test_a_class_without_ranks_is_refused(scorecard):
    with pytest.raises(MethodError, match="no ranked member"):
        plot_rank_intervals(scorecard, "X")


def test_the_waterfall_ends_at_the_score(scorecard, scheme, leader):
    gap = explain_gap(scorecard, scheme, leader["ref_area"])
    rows = rows_of(plot_gap(gap, leader["score"] - gap["points"].sum()))
    assert rows[-1]["ends"] == pytest.approx(leader["score"], rel=1e-9)
    steps = rows[1:-1]
    assert all(row["begins"] + row["points"] == pytest.approx(row["ends"], abs=1e-9) for row in steps)
    assert all(a["ends"] == pytest.approx(b["begins"]) for a, b in itertools.pairwise(steps))


def test_the_heat_map_is_symmetric(scorecard, scheme):
    (own,) = (own for own in read_classes(scorecard, scheme) if own.code == "K")
    rows = rows_of(plot_correlations(correlate_parts(own), "K"))
    found = {(row["part"], row["other"]): row["r"] for row in rows}
    assert all(found[b, a] == r for (a, b), r in found.items())
    assert ("E01", "E02") in found
    assert not {"economy", "risk"} & {part for pair in found for part in pair}


def test_the_sunburst_closes_every_ring(scheme):
    arcs = list_arcs(scheme, "K")
    for _, ring in arcs.group_by("depth"):
        assert (ring["ends"] - ring["begins"]).sum() == pytest.approx(2 * math.pi)
    assert len(rows_of(plot_framework(scheme, "K"))) == arcs.height


def test_effects_are_averaged_over_the_areas_named():
    effects = pl.DataFrame(
        {"ref_area": ["a", "a", "b", "b"], "choice": ["weights", "rest"] * 2, "share": [0.2, 0.8, 0.6, 0.4]}
    )
    both = {row["choice"]: row["share"] for row in rows_of(plot_effects(effects, language="en"))}
    assert both == pytest.approx({"weights": 0.4, "data error and rest": 0.6})
    one = {row["choice"]: row["share"] for row in rows_of(plot_effects(effects, ["b"], language="en"))}
    assert one == pytest.approx({"weights": 0.6, "data error and rest": 0.4})


def test_without_altair_the_remedy_is_named(scheme, monkeypatch):
    monkeypatch.setitem(sys.modules, "altair", None)
    with pytest.raises(NotPermitted, match="junxian\\[notebook\\]"):
        plot_framework(scheme, "K")


def test_names_stand_in_place_of_codes(scheme):
    names = {code: item.name for code, item in read_province(SICHUAN).indicators.items()}
    told = {row["part_name"] for row in rows_of(plot_framework(scheme, "K", names=names))}
    assert names["E01"].zh in told
