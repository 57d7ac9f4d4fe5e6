"""Whole units on small problems: leftovers, ties, max-min, rows, and what cannot be rounded."""

from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from scipy.sparse import csr_array

from junxian.allocation.optimum.certify import value
from junxian.allocation.optimum.problem import Groups, Problem, Rows
from junxian.allocation.optimum.solve import solve
from junxian.allocation.optimum.whole.round_plan import round_plan
from junxian.allocation.optimum.whole.whole_conflict import WholeConflict
from junxian.terms import MethodError

THREE = Problem(np.ones((3, 1)), np.ones((3, 1)), np.zeros((3, 1)), np.full((3, 1), np.inf), np.array([7.5]), 1.0)
ONE = np.ones(1)


def units(problem, unit=ONE):
    return round_plan(problem, solve(problem), unit).units.ravel().tolist()


def test_equal_areas_get_equal_units_and_the_first_the_one_that_is_over():
    whole = round_plan(THREE, solve(THREE), ONE)
    assert whole.units.ravel().tolist() == [3, 2, 2]
    assert whole.left == pytest.approx([0.5])
    assert 0 < whole.loss < 0.3


def test_what_limits_leave_no_use_for_is_left():
    whole = round_plan(capped := replace(THREE, upper=np.full((3, 1), 1.9)), solve(capped), ONE)
    assert whole.units.ravel().tolist() == [1, 1, 1]
    assert whole.left == pytest.approx([4.5])


@pytest.mark.parametrize("alpha", [0.0, 0.5, 1.0, 2.0, np.inf])
def test_a_plan_that_is_whole_stays(alpha):
    problem = replace(
        THREE,
        alpha=alpha,
        upper=np.array([[1.0], [3.0], [5.0]]),
        weight=np.array([[3.0], [2.0], [1.0]]),
        supply=np.array([9.0]),
    )
    assert units(problem) == [1, 3, 5]


def test_max_min_gives_the_next_unit_to_whoever_stands_lowest():
    problem = replace(THREE, base=np.array([[1.0], [2.0], [4.0]]), supply=np.array([9.0]), alpha=np.inf)
    assert units(problem) == [2, 3, 4]


def test_a_group_gets_its_floor_in_whole_units():
    groups = Groups(np.array([0, 0, -1]), np.array([[5.2]]), np.array([[np.inf]]))
    assert units(replace(THREE, groups=groups)) == [3, 3, 1]


@pytest.mark.parametrize("seed", range(30))
def test_rows_hold_and_the_loss_is_small_beside_the_best_whole_plan(seed):
    """Against all plans of three areas and two factors: never above the best, and where it finds none there is none."""
    random = np.random.default_rng(seed)
    matrix = random.uniform(0.2, 1, (1, 6))
    problem = Problem(
        random.uniform(1, 3, (3, 2)), random.uniform(0.5, 2, (3, 2)), np.full((3, 2), 1.0), np.full((3, 2), 4.0), np.array([8.0, 7.0]),
        1.0, rows=Rows(csr_array(matrix), np.array([-np.inf]), np.array([matrix.sum() * random.uniform(1.1, 2.4)])),
    )  # fmt: skip
    plans = np.array(list(product(range(1, 5), repeat=6)), float)
    kept = plans[
        (plans @ matrix[0] <= problem.rows.high[0]) & (plans[:, ::2].sum(1) <= 8) & (plans[:, 1::2].sum(1) <= 7)
    ]
    best = max(float(value(problem, plan.reshape(3, 2)).sum()) for plan in kept)
    whole = round_plan(problem, solve(problem), np.ones(2))
    worth = float(value(problem, whole.x).sum())
    assert (kept == whole.x.ravel()).all(axis=1).any()
    assert best - worth <= 0.06 * float((problem.base * problem.weight).sum())
    assert whole.loss >= best - worth - 1e-9


def test_the_limits_without_a_whole_plan_are_a_smallest_set():
    groups = Groups(np.array([0, 0, -1]), np.array([[0.0]]), np.array([[2.6]]))
    problem = replace(THREE, lower=np.array([[1.2], [1.2], [0.0]]), groups=groups)
    with pytest.raises(WholeConflict, match="cannot hold together in whole units") as told:
        round_plan(problem, solve(problem), ONE)
    assert [(limit.kind, limit.amount) for limit in told.value.limits] == [("cap", 2.0), ("lower", 2.0), ("lower", 2.0)]


def test_a_row_that_no_whole_plan_keeps_is_named():
    rows = Rows(csr_array(np.array([[2.0, 2.0, 0.0]])), np.array([3.0]), np.array([3.5]))
    with pytest.raises(WholeConflict) as told:
        round_plan(problem := replace(THREE, rows=rows), solve(problem), ONE)
    assert [(limit.kind, limit.row) for limit in told.value.limits] == [("row_high", 0), ("row_low", 0)]


@pytest.mark.parametrize("unit", [np.zeros(1), np.array([np.nan]), np.ones(2), np.array([-1.0])])
def test_a_unit_that_is_none_is_refused(unit):
    with pytest.raises(MethodError, match="unit"):
        round_plan(THREE, solve(THREE), unit)
