"""The whole way: what a stopped search leaves, and what the certificate says of it."""

import sys

import pytest

from junxian.allocation.branching import limited
from junxian.allocation.projects import choose
from junxian.allocation.projects.choose import choose_projects
from junxian.allocation.projects.moves import hold_limits

HANGS = (sys.executable, "-c", "import sys, time; sys.stdin.buffer.read(); time.sleep(600)")


def test_a_killed_child_still_leaves_a_certified_choice(draw_large, monkeypatch):
    problem = draw_large(1, 2000)
    monkeypatch.setattr(limited.solve_within, "__defaults__", (HANGS,))
    choice = choose_projects(problem, gap=1e-9, seconds=1.0)
    assert choice.status == "chosen"
    assert not choice.repeatable
    assert (choice.by, choice.proved_by) == ("rounding", "county prices")
    assert hold_limits(problem, choice.picked)
    assert choice.bound >= choice.benefit
    assert choice.gap == pytest.approx((choice.bound - choice.benefit) / choice.benefit)
    assert choose_projects(problem, gap=choice.gap * 1.01, seconds=1.0).status == "certified"


def test_no_time_at_all_leaves_the_rounded_choice(draw_large):
    choice = choose_projects(draw_large(1, 2000), gap=1e-9, seconds=0)
    assert (choice.status, choice.by, choice.repeatable) == ("chosen", "rounding", False)


def test_a_child_and_this_process_choose_alike(draw_large):
    problem = draw_large(3, 2000)
    one, other = choose_projects(problem, 1e-3, None), choose_projects(problem, 1e-3, 300)
    assert one.status == other.status == "certified"
    assert (one.picked == other.picked).all()


def test_nothing_to_choose_from_is_a_choice(draw_problem):
    problem = draw_problem(1)
    problem.excluded[:] = True
    problem.must[:] = False
    problem.limits.low[:] = -float("inf")
    choice = choose_projects(problem, 0, None)
    assert (choice.status, choice.benefit, choice.bound, choice.gap) == ("certified", 0.0, 0.0, 0.0)


def test_where_counties_share_too_many_limits_cores_are_searched_at_once(draw_large, monkeypatch):
    problem = draw_large(2, 3000)
    monkeypatch.setattr(choose, "SHARED", 2)
    choice = choose_projects(problem, 2e-3, None)
    assert (choice.by, choice.status) == ("core", "certified")
    assert hold_limits(problem, choice.picked)
