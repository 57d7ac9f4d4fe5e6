"""Copeland, outranking, Kemeny and PROMETHEE: what compares areas in pairs."""

import itertools

import numpy as np
import pytest

from junxian.assessment.aggregate import (
    aggregate_copeland,
    aggregate_kemeny,
    aggregate_outranking,
    aggregate_promethee,
    compare_pairs,
    find_flows,
    rank_kemeny,
)
from junxian.assessment.aggregate.cells import Names
from junxian.assessment.aggregate.population import read_population, share_weights
from junxian.assessment.aggregate.whole_weights import count_weights
from junxian.terms import MethodError

NAN = np.nan


def test_49_equal_weights_tie_exactly():
    rows = np.zeros((2, 49))
    rows[0, :20], rows[1, 20:40] = 1, 1
    np.testing.assert_array_equal(aggregate_copeland(rows, np.full(49, 1 / 49)), [0, 0])
    np.testing.assert_array_equal(compare_pairs(rows, np.full(49, 1 / 49)), [[0, 0.5], [0.5, 0]])


def test_weights_are_read_as_the_fractions_that_they_stand_for():
    for weights in ([0.1, 0.2, 0.3, 0.4], [1 / 7, 2 / 7, 3 / 7, 1 / 7], [5 / 90, 10 / 90, 15 / 90, 60 / 90]):
        whole = count_weights(np.array(weights))
        assert whole.margin == 0
        assert whole.numbers[0] + whole.numbers[1] == whole.numbers[2]


def test_weights_that_stand_for_no_fraction_tie_within_their_rounding():
    drawn = np.random.default_rng(1).random(5)
    weights = np.array([*drawn, drawn.sum()]) / (2 * drawn.sum())
    values = np.array([[1, 1, 1, 1, 1, 0], [0, 0, 0, 0, 0, 1.0]])
    assert count_weights(weights).margin > 0
    np.testing.assert_array_equal(aggregate_copeland(values, weights), [0, 0])
    weights[5] -= 1e-9
    np.testing.assert_array_equal(aggregate_copeland(values, weights), [1, -1])


def test_a_pair_is_compared_on_what_both_know_with_weights_brought_to_one():
    values = np.array([[3, 1, 5], [2, 2, NAN], [NAN, 4, 1]])
    matrix = compare_pairs(values, np.array([0.5, 0.3, 0.2]))
    np.testing.assert_allclose(matrix, [[0, 0.5 / 0.8, 0.2 / 0.5], [0.3 / 0.8, 0, 0], [0.3 / 0.5, 1, 0]])
    np.testing.assert_array_equal(aggregate_copeland(values, np.array([0.5, 0.3, 0.2])), [0, -2, 2])
    np.testing.assert_allclose(aggregate_outranking(values, np.array([0.5, 0.3, 0.2]))[1], 0.375 / 2)


def test_spread_weights_are_the_common_ones_and_give_the_same_pairs():
    values = np.array([[3, 1, 5], [2, 2, NAN], [NAN, 4, 1]])
    spread = np.array([[0.5, 0.3, 0.2], [0.625, 0.375, 0], [0, 0.6, 0.4]])
    np.testing.assert_allclose(compare_pairs(values, spread), compare_pairs(values, np.array([0.5, 0.3, 0.2])))
    incomplete = np.array([[3, 1, NAN], [2, 2, NAN], [NAN, 4, 1]])
    found = share_weights(
        read_population(incomplete, np.array([[5 / 8, 3 / 8, 0], [5 / 8, 3 / 8, 0], [0, 0.6, 0.4]])), ""
    )
    np.testing.assert_allclose(found, [0.5, 0.3, 0.2])


def test_areas_that_weigh_children_differently_cannot_be_compared_in_pairs():
    weights = np.array([[0.5, 0.5], [0.2, 0.8]])
    for aggregate in (aggregate_copeland, aggregate_outranking, aggregate_kemeny, aggregate_promethee):
        with pytest.raises(MethodError, match=r"of node 'E': . weighs the children in other proportions") as error:
            aggregate(np.ones((2, 2)), weights, Names("E", ["a", "b"], ["e1", "e2"]))
        assert "aggregate each class apart" in error.value.remedy


def test_areas_without_a_common_child_are_not_compared():
    values = np.array([[1, NAN], [NAN, 1], [0, NAN]])
    matrix = compare_pairs(values)
    assert np.isnan(matrix[0, 1])
    np.testing.assert_array_equal(aggregate_copeland(values), [1, 0, -1])
    np.testing.assert_array_equal(aggregate_outranking(values), [1, NAN, 0])
    np.testing.assert_array_equal(aggregate_promethee(values), [1, 0, -1])
    np.testing.assert_allclose(aggregate_kemeny(values), [5 / 3, 1, 1 / 3])


def test_nothing_known_has_no_score_and_one_area_beats_nobody():
    empty = np.full((2, 3), NAN)
    for aggregate in (aggregate_copeland, aggregate_outranking, aggregate_kemeny, aggregate_promethee):
        np.testing.assert_array_equal(aggregate(empty), [NAN, NAN])
    alone = np.array([[1.0, 2.0]])
    assert aggregate_copeland(alone) == 0
    assert aggregate_kemeny(alone) == 0
    assert aggregate_promethee(alone) == 0


def _support(order, matrix):
    return sum(matrix[above, below] for above, below in itertools.combinations(order, 2))


@pytest.mark.parametrize("seed", range(12))
def test_the_best_orders_are_those_of_a_search_through_all(seed):
    stream = np.random.default_rng(seed)
    values = stream.integers(0, 4, (6, 5)).astype(float)
    values[stream.random(values.shape) < 0.1] = NAN
    matrix = compare_pairs(values, np.array([1, 2, 3, 1, 1]) / 8)
    ranking = rank_kemeny(matrix)
    support = {order: _support(order, np.nan_to_num(matrix)) for order in itertools.permutations(range(len(matrix)))}
    best = [order for order, value in support.items() if value > max(support.values()) - 1e-9]
    assert ranking.support == pytest.approx(max(support.values()), rel=1e-12)
    assert ranking.number == len(best)
    assert {tuple(order) for order in ranking.orders} <= set(best)
    assert len(ranking.orders) == min(len(best), 100)
    mean_place = np.mean([np.argsort(order) + 1 for order in best], axis=0)
    np.testing.assert_allclose(ranking.places, mean_place)


def test_sixteen_areas_are_ordered_and_seventeen_are_refused_with_a_remedy():
    values = np.arange(16.0)[:, None]
    np.testing.assert_array_equal(aggregate_kemeny(values), np.arange(16))
    assert rank_kemeny(compare_pairs(values)).number == 1
    with pytest.raises(MethodError, match="17 areas") as error:
        aggregate_kemeny(np.arange(17.0)[:, None])
    assert "copeland" in error.value.remedy


def test_all_equal_areas_have_every_order_as_best():
    ranking = rank_kemeny(compare_pairs(np.ones((7, 2))))
    assert ranking.number == 5040
    np.testing.assert_allclose(ranking.places, 4)
    assert len({tuple(order) for order in ranking.orders}) == 100


def test_net_flows_are_leaving_less_entering_flows_and_sum_to_zero():
    values = np.array([[3.0, 1, 5], [2, 2, 5], [9, 4, 1], [0, 4, 2]])
    flows = find_flows(values, np.array([0.5, 0.3, 0.2]))
    np.testing.assert_allclose(flows.leaving[0], (0.5 + 0 + 0.2 + 0.5 + 0.2) / 3)
    np.testing.assert_allclose(flows.net, flows.leaving - flows.entering)
    np.testing.assert_allclose(flows.net.sum(), 0, atol=1e-15)


def test_a_linear_preference_rises_between_its_thresholds():
    values = np.array([[0.0], [5.0], [15.0], [40.0]])
    flows = find_flows(values, preference="linear", indifference=5, strict=25)
    np.testing.assert_allclose(flows.leaving, [0, 0, (0.5 + 0.25) / 3, 1], atol=1e-15)
    apart = find_flows(np.tile(values, 2), preference="linear", indifference=[5, 0], strict=[25, 50])
    np.testing.assert_allclose(apart.leaving[1], (0 + 0.5 * 0.1) / 3)


@pytest.mark.parametrize("given", [
    {"preference": "linear"}, {"preference": "linear", "strict": 0}, {"preference": "gauss"},
    {"preference": "linear", "indifference": -1, "strict": 2},
])  # fmt: skip
def test_preferences_without_rising_thresholds_are_refused(given):
    with pytest.raises(MethodError, match="PROMETHEE"):
        aggregate_promethee(np.ones((2, 2)), **given)


def test_negative_weights_are_refused():
    with pytest.raises(MethodError, match="not negative"):
        aggregate_copeland(np.ones((2, 2)), np.array([1.5, -0.5]))
