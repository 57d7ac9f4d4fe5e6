import numpy as np
import pytest

from junxian.assessment.normalise import (
    normalise_ascending_rank,
    normalise_borda,
    normalise_percentile_rank,
    normalise_rank,
)
from junxian.terms import MethodError

VALUES = np.array([3.0, 1.0, np.nan, 3.0, 7.0])


def test_the_worst_has_rank_one_and_the_best_as_many_as_are_known():
    np.testing.assert_array_equal(normalise_ascending_rank(VALUES), [2, 1, np.nan, 2, 4])
    np.testing.assert_array_equal(normalise_ascending_rank(VALUES, more_is_better=False), [2, 4, np.nan, 2, 1])


def test_ties_may_share_their_average_rank():
    np.testing.assert_array_equal(normalise_ascending_rank(VALUES, ties="average"), [2.5, 1, np.nan, 2.5, 4])
    np.testing.assert_array_equal(normalise_ascending_rank(np.full(3, 5.0), ties="average"), [2, 2, 2])


def test_with_a_reference_a_value_has_the_rank_it_would_have_in_it():
    others = np.array([1.0, 3.0, 3.0, np.nan])
    found = np.array([0.0, 1.0, 3.0, 4.0])
    np.testing.assert_array_equal(normalise_ascending_rank(found, others), [1, 1, 2, 4])
    np.testing.assert_array_equal(normalise_ascending_rank(found, others, ties="average"), [1, 1.5, 3, 4])


def test_a_borda_score_counts_who_is_worse():
    np.testing.assert_array_equal(normalise_borda(VALUES), [1, 0, np.nan, 1, 3])
    np.testing.assert_array_equal(normalise_borda(VALUES, ties="average"), [1.5, 0, np.nan, 1.5, 3])


def test_a_percentile_rank_is_the_share_of_others_that_are_worse():
    np.testing.assert_allclose(normalise_percentile_rank(VALUES), [100 / 3, 0, np.nan, 100 / 3, 100])
    np.testing.assert_allclose(normalise_percentile_rank(np.array([3.0, 1.0]), more_is_better=False), [0, 100])
    np.testing.assert_allclose(normalise_percentile_rank(VALUES, np.array([0.0, 5.0])), [50, 50, np.nan, 50, 100])
    assert normalise_rank is normalise_percentile_rank


def test_who_is_alone_has_a_rank_and_no_percentile():
    alone = np.array([np.nan, 4.0])
    np.testing.assert_array_equal(normalise_ascending_rank(alone), [np.nan, 1])
    assert np.isnan(normalise_percentile_rank(alone)).all()


def test_columns_are_ranked_each_by_itself():
    table = np.column_stack([VALUES, -VALUES, np.full(5, np.nan)])
    better = np.array([True, False, True])
    for normalise in (normalise_ascending_rank, normalise_borda, normalise_percentile_rank):
        found = normalise(table, more_is_better=better)
        np.testing.assert_array_equal(found[:, 0], normalise(VALUES))
        np.testing.assert_array_equal(found[:, 1], normalise(VALUES))
        assert np.isnan(found[:, 2]).all()


def test_unknown_ties_are_refused():
    with pytest.raises(MethodError, match="ties 'mean' are not known"):
        normalise_borda(VALUES, ties="mean")
