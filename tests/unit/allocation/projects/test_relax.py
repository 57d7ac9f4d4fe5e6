"""The bound follows from the prices, whatever the prices are."""

import numpy as np
import pytest
from scipy.optimize import linprog

from junxian.allocation.projects.relax import price_relaxation, relax_projects, state_rows


def _solve_by_scipy(problem):
    matrix, low, high = state_rows(problem)
    dense, cap, floor = matrix.toarray(), np.isfinite(high), np.isfinite(low)
    ends = list(zip(problem.must.astype(float), (~problem.excluded).astype(float), strict=True))
    return linprog(
        -problem.benefit, np.vstack([dense[cap], -dense[floor]]), np.r_[high[cap], -low[floor]], bounds=ends, method="highs-ipm"
    )  # fmt: skip


@pytest.mark.parametrize("seed", range(12))
def test_the_bound_equals_the_optimum_of_another_algorithm(draw_problem, seed):
    problem = draw_problem(seed)
    answer, relaxation = _solve_by_scipy(problem), relax_projects(problem)
    assert (relaxation is None) == (answer.status == 2)
    if relaxation is not None:
        assert relaxation.bound == pytest.approx(-answer.fun, rel=1e-9)
        assert problem.benefit @ relaxation.part == pytest.approx(relaxation.bound, rel=1e-9)


def test_any_prices_of_the_right_sign_prove_a_bound_no_lower(draw_problem):
    problem, random = draw_problem(1), np.random.default_rng(1)
    best = relax_projects(problem)
    _, low, high = state_rows(problem)
    for _ in range(50):
        price = random.normal(size=len(low))
        price = np.where(np.isfinite(high), price, np.minimum(price, 0))
        price = np.where(np.isfinite(low), price, np.maximum(price, 0))
        assert price_relaxation(problem, best.part, price).bound >= best.bound - 1e-9


def test_a_price_is_what_one_unit_more_brings(draw_large):
    problem = draw_large(3, 300)
    before = relax_projects(problem)
    problem.limits.high[0] += 1e-3
    assert (relax_projects(problem).bound - before.bound) / 1e-3 == pytest.approx(before.price[0], rel=1e-5)
    assert before.price[0] > 0
