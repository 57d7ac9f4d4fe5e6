"""Water-filling by hand, with groups and with rows; what the certificate proves."""

from dataclasses import replace

import numpy as np
import pytest
from scipy.sparse import csr_array

from junxian.allocation.optimum.extremes.max_min import solve_max_min
from junxian.allocation.optimum.problem import Groups, Problem, Rows
from junxian.terms import AllocationError

FOUR = Problem(
    base=np.array([[1.0], [1.0], [2.0], [4.0]]), weight=np.array([[9.0], [1.0], [1.0], [0.0]]), lower=np.zeros((4, 1)),
    upper=np.full((4, 1), np.inf), supply=np.array([16.0]), alpha=np.inf,
)  # fmt: skip


def fill(**changes):
    return solve_max_min(replace(FOUR, **changes))


def test_all_stand_at_one_level_whatever_their_weights():
    assert fill().x.ravel() == pytest.approx([2, 2, 4, 8])
    assert fill().certificate.primal == pytest.approx(2.0)


def test_limits_of_areas_hold_and_the_rest_share_what_is_left():
    found = fill(lower=np.array([[6.0], [0], [0], [0]]), upper=np.array([[np.inf], [0.5], [np.inf], [np.inf]]))
    assert found.x.ravel() == pytest.approx([6, 0.5, 9.5 / 3, 19 / 3])
    assert found.certificate.gap == pytest.approx(0, abs=1e-12)


def test_a_group_stands_higher_for_its_floor_and_lower_for_its_cap():
    member = np.array([0, 0, 1, -1])
    floor, cap = np.array([[8.0], [0.0]]), np.array([[np.inf], [1.0]])
    found = fill(groups=Groups(member, floor, cap))
    assert found.x.ravel() == pytest.approx([4, 4, 1, 7])
    assert found.certificate.relative_gap <= 1e-12  # the cap bounds the least level: 1/2


def test_supply_that_nobody_may_take_is_left():
    assert fill(upper=np.ones((4, 1))).x.ravel() == pytest.approx([1, 1, 1, 1])


def test_a_row_holds_its_members_down_and_the_others_rise():
    rows = Rows(csr_array(np.array([[1.0, 1.0, 0.0, 0.0]])), np.array([-np.inf]), np.array([2.0]))
    found = fill(rows=rows)
    assert found.x.ravel() == pytest.approx([1, 1, 14 / 3, 28 / 3])
    assert found.certificate.primal == pytest.approx(1.0)
    assert found.certificate.relative_gap <= 1e-9


def test_a_row_at_its_low_end_lifts_its_members():
    rows = Rows(csr_array(np.array([[1.0, 0.0, 0.0, 0.0]])), np.array([9.0]), np.array([np.inf]))
    assert fill(rows=rows).x.ravel() == pytest.approx([9, 1, 2, 4])


def test_factors_are_traded_against_each_other_where_a_row_joins_them():
    two = Problem(
        np.ones((2, 2)), np.ones((2, 2)), np.zeros((2, 2)), np.full((2, 2), np.inf), np.array([10.0, 10.0]), np.inf
    )
    joined = Rows(csr_array(np.array([[1.0, 1.0, 0.0, 0.0]])), np.array([-np.inf]), np.array([4.0]))
    assert solve_max_min(replace(two, rows=joined)).x == pytest.approx(np.array([[2.0, 2.0], [8.0, 8.0]]))


def test_no_plan_is_told():
    rows = Rows(csr_array(np.ones((1, 4))), np.array([20.0]), np.array([np.inf]))
    with pytest.raises(AllocationError, match="contradict"):
        fill(rows=rows)
