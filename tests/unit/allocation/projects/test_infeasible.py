"""Conflicts: a smallest set, the least relaxation, in parts and whole."""

from dataclasses import replace

import numpy as np
import pytest

from junxian.allocation.projects.choose import choose_projects
from junxian.allocation.projects.infeasible import find_conflict
from junxian.allocation.projects.problem import join_limits, limit_budgets, limit_groups, state_problem

ASKS = np.array([[6.0], [5.0], [4.0], [1.0]])


def _problem(floor, budget, **more):
    county = np.array([0, 0, 1, 1])
    return state_problem(
        np.ones(4),
        join_limits(
            limit_budgets(ASKS, np.array([budget]), ("land",)),
            limit_groups("county", ASKS[:, 0], county, ("a", "b"), np.array(floor), np.full(2, np.inf), "land"),
        ),
        **more,
    )


def test_a_floor_above_the_budget_is_named_alone_with_what_must_give_way():
    conflict = find_conflict(_problem([8.0, 0.0], 5.0))
    assert [(fault.end, fault.place) for fault in conflict.limits] == [("at most", 0), ("at least", 1)]
    assert conflict.in_parts
    assert sum(fault.amount for fault in conflict.relaxed) == pytest.approx(3.0)


def test_a_floor_that_the_county_cannot_reach_conflicts_by_itself():
    conflict = find_conflict(_problem([12.0, 0.0], 100.0))
    assert [(fault.end, fault.place, fault.amount) for fault in conflict.limits] == [("at least", 1, 12.0)]
    assert [(fault.place, fault.amount) for fault in conflict.relaxed] == [(1, pytest.approx(1.0))]


def test_promises_above_the_budget_are_named():
    conflict = find_conflict(_problem([0.0, 0.0], 10.0, must=np.array([True, True, False, True])))
    assert [(fault.end, fault.place) for fault in conflict.limits] == [
        ("at most", 0), ("promised", 0), ("promised", 1),
    ]  # fmt: skip


def test_limits_that_only_whole_projects_break_are_found_too():
    problem = _problem([5.0, 2.0], 8.0)  # 5 + 3 in parts; whole: 5 + 4
    assert choose_projects(problem, 0, None).status == "conflict"
    conflict = find_conflict(problem)
    assert not conflict.in_parts
    assert [(fault.end, fault.place) for fault in conflict.limits] == [("at most", 0), ("at least", 1), ("at least", 2)]
    assert sum(fault.amount for fault in conflict.relaxed) == pytest.approx(1.0)


@pytest.mark.parametrize("seed", range(40))
def test_what_conflicts_is_irreducible_and_the_relaxation_mends_it(draw_problem, seed):
    problem = draw_problem(seed)
    conflict = find_conflict(problem)
    assert (choose_projects(problem, 0, None).status == "conflict") == bool(conflict.limits)
    for left_out in conflict.limits:
        kept = [fault for fault in conflict.limits if fault != left_out]
        assert find_conflict(_keep(problem, kept)).limits == ()
    if conflict.limits:
        assert find_conflict(_keep(problem, conflict.limits)).limits
        assert find_conflict(_relax(problem, conflict.relaxed)).limits == ()


def _keep(problem, faults):
    """The problem with these ends and promises alone."""
    limits, places = problem.limits, {end: {f.place for f in faults if f.end == end} for end in ("at least", "at most", "promised")}  # fmt: skip
    rows = range(len(limits))
    low = np.array([limits.low[r] if r in places["at least"] else -np.inf for r in rows])
    high = np.array([limits.high[r] if r in places["at most"] else np.inf for r in rows])
    must = np.array([j in places["promised"] for j in range(problem.size)])
    return replace(problem, limits=replace(limits, low=low, high=high), must=must)


def _relax(problem, faults):
    low, high, must = problem.limits.low.copy(), problem.limits.high.copy(), problem.must.copy()
    for fault in faults:
        if fault.end == "promised":
            must[fault.place] = False
        elif fault.end == "at least":
            low[fault.place] -= fault.amount + 1e-6
        else:
            high[fault.place] += fault.amount + 1e-6
    return replace(problem, limits=replace(problem.limits, low=low, high=high), must=must)
