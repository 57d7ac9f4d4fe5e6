"""Amounts from five numbers, and which limit of its own an amount stands at."""

import numpy as np
import pytest

from junxian.allocation.optimum.problem import Problem
from junxian.allocation.optimum.reproduce import name_bounds, reproduce_amounts
from junxian.allocation.optimum.solve import solve

FOUR = Problem(
    base=np.ones((4, 1)),
    weight=np.array([[0.1], [1.0], [9.0], [1.0]]),
    lower=np.array([[0.5], [0.0], [0.0], [1.25]]),
    upper=np.array([[9.0], [9.0], [2.0], [1.25]]),
    supply=np.array([5.0]),
)


def test_one_at_each_limit():
    found = solve(FOUR)
    assert name_bounds(FOUR, found).ravel().tolist() == ["lower", "none", "upper", "fixed"]
    assert found.x.ravel() == pytest.approx([0.5, 1.25, 2.0, 1.25])
    assert found.prices.supply == pytest.approx([0.8])


def test_by_hand_from_the_price():
    found = solve(FOUR)
    assert reproduce_amounts(FOUR, found) == pytest.approx(found.x)
    assert found.x[1, 0] == pytest.approx(FOUR.weight[1, 0] / found.prices.supply[0])
