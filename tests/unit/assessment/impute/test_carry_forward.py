import numpy as np
import pytest

from junxian.assessment.impute import impute_by_carry_forward
from junxian.terms import MethodError

NAN = np.nan
SERIES = np.array([NAN, 1.0, NAN, NAN, 4.0, NAN])


def test_the_last_known_value_is_carried_forward_and_never_back():
    np.testing.assert_array_equal(impute_by_carry_forward(SERIES), [NAN, 1, 1, 1, 4, 4])


def test_what_is_too_old_is_not_carried():
    np.testing.assert_array_equal(impute_by_carry_forward(SERIES, at_most=1), [NAN, 1, 1, NAN, 4, 4])
    np.testing.assert_array_equal(impute_by_carry_forward(SERIES, at_most=0), SERIES)


def test_age_is_measured_in_years_where_years_are_given():
    filled = impute_by_carry_forward(np.array([1.0, NAN, NAN]), times=[2010, 2011, 2015], at_most=2)
    np.testing.assert_array_equal(filled, [1, 1, NAN])


def test_every_series_of_a_panel_is_its_own():
    panel = np.array([[[1.0, NAN], [NAN, 5.0]], [[NAN, 0.0], [8.0, NAN]]])
    np.testing.assert_array_equal(impute_by_carry_forward(panel), [[[1, NAN], [1, 5]], [[NAN, 0], [8, 0]]])


def test_a_negative_age_is_refused():
    with pytest.raises(MethodError, match="at_most is -1"):
        impute_by_carry_forward(SERIES, at_most=-1)
