"""Whole units: 10,000 random roundings without a violation; no better whole plan where nothing couples; what largest remainder breaks."""

from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array, vstack

from junxian.allocation.optimum.certify import measure_residuals, sum_groups, value
from junxian.allocation.optimum.problem import Groups, Problem
from junxian.allocation.optimum.solve import solve
from junxian.allocation.optimum.whole.round_plan import round_plan
from junxian.allocation.optimum.whole.search_whole import count_problem
from junxian.allocation.optimum.whole.whole_conflict import WholeConflict
from junxian.allocation.optimum.whole.whole_limits import count_limits

from .test_optimum_laws import draw_problem


@pytest.mark.parametrize("part", range(10))
def test_no_rounding_breaks_a_limit(part):
    """1,000 a part, a quarter of them with rows; where whole limits leave no plan, limits are named, and another is drawn."""
    random, done, told = np.random.default_rng(part), 0, 0
    while done < 1_000:
        problem = draw_problem(
            int(random.integers(1e9)), rows=bool(random.random() < 0.25), areas=int(random.integers(1, 9))
        )
        optimum = solve(problem)
        for _ in range(20):
            unit = problem.supply / np.round(10 ** random.uniform(1.7, 3.5, problem.shape[1]))
            try:
                whole = round_plan(problem, optimum, unit)
            except WholeConflict as conflict:
                told += 1
                assert conflict.limits, conflict  # noqa: PT017
                continue
            done += 1
            _expect_whole(problem, unit, whole)
            assert whole.loss >= -1e-9 * max(1, abs(optimum.certificate.primal))
    assert told < done


def _expect_whole(problem, unit, whole):
    """Limits counted exactly in units, and rows and all else to the tolerance of plans."""
    limits = count_limits(problem, unit)
    held = limits.sum_groups(whole.units)
    assert (whole.units >= limits.lower).all()
    assert (whole.units <= limits.upper).all()
    assert (whole.units.sum(axis=0) <= limits.supply).all()
    assert (held >= limits.floor).all()
    assert (held <= limits.cap).all()
    assert max(measure_residuals(problem, whole.x).values()) <= 1e-9 * (1 + 1e-6)


@pytest.mark.parametrize("seed", range(40))
def test_without_rows_no_whole_plan_is_worth_more(seed):
    """All plans of three areas, counted out."""
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
    with np.errstate(divide="ignore"):
        best = max(float(value(problem, plan).sum()) for plan in kept)
    assert float(value(problem, whole.x).sum()) == pytest.approx(best, rel=1e-12)


@pytest.mark.parametrize("seed", range(30))
def test_without_rows_integer_programming_finds_nothing_better(seed):
    """Up to 24 areas and three factors; every unit a column of its marginal value (HiGHS)."""
    problem = draw_problem(seed, rows=False, alpha=(0.3, 0.5, 1.0, 2.0)[seed % 4])
    unit = problem.supply / 90
    problem = _ease(problem, unit)
    limits = count_limits(problem, unit)
    whole = round_plan(problem, solve(problem), unit)
    best = _best_by_programme(count_problem(problem, unit, limits), limits)
    worth = float(value(problem, whole.x, (problem.weight > 0) & (limits.upper > 0)).sum())
    assert worth == pytest.approx(best, rel=1e-9, abs=1e-9)


def _ease(problem, unit):
    """Limits that whole units can keep: a unit for everybody at least, half the group floors, caps with room for two units each."""
    count = np.bincount(problem.groups.member + 1, minlength=len(problem.groups.floor) + 1)[1:, None]
    cap = np.maximum(problem.groups.cap, 2 * count * unit)
    upper = np.ceil(problem.upper / unit + 1) * unit
    groups = replace(problem.groups, floor=0.5 * problem.groups.floor, cap=cap)
    return replace(problem, lower=np.broadcast_to(unit, problem.shape).copy(), upper=upper, groups=groups)


def _best_by_programme(counted, limits):
    """Max Σ of marginal values of the units, at least `lower`, so that groups and supply hold."""
    areas, factors = counted.shape
    most = np.minimum(limits.upper, limits.supply)
    cells = [(i, f, n) for i, f in np.ndindex(areas, factors) for n in range(limits.lower[i, f] + 1, most[i, f] + 1)]
    size = len(cells)
    where = np.array(cells)[:, :2] if size else np.zeros((0, 2), int)
    begin = limits.lower.astype(float)

    def worth(i, f, n):
        one = replace(counted, base=counted.base[i : i + 1, f : f + 1], weight=counted.weight[i : i + 1, f : f + 1])
        return float(value(one, np.array([[float(n)]]))[0, 0])

    gains = np.array([worth(i, f, n) - worth(i, f, n - 1) for i, f, n in cells])
    cell = where[:, 0] * factors + where[:, 1]
    gather = csr_array((np.ones(size), (cell, np.arange(size))), shape=(areas * factors, size))
    each = np.arange(areas * factors)
    supply = csr_array((np.ones(each.size), (each % factors, each)), shape=(factors, each.size))
    member = counted.groups.member
    inside = np.repeat(member >= 0, factors)
    place = (np.repeat(member, factors) * factors + each % factors)[inside]
    held = csr_array((np.ones(place.size), (place, each[inside])), shape=(counted.groups.floor.size, each.size))
    matrix = csr_array(vstack([supply, held]))
    low = np.concatenate([np.full(factors, -np.inf), counted.groups.floor.ravel()])
    high = np.concatenate([counted.supply, counted.groups.cap.ravel()])
    shift = matrix @ begin.ravel()
    answer = milp(
        -gains, constraints=LinearConstraint(csr_array(matrix @ gather), low - shift, high - shift), integrality=np.ones(size),
        bounds=Bounds(0, 1), options={"mip_rel_gap": 1e-12},
    )  # fmt: skip
    assert answer.status == 0
    return float(value(counted, begin, (counted.weight > 0) & (most > 0)).sum() - answer.fun)


def test_the_largest_remainder_breaks_floors_caps_and_group_floors():
    """What whole units would be without limits in mind, on a province of 300 areas: the reason for the rule. Ours breaks none."""
    problem, unit = _draw_province()
    optimum, limits = solve(problem), count_limits(problem, unit)
    exact = optimum.x / unit
    units = np.floor(exact + 1e-9).astype(np.int64)
    for f in range(problem.shape[1]):
        lacking = int(limits.supply[f] - units[:, f].sum())
        units[np.argsort(units[:, f] - exact[:, f], kind="stable")[:lacking], f] += 1
    assert (units < limits.lower).sum() >= 10
    assert (units > limits.upper).sum() >= 10
    assert (sum_groups(problem, units * unit) < problem.groups.floor * (1 - 1e-3)).any()
    whole = round_plan(problem, optimum, unit)
    _expect_whole(problem, unit, whole)
    assert (whole.left == 0).all()
    counted = solve(count_problem(problem, unit, limits)).certificate.dual
    assert counted - float(value(count_problem(problem, unit, limits), whole.units.astype(float)).sum()) < 3e-3 * abs(
        counted
    )


def _draw_province():
    """300 areas × 3 factors, 12 groups: floors 0.4 and caps 1.2 of the population share, a unit a twentieth of the mean."""
    random = np.random.default_rng(1)
    areas, supply = 300, np.array([1e3, 1e4, 1e5])
    share = random.lognormal(0, 0.6, areas)
    share /= share.sum()
    base = share[:, None] * supply * random.lognormal(0, 0.2, (areas, 3))
    member = random.integers(0, 12, areas)
    problem = Problem(
        base, random.uniform(0.2, 1, (areas, 3)), 0.4 * share[:, None] * supply, 1.2 * share[:, None] * supply, supply, 1.0,
        Groups(member, np.zeros((12, 3)), np.full((12, 3), np.inf)),
    )  # fmt: skip
    held = sum_groups(problem, share[:, None] * supply)
    return replace(
        problem, groups=replace(problem.groups, floor=held * random.uniform(0.9, 1.02, held.shape))
    ), supply / areas / 20


@pytest.mark.parametrize("alpha", [0.0, np.inf])
def test_limits_and_rows_hold_at_both_ends(alpha):
    done = 0
    for seed in range(60):
        problem = draw_problem(seed, alpha=alpha)
        unit = problem.supply / 500
        try:
            whole = round_plan(problem, solve(problem), unit)
        except WholeConflict:
            continue
        done += 1
        _expect_whole(problem, unit, whole)
    assert done > 30
