import numpy as np

from junxian.assessment import rank_competition
from junxian.assessment.rank import place_among, round_scores


def test_ties_share_the_best_rank_and_the_next_is_skipped():
    np.testing.assert_array_equal(rank_competition(np.array([70.0, 90, 80, 80, np.nan, 60])), [4, 1, 2, 2, 0, 5])


def test_every_row_is_ranked_by_itself():
    np.testing.assert_array_equal(rank_competition(np.array([[1.0, 2], [2, 1]])), [[2, 1], [1, 2]])


def test_rounding_decides_and_the_last_bits_do_not():
    exact, noisy = 80.125, np.nextafter(80.125, 81)
    assert round_scores(np.array([exact]), 2) == round_scores(np.array([noisy]), 2)


def test_a_place_among_others_counts_only_the_better_ones():
    assert place_among(80.0, np.array([90.0, 80.0, 70.0])) == 2
