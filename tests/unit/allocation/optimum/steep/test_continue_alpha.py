"""Steep utilities with groups and rows whose limits leave little room: every one of them is certified."""

import numpy as np
import pytest
from scipy.sparse import csr_array

from junxian.allocation.optimum.certify import sum_groups
from junxian.allocation.optimum.dual_newton import guess_levels, minimise_dual
from junxian.allocation.optimum.intake import open_market
from junxian.allocation.optimum.problem import Groups, Problem, Rows
from junxian.allocation.optimum.scale import scale_problem
from junxian.allocation.optimum.solve import solve
from junxian.allocation.optimum.steep.continue_alpha import follow_alpha


def draw_problem(seed, alpha):
    """5 to 60 areas, 2 to 4 factors, groups, 1 to 4 rows; limits drawn closely around a plan that keeps them all."""
    random = np.random.default_rng([11, seed])
    areas, factors, many = int(random.integers(5, 61)), int(random.integers(2, 5)), int(random.integers(1, 5))
    shape, supply = (areas, factors), 10.0 ** random.uniform(0, 5, factors)
    kept = random.dirichlet(np.ones(areas), factors).T * supply * random.uniform(0.7, 1, factors)
    base = random.lognormal(0, 0.7, shape)
    base *= supply / base.sum(axis=0)
    lower = kept * random.uniform(0, 1, shape) * (random.random(shape) < 0.7)
    upper = np.where(random.random(shape) < 0.7, kept * random.uniform(1, 3, shape), np.inf)
    count = int(random.integers(1, 6))
    member, none = random.integers(-1, count, areas), np.zeros((count, factors))
    plain = Problem(
        base, random.uniform(0.1, 2, shape) / supply, lower, upper, supply, alpha, Groups(member, none, none)
    )
    held = sum_groups(plain, kept)
    cap = np.where(random.random(held.shape) < 0.4, held * random.uniform(1, 1.3, held.shape), np.inf)
    groups = Groups(member, held * random.uniform(0.9, 1, held.shape), cap)
    matrix = random.uniform(0, 1, (many, base.size)) * (random.random((many, base.size)) < 0.6) / np.tile(supply, areas)
    used, is_high = matrix @ kept.ravel(), random.random(many) < 0.6
    rows = Rows(csr_array(matrix), np.where(is_high, -np.inf, 0.98 * used), np.where(is_high, 1.02 * used, np.inf))
    return Problem(base, plain.weight, lower, upper, supply, alpha, groups, rows)


@pytest.mark.parametrize("alpha", [8.0, 12.0, 16.0])
def test_steep_plans_are_certified(alpha):
    for seed in range(40):
        found = solve(draw_problem(seed, alpha)).certificate
        assert 0 <= found.relative_gap <= 1e-9
        assert max(found.residuals.values()) <= 1e-9


@pytest.mark.parametrize("alpha", [0.4, 1.0, 3.0])
def test_the_careful_way_ends_at_the_plan_of_the_quick_one(alpha):
    """From prices of no use: by way of another α."""
    for seed in range(6):
        problem = draw_problem(seed, alpha)
        scaled = scale_problem(problem)
        market = open_market(scaled.problem)
        place, _ = follow_alpha(market, guess_levels(scaled.problem))
        quick = minimise_dual(market, guess_levels(scaled.problem))
        assert quick.violation <= 1e-11
        assert place.slack.greatest <= 1e-10
        assert place.amount == pytest.approx(quick.intake.amount, abs=1e-8)
