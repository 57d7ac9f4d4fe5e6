import numpy as np
import pytest

from junxian.assessment.treat import find_box_cox_power, measure_skewness, transform_box_cox
from junxian.terms import MethodError

NAN = np.nan
VALUES = np.random.default_rng(8).lognormal(2, 1, (60, 2))


def test_the_most_likely_power_is_taken_where_none_is_declared():
    powers = find_box_cox_power(VALUES)
    np.testing.assert_allclose(transform_box_cox(VALUES), transform_box_cox(VALUES, powers))
    assert np.all(np.abs(measure_skewness(transform_box_cox(VALUES))) < 0.3)


def test_the_most_likely_power_has_the_highest_likelihood():
    from scipy.stats import boxcox_llf

    shifted = VALUES[:, 0] - VALUES[:, 0].min() + 1
    power = float(find_box_cox_power(VALUES[:, 0]))
    best = boxcox_llf(power, shifted)
    assert best > max(boxcox_llf(power - 0.01, shifted), boxcox_llf(power + 0.01, shifted))


def test_missing_values_stay_missing_and_change_no_power():
    gaps = np.vstack([VALUES, [[NAN, NAN]]])
    np.testing.assert_allclose(find_box_cox_power(gaps), find_box_cox_power(VALUES))
    assert np.isnan(transform_box_cox(gaps)[-1]).all()


def test_a_power_of_one_only_shifts():
    np.testing.assert_allclose(transform_box_cox(np.array([3.0, 5.0, 9.0]), 1.0), [0, 2, 6])


def test_a_small_power_is_near_the_logarithm():
    np.testing.assert_allclose(transform_box_cox(VALUES, 1e-14), transform_box_cox(VALUES, 0.0), rtol=1e-9, atol=1e-9)


def test_the_power_of_a_constant_cannot_be_found():
    assert np.isnan(find_box_cox_power(np.full(4, 2.0)))
    with pytest.raises(MethodError, match="column 0"):
        transform_box_cox(np.full(4, 2.0))
    np.testing.assert_array_equal(transform_box_cox(np.full(4, 2.0), 0.5), np.zeros(4))
