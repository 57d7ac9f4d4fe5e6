"""Further years: what is carried over, the pace from year to year, and this year's amounts from their five numbers."""

from dataclasses import replace

import numpy as np
import polars as pl
import pytest

from junxian.allocation.optimum.solve import solve
from junxian.allocation.programme import coordinate_source
from junxian.allocation.programme.build import build_case
from junxian.allocation.programme.explain import _say_more
from junxian.allocation.programme.settle import _round

from ..conftest import change_table, declare

FALLING = [
    {"year": 2027, "supply": {"land": 900, "energy": 6000}},
    {"year": 2028, "supply": {"land": 800, "energy": 6500}},
]


def years(**changes):
    return {"carry": 0.3, "year": FALLING} | changes


def spread(plan):
    """(years, areas · factors)."""
    return np.array([part["amount"].to_numpy() for part in plan.years.partition_by("year")])


@pytest.mark.parametrize("plan", ["joint", "rolling"])
@pytest.mark.parametrize("alpha", [0.5, 1.0, 2.0])
def test_supplies_and_pace_hold_over_the_years(source, plan, alpha):
    found = coordinate_source(declare(alpha=alpha, years=years(plan=plan)), source)
    x = spread(found)
    assert (x[1:] <= 1.3 * x[:-1] * (1 + 1e-5)).all()
    assert (x[1:] >= 0.8 * x[:-1] * (1 - 1e-5)).all()
    rows = found.horizon
    given = rows["supply"] + rows["carried_in"]
    assert (rows["allotted"] + rows["carried_out"] + rows["left"]).to_numpy() == pytest.approx(
        given.to_numpy(), rel=1e-5
    )
    assert (rows["carried_out"] <= 0.3 * rows["supply"] * (1 + 1e-6)).all()
    assert rows["year"].unique(maintain_order=True).to_list() == [2026, 2027, 2028]
    assert rows.filter(pl.col("factor") == "land")["supply"].to_list() == pytest.approx([800, 720, 640])
    assert found.years.filter(pl.col("year") == 2026)["amount"].to_numpy() == pytest.approx(
        found.amounts["amount"].to_numpy()
    )


@pytest.mark.parametrize("alpha", [0.5, 1.0, 2.0])
def test_jointly_land_waits_for_leaner_years_and_is_worth_more(source, alpha):
    joint = coordinate_source(declare(alpha=alpha, years=years()), source)
    rolling = coordinate_source(declare(alpha=alpha, years=years(plan="rolling")), source)
    assert joint.wider["gain"][0] > 1e-4
    assert rolling.wider["gain"][0] == pytest.approx(joint.wider["gain"][0])
    assert 0 <= joint.wider["relative_gap"][0] <= 1e-4
    assert rolling.wider["relative_gap"][0] is None
    waiting = joint.horizon.filter(pl.col("factor") == "land")["carried_out"][0]
    assert waiting > 20
    assert rolling.horizon.filter(pl.col("factor") == "land")["carried_out"][0] == 0
    (land,) = joint.factors.filter(pl.col("factor") == "land").to_dicts()
    assert land["reserve"] + land["allotted"] + land["returned"] == land["supply"]
    assert land["returned"] == pytest.approx(waiting, abs=2)


def test_this_year_of_a_joint_plan_follows_from_its_five_numbers(source):
    table = coordinate_source(declare(years=years(up=0.05, down=0.05)), source).amounts
    assert "next_year" in set(table["lower_by"])
    free = table["base"] * table["weight"] / table["price"]
    made = np.clip(free.to_numpy(), table["lower"].to_numpy(), table["upper"].fill_null(np.inf).to_numpy())
    assert made == pytest.approx(table["amount"].to_numpy(), rel=1e-6)
    held = table.filter((pl.col("bound") == "lower") & (pl.col("lower_by") == "next_year"))
    assert held.height
    assert "与下年之间的增减幅" in held["why_zh"][0]
    assert "into the next year" in held["why_en"][0]


def test_year_by_year_is_this_years_plan(source):
    rolling = coordinate_source(declare(years=years(plan="rolling")), source)
    alone = coordinate_source(declare(), source)
    assert rolling.amounts["quota"].to_list() == alone.amounts["quota"].to_list()


def test_a_later_year_whose_limits_conflict_is_named(source):
    """The floors of a city against a row of energy that the greater supply of 2028 breaks."""
    row = {
        "name": {"zh": "环境容量", "en": "Capacity"},
        "at_most": 5200.0,
        "terms": [{"factor": "energy", "times": 1.0}],
    }
    group = [{"by": "city", "at_least": 0.9, "factors": ["energy"]}]
    found = coordinate_source(declare(years=years(), row=[row], group=group), source)
    assert not found.certificate.height
    assert found.conflicts["zh"][0].startswith("2027年：")
    assert "2027: " in found.conflicts["en"][0]
    assert {"conflict", "relaxation"} <= set(found.conflicts["kind"])
    assert found.amounts["quota"].null_count() == found.amounts.height


def test_year_by_year_that_loses_the_pace_says_in_which_year(source):
    """Supply falls by three tenths in a year while amounts may fall by a tenth only, and nothing may wait."""
    steep = [{"year": 2027, "supply": {"land": 700, "energy": 3500}}]
    found = coordinate_source(declare(years={"plan": "rolling", "down": 0.1, "carry": 0.0, "year": steep}), source)
    assert not found.certificate.height
    assert found.conflicts["zh"][0].startswith("2027年：")
    assert "比上年增减幅" in "".join(found.conflicts["zh"])
    joint = coordinate_source(declare(years={"down": 0.1, "carry": 0.0, "year": steep}), source)
    assert joint.certificate.height
    assert joint.wider["gain"][0] is None


@pytest.mark.parametrize("way", ["joint", "rolling"])
def test_an_area_that_can_get_nothing_leaves_a_plan_of_years_for_the_others(way):
    source = change_table(land_applied=[500, 400, 150, 190, 120, None])
    years = {"plan": way, "year": [{"year": 2024, "supply": {"land": 900, "energy": 5000}}]}
    plan = coordinate_source(declare(land={"basic": 0.0, "collar": None}, years=years), source)
    assert plan.certificate.height == 1
    assert plan.amounts.filter(factor="land", ref_area="f")["quota"].to_list() == [0]
    assert plan.wider["gain"].is_finite().all()


def test_the_pace_into_the_next_year_gives_way_where_whole_units_cannot_keep_it(source):
    """Floors of 101 stand at 200 in hundreds; beside them the cap of 552 leaves no room for three hundreds of the next year's 350."""
    term = {"factor": "land", "times": 1.0, "classification": "class", "classes": ["s"]}
    row = {"name": {"zh": "封顶", "en": "Cap"}, "at_most": 552.0, "terms": [term]}
    land = {"whole_unit": 100, "collar": None, "applied": "", "basic": 0.0}
    case = build_case(declare(land=land, energy={"basic": 0.0}, row=[row]), source)
    floors, later = np.zeros((6, 2)), np.zeros((6, 2))
    floors[[2, 4], 0] = 101
    later[5, 0] = 350
    plain = replace(case.problem, lower=floors)
    bound = replace(case, problem=replace(plain, lower=floors + later))
    whole, told = _round(bound, plain, solve(bound.problem))
    assert whole is not None
    assert not told
    assert whole.x[[2, 4, 5], 0].sum() <= 552
    assert (whole.x >= floors).all()


def test_who_is_held_by_the_next_year_or_a_row_reads_what_would_change_it():
    for by, said in (("next_year", "pace into the next year"), ("row", "shared limit")):
        told = _say_more({"base": 1.0, "bound": "upper", "upper_by": by}, declare())
        assert said in told.text("en")
        assert told.zh.startswith("放宽")
