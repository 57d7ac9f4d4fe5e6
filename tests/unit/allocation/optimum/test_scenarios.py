"""Scenarios solved one after the other equal those solved by themselves."""

from dataclasses import replace

import numpy as np
import pytest

from junxian.allocation.optimum.problem import Groups, Problem
from junxian.allocation.optimum.scenarios import Drawn, solve_scenarios, summarise_scenarios
from junxian.allocation.optimum.solve import solve
from junxian.terms import AllocationError


def make_problem():
    random = np.random.default_rng(2)
    base = random.lognormal(0, 0.5, (30, 2))
    groups = Groups(np.arange(30) % 3, np.full((3, 2), 0.3) * base.sum(axis=0), np.full((3, 2), np.inf))
    return Problem(base, random.uniform(0.2, 1, (30, 2)), 0.4 * base, 2.5 * base, base.sum(axis=0), 1.0, groups)


def draw(problem, number):
    random = np.random.default_rng([7, number])
    return Drawn(
        problem.weight * random.uniform(0.7, 1.3, problem.shape), problem.supply * random.uniform(0.97, 1.2, 2)
    )


def test_each_equals_the_plan_solved_alone():
    problem = make_problem()
    drawn = [draw(problem, number) for number in range(40)]
    for one, x in zip(drawn, solve_scenarios(problem, drawn), strict=True):
        alone = solve(replace(problem, weight=one.weight, supply=one.supply)).x
        assert x == pytest.approx(alone, abs=1e-9 * problem.supply.max())


def test_an_area_without_limit_takes_all_of_a_greater_supply():
    one = Problem(np.ones((1, 1)), np.ones((1, 1)), np.zeros((1, 1)), np.full((1, 1), np.inf), np.array([5.0]))
    found = list(solve_scenarios(one, [Drawn(one.weight, np.array([supply])) for supply in (8.0, 3.0, 5.0)]))
    assert np.ravel(found) == pytest.approx([8.0, 3.0, 5.0])


def test_a_scenario_without_plan_is_named():
    problem = make_problem()
    with pytest.raises(AllocationError, match="scenario 1"):
        list(solve_scenarios(problem, [draw(problem, 0), Drawn(problem.weight, problem.supply * 0.5)]))


def test_summary_holds_mean_ends_and_shares_at_limits():
    problem = make_problem()
    drawn = [draw(problem, number) for number in range(25)]
    plans = np.array(list(solve_scenarios(problem, drawn)))
    seen = summarise_scenarios(problem, drawn)
    assert seen.count == 25
    assert seen.mean == pytest.approx(plans.mean(axis=0))
    assert seen.deviation == pytest.approx(plans.std(axis=0, ddof=1), abs=1e-9)
    assert seen.least == pytest.approx(plans.min(axis=0))
    assert seen.greatest == pytest.approx(plans.max(axis=0))


def test_a_scenario_is_the_same_whatever_came_before_it():
    problem = make_problem()
    drawn = [draw(problem, number) for number in range(12)]
    plans, turned = list(solve_scenarios(problem, drawn)), list(solve_scenarios(problem, drawn[::-1]))
    assert all((x == y).all() for x, y in zip(plans, turned[::-1], strict=True))
