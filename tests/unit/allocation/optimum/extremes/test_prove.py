"""What is proved of every level of a max-min plan, and that a plan which is even at its first level alone is found out."""

from dataclasses import replace

import numpy as np
import pytest
from scipy.sparse import csr_array

from junxian.allocation.optimum.extremes.linear import list_rows
from junxian.allocation.optimum.extremes.max_min import solve_max_min
from junxian.allocation.optimum.extremes.prove import bound_rise
from junxian.allocation.optimum.problem import Groups, Problem, Rows
from junxian.allocation.optimum.scale import scale_problem

SIX = Problem(
    np.ones((6, 1)), np.ones((6, 1)), np.zeros((6, 1)), np.full((6, 1), np.inf), np.array([30.0]), np.inf,
    Groups(np.array([0, 0, 1, 1, -1, -1]), np.array([[0.0], [14.0]]), np.array([[4.0], [np.inf]])),
)  # fmt: skip
"""Levels 2 (capped), 6 (what is left) and 7 (floored)."""
ROWED = replace(SIX, rows=Rows(csr_array(np.array([[1.0, 1, 0, 0, 1, 0]])), np.array([-np.inf]), np.array([7.0])))
"""The row holds one of those left at 3; the other rises."""


def prove(problem, x):
    scaled = scale_problem(problem).problem
    return bound_rise(scaled, np.array(x)[:, None] / 30, list_rows(scaled), []).ravel()


@pytest.mark.parametrize(("problem", "levels"), [(SIX, [2, 2, 7, 7, 6, 6]), (ROWED, [2, 2, 23 / 3, 23 / 3, 3, 23 / 3])])
def test_every_level_of_a_max_min_plan_is_proved(problem, levels):
    found = solve_max_min(problem)
    assert found.x.ravel() == pytest.approx(levels)
    assert found.certificate.rise <= 1e-12
    assert prove(problem, levels) == pytest.approx(0, abs=1e-12)


def test_a_plan_that_is_even_at_its_first_level_alone_is_found_out():
    """Two who are left share unevenly; the capped, who stand lowest, are right."""
    rise = prove(SIX, [2, 2, 7, 7, 5, 7])
    assert rise[:2] == pytest.approx(0, abs=1e-12)
    assert rise[4] >= 1 / 30


def test_what_nobody_has_can_be_had():
    assert (prove(SIX, [2, 2, 7, 7, 5, 5])[4:] >= 2 / 30 - 1e-12).all()


@pytest.mark.parametrize("level", [4.0, 5.0, 5.9])
def test_the_bound_is_never_below_what_can_be_gained(level):
    """One of those left stands at `level`, the other takes the rest: the lower can gain until they meet and further at the other's cost."""
    assert prove(SIX, [2, 2, 7, 7, level, 12 - level])[4] >= (6 - level) / 30
