import polars as pl
import pytest

from junxian.diagnosis.reassess import reassess_values
from junxian.terms.errors import MethodError

from .conftest import PERIOD, assess_wide, classify, tabulate

MIN_MAX = {"method": "min_max", "base": 60, "span": 40}


def ask(drawn, area, values, **changes):
    wide, scheme, scorecard = drawn(count=20, **changes)
    return reassess_values(scorecard, scheme, area, values, tabulate(wide), classify(wide), PERIOD)


def test_the_same_values_give_the_same_rank_twice(drawn):
    again = ask(drawn, "002", {})
    assert again.rank == again.fixed_rank == again.new_rank
    assert again.total == again.fixed_total == again.new_total
    assert again.bounds.is_empty()


def test_an_area_that_sets_a_bound_moves_it_and_both_ranks_are_stated(drawn):
    wide, scheme, scorecard = drawn(count=20, normalise=MIN_MAX)
    best = wide.filter(pl.col("ref_area") < "010").sort("e1")["ref_area"][-1]
    again = reassess_values(scorecard, scheme, best, {"e1": 200.0}, tabulate(wide), classify(wide), PERIOD)
    assert again.bounds.select("class", "indicator", "new_high").rows() == [("K", "e1", 200.0)]
    assert again.fixed_total == again.total
    moved = wide.with_columns(pl.when(pl.col("ref_area") == best).then(200.0).otherwise(pl.col("e1")).alias("e1"))
    row = assess_wide(moved, scheme).table.row(by_predicate=pl.col("ref_area") == best, named=True)
    assert (again.new_rank, again.new_total) == (row["rank"], row["total"])


def test_a_worse_value_is_placed_as_well(drawn):
    again = ask(drawn, "002", {"e1": -100.0}, normalise=MIN_MAX)
    assert again.fixed_total < again.total
    assert again.fixed_rank >= again.rank


def test_where_nothing_can_be_held_fixed_only_the_new_rank_is_stated(drawn):
    again = ask(drawn, "002", {"e1": 60.0}, aggregate="topsis")
    assert (again.fixed_rank, again.fixed_total) == (None, None)
    assert again.new_rank >= 1


def test_an_indicator_that_was_not_filed_can_be_filed(drawn):
    wide, scheme, _ = drawn(count=20)
    holed = wide.with_columns(pl.when(pl.col("ref_area") == "002").then(None).otherwise(pl.col("r2")).alias("r2"))
    scorecard = assess_wide(holed, scheme)
    again = reassess_values(scorecard, scheme, "002", {"r2": 10.0}, tabulate(holed), classify(holed), PERIOD)
    assert again.fixed_rank is None
    assert again.new_total > again.total


def test_what_is_missing_elsewhere_does_not_hinder(drawn):
    wide, scheme, _ = drawn(count=20)
    holed = wide.with_columns(pl.when(pl.col("ref_area") == "002").then(None).otherwise(pl.col("r2")).alias("r2"))
    scorecard = assess_wide(holed, scheme)
    again = reassess_values(scorecard, scheme, "002", {"e1": 60.0}, tabulate(holed), classify(holed), PERIOD)
    assert again.fixed_rank is not None


def test_an_unknown_indicator_is_refused(drawn):
    with pytest.raises(MethodError, match="'e9'"):
        ask(drawn, "002", {"e9": 1.0})
