"""The kernel beside other solvers: Clarabel on 200 drawn problems, HiGHS on piecewise ones, and both ends of α."""

from dataclasses import replace

import numpy as np
import pytest

from junxian.allocation.optimum.extremes.linear import solve_linear
from junxian.allocation.optimum.extremes.max_min import solve_max_min
from junxian.allocation.optimum.judge.conic import solve_conic
from junxian.allocation.optimum.judge.judge import judge_plan
from junxian.allocation.optimum.judge.piecewise import bracket_optimum
from junxian.allocation.optimum.solve import solve

from .test_optimum_laws import draw_problem


@pytest.mark.parametrize("part", range(4))
def test_kernel_and_clarabel_agree(part):
    """Where Clarabel says that it solved the problem. It is never better; where it is worse (steep utilities), it alone is;
    amounts and values agree to 1e-4 and 1e-7 in 95 of 100, prices to 1e-4 in 90 and to 1e-3 in all. The kernel closes its gap in all.

    Prices only where amounts stand free outside groups and rows, since else they are not unique.
    """
    objectives, amounts, prices = [], [], []
    for seed in range(20_000 + 50 * part, 20_050 + 50 * part):
        problem = draw_problem(seed)
        found, other = solve(problem), solve_conic(problem)
        if other.status != "Solved":
            continue
        primal = found.certificate.primal
        objectives.append((primal - other.objective) / max(1, abs(primal)))
        amounts.append((np.abs(other.x - found.x) / problem.supply).max())
        free = (found.x > problem.lower + 1e-3 * problem.supply) & (found.x < problem.upper - 1e-3 * problem.supply)
        alone = free & (problem.groups.member < 0)[:, None] & np.isclose(_row_prices(found, problem), 0)
        worth, seen = found.prices.supply * problem.supply, other.prices.supply * problem.supply
        scale = max(worth.max(), 1e-3 * float((problem.base * problem.weight).sum()))
        prices.extend((np.abs(seen - worth) / scale)[alone.any(axis=0)])
    assert len(objectives) >= 45
    assert min(objectives) >= -1e-7
    assert np.sum(np.array(objectives) <= 1e-7) >= 0.95 * len(objectives)
    assert np.sum(np.array(amounts) <= 1e-4) >= 0.95 * len(amounts)
    assert np.sum(np.array(prices) <= 1e-4) >= 0.9 * len(prices)
    assert max(prices) <= 1e-3


def _row_prices(found, problem):
    return (problem.rows.matrix.T @ found.prices.rows).reshape(problem.shape)


@pytest.mark.parametrize("seed", range(10))
def test_piecewise_programmes_bracket_the_optimum(seed):
    problem = draw_problem(seed, areas=15)
    found, bracket = solve(problem), bracket_optimum(problem, 64)
    primal, size = found.certificate.primal, max(1.0, abs(found.certificate.primal))
    assert bracket.below <= primal + 1e-6 * size
    assert primal <= bracket.above + 1e-6 * size


@pytest.mark.parametrize("seed", range(10))
def test_alpha_zero_is_the_linear_programme(seed):
    problem = draw_problem(seed, alpha=0.0)
    best = solve_linear(problem)
    assert best.certificate.relative_gap <= 1e-9
    assert solve_conic(problem).objective == pytest.approx(best.certificate.primal, rel=1e-6)
    weighted = [float((problem.weight * solve(replace(problem, alpha=a)).x).sum()) for a in (1.0, 0.3, 0.1)]
    assert all(amount <= best.certificate.primal * (1 + 1e-9) for amount in weighted)
    assert weighted[-1] >= weighted[0] - 1e-9


@pytest.mark.parametrize("rows", [False, True])
@pytest.mark.parametrize("seed", range(8))
def test_growing_alpha_approaches_the_max_min(seed, rows):
    """Levels of those who stand at no limit; sixteen is far from infinity, so they come near and never pass the least."""
    problem = draw_problem(seed, rows=rows, alpha=np.inf)
    even = solve_max_min(problem)
    assert max(even.certificate.residuals.values()) <= 1e-7
    least = [_least(replace(problem, alpha=a), solve(replace(problem, alpha=a)).x) for a in (1.0, 4.0, 16.0)]
    best = _least(problem, even.x)
    assert all(level <= best * (1 + 1e-7) for level in least)
    assert least[-1] >= least[0] - 1e-9
    assert least[-1] >= 0.8 * best


def _least(problem, x):
    return float((x / problem.base).min())


def test_the_verdict_is_written_into_the_certificate():
    problem = draw_problem(3, alpha=1.0)
    (verdict,) = judge_plan(problem, solve(problem)).certificate.judges
    assert verdict.judge == "Clarabel"
    assert verdict.relative_difference < 1e-6
    assert verdict.greatest_amount < 1e-4
