"""The verdict in the certificate: agreement where the plan is best, disagreement where it is not."""

from dataclasses import replace

import numpy as np
import pytest

from junxian.allocation.optimum.judge.judge import judge_plan
from junxian.allocation.optimum.problem import Problem
from junxian.allocation.optimum.solve import solve

THREE = Problem(
    np.ones((3, 1)), np.array([[3.0], [2.0], [1.0]]), np.zeros((3, 1)), np.full((3, 1), 5.0), np.array([9.0]), 1.0
)


@pytest.mark.parametrize("alpha", [0.0, 0.5, 1.0, 2.0])
def test_clarabel_agrees_with_a_plan_that_is_best(alpha):
    problem = replace(THREE, alpha=alpha)
    (verdict,) = judge_plan(problem, solve(problem)).certificate.judges
    assert (verdict.judge, verdict.status) == ("Clarabel", "Solved")
    assert verdict.relative_difference < 1e-8
    assert verdict.greatest_amount < 1e-5


def test_a_plan_that_is_not_best_is_found_out():
    optimum = solve(THREE)
    worse = replace(optimum, x=np.array([[3.0], [3.0], [3.0]]))
    assert judge_plan(THREE, worse).certificate.judges[0].greatest_amount == pytest.approx(1.5 / 9, rel=1e-4)


def test_max_min_is_judged_by_its_levels_and_verdicts_are_kept():
    problem = replace(THREE, alpha=np.inf)
    twice = judge_plan(problem, judge_plan(problem, solve(problem)))
    first, second = twice.certificate.judges
    assert first == second
    assert (first.judge, first.status, first.objective) == ("HiGHS", "1 of 1 levels", pytest.approx(3.0))
    assert first.greatest_amount < 1e-9
