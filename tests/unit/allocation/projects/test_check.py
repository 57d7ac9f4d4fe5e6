"""What is refused before anything is chosen."""

from dataclasses import replace

import numpy as np
import pytest

from junxian.allocation.projects.check import check_problem, find_bounds, find_circle
from junxian.allocation.projects.choose import choose_projects
from junxian.terms import AllocationError, MethodError


def _with_row(problem, **ends):
    return replace(problem, limits=replace(problem.limits, **ends))


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (lambda p: replace(p, benefit=np.r_[np.nan, p.benefit[1:]]), "project 0: has no finite benefit"),
        (lambda p: replace(p, must=p.must[1:]), "must does not have a place for each of 10"),
        (lambda p: replace(p, needs=np.array([[0, 10]])), "beyond the 10"),
        (lambda p: replace(p, needs=np.array([[0, 1], [1, 2], [2, 0]])), "project 0: needs itself in a circle"),
        (lambda p: replace(p, needs=np.array([[3, 3]])), "project 3: needs itself"),
        (lambda p: replace(p, excluded=~p.must & False | p.must, must=p.must | (np.arange(10) == 4), needs=p.needs[:0]), "project 4"),
        (lambda p: _with_row(p, low=np.where(np.arange(len(p.limits)) == 1, 1e9, p.limits.low)), "low 1e.09 exceeds high"),
        (lambda p: _with_row(p, matrix=p.limits.matrix * -1), "An ask is a number from 0 on"),
    ],
)  # fmt: skip
def test_what_is_not_defined_is_refused(draw_problem, wrong, said):
    with pytest.raises(AllocationError, match=said):
        check_problem(wrong(draw_problem(1)))


def test_a_promised_project_that_needs_an_excluded_one_is_refused(draw_problem):
    place = np.arange(10)
    with pytest.raises(AllocationError, match="project 0: is promised, but needs one that is excluded"):
        check_problem(replace(draw_problem(1), must=place == 0, excluded=place == 1))


def test_promises_and_exclusions_pass_along_needs(draw_problem):
    place = np.arange(10)
    least, greatest = find_bounds(
        replace(draw_problem(1), must=place == 0, excluded=place == 3, needs=np.array([[0, 6], [6, 7], [8, 3], [9, 8]]))
    )
    assert np.flatnonzero(least).tolist() == [0, 6, 7]
    assert np.flatnonzero(greatest == 0).tolist() == [3, 8, 9]


def test_a_circle_is_told_from_a_shared_need():
    assert find_circle(np.array([[0, 2], [1, 2], [2, 3]]), 4) is None
    assert find_circle(np.array([[0, 1], [1, 3], [3, 1]]), 4).tolist() == [1, 3]


@pytest.mark.parametrize(("gap", "seconds"), [(-1, None), (np.nan, None), (0, -1)])
def test_gap_and_time_are_not_below_nought(draw_problem, gap, seconds):
    with pytest.raises(MethodError, match="below 0"):
        choose_projects(draw_problem(1), gap, seconds)
