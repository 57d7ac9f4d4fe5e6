"""Mazziotta-Pareto, its adjusted form and the mean-min function: means that punish an unbalanced area."""

import numpy as np
import pytest

from junxian.assessment.aggregate import (
    aggregate_adjusted_mazziotta_pareto,
    aggregate_mazziotta_pareto,
    aggregate_mean_min,
    average_penalised,
    set_goalposts,
)
from junxian.assessment.aggregate.cells import Names
from junxian.terms import MethodError

NAN = np.nan
X = np.array([[1.0, 30], [2, 10], [3, 20], [6, 40]])


def test_children_are_standardised_to_100_and_10_and_the_spread_is_taken_off():
    z = 100 + 10 * (X - X.mean(axis=0)) / X.std(axis=0)
    mean, spread = z.mean(axis=1), z.std(axis=1)
    np.testing.assert_allclose(aggregate_mazziotta_pareto(X), mean - spread**2 / mean)
    np.testing.assert_allclose(aggregate_mazziotta_pareto(X, penalty="upward"), mean + spread**2 / mean)


def test_weights_count_in_the_mean_and_in_the_spread_and_those_of_missing_children_are_spread():
    values = np.array([[90.0, 110, 100], [90, 110, NAN], [NAN, NAN, NAN]])
    found = aggregate_mazziotta_pareto(values, np.array([0.25, 0.25, 0.5]), standardise=False)
    np.testing.assert_allclose(found, [100 - 50 / 100, 100 - 100 / 100, NAN])


def test_the_sample_deviation_divides_by_one_less():
    values = np.array([[90.0, 110, 100], [90, 110, NAN], [90, NAN, NAN]])
    found = aggregate_mazziotta_pareto(values, standardise=False, deviation="sample")
    np.testing.assert_allclose(found, [100 - 100 / 100, 100 - 200 / 100, 90])


def test_a_better_value_may_lower_the_index():
    low, high = aggregate_mazziotta_pareto(np.array([[1.0, 1, 2], [1, 1, 4]]), standardise=False)
    assert high < low


def test_constants_and_means_that_are_not_positive_are_refused_by_name():
    names = Names("E", ["a", "b"], ["e1", "e2"])
    with pytest.raises(MethodError, match="e2 is the same for all areas"):
        aggregate_mazziotta_pareto(np.array([[1.0, 5], [2, 5]]), names=names)
    with pytest.raises(MethodError, match="mean of b is not positive"):
        aggregate_mazziotta_pareto(np.array([[1.0, 5], [2, -5]]), names=names, standardise=False)
    with pytest.raises(MethodError, match="penalty is downward or upward"):
        aggregate_mazziotta_pareto(X, penalty="POS")


def test_goalposts_lie_half_the_range_of_all_periods_around_the_reference():
    periods = np.array([[[0.0, 10], [4, 20]], [[2, 30], [10, NAN]]])
    low, high = set_goalposts(periods, np.array([4.0, 15]))
    np.testing.assert_array_equal(low, [-1, 5])
    np.testing.assert_array_equal(high, [9, 25])


def test_the_adjusted_index_is_100_at_the_reference_in_every_period_and_honours_the_penalty():
    goalposts = np.array([-1.0, 5]), np.array([9.0, 25])
    values = np.array([[4.0, 15], [9, 5], [9, 25]])
    found = aggregate_adjusted_mazziotta_pareto(values, goalposts=goalposts)
    np.testing.assert_allclose(found, [100, 100 - 900 / 100, 130])
    upward = aggregate_adjusted_mazziotta_pareto(values, goalposts=goalposts, penalty="upward")
    np.testing.assert_allclose(upward, [100, 100 + 900 / 100, 130])


def test_less_of_a_child_may_be_better_between_goalposts():
    goalposts = np.array([0.0, 0]), np.array([10.0, 10])
    found = aggregate_adjusted_mazziotta_pareto(
        np.array([[10.0, 0]]), goalposts=goalposts, more_is_better=[True, False]
    )
    np.testing.assert_allclose(found, 130)


def test_goalposts_that_are_no_range_and_directions_without_goalposts_are_refused():
    with pytest.raises(MethodError, match="goalposts of column 1 are no range"):
        aggregate_adjusted_mazziotta_pareto(X, goalposts=(np.zeros(2), np.array([1.0, 0])))
    with pytest.raises(MethodError, match="needs goalposts"):
        aggregate_adjusted_mazziotta_pareto(X, more_is_better=[True, False])


def test_penalised_means_run_over_further_axes_and_leave_the_unknown_out():
    values = np.array([[[90.0, 110], [NAN, 80]], [[NAN, NAN], [100, 100]]])
    weights = np.array([[[0.5, 0.5], [0, 1]], [[0, 0], [0.5, 0.5]]])
    np.testing.assert_allclose(average_penalised(values, weights), [[99, 80], [NAN, 100]])


def test_mean_min_lies_between_the_least_child_and_the_mean():
    values, weights = np.array([[10.0, 40, 70], [50, 50, NAN]]), np.array([[0.2, 0.3, 0.5], [0.4, 0.6, 0]])
    full = aggregate_mean_min(values, weights, penalty=1, complementarity=0)
    np.testing.assert_allclose(full, [10, 50])
    np.testing.assert_allclose(aggregate_mean_min(values, weights, penalty=0), [49, 50])
    half = aggregate_mean_min(values, weights, penalty=0.5, complementarity=3)
    np.testing.assert_allclose(half, [49 - 0.5 * (np.sqrt(39**2 + 9) - 3), 50])
    assert np.isnan(aggregate_mean_min(np.array([NAN]), np.array([0.0])))


@pytest.mark.parametrize("given", [{"penalty": 1.1}, {"penalty": -0.1}, {"complementarity": -1}])
def test_mean_min_refuses_penalties_outside_0_to_1(given):
    with pytest.raises(MethodError, match="penalty lies between 0 and 1"):
        aggregate_mean_min(X, np.full((4, 2), 0.5), **given)
