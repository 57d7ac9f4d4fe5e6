from dataclasses import replace
from fractions import Fraction

import pytest

from junxian.allocation.formula.claim import Claim
from junxian.allocation.formula.limits import limit_efficiency, take_basic
from junxian.declared.allocations import Collar

CLAIM = Claim(
    "1",
    Fraction(1, 2),
    Fraction(1),
    Fraction(1),
    Fraction(1),
    Fraction(1),
    last=Fraction(300),
    applied=Fraction(350),
    new_projects=None,
)


@pytest.fixture
def plan(make_plan):
    return make_plan(collar=Collar(last="last", new_projects="new"), applied="asked")


def test_the_collar_and_the_application_bound_the_efficiency_part(plan):
    limits = limit_efficiency(plan, CLAIM, Fraction(100))
    assert (limits.lower, limits.upper, limits.upper_by) == (140, 250, "applied")


def test_new_projects_raise_the_upper_limit(plan):
    wide = replace(CLAIM, applied=Fraction(1000))
    assert limit_efficiency(plan, wide, Fraction(100)).upper == 290
    assert limit_efficiency(plan, replace(wide, new_projects=Fraction(50)), Fraction(100)).upper == 340


def test_a_partial_gate_lowers_the_lower_limit_in_proportion(plan):
    assert limit_efficiency(plan, replace(CLAIM, gate=Fraction(1, 2)), Fraction(100)).lower == 70


def test_a_gate_of_zero_closes_the_pool_whatever_last_year_was(plan):
    limits = limit_efficiency(plan, replace(CLAIM, gate=Fraction(0)), Fraction(100))
    assert (limits.lower, limits.upper, limits.upper_by) == (0, 0, "gate")


def test_an_application_below_the_collar_holds(plan):
    limits = limit_efficiency(plan, replace(CLAIM, applied=Fraction(150)), Fraction(100))
    assert (limits.lower, limits.upper, limits.wanted) == (50, 50, 140)


def test_without_an_application_only_the_basic_share_is_given(plan):
    silent = replace(CLAIM, applied=None)
    assert take_basic(plan, silent, Fraction(200)) == 100
    assert limit_efficiency(plan, silent, Fraction(100)).upper == 0


def test_without_last_year_there_is_no_collar(plan):
    limits = limit_efficiency(plan, replace(CLAIM, last=None), Fraction(100))
    assert (limits.lower, limits.upper) == (0, 250)


def test_a_basic_share_above_the_application_is_cut(plan):
    assert take_basic(plan, replace(CLAIM, applied=Fraction(30)), Fraction(200)) == 30


def test_a_plan_without_collar_and_application_has_no_limits(make_plan):
    limits = limit_efficiency(make_plan(), CLAIM, Fraction(100))
    assert (limits.lower, limits.upper, limits.upper_by) == (0, None, "none")
