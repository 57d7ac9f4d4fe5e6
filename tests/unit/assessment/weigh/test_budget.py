import numpy as np
import pytest

from junxian.assessment.weigh import weigh_budget_allocation
from junxian.terms import MethodError

POINTS = np.array([[50.0, 30, 20], [30, 30, 40], [40, 60, 0]])


def test_weights_are_the_mean_of_what_experts_allot_and_their_disagreement_is_told():
    found = weigh_budget_allocation(POINTS)
    np.testing.assert_allclose(found.weights, [0.4, 0.4, 0.2])
    np.testing.assert_allclose(found.deviation, [0.1, 0.03**0.5, 0.2])
    np.testing.assert_allclose([found.least, found.greatest], [[0.3, 0.3, 0.0], [0.5, 0.6, 0.4]])
    assert found.experts == 3


def test_a_budget_may_be_of_any_size_and_one_expert_has_no_spread():
    found = weigh_budget_allocation([[1.0, 4.0]], budget=5)
    np.testing.assert_allclose(found.weights, [0.2, 0.8])
    assert np.isnan(found.deviation).all()


@pytest.mark.parametrize(("change", "what"), [
    ((1, 0, 31.0), r"expert 1 .*allotted 101 of 100.*never rescaled"),
    ((2, 2, np.nan), r"expert 2 .*without points"), ((2, 2, -1.0), r"expert 2 .*negative"),
])  # fmt: skip
def test_an_expert_who_does_not_spend_the_budget_is_named(change, what):
    points = POINTS.copy()
    points[change[:2]] = change[2]
    with pytest.raises(MethodError, match=what):
        weigh_budget_allocation(points)


def test_nobody_asked_is_refused():
    with pytest.raises(MethodError, match="a row per expert"):
        weigh_budget_allocation(np.empty((0, 3)))
