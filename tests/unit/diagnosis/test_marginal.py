import numpy as np
import polars as pl
import pytest

from junxian.diagnosis.marginal import measure_marginal_points

from .conftest import CODES, assess_wide, make_scheme


def nudge(wide, area, code, step):
    worse = -1 if code == "r2" else 1
    return wide.with_columns(
        pl.when(pl.col("ref_area") == area).then(pl.col(code) + worse * step).otherwise(pl.col(code)).alias(code)
    )


@pytest.mark.parametrize("aggregate", ["arithmetic", "geometric", "harmonic", "mean_min"])
def test_a_small_step_brings_what_the_slope_says(drawn, aggregate):
    wide, scheme, scorecard = drawn(aggregate=aggregate)
    bounds = {"bounds": scorecard.bounds.drop("members"), "normalise": {"bounds": "declared"}}
    fixed = make_scheme(aggregate=aggregate, **bounds)
    found = measure_marginal_points(scorecard, scheme)
    before = dict(scorecard.table.select("ref_area", "score").iter_rows())
    for area, code, slope, state in found.select("ref_area", "indicator", "points_per_unit", "state").iter_rows():
        if state == "open" and area in ("001", "003", "009"):
            after = assess_wide(nudge(wide, area, code, 1e-6), fixed).table
            gain = after.row(by_predicate=pl.col("ref_area") == area, named=True)["score"] - before[area]
            assert gain / 1e-6 == pytest.approx(slope, rel=1e-4)


def test_below_and_beyond_the_bounds_the_next_unit_brings_nothing(drawn):
    _, scheme, scorecard = drawn()
    found = measure_marginal_points(scorecard, scheme)
    joined = found.join(
        scorecard.indicators.select("ref_area", "indicator", "normalised"), on=["ref_area", "indicator"], validate="1:1"
    )
    ends = joined.filter(pl.col("normalised").is_in([60.0, 100.0]))
    assert ends.height >= 8
    assert ends["points_per_unit"].to_list() == [0.0] * ends.height
    assert set(ends.filter(pl.col("normalised") == 60)["state"]) == {"below"}
    assert set(ends.filter(pl.col("normalised") == 100)["state"]) == {"saturated"}
    assert ends.filter(pl.col("normalised") == 100)["points_left"].max() == 0


def test_at_weighted_sums_one_spread_is_worth_the_same_to_all_within_the_bounds(drawn):
    _, scheme, scorecard = drawn()
    found = measure_marginal_points(scorecard, scheme).filter((pl.col("class") == "K") & (pl.col("state") == "open"))
    assert found.group_by("indicator").agg(pl.col("points_per_spread").std())["points_per_spread"].max() < 1e-9
    e1 = found.filter(pl.col("indicator") == "e1")
    low, high = (
        scorecard.bounds.filter((pl.col("class") == "K") & (pl.col("indicator") == "e1")).select("low", "high").row(0)
    )
    np.testing.assert_allclose(e1["points_per_unit"], 0.40 * 40 / (high - low))
    np.testing.assert_allclose(e1["points_per_spread"] / e1["points_per_unit"], e1["spread"])


def test_what_was_not_filed_and_what_is_compared_have_no_slope(drawn):
    wide, scheme, _ = drawn()
    holed = wide.with_columns(pl.when(pl.col("ref_area") == "002").then(None).otherwise(pl.col("r2")).alias("r2"))
    row = measure_marginal_points(assess_wide(holed, scheme), scheme).row(
        by_predicate=(pl.col("ref_area") == "002") & (pl.col("indicator") == "r2"), named=True
    )
    assert (row["state"], row["points_per_unit"], row["points_left"]) == ("not_filed", None, None)
    _, scheme, scorecard = drawn(aggregate="topsis")
    found = measure_marginal_points(scorecard, scheme)
    assert set(found["state"]) == {"unknown"}
    assert found["points_per_unit"].null_count() == found.height == 14 * len(CODES)
