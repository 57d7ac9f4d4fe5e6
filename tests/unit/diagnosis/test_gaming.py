import numpy as np
import polars as pl
import pytest

from junxian.declared.indicators import Indicator
from junxian.diagnosis.double_counting import find_items
from junxian.diagnosis.gaming import audit_gaming, correlate_ranks, measure_rank_gap
from junxian.diagnosis.gaming_wording import Limits
from junxian.terms.errors import MethodError
from junxian.terms.name import Name

from .conftest import assess_wide, draw_figures, make_scheme

NAME = {"zh": "名", "en": "name"}


def row_of(frame, code, group="K"):
    return frame.row(by_predicate=(pl.col("indicator") == code) & (pl.col("class") == group), named=True)


def define(code, method, of):
    return Indicator.model_validate(
        {"code": code, "name": {"zh": code}, "concept": NAME, "unit": "1", "method": method, "of": of}
    )


def test_elasticity_is_what_one_percent_brings(drawn):
    wide, scheme, scorecard = drawn(count=20)
    row = row_of(audit_gaming(scorecard, scheme).table, "e1")
    low, high = (
        scorecard.bounds.filter((pl.col("class") == "K") & (pl.col("indicator") == "e1")).select("low", "high").row(0)
    )
    values = wide["e1"][:10].to_numpy()
    inside = (values >= low) & (values < high)
    slope = 0.40 * 40 / (high - low)
    assert row["elasticity"] == pytest.approx(np.median(np.where(inside, 0.01 * values * slope, 0)))
    assert row["points_per_spread"] == pytest.approx(slope * values.std(ddof=1))


def test_a_logarithm_is_asked_for_one_percent_of_its_quantity(drawn):
    _, scheme, scorecard = drawn(count=20)
    logs = scorecard.indicators.with_columns(
        pl.when(pl.col("indicator") == "e2").then(pl.lit("ln(元)")).otherwise("unit").alias("unit")
    )
    from dataclasses import replace

    row = row_of(audit_gaming(replace(scorecard, indicators=logs), scheme).table, "e2")
    low, high = (
        scorecard.bounds.filter((pl.col("class") == "K") & (pl.col("indicator") == "e2")).select("low", "high").row(0)
    )
    assert row["elasticity"] == pytest.approx(np.log(1.01) * 0.20 * 40 / (high - low))


def test_saturation_counts_who_stands_at_the_ends(drawn):
    _, scheme, scorecard = drawn(count=20)
    table = audit_gaming(scorecard, scheme).table
    for code in ("e1", "r2"):
        scores = scorecard.indicators.filter((pl.col("class") == "K") & (pl.col("indicator") == code))["normalised"]
        row = row_of(table, code)
        assert (row["at_top"], row["at_bottom"]) == ((scores == 100).mean(), (scores == 60).mean())
    open_ended = assess_wide(draw_figures(20), make_scheme(normalise={"method": "z_score"}))
    assert audit_gaming(open_ended, make_scheme(normalise={"method": "z_score"})).table["at_top"].null_count() == 8


def test_scores_that_follow_from_size_are_noted(drawn):
    wide, scheme, scorecard = drawn(count=20)
    sizes = wide.select(
        "ref_area", gdp=pl.col("e1") ** 3, population=pl.lit(np.random.default_rng(1).permutation(20).astype(float))
    )
    audit = audit_gaming(scorecard, scheme, sizes=sizes)
    scores = scorecard.indicators.filter((pl.col("class") == "K") & (pl.col("indicator") == "e1")).sort("ref_area")[
        "normalised"
    ]
    assert row_of(audit.table, "e1")["r_gdp"] == pytest.approx(
        correlate_ranks(scores.to_numpy(), sizes["gdp"][:10].to_numpy())
    )
    assert row_of(audit.table, "e1")["r_gdp"] > 0.98
    note = audit.notes.filter((pl.col("kind") == "size") & (pl.col("indicator") == "e1") & (pl.col("class") == "K"))
    assert note.height == 1
    assert "地区生产总值" in note["zh"][0]


def test_too_few_members_give_no_correlation(drawn):
    wide, scheme, scorecard = drawn(count=14)
    audit = audit_gaming(scorecard, scheme, sizes=wide.select("ref_area", gdp="e1"))
    assert audit.table["r_gdp"].null_count() == audit.table.height
    few = audit_gaming(scorecard, scheme, sizes=wide.select("ref_area", gdp="e1"), limits=Limits(members=7))
    assert few.table["r_gdp"].null_count() == 0


def test_rank_correlation_shares_ranks_among_ties():
    a, b = np.array([1, 2, 2, 3, np.nan]), np.array([1, 3, 2, 4, 9.0])
    ranks = np.corrcoef([1, 2.5, 2.5, 4], [1, 3, 2, 4])[0, 1]
    assert correlate_ranks(a, b) == pytest.approx(ranks)
    assert np.isnan(correlate_ranks(np.ones(4), b[:4]))


def test_the_gap_of_a_rank_is_measured_near_the_award_line():
    totals = np.array([90, 80, 70, 69, 68, 67, 66, 50.0])
    assert measure_rank_gap(totals, 0) == pytest.approx(40 / 7)
    assert measure_rank_gap(totals, 5) == pytest.approx((80 - 50) / 6)
    assert measure_rank_gap(totals, 1) == pytest.approx((90 - 68) / 4)
    assert np.isnan(measure_rank_gap(totals[:1], 1))


def test_a_rank_that_is_bought_by_a_trifle_is_noted():
    wide = draw_figures(20).with_columns(e1=pl.col("e1") + 5000)  # the same spread about a hundred times the value
    scheme = make_scheme(awards_per_class=3)
    audit = audit_gaming(assess_wide(wide, scheme), scheme)
    row = row_of(audit.table, "e1")
    assert row["percent_per_rank"] == pytest.approx(row["rank_gap"] / row["elasticity"])
    assert row["percent_per_rank"] < 2
    cheap = audit.notes.filter((pl.col("kind") == "cheap") & (pl.col("class") == "K"))
    assert cheap["indicator"].to_list() == ["e1"]
    assert cheap["figure"][0] == row["percent_per_rank"]


def test_an_indicator_that_tells_nobody_apart_is_noted():
    wide = draw_figures(20).with_columns(e1=pl.Series([50.0] * 8 + [10.0, 90.0] + [50.0] * 8 + [10.0, 90.0]))
    scheme = make_scheme(normalise={"method": "min_max", "base": 60, "span": 40})
    audit = audit_gaming(assess_wide(wide, scheme), scheme, limits=Limits(flat=2.0))
    assert "e1" in audit.notes.filter((pl.col("kind") == "flat") & (pl.col("class") == "K"))["indicator"]
    assert row_of(audit.table, "e1")["points_spread"] < 2


def test_two_nodes_that_say_the_same_are_a_pair_and_one_nodes_are_none():
    wide = draw_figures(20).with_columns(r1=pl.col("e1") * 2 + 1, e2=pl.col("e1") + 0.001 * pl.col("r1"))
    scheme = make_scheme()
    pairs = audit_gaming(assess_wide(wide, scheme), scheme).pairs.filter(
        (pl.col("kind") == "correlated") & (pl.col("class") == "K")
    )
    assert pairs.select("first", "second", "first_node", "second_node").rows() == [
        ("e1", "r1", "economy", "risk"), ("e2", "r1", "economy", "risk"),
    ]  # fmt: skip
    assert pairs["weight"].to_list() == [70.0, 50.0]


def test_an_item_that_two_indicators_count_is_a_pair_and_one_that_only_divides_is_none(drawn):
    _, scheme, scorecard = drawn(count=20)
    definitions = {
        "e1": define("e1", "log", {"of": "per_head"}), "per_head": define("per_head", "per_resident", {"amount": "gdp", "residents": "people"}),
        "e2": define("e2", "share", {"part": "services", "whole": "gdp"}), "r1": define("r1", "growth", {"of": "gdp"}),
        "r2": define("r2", "per_resident", {"amount": "deaths", "residents": "people"}),
    }  # fmt: skip
    audit = audit_gaming(scorecard, scheme, definitions=definitions, items={"gdp": Name(zh="地区生产总值", en="GDP")})
    shared = audit.pairs.filter((pl.col("kind") == "shared_item") & (pl.col("class") == "K"))
    assert shared.select("first", "second", "items").rows() == [("e1", "r1", "gdp")]
    assert "都计入地区生产总值" in audit.notes.filter(pl.col("kind") == "shared_item")["zh"][0]


def test_items_are_found_through_indicators_and_without_circles():
    definitions = {
        "a": define("a", "sum", {"of": ["b", "x"]}), "b": define("b", "difference", {"minuend": "y", "subtrahend": "z"}),
        "gdp": define("gdp", "value", {"of": "gdp"}),
    }  # fmt: skip
    assert find_items("a", definitions) == {"x", "y", "z"}
    assert find_items("gdp", definitions) == {"gdp"}
    assert find_items("unknown", definitions) == frozenset()


def test_notes_are_questions_in_both_languages(drawn):
    wide, scheme, scorecard = drawn(count=20)
    notes = audit_gaming(
        scorecard,
        scheme,
        sizes=wide.select("ref_area", gdp="e1"),
        limits=Limits(size=0.1, saturated=0.05, flat=5, cheap_percent=100),
    ).notes
    assert set(notes["kind"]) >= {"size", "saturated_top", "saturated_bottom", "flat", "cheap"}
    assert notes["zh"].str.ends_with("？").all()
    assert notes["en"].str.ends_with("?").all()


def test_sizes_in_which_an_area_stands_twice_are_refused(drawn):
    wide, scheme, scorecard = drawn()
    with pytest.raises(MethodError, match="every area stands once"):
        audit_gaming(scorecard, scheme, sizes=pl.concat([wide, wide]).select("ref_area", gdp="e1"))


def test_areas_that_are_compared_have_no_price_of_a_rank(drawn):
    _, scheme, scorecard = drawn(count=20, aggregate="topsis")
    table = audit_gaming(scorecard, scheme).table
    assert table["elasticity"].null_count() == table["percent_per_rank"].null_count() == table.height
    assert table["at_top"].null_count() == 0
