"""One whole-number programme: its optimum, its ends, its units."""

from dataclasses import replace

import numpy as np
import pytest
from scipy.sparse import csc_array

from junxian.allocation.branching import Mip, measure_benefit, measure_rows, solve_mip


@pytest.fixture
def knapsack():
    """Nine things, two limits, one of them with a floor."""
    random = np.random.default_rng(4)
    weight = random.integers(1, 20, (2, 9)).astype(float)
    low, high = np.array([-np.inf, 30.0]), np.array([45.0, 60.0])
    return Mip(
        random.integers(1, 30, 9).astype(float), csc_array(weight), low, high, None, np.inf, 0.0, 100_000, np.inf
    )


def _best(mip):
    subsets = ((np.arange(512)[:, None] >> np.arange(9)) & 1).astype(float)
    taken = subsets @ mip.matrix.toarray().T
    return (subsets @ mip.benefit)[((taken >= mip.low) & (taken <= mip.high)).all(axis=1)].max()


def test_the_answer_is_the_best_of_all_subsets(knapsack):
    given = []
    answer = solve_mip(knapsack, given.append)
    assert answer.end == "proved"
    assert knapsack.benefit[answer.picked].sum() == _best(knapsack) == pytest.approx(answer.bound)
    assert given[-1].picked.tolist() == answer.picked.tolist()


@pytest.mark.parametrize("unit", [1e-8, 1e7])
def test_units_do_not_matter(knapsack, unit):
    scaled = replace(
        knapsack, benefit=knapsack.benefit * unit, matrix=knapsack.matrix / unit, low=knapsack.low / unit, high=knapsack.high / unit
    )  # fmt: skip
    assert scaled.benefit[solve_mip(scaled).picked].sum() == pytest.approx(_best(knapsack) * unit)


def test_limits_that_conflict_are_said_to(knapsack):
    answer = solve_mip(replace(knapsack, low=np.array([-np.inf, 500.0]), high=np.array([45.0, 600.0])))
    assert (answer.end, answer.picked, answer.bound) == ("conflict", None, -np.inf)


def test_the_search_ends_at_its_target_and_at_its_nodes():
    random = np.random.default_rng(2)
    weight = random.lognormal(0, 0.6, (5, 300))
    many = Mip(random.lognormal(0, 0.6, 300), csc_array(weight), np.full(5, -np.inf), 0.3 * weight.sum(axis=1), None, np.inf, 0.0, 1, np.inf)  # fmt: skip
    assert solve_mip(many).end == "nodes"
    assert solve_mip(replace(many, target=10.0, nodes=1000)).end == "target"


def test_sizes_of_empty_rows_and_benefits_are_one():
    assert measure_rows(csc_array(np.array([[0.0, -3.0], [0.0, 0.0]]))).tolist() == [3.0, 1.0]
    assert measure_benefit(np.zeros(2)) == measure_benefit(np.zeros(0)) == 1.0
    assert measure_benefit(np.array([1.0, -4.0])) == 4.0
