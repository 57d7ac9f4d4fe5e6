from fractions import Fraction
from types import SimpleNamespace

import polars as pl
import pytest

from junxian.allocation import allocate
from junxian.allocation.formula.awarded import list_awards
from junxian.assessment.awards import AWARD_SCHEMA
from junxian.declared.allocations import Allocation
from junxian.terms import MethodError


def make_scorecard(*rows):
    """Rows (area, award, given, land, land unit, money, money unit)."""
    names = ("ref_area", "award", "given", "land", "land_unit", "money", "money_unit")
    filled = [
        dict(zip(names, row, strict=True))
        | {"name_zh": "先进县", "name_en": "Advanced", "basis_zh": "第1名", "basis_en": "rank 1"}
        for row in rows
    ]
    table = pl.DataFrame([{name: row.get(name) for name in AWARD_SCHEMA} for row in filled], schema=AWARD_SCHEMA)
    return SimpleNamespace(awards=table, table=pl.DataFrame(schema={"ref_area": pl.String}))


GIVEN = ("a", "advanced", True, 3.0, "公顷", None, "万元")
BARRED = ("b", "advanced", False, None, "公顷", None, "万元")
OTHER = ("c", "progress", True, 10.0, "亩", None, "万元")


def test_awarded_land_stands_in_the_plans_unit_and_names_its_ground(make_plan):
    awarded = list_awards(make_plan(award_from=("advanced",)), make_scorecard(GIVEN, BARRED, OTHER), Fraction(200))
    assert awarded.table.select("ref_area", "award", "amount", "unit").rows() == [("a", "advanced", 45.0, "亩")]
    assert awarded.total == 45
    assert awarded.table["why_zh"].item() == "先进县，第1名；奖励45亩，在计划外单列，由省级预留安排。"


def test_quotas_do_not_hold_the_award_and_the_reserve_gives_it(make_plan, make_province, make_indicators, period):
    figures = make_indicators(people={"a": 1.0, "b": 3.0}, output={"a": 1.0, "b": 1.0})
    scorecard = make_scorecard(GIVEN, OTHER)
    plain = allocate(make_plan(), figures, make_province("ab"), period, scorecard=scorecard)
    plan = allocate(
        make_plan(award_from=("advanced", "progress")), figures, make_province("ab"), period, scorecard=scorecard
    )
    assert plan.table.equals(plain.table)
    assert plan.totals.select("reserve", "awarded", "allotted", "returned").rows() == [(200.0, 55.0, 800.0, 0.0)]
    assert plan.awards["amount"].sum() == 55.0
    assert plain.awards.is_empty()


def test_awards_that_exceed_the_reserve_are_a_conflict_and_none_is_given(make_plan):
    awarded = list_awards(make_plan(award_from=("advanced",)), make_scorecard(GIVEN), Fraction(40))
    assert (awarded.table.height, awarded.total) == (0, 0)
    (row,) = awarded.conflicts
    assert row["amount"] == 5.0
    assert "45亩" in row["zh"]


def test_a_plan_of_funds_gives_the_money(make_plan):
    scorecard = make_scorecard(("a", "advanced", True, 3.0, "公顷", 500.0, "万元"))
    plan = make_plan(factor="funds", unit="亿元", award_from=("advanced",))
    assert list_awards(plan, scorecard, Fraction(1)).table["amount"].to_list() == [0.05]


def test_only_land_and_funds_can_be_awarded(make_plan):
    with pytest.raises(ValueError, match="not in 'energy'"):
        make_plan(factor="energy", award_from=("advanced",))


def test_an_award_in_another_kind_of_unit_is_refused(make_plan):
    with pytest.raises(MethodError, match="different things"):
        list_awards(make_plan(unit="吨", award_from=("advanced",)), make_scorecard(GIVEN), Fraction(99))


def test_a_plan_that_gives_awards_needs_the_scorecard(make_plan, make_province, make_indicators, period):
    figures = make_indicators(people={"a": 1.0}, output={"a": 1.0})
    with pytest.raises(MethodError, match="gives awards of the assessment"):
        allocate(make_plan(award_from=("advanced",)), figures, make_province("a"), period)


def test_a_plan_without_awards_has_an_empty_list(make_plan):
    assert isinstance(make_plan(), Allocation)
    assert list_awards(make_plan(), make_scorecard(GIVEN), Fraction(0)).table.is_empty()
