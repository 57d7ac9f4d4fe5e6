"""Chords and tangents on problems whose optimum is known."""

from dataclasses import replace

import numpy as np
import pytest
from scipy.sparse import csr_array

from junxian.allocation.optimum.judge.piecewise import bracket_optimum
from junxian.allocation.optimum.problem import Problem, Rows
from junxian.terms import AllocationError, MethodError

TWO = Problem(
    np.ones((2, 1)), np.array([[4.0], [1.0]]), np.full((2, 1), 0.5), np.full((2, 1), 9.0), np.array([10.0]), 1.0
)


def test_the_bracket_holds_the_known_optimum_and_closes_as_the_square_of_the_pieces():
    best = 4 * np.log(8) + np.log(2)
    widths = []
    for pieces in (8, 16, 32):
        bracket = bracket_optimum(TWO, pieces)
        assert bracket.below <= bracket.plan <= best + 1e-9 <= bracket.above + 2e-9
        widths.append(bracket.above - bracket.below)
    assert widths[1] <= widths[0] / 3
    assert widths[2] <= widths[1] / 3


def test_a_lower_limit_of_zero_leaves_the_bracket_finite():
    bracket = bracket_optimum(replace(TWO, lower=np.zeros((2, 1))), 32)
    assert bracket.below <= 4 * np.log(8) + np.log(2) <= bracket.above
    assert np.isfinite([bracket.below, bracket.plan, bracket.above]).all()


def test_chords_that_leave_no_plan_say_so():
    """The second area can only get less than a ten-thousandth of its limit, where chords of the logarithm begin."""
    tight = replace(
        TWO,
        lower=np.array([[5.0], [0.0]]),
        upper=np.array([[5.0], [5.0]]),
        rows=Rows(csr_array(np.array([[0.0, 1.0]])), np.array([-np.inf]), np.array([1e-4])),
    )
    bracket = bracket_optimum(tight, 8)
    assert bracket.below == bracket.plan == -np.inf
    assert bracket.above >= 4 * np.log(5) + np.log(1e-4)


def test_what_has_no_piecewise_form_and_no_plan_is_told():
    with pytest.raises(MethodError):
        bracket_optimum(replace(TWO, alpha=np.inf))
    with pytest.raises(MethodError):
        bracket_optimum(TWO, 1)
    with pytest.raises(AllocationError, match="contradict"):
        bracket_optimum(replace(TWO, lower=np.full((2, 1), 6.0)))
