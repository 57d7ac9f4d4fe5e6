"""Limits in whole units: decimals as people count them."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from junxian.allocation.optimum.whole.whole_limits import MANY, count_down, count_up


@pytest.mark.parametrize(
    ("amount", "unit", "up", "down"),
    [
        (0.3, 0.1, 3, 3),
        (0.7, 0.1, 7, 7),
        (0.31, 0.1, 4, 3),
        (0.0, 0.1, 0, 0),
        (1e9 * 0.1, 0.1, 10**9, 10**9),
        (2.0, 3.0, 1, 0),
    ],
)
def test_floors_go_up_and_caps_go_down(amount, unit, up, down):
    quotient = np.array([amount / unit])
    assert (count_up(quotient)[0], count_down(quotient)[0]) == (up, down)


def test_no_limit_stays_none():
    assert count_down(np.array([np.inf]))[0] == MANY


@given(st.integers(0, 10**9), st.decimals(min_value="0.001", max_value="1000", places=3))
@settings(deadline=None, max_examples=200)
def test_any_multiple_of_a_decimal_unit_is_whole(count, unit):
    quotient = np.array([float(count * unit) / float(unit)])
    assert count_up(quotient)[0] == count_down(quotient)[0] == count
