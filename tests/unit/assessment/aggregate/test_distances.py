"""TOPSIS, VIKOR and the Wroclaw taxonomy: how far an area is from the best."""

import numpy as np
import pytest

from junxian.assessment.aggregate import aggregate_topsis, aggregate_vikor, aggregate_wroclaw, find_compromise
from junxian.assessment.aggregate.cells import Names
from junxian.terms import MethodError

NAN = np.nan
X = np.array([[3.0, 40], [6, 10], [9, 20]])


def test_the_ideal_area_has_closeness_1_and_the_anti_ideal_0():
    found = aggregate_topsis(np.array([[9.0, 40], [5, 20], [1, 10]]))
    np.testing.assert_allclose(found[[0, 2]], [1, 0])
    assert 0 < found[1] < 1


def test_topsis_distances_are_of_weighted_scaled_values():
    found = aggregate_topsis(X, np.array([0.25, 0.75]), normalisation="min_max")
    best, worst = 0.25 * 1.0, 0.75 * 1.0
    np.testing.assert_allclose(found[0], worst / (best + worst))
    assert aggregate_topsis(X, normalisation="none")[0] == pytest.approx(30 / 36)
    with pytest.raises(MethodError, match="is not vector, min_max or none"):
        aggregate_topsis(X, normalisation="sum")


def test_less_may_be_better_in_a_child():
    turned = aggregate_topsis(X, more_is_better=[True, False], normalisation="min_max")
    best, worst = np.sqrt([0 + 1 / 9, 0.25 + 0]), np.sqrt([1 + 4 / 9, 0.25 + 1])
    np.testing.assert_allclose(turned, [0, (worst / (best + worst))[1], (worst / (best + worst))[0]])
    np.testing.assert_allclose(aggregate_vikor(X, more_is_better=[True, False])[0], 1)


def test_areas_that_do_not_differ_have_no_closeness():
    with pytest.raises(MethodError, match="of node 'E': b is at the best and at the worst end"):
        aggregate_topsis(np.array([[1.0, 5], [NAN, 5], [2, 5]]), names=Names("E", ["a", "b", "c"], ["e1", "e2"]))


def test_vikor_weighs_the_whole_against_the_largest_loss():
    found = find_compromise(X, np.array([0.4, 0.6]))
    np.testing.assert_allclose(found.utility, [0.4, 0.2 + 0.6, 0.4])
    np.testing.assert_allclose(found.regret, [0.4, 0.6, 0.4])
    np.testing.assert_allclose(found.index, [0, 1, 0], atol=1e-15)
    for v, losses in ((1, found.utility), (0, found.regret)):
        scaled = (losses - losses.min()) / (losses.max() - losses.min())
        np.testing.assert_allclose(find_compromise(X, np.array([0.4, 0.6]), v=v).index, scaled)
    with pytest.raises(MethodError, match="not between 0 and 1"):
        aggregate_vikor(X, v=1.5)


def test_vikor_gives_all_the_same_index_where_nothing_differs():
    np.testing.assert_array_equal(aggregate_vikor(np.full((3, 2), 5.0)), [0, 0, 0])
    np.testing.assert_array_equal(aggregate_vikor(np.array([[5.0, 1]])), [0])


def test_each_area_is_measured_on_what_it_knows_with_its_own_weights():
    values = np.array([[10.0, 0], [0, 10], [5, NAN]])
    assert find_compromise(values).utility[2] == pytest.approx(0.5)
    assert aggregate_topsis(values)[2] == pytest.approx(0.5)
    distance = np.sqrt(np.array([50, 50, 25]))
    np.testing.assert_allclose(aggregate_wroclaw(values), distance / (distance.mean() + 2 * distance.std(ddof=1)))


def test_wroclaw_is_0_for_the_ideal_and_needs_two_areas():
    assert aggregate_wroclaw(np.array([[1.0, 2], [3, 4], [2, 1]]))[1] == 0
    np.testing.assert_array_equal(aggregate_wroclaw(np.ones((3, 2))), [0, 0, 0])
    with pytest.raises(MethodError, match="one area alone"):
        aggregate_wroclaw(np.array([[1.0, 2]]))


@pytest.mark.parametrize("aggregate", [aggregate_topsis, aggregate_vikor, aggregate_wroclaw])
def test_rows_without_values_have_no_score_and_take_no_part(aggregate):
    table = np.vstack([X, [NAN, NAN]])
    np.testing.assert_array_equal(aggregate(table), [*aggregate(X), NAN])
    np.testing.assert_array_equal(aggregate(np.full((2, 2), NAN)), [NAN, NAN])
