"""Reasons add up, and the exact benefit that gets a project in is what it says."""

from dataclasses import replace

import numpy as np
import pytest

from junxian.allocation.projects.choose import choose_projects
from junxian.allocation.projects.explain import explain_project, find_threshold, list_binding
from junxian.terms import AllocationError


def test_benefit_is_charges_and_what_is_tied_and_merit(draw_problem):
    problem = draw_problem(1)
    choice = choose_projects(problem, 0, None)
    for place in range(problem.size):
        told = explain_project(problem, choice, place)
        charged = sum(charge.amount * charge.price for charge in told.charges)
        assert told.benefit == pytest.approx(charged + told.tied + told.merit)
        assert told.picked == choice.picked[place]
        assert told.tied == 0 or place < 4  # only the first four are in pairs


def test_reasons_follow_from_status_and_merit(draw_large):
    problem = draw_large(1, 400)
    problem.must[3] = problem.excluded[4] = True
    choice = choose_projects(problem, 1e-3, None)
    told = [explain_project(problem, choice, place) for place in range(problem.size)]
    assert (told[3].reason, told[4].reason) == ("promised", "excluded")
    assert all(one.picked and one.merit > 0 for one in told if one.reason == "above")
    assert all(not one.picked and one.enough > one.benefit for one in told if one.reason == "below")
    assert {"above", "below", "margin"} <= {one.reason for one in told}


@pytest.mark.parametrize("seed", [1, 6, 7, 9, 10, 14, 15, 16, 18, 19])
def test_just_above_the_threshold_a_project_is_chosen_and_just_below_it_is_not(draw_problem, seed):
    problem = draw_problem(seed)
    choice = choose_projects(problem, 0, None)
    assert choice.status == "certified"
    tried = 0
    for place in range(6, 10):
        enough = find_threshold(problem, choice, place)
        if enough is None or np.isinf(enough):
            continue
        tried += 1
        for more, is_in in ((0.25, True), (-0.25, False)):
            benefit = np.where(np.arange(problem.size) == place, enough + more, problem.benefit)
            assert choose_projects(replace(problem, benefit=benefit), 0, None).picked[place] == is_in
    assert tried


def test_limits_that_are_used_up_or_priced_bind(draw_problem):
    problem = draw_problem(1)
    choice = choose_projects(problem, 0, None)
    binding = list_binding(problem, choice)
    limits = problem.limits
    assert ((choice.taken == limits.high) | (choice.taken == limits.low) <= binding).all()
    assert binding.any()
    assert not binding.all()


def test_where_limits_conflict_there_is_nothing_to_explain(draw_problem):
    problem = draw_problem(1)
    problem.limits.high[0] = -1.0
    problem.limits.low[0] = -2.0
    choice = choose_projects(problem, 0, None)
    assert choice.status == "conflict"
    with pytest.raises(AllocationError, match="has no prices"):
        explain_project(problem, choice, 0)
