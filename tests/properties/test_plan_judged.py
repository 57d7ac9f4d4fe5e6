"""The kernel beside other solvers: Clarabel on 200 drawn problems, HiGHS on piecewise ones, and both ends of α."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from junxian.allocation.optimum.extremes.linear import solve_linear
from junxian.allocation.optimum.extremes.max_min import solve_max_min
from junxian.allocation.optimum.judge.conic import solve_conic
from junxian.allocation.optimum.judge.levels import rise_levels
from junxian.allocation.optimum.judge.piecewise import bracket_optimum
from junxian.allocation.optimum.solve import solve

from .test_optimum_laws import draw_problem

ACCEPTED = ("Solved", "AlmostSolved")


@pytest.mark.parametrize("part", range(4))
def test_kernel_and_clarabel_agree(part):
    """Values to 1e-7 and amounts to 1e-4 of the supply in all; prices of supply to 2e-4, 99 of 100 to 1e-4.

    Prices only where they are unique: where somebody outside groups and priced rows stands free of limits.
    """
    prices = []
    for seed in range(20_000 + 50 * part, 20_050 + 50 * part):
        problem = draw_problem(seed, alpha=(0.3, 0.5, 1.0, 2.0)[seed % 4])
        found, other = solve(problem), solve_conic(problem)
        primal = found.certificate.primal
        assert other.status in ACCEPTED
        assert abs(primal - other.objective) <= 1e-7 * max(1, abs(primal))
        assert (np.abs(other.x - found.x) <= 1e-4 * problem.supply).all()
        prices.extend(_compare_prices(problem, found, other))
    assert len(prices) > 30
    assert max(prices) <= 2e-4
    assert np.quantile(prices, 0.99) <= 1.5e-4
    assert np.mean(np.array(prices) <= 1e-4) >= 0.98


def _compare_prices(problem, found, other):
    free = (found.x > problem.lower + 1e-3 * problem.supply) & (found.x < problem.upper - 1e-3 * problem.supply)
    toll = (problem.rows.matrix.T @ found.prices.rows).reshape(problem.shape)
    alone = (free & (problem.groups.member < 0)[:, None] & np.isclose(toll, 0)).any(axis=0)
    worth, seen = found.prices.supply * problem.supply, other.prices.supply * problem.supply
    scale = max(worth.max(), 1e-3 * float((problem.base * problem.weight).sum()))
    return (np.abs(seen - worth) / scale)[alone]


def test_where_utilities_are_steep_the_value_agrees_and_amounts_may_not():
    """α = 4: what areas near nothing are worth drowns the rest, and Clarabel leaves amounts of the rest open: seen to 7 in 100."""
    apart = []
    for seed in range(20_000, 20_040):
        problem = draw_problem(seed, alpha=4.0)
        found, other = solve(problem), solve_conic(problem)
        primal = found.certificate.primal
        assert found.certificate.relative_gap <= 1e-9
        assert abs(primal - other.objective) <= 1e-7 * max(1, abs(primal))
        apart.append((np.abs(other.x - found.x) / problem.supply).max())
    assert np.median(apart) <= 1e-4


@pytest.mark.parametrize("seed", range(12))
def test_piecewise_programmes_bracket_the_optimum_and_close_on_it(seed):
    problem = draw_problem(seed, areas=15)
    primal = solve(problem).certificate.primal
    coarse, fine = bracket_optimum(problem, 16), bracket_optimum(problem, 64)
    small = 1e-8 * max(1.0, abs(primal))
    for bracket in (coarse, fine):
        assert bracket.below <= bracket.plan + small
        assert bracket.plan <= primal + small
        assert primal <= bracket.above + small
    assert fine.above - fine.below <= 0.25 * (coarse.above - coarse.below)


@pytest.mark.parametrize("seed", range(10))
def test_alpha_zero_is_the_linear_programme(seed):
    problem = draw_problem(seed, alpha=0.0)
    best = solve_linear(problem).certificate
    assert best.relative_gap <= 1e-9
    assert solve_conic(problem).objective == pytest.approx(best.primal, rel=1e-7)
    bracket = bracket_optimum(problem, 2)
    assert (bracket.below, bracket.above) == (
        pytest.approx(best.primal, rel=1e-7),
        pytest.approx(best.primal, rel=1e-7),
    )


@pytest.mark.parametrize("seed", range(10))
def test_small_alpha_approaches_the_linear_programme(seed):
    problem = draw_problem(seed, alpha=0.0)
    best = solve_linear(problem).certificate.primal
    lost = [
        1 - float((problem.weight * solve(replace(problem, alpha=a)).x).sum()) / best for a in (1.0, 0.3, 0.1, 0.03)
    ]
    assert min(lost) >= -1e-9
    assert all(later <= earlier + 1e-9 for earlier, later in pairwise(lost))
    assert lost[-1] <= 0.01


@pytest.mark.parametrize("rows", [False, True])
@pytest.mark.parametrize("seed", range(12))
def test_max_min_is_lexicographic(seed, rows):
    """At no level can anybody rise without harm to those at or below it: a programme for each level, independent of how it was found."""
    problem = draw_problem(seed, rows=rows, alpha=np.inf)
    even = solve_max_min(problem)
    assert max(even.certificate.residuals.values()) <= 1e-9
    assert even.certificate.relative_gap <= 1e-9
    assert even.certificate.rise <= 1e-9
    assert rise_levels(problem, even.x, 999).rise <= 1e-9


@pytest.mark.parametrize("seed", range(12))
def test_equal_weights_without_rows_give_the_max_min_at_any_alpha(seed):
    problem = draw_problem(seed, rows=False)
    problem = replace(problem, weight=np.ones(problem.shape) / problem.supply)
    even = solve_max_min(replace(problem, alpha=np.inf)).x
    assert (np.abs(solve(problem).x - even) <= 1e-8 * problem.supply).all()


def test_growing_alpha_approaches_the_max_min_with_rows():
    """The greatest difference of any level, in the greatest level: its mean over problems falls as α grows. Weights are equal."""
    apart = []
    for seed in range(16):
        problem = draw_problem(seed, alpha=np.inf)
        problem = replace(problem, weight=np.ones(problem.shape) / problem.supply)
        even = solve_max_min(problem).x / problem.base
        levels = [solve(replace(problem, alpha=a)).x / problem.base for a in (0.5, 1.0, 4.0, 6.0)]
        apart.append([np.abs(level - even).max() / even.max() for level in levels])
    means = np.mean(apart, axis=0)
    assert (np.diff(means) < 0).all()
    assert means[-1] <= 0.06
