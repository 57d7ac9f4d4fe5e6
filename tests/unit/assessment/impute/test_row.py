import numpy as np
import pytest

from junxian.assessment.impute import impute_by_row_mean
from junxian.terms import MethodError

NAN = np.nan


def test_a_missing_score_takes_the_mean_of_the_areas_own_scores_under_the_same_parent():
    scores = np.array([[60.0, NAN, 80.0, 10.0], [NAN, 50.0, 70.0, NAN]])
    filled = impute_by_row_mean(scores, ["a", "a", "a", "b"])
    np.testing.assert_allclose(filled, [[60, 70, 80, 10], [60, 50, 70, NAN]])


def test_without_parents_all_indicators_stand_together():
    np.testing.assert_allclose(impute_by_row_mean(np.array([[60.0, NAN, 80.0, 10.0]])), [[60, 50, 80, 10]])


def test_figures_are_brought_to_one_scale_and_back():
    """The area lies halfway in an indicator where more is better and at the worst of one where less is: 0.25."""
    figures = np.array([[0.0, 400.0, 7.0], [10.0, 100.0, 3.0], [5.0, 400.0, NAN]])
    filled = impute_by_row_mean(figures, more_is_better=[True, False, True])
    assert filled[2, 2] == pytest.approx(3 + 0.25 * 4)


def test_less_is_better_turns_the_filled_value_round():
    figures = np.array([[0.0, 1.0], [10.0, 3.0], [10.0, NAN]])
    assert impute_by_row_mean(figures, more_is_better=[True, False])[2, 1] == pytest.approx(1.0)


def test_a_constant_says_nothing_and_is_filled_by_itself():
    figures = np.array([[4.0, 0.0, 1.0], [4.0, 10.0, 2.0], [NAN, 10.0, NAN]])
    filled = impute_by_row_mean(figures, more_is_better=[True, True, True])
    assert filled[2].tolist() == [4, 10, 2]


def test_a_column_or_an_area_with_nothing_known_stays_missing():
    figures = np.array([[1.0, NAN], [2.0, NAN], [NAN, NAN]])
    np.testing.assert_array_equal(impute_by_row_mean(figures, more_is_better=[True, True]), figures)


def test_parents_must_fit_the_indicators():
    with pytest.raises(MethodError, match="1 parents are given for 2"):
        impute_by_row_mean(np.zeros((1, 2)), ["a"])
