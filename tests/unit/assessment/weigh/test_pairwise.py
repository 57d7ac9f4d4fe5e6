import numpy as np
import pytest

from junxian.assessment.weigh import combine_comparisons, weigh_pairwise
from junxian.terms import MethodError

TRUE = np.array([0.5, 0.3, 0.15, 0.05])
CONSISTENT = TRUE[:, None] / TRUE


def test_consistent_comparisons_give_back_the_weights_they_were_made_of():
    found = weigh_pairwise(CONSISTENT)
    np.testing.assert_allclose(found.weights, TRUE, rtol=1e-10)
    assert found.lambda_max == pytest.approx(4)
    assert found.consistency_ratio == pytest.approx(0, abs=1e-12)
    assert found.is_consistent


def test_one_triangle_is_enough():
    upper = np.where(np.triu(np.ones((4, 4))) > 0, CONSISTENT, np.nan)
    np.testing.assert_allclose(weigh_pairwise(upper).weights, TRUE, rtol=1e-10)
    np.fill_diagonal(upper, np.nan)
    np.testing.assert_allclose(weigh_pairwise(upper.T**-1).weights, TRUE, rtol=1e-10)


def test_a_circle_of_preferences_is_told_inconsistent_and_the_farthest_pair_is_named():
    circle = np.array([[1, 3, 1 / 3, 1], [1 / 3, 1, 3, 1], [3, 1 / 3, 1, 1], [1, 1, 1, 1]])
    found = weigh_pairwise(circle)
    assert found.consistency_ratio > 0.1
    assert not found.is_consistent
    one = CONSISTENT.copy()
    one[0, 3], one[3, 0] = 1, 1
    assert weigh_pairwise(one).farthest == (0, 3)


def test_one_and_two_indicators_are_always_consistent():
    assert weigh_pairwise([[1.0]]).weights.tolist() == [1.0]
    found = weigh_pairwise([[1, 4], [0.25, 1]])
    np.testing.assert_allclose(found.weights, [0.8, 0.2])
    assert found.consistency_ratio == 0


def test_a_third_may_be_typed_with_three_digits():
    found = weigh_pairwise([[1, 3], [0.333, 1]])
    np.testing.assert_allclose(found.weights, [0.75, 0.25], rtol=1e-3)


@pytest.mark.parametrize(("change", "what"), [
    ({(0, 1): 2.0}, r"0 and 1 .*not reciprocal"), ({(2, 3): np.nan, (3, 2): np.nan}, r"2 and 3 .*not compared at all"),
    ({(1, 2): -3.0}, r"1 and 2 .*not positive"), ({(1, 2): 0.0}, r"1 and 2 .*not positive"),
    ({(1, 1): 2.0}, r"1 and 1 .*not reciprocal"), ({(0, 1): np.nan, (1, 0): 0.0}, r"0 and 1 .*not positive"),
])  # fmt: skip
def test_what_is_no_comparison_is_refused_by_its_pair(change, what):
    table = CONSISTENT.copy()
    for place, value in change.items():
        table[place] = value
    with pytest.raises(MethodError, match=what):
        weigh_pairwise(table)


@pytest.mark.parametrize("shape", [(2, 3), (3,), (16, 16), (0, 0)])
def test_a_table_that_nobody_can_compare_is_refused(shape):
    with pytest.raises(MethodError, match="up to 15 indicators"):
        weigh_pairwise(np.ones(shape))


def test_a_group_has_the_geometric_mean_of_its_experts_and_is_reciprocal():
    other = TRUE[::-1, None] / TRUE[::-1]
    found = combine_comparisons([CONSISTENT, other])
    np.testing.assert_allclose(found, np.sqrt(CONSISTENT * other))
    np.testing.assert_allclose(found * found.T, np.ones((4, 4)))
    with pytest.raises(MethodError, match="a table per expert"):
        combine_comparisons(CONSISTENT)
