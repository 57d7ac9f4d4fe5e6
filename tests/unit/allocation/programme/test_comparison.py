"""What a plan costs and whom it serves."""

import polars as pl
import pytest

from junxian.allocation.programme import coordinate_source
from junxian.allocation.programme.source import TableSource
from junxian.terms import MethodError

from .conftest import AREAS, declare


def test_fairness_has_its_price_and_the_price_never_falls(source):
    curve = coordinate_source(declare(), source).curve
    for factor in ("land", "energy"):
        own = curve.filter(pl.col("factor") == factor).sort("alpha")
        assert own["efficiency"][0] == pytest.approx(1.0)
        assert own["efficiency"].diff().drop_nulls().max() <= 1e-9
        assert own["price_of_fairness"].to_list() == pytest.approx((1 - own["efficiency"]).to_list())
        assert own["gini"][-1] <= own["gini"][0]


def test_the_plan_stands_beside_other_ways_of_allotting(source):
    plan = coordinate_source(declare(), source, formula={"land": {"a": 1.0}})
    land = plan.against.filter(pl.col("factor") == "land")
    assert land["plan"].to_list() == plan.amounts.filter(pl.col("factor") == "land")["quota"].to_list()
    assert land["equal"].sum() == pytest.approx(800)
    assert land["base"].sum() == pytest.approx(800)
    assert land["formula"].to_list() == [1.0, None, None, None, None, None]


def test_draws_hold_the_plan_within_their_interval_and_repeat(source):
    programme = declare(sensitivity={"replicates": 200, "spread": 0.25})
    first, second = (coordinate_source(programme, source, seed=7) for _ in range(2))
    assert first.draws.equals(second.draws)
    joined = first.draws.join(first.amounts, on=["ref_area", "factor"])
    assert (joined["low"] <= joined["median"]).all()
    assert (joined["median"] <= joined["high"]).all()
    inside = (joined["amount"] >= joined["low"] - 1e-9) & (joined["amount"] <= joined["high"] + 1e-9)
    assert inside.mean() >= 0.9
    assert (joined["low"] < joined["high"] - 1e-9).any()
    assert not first.draws.equals(coordinate_source(programme, source, seed=8).draws)


def test_more_draws_than_there_is_room_for_are_refused_before_any_is_drawn(source, monkeypatch):
    monkeypatch.setattr("junxian.allocation.programme.comparison.MOST_DRAWN", 12 * 50)
    assert coordinate_source(declare(sensitivity={"replicates": 50}), source).draws.height == 12
    with pytest.raises(MethodError, match="Draw at most 50 times"):
        coordinate_source(declare(sensitivity={"replicates": 51}), source)


def test_without_spread_nothing_moves(source):
    plan = coordinate_source(declare(sensitivity={"replicates": 5, "spread": 0.0}), source)
    joined = plan.draws.join(plan.amounts, on=["ref_area", "factor"])
    assert joined["low"].to_list() == pytest.approx(joined["amount"].to_list(), rel=1e-7)
    assert joined["high"].to_list() == pytest.approx(joined["amount"].to_list(), rel=1e-7)


@pytest.mark.parametrize("wider", [{}, {"worst_case": {"draws": 3}}])
@pytest.mark.parametrize("alpha", [1.0, 8.0])
def test_a_county_without_any_base_is_not_the_least_served(alpha, wider):
    nothing = [pl.lit(0.0).alias(name) for name in AREAS.columns if AREAS[name].dtype == pl.Float64]
    table = pl.concat([AREAS, AREAS.tail(1).with_columns(*nothing, pl.lit("g").alias("area"))])
    plan = coordinate_source(declare(alpha=alpha, **wider), TableSource(table, {}))
    assert plan.certificate.height == 1
    assert plan.amounts.filter(ref_area="g")["quota"].to_list() == [0, 0]
    assert (plan.factors["least_share"] > 0.3).all()
    assert (plan.curve["least_share"] > 0).all()
    assert "基数为零，只得下限" in plan.amounts.filter(ref_area="g")["why_zh"][0]
