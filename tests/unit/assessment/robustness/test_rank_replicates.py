import numpy as np
import pytest

from junxian.assessment.rank import rank_competition, round_scores
from junxian.assessment.robustness import rank_replicates

RNG = np.random.default_rng(3)


def _expected(scores, decimals):
    return rank_competition(round_scores(scores, decimals))


@pytest.mark.parametrize("decimals", [0, 1, 2, 5, 9])
@pytest.mark.parametrize("areas", [1, 2, 51, 300])
def test_ranks_are_those_of_rounded_scores(decimals, areas):
    scores = RNG.normal(60, 20, (200, areas))
    np.testing.assert_array_equal(rank_replicates(scores, decimals), _expected(scores, decimals))


def test_ties_share_the_best_rank_and_the_next_rank_is_left_out():
    assert rank_replicates(np.array([[1.0, 2.0, 2.0, 0.5], [3.0, 3.0, 3.0, 3.0]]), 9).tolist() == [
        [3, 1, 1, 4],
        [1, 1, 1, 1],
    ]


def test_scores_that_round_to_the_same_are_tied():
    assert rank_replicates(np.array([[62.344, 62.336, 62.35]]), 2).tolist() == [[2, 2, 1]]
    assert rank_replicates(np.array([[62.344, 62.336, 62.35]]), 3).tolist() == [[2, 3, 1]]


def test_last_bits_decide_nothing():
    assert rank_replicates(np.array([[0.1 + 0.2, 0.3]]), 9).tolist() == [[1, 1]]


def test_missing_has_no_rank_and_takes_none():
    scores = RNG.normal(60, 20, (100, 30))
    scores[RNG.random(scores.shape) < 0.2] = np.nan
    scores[7] = np.nan
    np.testing.assert_array_equal(rank_replicates(scores, 2), _expected(scores, 2))
    assert not rank_replicates(scores, 2)[7].any()


@pytest.mark.parametrize("scores", [
    np.array([[1e12, -1e12, 0.0, 1e12]]), np.array([[np.inf, 1.0, -np.inf, np.nan]]), np.array([[-0.0, 0.0, -5.0]]),
    np.array([[1e300, 1e-300, 5.0]]), np.full((3, 5), np.nan),
])  # fmt: skip
def test_ranges_too_wide_for_one_number_and_zeros_of_both_signs_are_ranked_too(scores):
    with np.errstate(over="ignore", invalid="ignore"):
        expected = rank_competition(scores)
    np.testing.assert_array_equal(rank_replicates(scores, 9), expected)


def test_no_replicate_and_no_area_are_no_ranks():
    assert rank_replicates(np.empty((0, 5)), 2).shape == (0, 5)
    assert rank_replicates(np.empty((5, 0)), 2).shape == (5, 0)


def test_small_differences_beside_a_large_score_are_not_lost():
    assert rank_replicates(np.array([[1e9, 1e-9, 0.0, 2e-9]]), 9).tolist() == [[1, 3, 4, 2]]
