"""Infeasible problems: the limits that conflict, none of them needless, and the least relaxation."""

from dataclasses import replace

import numpy as np
import pytest
from scipy.sparse import csr_array

from junxian.allocation.optimum.limits.conflict import find_conflict
from junxian.allocation.optimum.problem import Groups, Problem, Rows

GOOD = Problem(np.ones((4, 1)), np.ones((4, 1)), np.zeros((4, 1)), np.full((4, 1), 9.0), np.array([10.0]))


def name(conflict):
    return [(limit.kind, limit.area, limit.group, limit.row) for limit in conflict.limits]


def test_a_problem_with_a_plan_has_no_conflict():
    conflict = find_conflict(GOOD)
    assert conflict.limits == ()
    assert conflict.relaxed == ()


def test_the_greatest_floors_and_the_supply_conflict_and_small_floors_are_not_named():
    conflict = find_conflict(replace(GOOD, lower=np.array([[7.0], [6.0], [0.5], [0.1]])))
    assert name(conflict) == [("supply", None, None, None), ("lower", 0, None, None), ("lower", 1, None, None)]
    assert sum(amount for _, amount in conflict.relaxed) == pytest.approx(3.6)


def test_a_group_floor_above_the_limits_of_its_members_is_named_with_them():
    groups = Groups(np.array([0, 0, -1, -1]), np.array([[5.0]]), np.array([[np.inf]]))
    conflict = find_conflict(replace(GOOD, upper=np.array([[2.0], [2.0], [9.0], [9.0]]), groups=groups))
    assert name(conflict) == [("floor", None, 0, None), ("upper", 0, None, None), ("upper", 1, None, None)]


def test_a_row_against_floors_and_the_least_relaxation_mends_it():
    rows = Rows(csr_array(np.array([[1.0, 1.0, 0.0, 0.0]])), np.array([-np.inf]), np.array([3.0]))
    problem = replace(GOOD, lower=np.array([[2.0], [2.0], [0.0], [0.0]]), rows=rows)
    conflict = find_conflict(problem)
    assert name(conflict) == [("row_high", None, None, 0), ("lower", 0, None, None), ("lower", 1, None, None)]
    ((limit, amount),) = conflict.relaxed
    assert (limit.kind, amount) == ("row_high", pytest.approx(1.0))


@pytest.mark.parametrize("seed", range(15))
def test_no_named_limit_is_needless_and_the_relaxation_suffices(seed):
    random = np.random.default_rng(seed)
    lower = random.uniform(0, 4, (6, 2))
    groups = Groups(random.integers(0, 2, 6), random.uniform(2, 9, (2, 2)), np.full((2, 2), 20.0))
    problem = Problem(
        np.ones((6, 2)),
        np.ones((6, 2)),
        lower,
        lower + random.uniform(0, 1, (6, 2)),
        np.array([9.0, 9.0]),
        groups=groups,
    )
    conflict = find_conflict(problem)
    assert conflict.limits
    for spared in range(len(conflict.limits)):
        rest = [limit for k, limit in enumerate(conflict.limits) if k != spared]
        assert find_conflict(_only(problem, rest)).limits == ()
    assert find_conflict(_only(problem, conflict.limits)).limits == conflict.limits
    assert find_conflict(_relax(problem, conflict.relaxed)).limits == ()


def _only(problem, limits):
    """The problem with these limits and no others."""
    lower, upper = np.zeros_like(problem.lower), np.full_like(problem.upper, np.inf)
    supply, floor, cap = (
        np.full_like(problem.supply, 1e4),
        np.zeros_like(problem.groups.floor),
        np.full_like(problem.groups.cap, np.inf),
    )
    for limit in limits:
        if limit.kind in ("lower", "upper"):
            {"lower": lower, "upper": upper}[limit.kind][limit.area, limit.factor] = limit.amount
        elif limit.kind == "supply":
            supply[limit.factor] = limit.amount
        else:
            {"floor": floor, "cap": cap}[limit.kind][limit.group, limit.factor] = limit.amount
    return replace(
        problem, lower=lower, upper=upper, supply=supply, groups=replace(problem.groups, floor=floor, cap=cap)
    )


def _relax(problem, relaxed):
    lower, upper, supply = problem.lower.copy(), problem.upper.copy(), problem.supply.copy()
    floor, cap = problem.groups.floor.copy(), problem.groups.cap.copy()
    for limit, amount in relaxed:
        if limit.kind in ("lower", "upper"):
            {"lower": lower, "upper": upper}[limit.kind][limit.area, limit.factor] += (
                -amount if limit.kind == "lower" else amount
            )
        elif limit.kind == "supply":
            supply[limit.factor] += amount
        else:
            {"floor": floor, "cap": cap}[limit.kind][limit.group, limit.factor] += (
                -amount if limit.kind == "floor" else amount
            )
    return replace(
        problem, lower=lower, upper=upper, supply=supply, groups=replace(problem.groups, floor=floor, cap=cap)
    )


def test_of_several_great_conflicts_one_is_told():
    """400 areas whose floors exceed the supply of both factors: one factor is named, with the greatest floors that do not fit."""
    lower = np.random.default_rng(1).uniform(1, 3, (400, 2))
    problem = Problem(np.ones((400, 2)), np.ones((400, 2)), lower, np.full((400, 2), 9.0), 0.9 * lower.sum(axis=0))
    conflict = find_conflict(problem)
    (supply,) = [limit for limit in conflict.limits if limit.kind == "supply"]
    floors = [limit for limit in conflict.limits if limit.kind == "lower"]
    assert len(floors) + 1 == len(conflict.limits)
    assert {limit.factor for limit in floors} == {supply.factor}
    assert 0 < sum(limit.amount for limit in floors) - supply.amount <= min(limit.amount for limit in floors)
    assert not conflict.is_smallest
