"""Problems that cannot be read are refused, with the place."""

from dataclasses import replace

import numpy as np
import pytest
from scipy.sparse import csr_array

from junxian.allocation.optimum.problem import Groups, Problem, Rows
from junxian.allocation.optimum.solve import solve
from junxian.terms import AllocationError, MethodError

GOOD = Problem(np.ones((2, 1)), np.ones((2, 1)), np.zeros((2, 1)), np.full((2, 1), 3.0), np.array([2.0]))


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"base": np.array([[1.0], [0.0]])}, r"base\[1, 0\]"),
        ({"base": np.array([[1.0], [np.nan]])}, r"base\[1, 0\]"),
        ({"weight": np.array([[-1.0], [1.0]])}, r"weight\[0, 0\]"),
        ({"lower": np.array([[4.0], [0.0]])}, r"upper\[0, 0\]"),
        ({"lower": np.array([[-1.0], [0.0]])}, r"lower\[0, 0\]"),
        ({"supply": np.array([-1.0])}, r"supply\[0\]"),
        ({"supply": np.array([1.0, 2.0])}, "supply"),
        ({"upper": np.ones((1, 1))}, "upper"),
        ({"alpha": -1.0}, "alpha"),
        ({"alpha": np.nan}, "alpha"),
        ({"groups": Groups(np.array([0, 1]), np.zeros((1, 1)), np.ones((1, 1)))}, "member"),
        ({"groups": Groups(np.array([0, 0]), np.ones((1, 1)), np.zeros((1, 1)))}, "cap"),
        ({"rows": Rows(csr_array(np.ones((1, 3))), np.zeros(1), np.ones(1))}, "rows"),
        ({"rows": Rows(csr_array(np.ones((1, 2))), np.ones(1), np.zeros(1))}, "rows"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_place(change, told):
    with pytest.raises(MethodError, match=told):
        solve(replace(GOOD, **change))


def test_an_empty_problem_is_refused():
    with pytest.raises(MethodError, match="areas × factors"):
        solve(Problem(np.ones((0, 1)), np.ones((0, 1)), np.ones((0, 1)), np.ones((0, 1)), np.array([1.0])))


@pytest.mark.parametrize("alpha", [0.0, 0.5, 1.0, 2.0, np.inf])
def test_limits_that_contradict_each_other_give_no_plan(alpha):
    with pytest.raises(AllocationError, match="contradict"):
        solve(replace(GOOD, lower=np.full((2, 1), 1.5), alpha=alpha))
