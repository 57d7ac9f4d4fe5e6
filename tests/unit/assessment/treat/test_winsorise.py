import numpy as np
import pytest

from junxian.assessment.treat import measure_kurtosis, measure_skewness, needs_treatment, winsorise
from junxian.terms import MethodError

NAN = np.nan
TIED = np.array([1.0] * 15 + [2.0, 3.0, 500.0, 500.0])


def test_the_extreme_is_set_to_the_next_value_until_the_test_passes():
    found = winsorise(np.array([*range(1, 21), 200.0, 300.0, 1000.0]))
    assert found.values[-3:].tolist() == [20, 20, 20]
    assert found.points == 3
    assert not needs_treatment(measure_skewness(found.values), measure_kurtosis(found.values))


def test_what_passes_is_left_alone():
    values = np.arange(10.0)
    found = winsorise(values)
    np.testing.assert_array_equal(found.values, values)
    assert found.points == 0


def test_points_that_share_the_extreme_are_set_together_or_not_at_all():
    within = winsorise(TIED, 1)
    np.testing.assert_array_equal(within.values, TIED)
    assert within.points == 0
    both = winsorise(TIED, 2)
    assert both.values[-2:].tolist() == [3, 3]
    assert both.points == 2
    assert winsorise(TIED, 1, ties="together").points == 2


def test_a_tie_that_forms_on_the_way_counts_with_the_points_before():
    """After 1000 is set to 300, two points would have to move; one more than the limit allows."""
    values = np.array([*range(1, 21), 300.0, 300.0, 1000.0])
    within = winsorise(values, 2)
    assert (within.points, within.values[-1]) == (1, 300)
    assert winsorise(values, 2, ties="together").points == 3
    assert winsorise(values, 3).values[-3:].tolist() == [20, 20, 20]


def test_low_outliers_are_set_up():
    found = winsorise(-np.array([*range(1, 21), 1000.0]))
    assert found.low.tolist() == [False] * 20 + [True]
    assert found.values[-1] == -20


def test_forced_points_are_changed_whatever_the_test_says():
    found = winsorise(np.arange(10.0), 3, force=True)
    assert found.points == 3
    assert (found.high.sum(), found.low.sum()) == (2, 1)
    assert found.values.tolist() == [1, 1, 2, 3, 4, 5, 6, 7, 7, 7]


def test_no_column_becomes_a_constant():
    two = np.array([0.0] * 9 + [1.0])
    np.testing.assert_array_equal(winsorise(two).values, two)
    many = winsorise(np.array([0.0] * 9 + [1.0, 5.0, 9.0]), None, force=True)
    assert set(many.values.tolist()) == {0, 1}


def test_missing_values_stay_missing_and_constants_stay_as_they_are():
    values = np.column_stack([[*range(1, 21), 1000.0, NAN], np.full(22, 7.0), np.full(22, NAN)])
    found = winsorise(values, 5, force=True)
    np.testing.assert_array_equal(np.isnan(found.values), np.isnan(values))
    np.testing.assert_array_equal(found.values[:, 1], values[:, 1])
    assert found.points.tolist() == [5, 0, 0]


def test_a_limit_of_nothing_changes_nothing():
    assert winsorise(TIED, 0, force=True).points == 0


def test_replicates_are_treated_each_by_itself():
    values = np.random.default_rng(6).lognormal(0, 1.5, (4, 30, 3))
    together = winsorise(values)
    for replicate in range(4):
        np.testing.assert_array_equal(together.values[replicate], winsorise(values[replicate]).values)
    assert together.points.shape == (4, 3)


@pytest.mark.parametrize(("options", "message"), [({"at_most": -1}, "at_most is -1"), ({"ties": "apart"}, "'apart'")])
def test_wrong_limits_are_refused(options, message):
    with pytest.raises(MethodError, match=message):
        winsorise(TIED, **options)
