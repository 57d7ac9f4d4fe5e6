"""Laws of the optimum on drawn problems: conservation, limits, symmetry, units, duality, and what cannot be promised."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_array

from junxian.allocation.optimum.certify import certify, sum_groups, value
from junxian.allocation.optimum.problem import Groups, Prices, Problem, Rows
from junxian.allocation.optimum.reproduce import reproduce_amounts
from junxian.allocation.optimum.solve import solve

ALPHAS = (0.3, 0.5, 1.0, 2.0, 4.0)
LAW = settings(deadline=None, max_examples=40)


def draw_problem(seed, *, groups=True, rows=True, alpha=None, areas=None):
    """A feasible problem: limits are drawn around a plan that keeps them all."""
    random = np.random.default_rng(seed)
    n, factors = areas or int(random.integers(1, 25)), int(random.integers(1, 4))
    supply = 10.0 ** random.uniform(0, 5, factors)
    kept = random.dirichlet(np.ones(n), factors).T * supply * random.uniform(0.7, 1, factors)
    base = random.lognormal(0, 0.7, (n, factors))
    base *= supply / base.sum(axis=0)
    weight = random.uniform(0.1, 2, (n, factors)) / supply
    lower = kept * random.uniform(0, 1, (n, factors)) * (random.random((n, factors)) < 0.7)
    upper = np.where(random.random((n, factors)) < 0.7, kept * random.uniform(1, 3, (n, factors)), np.inf)
    problem = Problem(base, weight, lower, upper, supply, float(random.choice(ALPHAS)) if alpha is None else alpha)
    if groups:
        count = int(random.integers(1, 4))
        member = random.integers(-1, count, n)
        problem = replace(problem, groups=Groups(member, np.zeros((count, factors)), np.full((count, factors), np.inf)))
        held = sum_groups(problem, kept)
        cap = np.where(random.random(held.shape) < 0.4, held * random.uniform(1, 1.3, held.shape), np.inf)
        problem = replace(problem, groups=Groups(member, held * random.uniform(0.5, 1, held.shape), cap))
    if rows:
        matrix = random.uniform(0, 1, (2, n * factors)) * (random.random((2, n * factors)) < 0.6) / np.tile(supply, n)
        used = matrix @ kept.ravel()
        high, low = np.array([used[0] * 1.02, np.inf]), np.array([-np.inf, used[1] * 0.98])
        problem = replace(problem, rows=Rows(csr_array(matrix), low, high))
    return problem


seeds = st.integers(0, 10_000)


@given(seeds)
@LAW
def test_every_limit_holds_and_the_gap_is_closed(seed):
    problem = draw_problem(seed)
    found = solve(problem)
    assert max(found.certificate.residuals.values()) <= 1e-9
    assert -1e-12 <= found.certificate.relative_gap <= 1e-9
    assert (found.x.sum(axis=0) <= problem.supply * (1 + 1e-9)).all()


@given(seeds)
@LAW
def test_supply_is_used_up_unless_every_area_stands_at_a_limit_or_a_row_holds(seed):
    problem = draw_problem(seed, rows=False)
    found = solve(problem)
    left = problem.supply - found.x.sum(axis=0) > 1e-9 * problem.supply
    full = np.isclose(found.x, np.minimum(problem.upper, 1e300), rtol=1e-9)
    capped = np.zeros_like(full)
    if problem.groups is not None:
        at_cap = sum_groups(problem, found.x) >= problem.groups.cap * (1 - 1e-9)
        capped = np.where(problem.groups.member[:, None] >= 0, at_cap[problem.groups.member], False)
    assert (full | capped)[:, left].all()


@given(seeds)
@LAW
def test_five_numbers_reproduce_every_amount(seed):
    problem = draw_problem(seed)
    found = solve(problem)
    assert reproduce_amounts(problem, found) == pytest.approx(found.x, rel=1e-7, abs=1e-9 * problem.supply.max())


@given(seeds, st.randoms(use_true_random=False))
@LAW
def test_the_order_of_areas_is_irrelevant(seed, random):
    problem = draw_problem(seed)
    n, factors = problem.shape
    order = np.array(random.sample(range(n), n))
    columns = (order[:, None] * factors + np.arange(factors)).ravel()
    turned = Problem(
        problem.base[order], problem.weight[order], problem.lower[order], problem.upper[order], problem.supply, problem.alpha,
        Groups(problem.groups.member[order], problem.groups.floor, problem.groups.cap),
        Rows(csr_array(problem.rows.matrix.toarray()[:, columns]), problem.rows.low, problem.rows.high),
    )  # fmt: skip
    assert solve(turned).x == pytest.approx(solve(problem).x[order], rel=1e-7, abs=1e-8 * problem.supply.max())


@given(seeds, st.floats(-9, 10))
@LAW
def test_units_of_measure_change_nothing(seed, power):
    problem, times = draw_problem(seed), 10.0**power
    scaled = Problem(
        problem.base * times, problem.weight / times, problem.lower * times, problem.upper * times, problem.supply * times, problem.alpha,
        Groups(problem.groups.member, problem.groups.floor * times, problem.groups.cap * times),
        Rows(problem.rows.matrix / times, problem.rows.low, problem.rows.high),
    )  # fmt: skip
    assert solve(scaled).x / times == pytest.approx(solve(problem).x, rel=1e-7, abs=1e-8 * problem.supply.max())


@given(seeds, st.floats(1e-6, 1e6))
@LAW
def test_weights_count_only_against_each_other(seed, times):
    problem = draw_problem(seed)
    scaled = replace(problem, weight=problem.weight * times)
    assert solve(scaled).x == pytest.approx(solve(problem).x, rel=1e-7, abs=1e-8 * problem.supply.max())


@given(seeds, st.floats(1.01, 3))
@LAW
def test_a_greater_weight_of_its_own_never_lowers_an_area_amount(seed, times):
    problem = draw_problem(seed)
    raised = problem.weight.copy()
    raised[0, 0] *= times
    before, after = solve(problem).x[0, 0], solve(replace(problem, weight=raised)).x[0, 0]
    assert after >= before - 1e-8 * problem.supply[0]


@given(seeds, st.floats(0.01, 1))
@LAW
def test_raising_its_own_floor_never_hurts_an_area(seed, part):
    problem = draw_problem(seed)
    found = solve(problem)
    raised = problem.lower.copy()
    raised[0, 0] = problem.lower[0, 0] + part * (found.x[0, 0] - problem.lower[0, 0])
    after = solve(replace(problem, lower=np.minimum(raised, problem.upper))).x[0, 0]
    assert after >= found.x[0, 0] - 1e-8 * problem.supply[0]


@given(seeds)
@LAW
def test_the_price_is_what_one_more_unit_brings(seed):
    problem = draw_problem(seed, groups=False, rows=False, areas=12)
    found, step = solve(problem), 1e-5
    for f in range(problem.shape[1]):
        move = np.zeros_like(problem.supply)
        move[f] = step * problem.supply[f]
        up, down = (solve(replace(problem, supply=problem.supply + sign * move)) for sign in (1, -1))
        one_sided = [_gain(problem, found, up) / move[f], _gain(problem, down, found) / move[f]]
        scale = max(abs(found.prices.supply[f]), 1e-12)
        assert min(one_sided) - 1e-3 * scale <= found.prices.supply[f] <= max(one_sided) + 1e-3 * scale


def _gain(problem, before, after):
    """The difference of two plans' values, amount by amount: of the sums it would drown in rounding."""
    return float((value(problem, after.x) - value(problem, before.x)).sum())


@given(seeds, st.integers(0, 1000))
@LAW
def test_any_prices_bound_every_plan_from_above_and_at_every_plan_alike(seed, other):
    """The bound is of the prices alone: told at the best plan and at another it is the same, and no less than the best is worth."""
    problem = draw_problem(seed)
    found, random = solve(problem), np.random.default_rng(other)
    prices = Prices(
        found.prices.supply * random.lognormal(0, 1, found.prices.supply.shape),
        np.where(np.isfinite(problem.groups.cap), 1, np.maximum(np.sign(found.prices.groups), 0)) * found.prices.groups,
        found.prices.rows * random.lognormal(0, 1, found.prices.rows.shape),
    )
    elsewhere = solve(replace(problem, alpha=3.0 - min(problem.alpha, 2.5))).x
    at_best, at_other = certify(problem, found.x, prices, "drawn", 0), certify(problem, elsewhere, prices, "drawn", 0)
    size = max(1.0, abs(found.certificate.primal), abs(at_other.primal))
    assert at_best.dual == pytest.approx(at_other.dual, abs=1e-7 * size)
    assert at_other.dual >= found.certificate.primal - 1e-7 * size
    assert at_other.primal <= found.certificate.primal + 1e-9 * size


@given(seeds, st.floats(1e-12, 1e12))
@LAW
def test_a_plan_that_is_not_the_best_is_not_certified_whatever_the_weights_are_counted_in(seed, times):
    problem = draw_problem(seed, alpha=1.0)
    problem = replace(problem, weight=problem.weight * times)
    best, other = solve(problem), solve(replace(problem, alpha=4.0))
    apart = np.abs(other.x - best.x).max() / problem.supply.max()
    seen = certify(problem, other.x, best.prices, "another", 0)
    if apart > 1e-3:
        assert seen.relative_gap > 1e-9


@given(seeds)
@LAW
def test_an_area_split_in_equal_halves_gets_halves(seed):
    problem = draw_problem(seed, rows=False)
    half = [np.concatenate([a, a[:1] / 2]) for a in (problem.base, problem.lower, problem.upper)]
    for a in half:
        a[0] /= 2
    member = np.append(problem.groups.member, problem.groups.member[0])
    weight = np.concatenate([problem.weight, problem.weight[:1]])
    split = Problem(
        half[0], weight, half[1], half[2], problem.supply, problem.alpha, replace(problem.groups, member=member)
    )
    whole, found = solve(problem).x, solve(split).x
    assert found[0] == pytest.approx(whole[0] / 2, rel=1e-7, abs=1e-8 * problem.supply.max())
    assert found[-1] == pytest.approx(found[0], rel=1e-7, abs=1e-8 * problem.supply.max())


@given(seeds)
@LAW
def test_the_rest_stays_when_some_are_settled_as_they_are(seed):
    problem = draw_problem(seed, groups=False)
    found = solve(problem)
    settled = np.arange(problem.shape[0]) % 2 == 0
    lower = np.where(settled[:, None], found.x, problem.lower)
    upper = np.where(settled[:, None], found.x, problem.upper)
    assert solve(replace(problem, lower=lower, upper=upper)).x == pytest.approx(
        found.x, rel=1e-6, abs=1e-7 * problem.supply.max()
    )


def test_a_greater_supply_lifts_all_where_nothing_couples():
    for seed in range(30):
        problem = draw_problem(seed, groups=False, rows=False)
        more = replace(problem, supply=problem.supply * 1.02)
        assert (solve(more).x >= solve(problem).x - 1e-9 * problem.supply).all()


def test_a_greater_supply_can_lower_somebody_where_a_row_couples():
    """Two areas, two factors, one row that both factors use: more of the first factor crowds the second out."""
    base, weight = np.ones((2, 2)), np.array([[1.0, 1.0], [1.0, 3.0]])
    row = Rows(csr_array(np.array([[1.0, 1.0, 0.2, 0.2]])), np.array([-np.inf]), np.array([1.5]))
    problem = Problem(base, weight, np.zeros((2, 2)), np.full((2, 2), np.inf), np.array([2.0, 2.0]), 1.0, rows=row)
    before = solve(problem).x
    after = solve(replace(problem, supply=np.array([3.0, 2.0]))).x
    assert (after < before - 1e-3).any()


@pytest.mark.parametrize("alpha", ALPHAS)
def test_degenerate_problems_are_solved(alpha):
    one = Problem(np.ones((1, 1)), np.ones((1, 1)), np.zeros((1, 1)), np.full((1, 1), np.inf), np.array([5.0]), alpha)
    assert solve(one).x == pytest.approx(np.array([[5.0]]))
    assert solve(replace(one, upper=np.array([[2.0]]))).x == pytest.approx(np.array([[2.0]]))
    assert solve(replace(one, supply=np.array([0.0]))).x == pytest.approx(np.array([[0.0]]))
    nobody = Problem(
        np.ones((3, 1)), np.zeros((3, 1)), np.full((3, 1), 0.5), np.full((3, 1), 4.0), np.array([6.0]), alpha
    )
    assert solve(nobody).x == pytest.approx(np.full((3, 1), 0.5))
    fixed = Problem(
        np.ones((3, 1)), np.ones((3, 1)), np.full((3, 1), 2.0), np.full((3, 1), 2.0), np.array([6.0]), alpha
    )
    assert solve(fixed).x == pytest.approx(np.full((3, 1), 2.0))
    floors = Problem(
        np.ones((3, 1)), np.ones((3, 1)), np.full((3, 1), 2.0), np.full((3, 1), 9.0), np.array([6.0]), alpha
    )
    assert solve(floors).x == pytest.approx(np.full((3, 1), 2.0))
