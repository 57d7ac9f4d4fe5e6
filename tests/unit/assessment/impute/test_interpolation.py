import numpy as np
import pytest

from junxian.assessment.impute import impute_by_interpolation
from junxian.terms import MethodError

NAN = np.nan


def test_a_gap_is_filled_on_the_line_between_its_neighbours():
    np.testing.assert_allclose(impute_by_interpolation(np.array([1.0, NAN, NAN, 4.0])), [1, 2, 3, 4])


def test_uneven_years_are_told_apart():
    filled = impute_by_interpolation(np.array([10.0, NAN, 20.0]), times=[2010, 2018, 2020])
    assert filled[1] == pytest.approx(18.0)


def test_nothing_is_extrapolated_unless_told():
    series = np.array([NAN, 2.0, NAN, 4.0, NAN])
    np.testing.assert_allclose(impute_by_interpolation(series), [NAN, 2, 3, 4, NAN])
    np.testing.assert_allclose(impute_by_interpolation(series, hold_ends=True), [2, 2, 3, 4, 4])


def test_one_known_value_is_no_line():
    series = np.array([NAN, 2.0, NAN])
    np.testing.assert_array_equal(impute_by_interpolation(series), series)
    np.testing.assert_array_equal(impute_by_interpolation(series, hold_ends=True), [2, 2, 2])


def test_a_series_with_nothing_known_stays_missing():
    assert np.isnan(impute_by_interpolation(np.full(3, NAN), hold_ends=True)).all()


def test_every_series_of_a_panel_is_its_own():
    panel = np.array([[[1.0, NAN], [NAN, 5.0], [3.0, NAN]], [[NAN, 0.0], [8.0, NAN], [NAN, 1.0]]])
    filled = impute_by_interpolation(panel)
    np.testing.assert_allclose(filled[0], [[1, NAN], [2, 5], [3, NAN]])
    np.testing.assert_allclose(filled[1], [[NAN, 0], [8, 0.5], [NAN, 1]])


def test_a_table_of_areas_is_no_panel():
    with pytest.raises(MethodError, match="is no panel"):
        impute_by_interpolation(np.zeros((3, 2)))


@pytest.mark.parametrize("times", [[2020, 2019, 2021], [2019, 2019, 2020]])
def test_times_must_rise(times):
    with pytest.raises(MethodError, match="do not rise"):
        impute_by_interpolation(np.zeros(3), times=times)


def test_every_period_needs_its_time():
    with pytest.raises(MethodError, match="2 times are given for 3 periods"):
        impute_by_interpolation(np.zeros(3), times=[2019, 2020])
