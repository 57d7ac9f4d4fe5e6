"""Entropy, CRITIC, standard deviation and Gini where something is missing, zero or alike."""

import numpy as np
import pytest

from junxian.assessment.weigh import weigh_critic, weigh_entropy, weigh_gini, weigh_standard_deviation
from junxian.terms import MethodError

TABLE = np.random.default_rng(3).random((12, 3)) * [1, 10, 100]


def _entropy(column):
    part = column[column > 0] / column.sum()
    return 1 + (part * np.log(part)).sum() / np.log(column.size)


def _gini(column):
    return np.abs(column[:, None] - column).sum() / (2 * column.size**2 * column.mean())


@pytest.mark.parametrize(("weigh", "measure"), [
    (weigh_entropy, _entropy), (weigh_gini, _gini), (weigh_standard_deviation, lambda x: np.std(x, ddof=1)),
])  # fmt: skip
def test_each_indicator_is_measured_over_what_is_known_of_it(weigh, measure):
    holed = TABLE.copy()
    holed[[0, 5], 0] = holed[7, 2] = np.nan
    holed[3, 1] = 0.0
    amounts = np.array([measure(column[~np.isnan(column)]) for column in holed.T])
    np.testing.assert_allclose(weigh(holed), amounts / amounts.sum(), rtol=1e-12)


def test_entropy_of_a_column_with_one_that_has_everything_is_none():
    table = np.column_stack([[0.0, 0.0, 5.0], [1.0, 1.0, 2.0]])
    spare = np.array([1.0, _entropy(table[:, 1])])
    np.testing.assert_allclose(weigh_entropy(table), spare / spare.sum(), rtol=1e-12)


def test_an_indicator_of_zeros_weighs_nothing():
    table = np.column_stack([np.zeros(12), TABLE])
    for weigh in (weigh_entropy, weigh_gini):
        assert weigh(table)[0] == 0
        np.testing.assert_allclose(weigh(table)[1:], weigh(TABLE), rtol=1e-12)


def test_critic_correlates_each_pair_over_the_areas_they_share():
    holed = TABLE.copy()
    holed[[0, 5], 0] = holed[7, 2] = np.nan
    place = (holed - np.nanmin(holed, axis=0)) / (np.nanmax(holed, axis=0) - np.nanmin(holed, axis=0))
    conflict = np.zeros((3, 3))
    for one in range(3):
        for other in range(3):
            both = ~np.isnan(place[:, one] + place[:, other])
            conflict[one, other] = 1 - np.corrcoef(place[both, one], place[both, other])[0, 1]
    content = np.nanstd(place, axis=0, ddof=1) * conflict.sum(axis=1)
    np.testing.assert_allclose(weigh_critic(holed), content / content.sum(), rtol=1e-12)


def test_critic_refuses_indicators_that_share_no_two_areas():
    table = np.array([[1.0, np.nan, 4], [2, np.nan, 1], [3, 5, 2], [np.nan, 6, 9], [np.nan, 9, 3]])
    with pytest.raises(MethodError, match=r"column 0, 1 .*fewer than two areas in common"):
        weigh_critic(table)


def test_critic_refuses_an_indicator_that_is_constant_on_the_areas_shared_with_another():
    table = np.array([[4.0, 1, 2], [4, 2, 5], [4, 3, 1], [7, np.nan, 2]])
    with pytest.raises(MethodError, match=r"column 0 .*constant on them"):
        weigh_critic(table)


def test_critic_has_nothing_to_say_where_all_indicators_agree():
    with pytest.raises(MethodError, match="no indicator conflicts"):
        weigh_critic(np.column_stack([TABLE[:, 0], 3 * TABLE[:, 0] + 1]))


def test_two_indicators_that_conflict_wholly_weigh_by_their_spread():
    one = np.array([0.0, 1.0, 1.0, 0.0])
    np.testing.assert_allclose(weigh_critic(np.column_stack([one, 1 - one])), [0.5, 0.5])
