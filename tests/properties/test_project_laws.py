"""Laws of choosing projects, on drawn problems: the best of all subsets, limits, bounds, order, units, exclusions."""

import itertools
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from junxian.allocation.projects.choose import choose_projects
from junxian.allocation.projects.moves import hold_limits
from junxian.allocation.projects.problem import join_limits, limit_budgets, limit_groups, state_problem

FEW = settings(deadline=None, max_examples=40)


@st.composite
def problems(draw, size=8):
    random = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    asks = random.integers(0, 7, (size, 2)).astype(float)
    county, sets = random.integers(0, 2, size), np.where(random.random(size) < 0.4, random.integers(0, 2, size), -1)
    total = np.bincount(county, asks[:, 1], minlength=2)
    exact = -np.inf if draw(st.booleans()) else 1.0
    limits = join_limits(
        limit_budgets(asks, np.floor(draw(st.floats(0.3, 0.9)) * asks.sum(axis=0)), ("land", "funds")),
        limit_groups("county", asks[:, 1], county, ("a", "b"), np.floor(draw(st.floats(0, 0.4)) * total), np.ceil(0.8 * total), "funds"),
        limit_groups("either-or", np.ones(size), sets, ("s", "t"), np.array([-np.inf, exact]), np.ones(2), "number"),
    )  # fmt: skip
    needs = [(j, j + 1) for j in range(size - 1) if draw(st.integers(0, 4)) == 0]
    must = np.zeros(size, bool)
    must[size - 1] = draw(st.booleans())
    return state_problem(random.integers(-2, 15, size).astype(float), limits, needs, must)


def _best_of_all(problem):
    subsets = (np.array(bits) for bits in itertools.product([False, True], repeat=problem.size))
    return max((float(problem.benefit[x].sum()) for x in subsets if hold_limits(problem, x)), default=None)


@FEW
@given(problems())
def test_the_choice_is_the_best_of_all_subsets(problem):
    best, choice = _best_of_all(problem), choose_projects(problem, 0, None)
    assert (best is None) == (choice.status == "conflict")
    if best is not None:
        assert choice.status == "certified"
        assert choice.benefit == best
        assert hold_limits(problem, choice.picked)
        assert choice.bound >= best - 1e-9
        assert choice.linear_bound >= best - 1e-9


@FEW
@given(problems(size=14), st.floats(0, 0.5))
def test_every_choice_holds_and_its_gap_is_what_the_bound_says(problem, gap):
    choice = choose_projects(problem, gap, None)
    if choice.status == "conflict":
        return
    assert hold_limits(problem, choice.picked)
    assert choice.bound >= choice.benefit - 1e-9
    assert choice.gap == pytest.approx(max(0, choice.bound - choice.benefit) / max(abs(choice.benefit), 1e-300))
    assert choice.gap <= gap + 1e-8 or choice.status == "chosen"
    assert choice.repeatable
    assert (choose_projects(problem, gap, None).picked == choice.picked).all()


@FEW
@given(problems(), st.randoms(use_true_random=False))
def test_the_order_of_projects_changes_no_benefit(problem, random):
    order = np.array(random.sample(range(problem.size), problem.size))
    place = np.argsort(order)
    turned = replace(
        problem, benefit=problem.benefit[order], needs=place[problem.needs], must=problem.must[order],
        excluded=problem.excluded[order], limits=replace(problem.limits, matrix=problem.limits.matrix[:, order]),
    )  # fmt: skip
    one, other = choose_projects(problem, 0, None), choose_projects(turned, 0, None)
    assert one.status == other.status
    assert one.benefit == other.benefit


@FEW
@given(problems(), st.integers(-9, 10), st.integers(-6, 6))
def test_units_of_asks_and_benefits_change_nothing(problem, power, other_power):
    limits, unit, money = problem.limits, 10.0**power, 10.0**other_power
    each = np.array([unit if measure == "funds" else 1.0 for measure in limits.measure])
    scaled = replace(
        problem, benefit=problem.benefit * money,
        limits=replace(limits, matrix=limits.matrix.multiply(each[:, None]).tocsr(), low=limits.low * each, high=limits.high * each),
    )  # fmt: skip
    one, other = choose_projects(problem, 0, None), choose_projects(scaled, 0, None)
    assert one.status == other.status
    assert other.benefit == pytest.approx(one.benefit * money)


@FEW
@given(problems(), st.floats(0, 1e6), st.floats(0, 1e3))
def test_one_more_excluded_project_changes_nothing(problem, benefit, ask):
    column = np.where([kind == "budget" for kind in problem.limits.kind], ask, 0.0)
    matrix = np.column_stack([problem.limits.matrix.toarray(), column])
    wider = state_problem(
        np.r_[problem.benefit, benefit],
        replace(problem.limits, matrix=_sparse(matrix)),
        problem.needs,
        np.r_[problem.must, False],
        np.r_[problem.excluded, True],
    )
    one, other = choose_projects(problem, 0, None), choose_projects(wider, 0, None)
    assert (one.status, one.benefit) == (other.status, other.benefit)
    assert not other.picked[-1]


@FEW
@given(problems(), st.integers(0, 7), st.integers(1, 20))
def test_a_greater_benefit_never_puts_a_chosen_project_out(problem, place, more):
    choice = choose_projects(problem, 0, None)
    if not choice.picked[place]:
        return
    benefit = problem.benefit + more * (np.arange(problem.size) == place)
    assert choose_projects(replace(problem, benefit=benefit), 0, None).picked[place]


@FEW
@given(problems(), st.integers(0, 1), st.integers(1, 9))
def test_a_greater_budget_never_lowers_the_benefit(problem, row, more):
    choice = choose_projects(problem, 0, None)
    high = problem.limits.high + more * (np.arange(len(problem.limits)) == row)
    wider = choose_projects(replace(problem, limits=replace(problem.limits, high=high)), 0, None)
    assert choice.status == "conflict" or wider.benefit >= choice.benefit


def _sparse(matrix):
    from scipy.sparse import csr_array

    return csr_array(matrix)
