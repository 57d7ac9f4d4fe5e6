"""Rounding keeps every limit, or says that it found nothing."""

import numpy as np
import pytest
from scipy.sparse import csr_array

from junxian.allocation.projects.moves import hold_limits
from junxian.allocation.projects.relax import relax_projects
from junxian.allocation.projects.rounding import _order, round_relaxation


@pytest.mark.parametrize("seed", range(5))
def test_a_rounded_choice_of_many_keeps_all_limits_and_is_near_the_bound(draw_large, seed):
    problem = draw_large(seed, 3000)
    relaxation = relax_projects(problem)
    picked = round_relaxation(problem, relaxation)
    assert hold_limits(problem, picked)
    assert 0 <= (relaxation.bound - problem.benefit[picked].sum()) / relaxation.bound < 0.03


def test_cutting_the_parts_alone_would_break_floors(draw_large):
    problem = draw_large(0, 3000)
    assert not hold_limits(problem, relax_projects(problem).part >= 1 - 1e-7)


def test_what_is_found_in_small_problems_keeps_all_limits(draw_problem):
    found = 0
    for seed in range(60):
        problem = draw_problem(seed)
        relaxation = relax_projects(problem)
        picked = None if relaxation is None else round_relaxation(problem, relaxation)
        assert picked is None or hold_limits(problem, picked)
        found += picked is not None
    assert found > 20


def test_a_choice_that_breaks_anything_does_not_hold(draw_problem):
    problem = draw_problem(1)
    assert not hold_limits(problem, np.ones(problem.size, bool))
    assert not hold_limits(problem, np.zeros(problem.size, bool))  # project 4 is promised


def test_who_asks_for_next_to_nothing_gives_way_last():
    rows = csr_array(np.array([[2.0, 5e-324, 4.0, 1.0]]))
    order = _order(rows, 0, np.array([1.0, 1.0, 1.0, -3.0]), np.ones(4, dtype=bool))
    assert list(order) == [3, 2, 0, 1]
