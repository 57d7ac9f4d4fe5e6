"""The careful direction: as the quick one where slopes are alike, and right where one area's slope drowns the others."""

from fractions import Fraction

import numpy as np
import pytest
from scipy.sparse import csr_array

from junxian.allocation.optimum.direction import find_direction
from junxian.allocation.optimum.dual_newton import guess_levels
from junxian.allocation.optimum.intake import Levels, open_market
from junxian.allocation.optimum.problem import Groups, Problem, Rows
from junxian.allocation.optimum.slack import Slack
from junxian.allocation.optimum.steep.centred import find_careful_direction
from junxian.allocation.optimum.steep.fine_levels import refine


def make_market():
    random = np.random.default_rng(4)
    groups = Groups(np.array([0, 0, 0, 1, 1, -1, -1]), np.zeros((2, 2)), np.full((2, 2), np.inf))
    rows = Rows(csr_array(random.uniform(0, 1, (2, 14))), np.full(2, -np.inf), np.full(2, 9.0))
    ones = np.ones((7, 2))
    return open_market(Problem(ones, ones, 0 * ones, 9 * ones, np.full(2, 7.0), 2.0, groups, rows))


def make_levels(market):
    levels = guess_levels(market.problem)
    return Levels(levels.supply, levels.group, np.array([[1, 0], [0, -1]]), np.array([0.5, 0.2]))


SLACK = Slack(np.array([0.3, -0.1]), np.array([[0.2, 0.0], [0.0, -0.4]]), np.array([0.1, 0.25]))


def test_the_quick_direction_where_slopes_are_alike():
    market = make_market()
    levels, slope = make_levels(market), np.random.default_rng(5).uniform(1, 2, (7, 2))
    quick = find_direction(levels, market.add_up(slope, slope), SLACK)
    careful = find_careful_direction(market, refine(levels), slope, SLACK)
    for one, other in zip(
        (quick.supply, quick.group, quick.row), (careful.supply, careful.group, careful.row), strict=True
    ):
        assert other == pytest.approx(one, rel=1e-9)


def test_one_slope_of_1e20_does_not_drown_the_others():
    """One factor, one row: the exact answer in fractions."""
    use = np.array([0.3, 0.7, 0.2, 0.9])
    ones, slope = np.ones((4, 1)), np.array([[1e20], [1.0], [2.0], [3.0]])
    rows = Rows(csr_array(use[None, :]), np.array([-np.inf]), np.array([9.0]))
    market = open_market(Problem(ones, ones, 0 * ones, 9 * ones, np.array([4.0]), 16.0, rows=rows))
    levels = Levels(np.ones(1), np.zeros((0, 1)), np.zeros((0, 1), np.int64), np.ones(1))
    found = find_careful_direction(
        market, refine(levels), slope, Slack(np.array([0.1]), np.zeros((0, 1)), np.array([0.2]))
    )
    s, a = [Fraction(float(v)) for v in slope.ravel()], [Fraction(float(v)) for v in market.entry]
    total, mixed = sum(s), sum(x * y for x, y in zip(s, a, strict=True))
    square = sum(x * y * y for x, y in zip(s, a, strict=True))
    row = (Fraction(0.2) - mixed / total * Fraction(0.1)) / (square - mixed * mixed / total)
    assert found.row == pytest.approx([float(row)], rel=1e-9)
