"""α = 0: against a programme done by hand, and the signs of its prices."""

from dataclasses import replace

import numpy as np
import pytest
from scipy.sparse import csr_array

from junxian.allocation.optimum.extremes.linear import solve_linear
from junxian.allocation.optimum.problem import Groups, Problem, Rows
from junxian.terms import AllocationError

THREE = Problem(
    base=np.ones((3, 1)), weight=np.array([[3.0], [2.0], [1.0]]), lower=np.zeros((3, 1)),
    upper=np.array([[4.0], [4.0], [9.0]]), supply=np.array([10.0]), alpha=0.0,
)  # fmt: skip


def test_the_most_efficient_are_served_first_and_the_last_sets_the_price():
    found = solve_linear(THREE)
    assert found.x.ravel() == pytest.approx([4, 4, 2])
    assert found.prices.supply == pytest.approx([1.0])
    assert found.certificate.primal == pytest.approx(22.0)
    assert found.certificate.gap == pytest.approx(0.0, abs=1e-12)


def test_a_floor_of_a_group_is_a_subsidy_and_a_cap_a_burden():
    groups = Groups(np.array([0, 1, 1]), np.array([[0.0], [8.0]]), np.array([[np.inf], [np.inf]]))
    floored = solve_linear(replace(THREE, groups=groups))
    assert floored.x.ravel() == pytest.approx([2, 4, 4])
    assert floored.prices.supply == pytest.approx([3.0])
    assert floored.prices.groups.ravel() == pytest.approx([0.0, 2.0])
    capped = solve_linear(
        replace(THREE, groups=replace(groups, floor=np.zeros((2, 1)), cap=np.array([[3.0], [np.inf]])))
    )
    assert capped.x.ravel() == pytest.approx([3, 4, 3])
    assert capped.prices.groups.ravel() == pytest.approx([-2.0, 0.0])


def test_a_row_at_its_high_end_is_a_surcharge_and_at_its_low_end_a_relief():
    rows = Rows(csr_array(np.array([[2.0, 0.0, 0.0]])), np.array([-np.inf]), np.array([6.0]))
    high = solve_linear(replace(THREE, rows=rows))
    assert high.x.ravel() == pytest.approx([3, 4, 3])
    assert high.prices.rows == pytest.approx([1.0])  # (3 − 1) / 2
    low = solve_linear(
        replace(THREE, rows=Rows(csr_array(np.array([[0.0, 0.0, 2.0]])), np.array([8.0]), np.array([np.inf])))
    )
    assert low.x.ravel() == pytest.approx([4, 2, 4])
    assert low.prices.rows == pytest.approx([-0.5])  # (1 − 2) / 2


@pytest.mark.parametrize("power", [-9, 10])
def test_units_of_measure_change_neither_plan_nor_value(power):
    times = 10.0**power
    scaled = Problem(
        THREE.base * times, THREE.weight / times, THREE.lower, THREE.upper * times, THREE.supply * times, 0.0
    )
    found = solve_linear(scaled)
    assert found.x.ravel() / times == pytest.approx([4, 4, 2])
    assert found.prices.supply * times == pytest.approx([1.0])


def test_no_plan_is_told():
    with pytest.raises(AllocationError, match="contradict"):
        solve_linear(replace(THREE, lower=np.full((3, 1), 4.0)))
