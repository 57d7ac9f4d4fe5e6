"""Whether anybody could rise without harm: seen where a plan is not the max-min, not seen where it is."""

import numpy as np
import pytest

from junxian.allocation.optimum.judge.levels import rise_levels
from junxian.allocation.optimum.problem import Problem

THREE = Problem(
    np.ones((3, 1)), np.ones((3, 1)), np.zeros((3, 1)), np.array([[1.0], [9.0], [9.0]]), np.array([9.0]), np.inf
)


def test_an_even_plan_leaves_no_rise():
    found = rise_levels(THREE, np.array([[1.0], [4.0], [4.0]]))
    assert (found.least, found.asked, found.count) == (4.0, 1, 1)
    assert found.rise == pytest.approx(0.0, abs=1e-12)


def test_an_uneven_plan_shows_what_the_lower_could_gain_from_the_higher():
    found = rise_levels(THREE, np.array([[1.0], [3.0], [5.0]]))
    assert found.least == 3.0
    assert found.rise == pytest.approx(1.0 / 9)  # each may rise by one level


def test_supply_that_is_left_is_seen():
    assert rise_levels(THREE, np.array([[1.0], [3.0], [3.0]])).rise == pytest.approx(2.0 / 9)


def test_where_all_stand_at_their_limits_there_is_nothing_to_ask():
    full = Problem(THREE.base, THREE.weight, THREE.lower, np.ones((3, 1)), THREE.supply, np.inf)
    assert rise_levels(full, np.ones((3, 1))) == rise_levels(full, np.ones((3, 1)), most=1)
    assert rise_levels(full, np.ones((3, 1))).count == 0
