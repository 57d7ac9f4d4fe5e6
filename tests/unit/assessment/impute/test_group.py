import numpy as np
import pytest

from junxian.assessment.impute import impute_by_class_mean, impute_by_class_median, impute_by_group
from junxian.terms import MethodError


def test_a_column_without_any_value_in_a_group_stays_missing():
    values = np.array([[1.0, np.nan], [np.nan, np.nan], [5.0, 2.0]])
    filled = impute_by_group(values, ["a", "a", "b"])
    np.testing.assert_array_equal(filled, [[1, np.nan], [1, np.nan], [5, 2]])
    assert np.isnan(values[1, 0])


def test_another_statistic_is_refused():
    with pytest.raises(MethodError, match="Did you mean 'mean'"):
        impute_by_group(np.zeros((1, 1)), ["a"], "meen")


def test_an_area_without_a_group_stays_missing():
    values = np.array([[1.0], [np.nan], [np.nan]])
    np.testing.assert_array_equal(impute_by_group(values, ["a", "a", None])[:, 0], [1, 1, np.nan])


def test_groups_must_fit_the_areas():
    with pytest.raises(MethodError, match="1 groups are given for 2 areas"):
        impute_by_group(np.zeros((2, 1)), ["a"])


def test_the_median_of_a_class_differs_from_its_mean():
    values = np.array([[1.0], [2.0], [9.0], [np.nan]])
    assert impute_by_class_median(values, ["a"] * 4)[3, 0] == 2
    assert impute_by_class_mean(values, ["a"] * 4)[3, 0] == 4
