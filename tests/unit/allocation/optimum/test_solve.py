"""The door: warm starts, several groups and rows at once, limits that leave no room, and refusals."""

from dataclasses import replace

import numpy as np
import pytest
from scipy.sparse import csr_array

from junxian.allocation.optimum.problem import Groups, Problem, Rows
from junxian.allocation.optimum.solve import solve
from junxian.terms import AllocationError

NONE = np.inf


def make_problem(areas=40, factors=2, alpha=1.0):
    random = np.random.default_rng(3)
    base = random.lognormal(0, 0.5, (areas, factors))
    weight = random.uniform(0.2, 1, (areas, factors))
    return Problem(base, weight, 0.3 * base, 3 * base, base.sum(axis=0), alpha)


def test_warm_start_ends_at_the_same_plan_in_fewer_steps():
    problem = make_problem()
    problem = replace(problem, lower=0.8 * problem.base, upper=1.3 * problem.base)
    found = solve(problem)
    more = replace(problem, supply=problem.supply * 1.01)
    cold, warm = solve(more), solve(more, start=found.prices)
    assert warm.x == pytest.approx(cold.x, rel=1e-10)
    assert solve(problem, start=found.prices).certificate.iterations <= 1 < found.certificate.iterations


@pytest.mark.parametrize("alpha", [0.1, 0.5, 1.0, 4.0, 16.0, 64.0])
def test_every_alpha_is_certified(alpha):
    found = solve(make_problem(alpha=alpha))
    assert -1e-12 <= found.certificate.relative_gap <= 1e-9
    assert max(found.certificate.residuals.values()) <= 1e-12


@pytest.mark.parametrize("alpha", [0.5, 1.0, 4.0])
def test_rows_that_overlap_groups_hold(alpha):
    """Two rows of the same factor over areas that cross the groups: one is reached, one at least."""
    problem = make_problem(alpha=alpha)
    free, first, second = solve(problem).x, np.zeros((40, 2)), np.zeros((40, 2))
    first[:25, 0], second[15:, 0] = 1.0, 1.0
    ends = (first * free).sum() * 0.97, (second * free).sum() * 1.01
    matrix = csr_array(np.array([first.ravel(), second.ravel()]))
    groups = Groups(np.arange(40) % 3, np.zeros((3, 2)), np.full((3, 2), NONE))
    groups.floor[0] = 1.02 * free[::3].sum(axis=0)
    found = solve(
        replace(problem, groups=groups, rows=Rows(matrix, np.array([-NONE, ends[1]]), np.array([ends[0], NONE])))
    )
    assert (first * found.x).sum() == pytest.approx(ends[0])
    assert (second * found.x).sum() >= ends[1] * (1 - 1e-12)
    assert (found.x[::3].sum(axis=0) >= groups.floor[0] * (1 - 1e-12)).all()
    assert found.prices.rows[0] > 0 >= found.prices.rows[1]
    assert found.certificate.relative_gap <= 1e-9


def test_the_same_row_twice_is_solved():
    problem = make_problem()
    use = np.ones((1, 80))
    end = 0.9 * problem.supply.sum()
    once = Rows(csr_array(use), np.array([-NONE]), np.array([end]))
    twice = Rows(csr_array(np.vstack([use, use])), np.full(2, -NONE), np.full(2, end))
    assert solve(replace(problem, rows=twice)).x == pytest.approx(solve(replace(problem, rows=once)).x, rel=1e-8)


def test_no_limits_but_supply_gives_shares_by_weight():
    random = np.random.default_rng(1)
    weight = random.uniform(0.1, 1, (9, 1))
    free = Problem(np.ones((9, 1)), weight, np.zeros((9, 1)), np.full((9, 1), NONE), np.array([7.0]))
    assert solve(free).x == pytest.approx(7 * weight / weight.sum(), rel=1e-12)


def test_caps_below_the_supply_leave_the_rest_over_at_no_price():
    capped = replace(make_problem(), upper=0.5 * make_problem().base)
    found = solve(capped)
    assert found.x == pytest.approx(capped.upper)
    assert (found.prices.supply == 0).all()


def test_supply_that_is_just_the_floors_gives_the_floors():
    tight = make_problem()
    tight = replace(tight, supply=tight.lower.sum(axis=0))
    assert solve(tight).x == pytest.approx(tight.lower, rel=1e-12, abs=1e-9 * tight.supply.max())


def test_less_supply_than_floors_is_refused():
    poor = make_problem()
    with pytest.raises(AllocationError, match="contradict"):
        solve(replace(poor, supply=poor.lower.sum(axis=0) * 0.9))


def test_group_floors_above_the_supply_are_refused():
    problem = make_problem()
    groups = Groups(np.arange(40) % 2, np.full((2, 2), 0.6) * problem.supply, np.full((2, 2), NONE))
    with pytest.raises(AllocationError, match="contradict"):
        solve(replace(problem, groups=groups))


@pytest.mark.parametrize("alpha", [0.5, 1.0, 2.0, 4.0, 8.0])
def test_areas_of_no_weight_share_the_floor_of_their_group_by_their_bases(alpha):
    """Nothing says how they share it; the plan is the best all the same, and certified."""
    groups = Groups(np.array([0, 0, 1]), np.array([[60.0], [0.0]]), np.full((2, 1), np.inf))
    problem = Problem(
        np.array([[20.0], [40.0], [40.0]]), np.array([[0.0], [0.0], [1.0]]), np.zeros((3, 1)), np.full((3, 1), 90.0),
        np.array([100.0]), alpha, groups,
    )  # fmt: skip
    found = solve(problem)
    assert found.x.ravel() == pytest.approx([20.0, 40.0, 40.0], rel=1e-6)
    assert found.certificate.relative_gap <= 1e-9


@pytest.mark.parametrize("seed", range(40))
def test_weights_of_zero_among_floors_and_rows_leave_a_certified_plan(seed):
    random = np.random.default_rng(seed)
    areas, alpha = int(random.integers(3, 30)), float(random.choice([0.3, 0.5, 1, 2, 4]))
    base = random.uniform(1, 5, (areas, 2))
    weight = random.uniform(0.1, 1, (areas, 2)) * (random.uniform(size=(areas, 2)) < 0.6)
    plan, member = base * random.uniform(0.3, 2, (areas, 2)), random.integers(0, 3, areas)
    floor = np.array([plan[member == g].sum(axis=0) * random.uniform(0.7, 1) for g in range(3)])
    line = csr_array((random.uniform(size=(1, 2 * areas)) < 0.5) * 1.0)
    rows = Rows(line, 0.9 * (line @ plan.ravel()), np.array([np.inf]))
    groups = Groups(member, floor, np.full((3, 2), np.inf))
    found = solve(Problem(base, weight, 0.1 * plan, 3 * plan, plan.sum(axis=0) * 1.02, alpha, groups, rows))
    assert found.certificate.relative_gap <= 1e-9
    assert max(found.certificate.residuals.values()) <= 1e-9
