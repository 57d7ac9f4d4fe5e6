from dataclasses import replace

import numpy as np
import polars as pl
import pytest

from junxian.diagnosis import diagnose, find_least_change
from junxian.diagnosis.aims import aim_at_next_group, aim_at_next_rank, find_total, list_rivals
from junxian.diagnosis.history import measure_pace
from junxian.diagnosis.levers import read_levers
from junxian.diagnosis.members import read_members
from junxian.terms.errors import MethodError

from .conftest import assess_wide, make_scheme


def put(scorecard, totals, **columns):
    """The scorecard with totals of class K, best first in the order of areas, and ranks to suit."""
    own = scorecard.table.filter(pl.col("class") == "K").sort("ref_area").head(len(totals))
    rank = [1 + sum(t > total for t in totals) for total in totals]
    changed = own.with_columns(
        pl.Series("total", totals), pl.Series("rank", rank), *(pl.Series(n, v) for n, v in columns.items())
    )
    return replace(scorecard, table=changed)


def test_the_next_rank_is_the_nearest_better_total_and_ties_share_it(drawn):
    _, scheme, scorecard = drawn(count=8)
    made = put(scorecard, [90.0, 80.0, 80.0, 70.0])
    members, rivals = read_members(made, scheme, "K"), list_rivals(made, scheme, "K")
    aims = aim_at_next_rank(members, rivals)
    assert aims.area == ("", "000", "000", "001")
    assert aims.rank.tolist() == [0, 1, 1, 2]
    np.testing.assert_array_equal(aims.total, [np.nan, 90, 90, 80])


def test_the_next_group_is_the_nearest_whose_interval_lies_before_ones_own(drawn):
    _, scheme, scorecard = drawn(count=8)
    made = put(scorecard, [90.0, 80.0, 70.0, 60.0], rank_low=[1, 1, 3, 3], rank_high=[1, 3, 4, 4])
    aims = aim_at_next_group(read_members(made, scheme, "K"), list_rivals(made, scheme, "K"))
    assert aims.area == ("", "", "000", "000")


def test_where_the_scorecard_has_groups_the_last_of_the_next_one_is_aimed_at(drawn):
    _, scheme, scorecard = drawn(count=8)
    made = put(scorecard, [90.0, 80.0, 70.0, 60.0], group=[1, 1, 2, 3])
    aims = aim_at_next_group(read_members(made, scheme, "K"), list_rivals(made, scheme, "K"))
    assert aims.area == ("", "", "001", "002")


def test_without_intervals_nobody_is_told_apart(drawn):
    _, scheme, scorecard = drawn()
    assert set(diagnose(scorecard, scheme).moves["aim"]) == {"next_rank"}


def test_the_total_of_a_rank_counts_the_others_only(drawn):
    _, scheme, scorecard = drawn(count=8)
    rivals = list_rivals(put(scorecard, [90.0, 80.0, 80.0, 70.0]), scheme, "K")
    assert [find_total(rivals, "003", rank) for rank in (1, 2, 3)] == [90, 80, 80]
    assert find_total(rivals, "003", 4) == -np.inf
    assert find_total(rivals, "003", 1, ahead=True) == pytest.approx(90.01)
    assert find_total(rivals, "000", 1) == 80
    with pytest.raises(MethodError, match="rank 5"):
        find_total(rivals, "003", 5)


def test_classes_that_are_ranked_together_are_rivals(drawn):
    _, scheme, scorecard = drawn(rank_across=("K", "A"))
    assert len(list_rivals(scorecard, scheme, "A").areas) == 14
    last = scorecard.table.filter(pl.col("rank") == 14)["ref_area"][0]
    ahead = scorecard.table.filter(pl.col("rank") == 13)["ref_area"][0]
    moves = diagnose(scorecard, scheme).moves.filter((pl.col("ref_area") == last) & (pl.col("aim") == "next_rank"))
    assert set(moves["aim_area"]) == {ahead}
    assert set(moves["aim_rank"]) == {13}


def test_efforts_are_measured_in_the_spread_that_is_asked_for(drawn):
    wide, scheme, scorecard = drawn(count=20)
    members = read_members(scorecard, scheme, "K")
    values = wide["e1"][:10].to_numpy()
    assert read_levers(members).spread[0] == pytest.approx(values.std(ddof=1))
    middle = np.subtract(*np.percentile(values, (75, 25))) / 1.3489795003921634
    assert read_levers(members, "robust").spread[0] == pytest.approx(middle)
    with pytest.raises(MethodError, match="'rubost'"):
        read_levers(members, "rubost")


def test_in_units_of_the_classs_pace_what_nobody_ever_improved_does_not_move(drawn):
    wide, _, _ = drawn(count=20)
    scheme = make_scheme()
    scorecard = assess_wide(wide, scheme)
    years = [wide.with_columns(pl.col("e1") - back, pl.col("r1") + back) for back in (1, 0)]
    history = pl.concat(
        frame.unpivot(["e1", "e2", "r1"], index="ref_area", variable_name="indicator").with_columns(
            time_period=pl.lit(year)
        )
        for frame, year in zip(years, ("2019", "2020"), strict=True)
    )
    pace = measure_pace(history, scorecard, scheme, "K")
    assert pace == pytest.approx({"e1": 1.0})
    own = scorecard.table.filter((pl.col("class") == "K") & (pl.col("rank") == 6))["ref_area"][0]
    found = find_least_change(scorecard, scheme, own, 5, spread=pace)
    assert found.changes["indicator"].to_list() == ["e1"]
    assert found.size == pytest.approx(found.changes["change"].sum())
