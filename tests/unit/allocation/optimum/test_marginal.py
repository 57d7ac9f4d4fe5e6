"""Derivatives of the plan against plans solved again."""

from dataclasses import replace

import numpy as np
import pytest
from scipy.sparse import csr_array

from junxian.allocation.optimum.marginal import differentiate
from junxian.allocation.optimum.problem import Groups, Problem, Rows
from junxian.allocation.optimum.reproduce import name_bounds
from junxian.allocation.optimum.solve import solve

STEP = 1e-6


def make_problem(alpha):
    """Twenty areas, two factors; a floor and a cap of groups, a row and limits of areas that bind."""
    random = np.random.default_rng(5)
    base = random.lognormal(0, 0.5, (20, 2)) * np.array([1.0, 1e4])
    supply = base.sum(axis=0)
    weight = random.uniform(0.3, 1, (20, 2)) / np.array([1.0, 1e4])
    groups = Groups(np.arange(20) % 4 - 1, np.zeros((3, 2)), np.full((3, 2), np.inf))
    plain = Problem(base, weight, 0.9 * base, 1.6 * base, supply, alpha, groups)
    found = solve(plain)
    held = np.array([found.x[groups.member == g].sum(axis=0) for g in range(3)])
    groups.floor[0], groups.cap[1] = 1.05 * held[0], 0.97 * held[1]
    use = random.uniform(0.5, 1.5, (1, 40)) / np.tile(supply, 20)
    return replace(plain, rows=Rows(csr_array(use), np.array([-np.inf]), use @ found.x.ravel() * 0.98))


@pytest.mark.parametrize("alpha", [0.5, 1.0, 3.0])
@pytest.mark.parametrize("factor", [0, 1])
def test_more_supply(alpha, factor):
    problem = make_problem(alpha)
    found = solve(problem)
    assert set(name_bounds(problem, found).ravel()) >= {"lower", "none"}
    assert (found.prices.groups != 0).any()
    assert found.prices.rows[0] > 0
    move = np.zeros(2)
    move[factor] = STEP * problem.supply[factor]
    after, before = (solve(replace(problem, supply=problem.supply + sign * move)) for sign in (1, -1))
    seen = differentiate(problem, found, supply=move)
    assert seen.x == pytest.approx((after.x - before.x) / 2, rel=1e-4, abs=1e-9 * problem.supply[factor])
    differences = (after.prices.supply - before.prices.supply) / 2
    assert seen.prices.supply == pytest.approx(differences, rel=1e-3, abs=1e-10 * found.prices.supply.max())
    assert seen.prices.rows == pytest.approx((after.prices.rows - before.prices.rows) / 2, rel=1e-3)


@pytest.mark.parametrize("alpha", [0.5, 1.0, 3.0])
def test_price_is_what_supply_is_worth(alpha):
    problem = make_problem(alpha)
    found = solve(problem)
    for factor in range(2):
        move = np.zeros(2)
        move[factor] = 1e-4 * problem.supply[factor]
        after, before = (solve(replace(problem, supply=problem.supply + sign * move)) for sign in (1, -1))
        gain = (after.certificate.primal - before.certificate.primal) / (2 * move[factor])
        rounding = 1e-12 * abs(found.certificate.primal) / move[factor]
        assert gain == pytest.approx(found.prices.supply[factor], rel=1e-4, abs=rounding)


@pytest.mark.parametrize("alpha", [0.5, 1.0, 3.0])
def test_more_weight(alpha):
    problem = make_problem(alpha)
    found = solve(problem)
    area = int(np.argmax((name_bounds(problem, found) == "none")[:, 0]))
    move = np.zeros(problem.shape)
    move[area, 0] = STEP * problem.weight[area, 0]
    after, before = (solve(replace(problem, weight=problem.weight + sign * move)) for sign in (1, -1))
    seen = differentiate(problem, found, weight=move)
    assert seen.x[area, 0] > 0
    differences = (after.x - before.x)[:, 0] / 2
    assert seen.x[:, 0] == pytest.approx(differences, rel=1e-3, abs=1e-11 * problem.supply[0])


def test_supply_that_is_left_over_changes_nothing():
    problem = Problem(np.ones((2, 1)), np.ones((2, 1)), np.zeros((2, 1)), np.ones((2, 1)), np.array([3.0]))
    assert (differentiate(problem, solve(problem), supply=np.ones(1)).x == 0).all()
