import numpy as np
import pytest

from junxian.diagnosis.separable import Gain, find_least_effort
from junxian.diagnosis.solver import search_least_effort

SCORES = np.array([62.0, 80.0, 70.0])
SLOPES = np.array([10.0, 4.0, 7.0])
WEIGHTS = np.array([0.5, 0.3, 0.2])


def geometric(effort):
    """Points that efforts bring to a geometric mean, scores ending at 100."""
    moved = np.minimum(SCORES + SLOPES * effort, 100)
    return np.exp(np.log(moved) @ WEIGHTS) - np.exp(np.log(SCORES) @ WEIGHTS)


def held_below(effort):
    """The same, where the first lever brings nothing before an effort of 1."""
    beyond = effort.copy()
    beyond[:, 0] = np.maximum(effort[:, 0] - 1, 0)
    return geometric(beyond)


def search(score, limit, needed, norm, steps=101):
    axes = np.meshgrid(*[np.linspace(0, end, steps) for end in limit], indexing="ij")
    tried = np.stack([axis.ravel() for axis in axes], axis=1)
    tried = tried[score(tried) >= needed]
    return np.linalg.norm(tried, 1 if norm == "l1" else 2, axis=1).min()


@pytest.mark.parametrize("norm", ["l1", "l2"])
@pytest.mark.parametrize(("score", "leave"), [(geometric, [0, 0, 0]), (held_below, [1.0, 0, 0])])
@pytest.mark.parametrize("needed", [0.5, 4.0, 9.0])
def test_no_effort_of_a_fine_grid_is_less(score, leave, needed, norm):
    limit = np.array([4.0, 5.0, 4.0])
    found = search_least_effort(score, limit, np.array(leave), needed, norm)
    assert found.enough
    assert score(found.effort[None])[0] == pytest.approx(needed, abs=1e-7)
    assert score(found.effort[None])[0] >= needed
    searched = search(score, limit, needed, norm)
    assert searched - 0.1 <= found.size <= searched + 1e-6


@pytest.mark.parametrize("norm", ["l1", "l2"])
def test_where_gains_add_up_the_exact_answer_is_found(norm):
    rates, limit = np.array([2.0, 1.0, 1.5]), np.array([1.0, 3.0, 1.0])
    exact = find_least_effort(
        [Gain(np.array([0, e]), np.array([0, e * r])) for e, r in zip(limit, rates, strict=True)], 3, norm
    )
    found = search_least_effort(lambda effort: effort @ rates, limit, np.zeros(3), 3, norm)
    assert found.size == pytest.approx(exact.size, rel=1e-6)


def test_what_cannot_be_reached_is_said_to_be():
    found = search_least_effort(geometric, np.ones(3), np.zeros(3), 30)
    assert not found.enough
    assert found.effort.tolist() == [1, 1, 1]


def test_nothing_needed_takes_no_effort():
    assert search_least_effort(geometric, np.ones(3), np.zeros(3), 0).size == 0
