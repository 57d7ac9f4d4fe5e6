"""Whole units: 10,000 random roundings without a violation; the best whole plan where nothing couples; what largest remainder breaks."""

from dataclasses import replace
from itertools import product

import numpy as np
import pytest

from junxian.allocation.optimum.certify import measure_residuals, value
from junxian.allocation.optimum.problem import Groups, Problem
from junxian.allocation.optimum.solve import solve
from junxian.allocation.optimum.whole.round_plan import round_plan
from junxian.allocation.optimum.whole.whole_limits import count_limits
from junxian.terms import AllocationError

from .test_optimum_laws import draw_problem


@pytest.mark.parametrize("part", range(10))
def test_no_rounding_breaks_a_limit(part):
    """1,000 a part; a problem whose whole limits leave no plan is told, and drawn anew."""
    random, done, told = np.random.default_rng(part), 0, 0
    while done < 1_000:
        problem = draw_problem(int(random.integers(1e9)), rows=False, areas=int(random.integers(1, 9)))
        optimum = solve(problem)
        for _ in range(10):
            unit = problem.supply / random.integers(20, 400, problem.shape[1])
            try:
                whole = round_plan(problem, optimum, unit)
            except AllocationError:
                told += 1
                continue
            done += 1
            limits = count_limits(problem, unit)
            held = limits.sum_groups(whole.units)
            assert (whole.units >= limits.lower).all()
            assert (whole.units <= limits.upper).all()
            assert (whole.units.sum(axis=0) <= limits.supply).all()
            assert ((held >= limits.floor) & (held <= limits.cap)).all()
            assert max(measure_residuals(problem, whole.x).values()) <= 1e-9
            assert whole.loss >= -1e-9 * max(1, abs(optimum.certificate.primal))
    assert told < 20 * done


def test_rows_hold_in_whole_units():
    done = 0
    for seed in range(150):
        problem = draw_problem(seed)
        try:
            whole = round_plan(problem, solve(problem), problem.supply / 300)
        except AllocationError:
            continue
        done += 1
        assert max(measure_residuals(problem, whole.x).values()) <= 2e-9
    assert done > 50


@pytest.mark.parametrize("seed", range(40))
def test_without_rows_no_whole_plan_is_worth_more(seed):
    random = np.random.default_rng(seed)
    supply, areas = 7, 3
    problem = Problem(
        base=random.uniform(0.5, 3, (areas, 1)), weight=random.uniform(0.2, 2, (areas, 1)),
        lower=np.array([[0.0], [1.0], [0.0]]), upper=np.array([[5.0], [4.0], [np.inf]]), supply=np.array([float(supply)]),
        alpha=float(random.choice([0.5, 1.0, 2.0])),
        groups=Groups(np.array([0, 0, -1]), np.array([[2.0]]), np.array([[6.0]])),
    )  # fmt: skip
    whole = round_plan(problem, solve(problem), np.ones(1))
    plans = [np.array(plan, float)[:, None] for plan in product(range(6), range(1, 5), range(8)) if sum(plan) <= supply]
    kept = [plan for plan in plans if 2 <= plan[:2].sum() <= 6]
    assert float(value(problem, whole.x).sum()) == pytest.approx(
        max(float(value(problem, plan).sum()) for plan in kept), rel=1e-12
    )


def test_the_largest_remainder_would_break_floors_caps_and_groups():
    """What whole units would be without limits in mind: the reason for the rule, counted on one problem."""
    problem = replace(draw_problem(11, rows=False, areas=24), alpha=1.0)
    optimum, unit = solve(problem), problem.supply / 60
    limits = count_limits(problem, unit)
    exact = optimum.x / unit
    units = np.floor(exact).astype(int)
    for f in range(problem.shape[1]):
        lacking = round(exact[:, f].sum()) - units[:, f].sum()
        units[np.argsort(units[:, f] - exact[:, f])[:lacking], f] += 1
    assert ((units < limits.lower) | (units > limits.upper)).any()


def test_decimal_units_are_counted_as_people_do():
    problem = Problem(np.ones((1, 1)), np.ones((1, 1)), np.array([[0.3]]), np.array([[0.7]]), np.array([0.7]), 1.0)
    limits = count_limits(problem, np.array([0.1]))
    assert (limits.lower[0, 0], limits.upper[0, 0], limits.supply[0]) == (3, 7, 7)


def test_limits_without_a_whole_plan_are_named():
    problem = Problem(
        np.ones((2, 1)), np.ones((2, 1)), np.full((2, 1), 1.2), np.full((2, 1), 1.8), np.array([4.0]), 1.0
    )
    with pytest.raises(AllocationError, match=r"lower of area 1, factor 0 \(2\); upper of area 1, factor 0 \(1\)"):
        round_plan(problem, solve(problem), np.ones(1))
