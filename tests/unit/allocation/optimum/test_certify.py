"""Certificates on problems that can be reckoned by hand."""

from dataclasses import replace

import numpy as np
import pytest
from scipy.sparse import csr_array

from junxian.allocation.optimum.certify import certify, measure_residuals
from junxian.allocation.optimum.problem import Groups, Prices, Problem, Rows

TWO = Problem(np.ones((2, 1)), np.array([[1.0], [3.0]]), np.zeros((2, 1)), np.full((2, 1), np.inf), np.array([4.0]))
NO_PRICES = (np.zeros((0, 1)), np.zeros(0))


def test_gap_of_the_best_plan_is_nothing():
    seen = certify(TWO, np.array([[1.0], [3.0]]), Prices(np.ones(1), *NO_PRICES), "hand", 0)
    assert seen.primal == pytest.approx(3 * np.log(3))
    assert seen.gap == pytest.approx(0, abs=1e-15)


def test_gap_of_equal_shares_is_what_they_lose():
    seen = certify(TWO, np.full((2, 1), 2.0), Prices(np.ones(1), *NO_PRICES), "hand", 0)
    assert seen.dual == pytest.approx(3 * np.log(3))
    assert seen.gap == pytest.approx(3 * np.log(3) - 4 * np.log(2))


def test_alpha_zero_counts_amounts():
    linear = replace(TWO, alpha=0.0, upper=np.full((2, 1), 3.0))
    seen = certify(linear, np.array([[1.0], [3.0]]), Prices(np.ones(1), *NO_PRICES), "hand", 0)
    assert (seen.primal, seen.gap) == (10.0, 0.0)


def test_a_price_below_zero_is_no_proof():
    seen = certify(TWO, np.array([[1.0], [3.0]]), Prices(-np.ones(1), *NO_PRICES), "hand", 0)
    assert seen.gap > 1


def test_residuals_are_relative_to_the_limit():
    groups = Groups(np.array([0, -1]), np.array([[2.0]]), np.array([[np.inf]]))
    rows = Rows(csr_array(np.array([[1.0, 1.0]])), np.array([-np.inf]), np.array([3.0]))
    seen = measure_residuals(replace(TWO, groups=groups, rows=rows), np.array([[1.0], [4.0]]))
    assert seen == pytest.approx({"supply": 0.25, "lower": 0, "upper": 0, "floor": 0.5, "cap": 0, "row": 0.4})
