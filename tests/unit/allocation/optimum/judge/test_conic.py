"""Clarabel on problems with answers by hand."""

from dataclasses import replace

import numpy as np
import pytest

from junxian.allocation.optimum.judge.conic import solve_conic
from junxian.allocation.optimum.problem import Groups, Problem
from junxian.terms import MethodError

TWO = Problem(
    np.ones((2, 1)), np.array([[4.0], [1.0]]), np.zeros((2, 1)), np.full((2, 1), np.inf), np.array([10.0]), 1.0
)


@pytest.mark.parametrize("alpha", [0.5, 1.0, 2.0, 3.0])
def test_amounts_follow_weight_to_the_power_of_one_over_alpha(alpha):
    found = solve_conic(replace(TWO, alpha=alpha))
    parts = np.array([4.0, 1.0]) ** (1 / alpha)
    assert found.status == "Solved"
    assert found.x.ravel() == pytest.approx(10 * parts / parts.sum(), rel=1e-4)
    assert found.prices.supply == pytest.approx(4 * (10 * parts[0] / parts.sum()) ** -alpha, rel=1e-4)


def test_a_floor_of_a_group_is_a_subsidy():
    groups = Groups(np.array([-1, 0]), np.array([[5.0]]), np.array([[np.inf]]))
    found = solve_conic(replace(TWO, groups=groups))
    assert found.x.ravel() == pytest.approx([5, 5], rel=1e-6)
    assert found.prices.supply == pytest.approx([0.8], rel=1e-6)
    assert found.prices.groups.ravel() == pytest.approx([0.6], rel=1e-4)


def test_weights_and_amounts_of_zero_are_left_out():
    found = solve_conic(replace(TWO, weight=np.array([[4.0], [0.0]]), upper=np.array([[np.inf], [0.0]])))
    assert found.x.ravel() == pytest.approx([10, 0], abs=1e-6)
    assert found.objective == pytest.approx(4 * np.log(10))


def test_max_min_has_no_conic_form():
    with pytest.raises(MethodError, match="rise_levels"):
        solve_conic(replace(TWO, alpha=np.inf))
