"""Plans side by side, against figures reckoned by hand."""

import math
from dataclasses import replace

import polars as pl
import pytest

from junxian.allocation import CONFLICT_SCHEMA, PLAN_SCHEMA, Plan, ProgrammePlan
from junxian.allocation.programme.result import (
    AMOUNT_SCHEMA,
    CERTIFICATE_SCHEMA,
    DRAW_SCHEMA,
    FACTOR_SCHEMA,
    LIMIT_SCHEMA,
)
from junxian.allocation.side_by_side import has_quotas, set_side_by_side
from junxian.terms import MethodError

BASE = {"a": 40.0, "b": 40.0, "c": 20.0}
WEIGHT = {"a": 2.0, "b": 1.0, "c": 1.0}
QUOTAS = {"a": 50.0, "b": 30.0, "c": 20.0}


def frame(rows, schema):
    return pl.DataFrame(rows, schema=schema, orient="row")


def by_formula(quotas, factor="land", unit="亩", bound="none", amounts=None):
    """A plan by formula; its amounts before whole units are its quotas where none are given."""
    rows = [
        {"ref_area": area, "factor": factor, "unit": unit, "quota": quota, "bound": bound, "basic": 1.0,
         "efficiency": None if quota is None else (amounts or quotas)[area] - 1.0}
        for area, quota in quotas.items()
    ]  # fmt: skip
    empty = frame([], CONFLICT_SCHEMA)
    return Plan(frame(rows, PLAN_SCHEMA), empty, empty, empty)


def programme(factors, unit="亩", draws=None, amounts=None):
    """A programme of factors, each with quotas by area; `draws` by area of the factor land."""
    rows = [
        {"ref_area": area, "factor": factor, "unit": unit, "quota": quota, "amount": (amounts or quotas)[area], "bound": "none",
         "base": BASE[area], "weight": WEIGHT[area], "adjustment": 1.0}
        for factor, quotas in factors.items()
        for area, quota in quotas.items()
    ]  # fmt: skip
    held = [{"factor": factor, "name_zh": "用地", "name_en": "Land", "unit": unit} for factor in factors]
    drawn = [{"ref_area": a, "factor": "land", "low": low, "high": high} for a, (low, high) in (draws or {}).items()]
    return ProgrammePlan(
        amounts=frame(rows, AMOUNT_SCHEMA),
        factors=frame(held, FACTOR_SCHEMA),
        limits=frame([], LIMIT_SCHEMA),
        certificate=frame([{"relative_gap": 1e-16}], CERTIFICATE_SCHEMA),
        draws=frame(drawn, DRAW_SCHEMA),
    )


def refused():
    """A programme whose limits conflict."""
    rows = [{"ref_area": area, "factor": "land", "unit": "亩"} for area in QUOTAS]
    tables = [frame([], schema) for schema in (FACTOR_SCHEMA, LIMIT_SCHEMA, CERTIFICATE_SCHEMA)]
    return ProgrammePlan(frame(rows, AMOUNT_SCHEMA), *tables)


def test_a_formula_beside_a_programme_as_reckoned_by_hand():
    first = programme({"land": QUOTAS}, draws={"a": (45, 55), "b": (28, 31), "c": (19, 21)})
    side = set_side_by_side([first, by_formula({"a": 40.0, "b": 40.0, "c": 20.0})])
    one, two = side.summary.to_dicts()
    assert [one["yardstick"], two["yardstick"]] == [1, 1]
    assert [one["name_zh"], two["name_en"], two["unit"]] == ["用地", "Land", "亩"]
    assert [one["allotted"], two["allotted"]] == [100, 100]
    assert [one["efficiency"], two["efficiency"]] == pytest.approx([1, 140 / 150])
    assert [one["gini_base"], two["gini_base"]] == pytest.approx([0.12, 0])
    assert [one["least_share"], two["least_share"]] == pytest.approx([0.75, 1])
    assert [one["gini"], two["gini"]] == pytest.approx([0.2, 2 * (20 + 80 + 120) / 300 - 4 / 3])
    assert [one["relative_gap"], two["relative_gap"]] == [1e-16, None]
    assert {one[key] for key in ("gain", "lose", "moved", "rank_correlation", "beyond")} == {None}
    assert [two[key] for key in ("gain", "lose", "moved", "beyond")] == [1, 1, 10, 2]
    assert two["rank_correlation"] == pytest.approx(math.sqrt(3) / 2)
    areas = side.areas.filter(pl.col("plan") == 2).sort("ref_area")
    assert areas["difference"].to_list() == [-10, 10, 0]
    assert areas["percent"].to_list() == pytest.approx([-20, 100 / 3, 0])
    assert areas["is_beyond"].to_list() == [True, True, False]
    assert side.alone.is_empty()


def test_the_same_plan_twice_differs_nowhere():
    plan = programme({"land": QUOTAS}, draws={"a": (51, 55), "b": (28, 29), "c": (20, 20)})
    side = set_side_by_side([plan, plan])
    again = side.summary.row(1, named=True)
    assert [again[key] for key in ("gain", "lose", "moved", "beyond", "efficiency")] == [0, 0, 0, 0, 1]
    assert again["rank_correlation"] == pytest.approx(1)
    assert set(side.areas.filter(pl.col("plan") == 2)["difference"]) == {0}


def test_rounding_alone_brings_nobody_beyond_the_interval():
    first = programme({"land": QUOTAS}, amounts={"a": 49.6, "b": 30.3, "c": 20.1}, draws={"a": (49.5, 49.7), "b": (30.2, 30.4), "c": (20, 20.2)})  # fmt: skip
    rounded = by_formula({"a": 49.0, "b": 31.0, "c": 20.0}, amounts={"a": 49.55, "b": 30.35, "c": 20.1})
    side = set_side_by_side([first, rounded])
    assert side.summary["beyond"].to_list() == [None, 0]
    assert side.summary["gain"].to_list() == [None, 1]


def test_swapping_two_plans_swaps_who_gains():
    one, two = by_formula(QUOTAS), by_formula({"a": 44.0, "b": 33.0, "c": 23.0})
    there, back = (set_side_by_side(pair).summary.row(1, named=True) for pair in ([one, two], [two, one]))
    assert (there["gain"], there["lose"], there["moved"]) == (back["lose"], back["gain"], back["moved"]) == (2, 1, 6)


def test_formula_alone_has_no_yardstick():
    row = set_side_by_side([by_formula(QUOTAS), by_formula(QUOTAS, bound="applied")]).summary.row(1, named=True)
    assert {row[key] for key in ("yardstick", "efficiency", "gini_base", "least_share", "relative_gap", "beyond")} == {
        None
    }
    assert row["gini"] == pytest.approx(0.2)
    assert row["at_limits"] == 3


def adjust(plan, adjustment):
    """The programme with weights of land adjusted to its own plan."""
    factor = pl.Series(adjustment)
    return replace(plan, amounts=plan.amounts.with_columns(adjustment=factor, weight=pl.col("weight") * factor))


def test_the_yardstick_weighs_as_scored_not_as_adjusted_to_its_own_plan():
    even = by_formula({"a": 40.0, "b": 40.0, "c": 20.0})
    row = set_side_by_side([adjust(programme({"land": QUOTAS}), [0.5, 0.25, 1.0]), even]).summary.row(1, named=True)
    assert row["efficiency"] == pytest.approx(140 / 150)


def test_weights_as_scored_measure_before_adjusted_ones():
    plain, adjusted = programme({"land": QUOTAS}), adjust(programme({"land": QUOTAS}), [0.5, 0.0, 1.0])
    assert set_side_by_side([adjusted, plain]).summary["yardstick"].to_list() == [2, 2]
    assert set_side_by_side([plain, adjusted]).summary["yardstick"].to_list() == [1, 1]
    assert set_side_by_side([adjusted, by_formula(QUOTAS)]).summary["yardstick"].to_list() == [1, 1]


def test_what_no_one_else_gains_has_not_moved():
    side = set_side_by_side([by_formula(QUOTAS), by_formula({"a": 44.0, "b": 31.0, "c": 20.0})])
    assert side.summary.select("gain", "lose", "moved").row(1) == (1, 1, 1)
    assert set_side_by_side([by_formula(QUOTAS), by_formula({"a": 5.0, "b": 3.0, "c": 2.0})]).summary["moved"][1] == 0


def test_a_programme_of_an_older_run_knows_no_adjustment():
    plan = programme({"land": QUOTAS})
    side = set_side_by_side([replace(plan, amounts=plan.amounts.drop("adjustment")), plan])
    assert side.summary["efficiency"].to_list() == [1, 1]


def test_units_are_converted_to_the_first():
    side = set_side_by_side(
        [by_formula({"a": 4.0, "b": 2.0}, unit="公顷"), programme({"land": {"a": 60.0, "b": 33.0}})]
    )
    row = side.summary.row(1, named=True)
    assert row["unit"] == "公顷"
    assert row["allotted"] == pytest.approx(6.2)
    assert (row["gain"], row["lose"]) == (1, 0)
    assert side.areas.filter(pl.col("plan") == 2)["difference"].to_list() == pytest.approx([0, 0.2])


def test_units_that_measure_different_things_are_refused():
    with pytest.raises(MethodError, match=r"factor 'land'.*亩 in plan 1, 吨 in plan 2"):
        set_side_by_side([by_formula(QUOTAS), by_formula(QUOTAS, unit="吨")])


def test_areas_of_one_plan_alone_are_named_and_not_counted():
    side = set_side_by_side([by_formula(QUOTAS), by_formula({"a": 50.0, "b": 20.0, "d": 30.0})])
    assert side.alone.select("ref_area", "plan", "quota").rows() == [("c", 1, 20), ("d", 2, 30)]
    assert side.summary.select("areas", "total", "allotted").rows() == [(2, 100, 80), (2, 100, 70)]
    assert set(side.areas["ref_area"]) == {"a", "b"}


def test_a_factor_is_compared_where_two_plans_hold_it():
    both = programme({"land": QUOTAS, "energy": QUOTAS, "funds": QUOTAS})
    side = set_side_by_side([by_formula(QUOTAS), by_formula({"a": 60.0, "b": 20.0, "c": 20.0}, factor="energy"), both])
    assert side.summary.select("factor", "plan", "yardstick").rows() == [
        ("land", 1, 3), ("land", 3, 3), ("energy", 2, 3), ("energy", 3, 3),
    ]  # fmt: skip
    assert side.summary["moved"].to_list() == [None, 0, None, 10]
    assert side.alone.select("factor", "ref_area", "plan", "quota").rows() == [("funds", "", 3, 100)]


def test_a_plan_without_quotas_holds_nothing():
    assert [has_quotas(refused()), has_quotas(by_formula(dict.fromkeys(QUOTAS))), has_quotas(by_formula(QUOTAS))] == [
        False,
        False,
        True,
    ]
    side = set_side_by_side([by_formula(QUOTAS), refused(), by_formula(QUOTAS)])
    assert side.summary["plan"].to_list() == [1, 3]
    with pytest.raises(MethodError, match="no factor in common: land in plan 1"):
        set_side_by_side([by_formula(QUOTAS), refused()])


def test_nothing_in_common_is_refused():
    with pytest.raises(MethodError, match="comparison of 1"):
        set_side_by_side([by_formula(QUOTAS)])
    with pytest.raises(MethodError, match="land in plan 1, energy in plan 2"):
        set_side_by_side([by_formula(QUOTAS), by_formula(QUOTAS, factor="energy")])
    with pytest.raises(MethodError, match="plans 1 and 2 have no area in common"):
        set_side_by_side([by_formula(QUOTAS), by_formula({"x": 1.0})])


def test_nothing_is_a_percentage_of_nothing_and_equal_quotas_have_no_ranks():
    side = set_side_by_side([by_formula({"a": 0.0, "b": 10.0}), by_formula({"a": 5.0, "b": 5.0})])
    assert side.areas.filter(pl.col("plan") == 2)["percent"].to_list() == [None, -50]
    assert side.summary["rank_correlation"].to_list() == [None, None]
    nothing = set_side_by_side([by_formula({"a": 0.0, "b": 0.0}), by_formula({"a": 5.0, "b": 5.0})])
    assert nothing.summary["gini"].to_list() == [None, 0]
