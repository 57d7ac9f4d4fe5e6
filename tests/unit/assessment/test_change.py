from dataclasses import replace

import polars as pl
import pytest

from junxian.assessment.change import add_changes
from junxian.assessment.tree import points_of, tree_of
from junxian.indicators import IndicatorTable
from junxian.terms import Period

ROWS = [("01", "K", 10.0, 5.0, 1.0, 9.0), ("02", "K", 20.0, 4.0, 2.0, 7.0), ("03", "K", 30.0, 3.0, 3.0, 5.0),
        ("05", "A", 1.0, 1.0, 9.0, 1.0), ("06", "A", 2.0, 2.0, 8.0, 2.0), ("07", "A", 3.0, 3.0, 7.0, 3.0)]  # fmt: skip
BEFORE = [("01", "K", 8.0, 5.0, 1.0, 9.0), ("02", "K", 20.0, 4.0, 2.0, 7.0), ("03", "K", 25.0, 3.0, 3.0, 5.0),
          ("05", "A", 0.0, 1.0, 9.0, 1.0), ("06", "A", 1.0, 2.0, 8.0, 2.0), ("07", "A", None, 3.0, 7.0, 3.0)]  # fmt: skip
MORE = [("08", "A", 4.0, 0.0, 1.0, 1.0)]
BOTH = {"indicator": [{"code": "e1", "score": "both", "method": "growth"}]}
MIN_MAX = {"normalise": {"method": "min_max", "base": 0, "span": 100}}


def table_of(*years):
    tables = []
    for year, rows in years:
        frame = pl.DataFrame(rows, schema=["ref_area", "class", "e1", "e2", "r1", "r2"], orient="row")
        tables.append(IndicatorTable.from_wide(frame.drop("class"), Period(year)))
    return replace(tables[0], table=pl.concat([one.table for one in tables]))


def test_level_and_change_are_two_parts_of_a_node_that_keeps_the_points(scheme):
    declared = scheme(change=BOTH)
    tree = tree_of(declared)
    assert tree.indicators == ("e1", "e1@growth", "e2", "r1", "r2")
    assert tree.parent["e1"] == tree.parent["e1@growth"] == "e1@both"
    points = dict(zip(tree.parts, points_of(declared, tree)[0], strict=True))
    assert (points["e1"], points["e1@growth"], points["e1@both"]) == (16.0, 24.0, 40.0)
    assert points["economy"] == 60.0


def test_an_indicator_may_be_scored_by_change_alone(scheme):
    tree = tree_of(scheme(change={"indicator": [{"code": "e1", "score": "change", "method": "change"}]}))
    assert tree.indicators == ("e1@change", "e2", "r1", "r2")
    assert tree.parent["e1@change"] == "economy"


def test_change_over_two_years_has_a_name_of_its_own(scheme):
    assert "e1@growth2" in tree_of(scheme(change=BOTH | {"back": 2})).indicators


def test_growth_is_measured_against_the_year_before_and_is_undefined_on_no_base(scheme):
    own = add_changes(table_of((2019, BEFORE), (2020, ROWS)), scheme(change=BOTH)).table
    rows = own.filter((pl.col("indicator") == "e1@growth") & (pl.col("time_period") == "2020"))
    assert rows.select("ref_area", "value", "status", "missing", "unit").rows() == [
        ("01", 25.0, "ok", "", "%"), ("02", 0.0, "ok", "", "%"), ("03", 20.0, "ok", "", "%"),
        ("05", None, "undefined", "", "%"), ("06", 100.0, "ok", "", "%"), ("07", None, "missing", "e1@-1", "%"),
    ]  # fmt: skip


def test_a_difference_stands_in_the_unit_of_its_indicator(scheme):
    change = {"indicator": [{"code": "e1", "method": "change"}]}
    own = add_changes(table_of((2019, BEFORE), (2020, ROWS)), scheme(change=change)).table
    rows = own.filter((pl.col("indicator") == "e1@change") & (pl.col("time_period") == "2020"))
    assert rows["value"].to_list() == [2.0, 0.0, 5.0, 1.0, 1.0, None]
    assert rows["unit"].unique().to_list() == ["1"]


def test_a_table_that_has_the_change_comes_back_as_it_is(scheme):
    table = add_changes(table_of((2019, BEFORE), (2020, ROWS)), scheme(change=BOTH))
    assert add_changes(table, scheme(change=BOTH)) is table


def test_the_score_is_forty_parts_level_and_sixty_parts_change(score_years):
    scorecard = score_years({2019: [*BEFORE, *MORE], 2020: [*ROWS, *MORE]}, change=BOTH, coverage=0.5, **MIN_MAX)
    own = scorecard.indicators.filter((pl.col("parent") == "e1@both") & (pl.col("ref_area") == "02"))
    assert own.select("indicator", "part", "weight", "normalised").rows() == [
        ("e1", "level", 16.0, 50.0), ("e1@growth", "change", 24.0, 0.0),
    ]  # fmt: skip
    node = scorecard.nodes.filter((pl.col("node") == "e1@both") & (pl.col("ref_area") == "02"))
    assert node["score"].item() == pytest.approx(0.4 * 50 + 0.6 * 0)


def test_where_the_year_before_is_missing_the_level_carries_the_points(score_years):
    scorecard = score_years({2019: [*BEFORE, *MORE], 2020: [*ROWS, *MORE]}, change=BOTH, coverage=0.5, **MIN_MAX)
    own = scorecard.indicators.filter((pl.col("parent") == "e1@both") & (pl.col("ref_area") == "07"))
    assert own["used_weight"].to_list() == [pytest.approx(20.0), pytest.approx(0.0)]
    why = scorecard.table.row(by_predicate=pl.col("ref_area") == "07", named=True)["why_zh"]
    assert "e1（增长）（上年e1未报送）" in why


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"weight_level": 0.5, "indicator": [{"code": "e1"}]}, "do not sum to 1"),
        ({"indicator": [{"code": "e9"}]}, "indicator 'e9' is none of the scheme's. Permitted: e1"),
        ({"indicator": []}, "at least 1"),
    ],
)
def test_a_wrong_declaration_of_change_is_refused(scheme, change, words):
    with pytest.raises(ValueError, match=words):
        scheme(change=change)
