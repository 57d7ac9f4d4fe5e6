import numpy as np
import pytest

from junxian.assessment.treat import take_log, take_log_ct, take_log_ct_orig, take_log_ct_plus, take_log_gii
from junxian.terms import MethodError

NAN = np.nan
VALUES = np.array([1.0, 3.0, NAN, 21.0])


def test_the_logarithm_of_the_innovation_index_runs_from_nothing_to_the_log_of_the_highest():
    found = take_log_gii(VALUES)
    np.testing.assert_allclose(found, [0, np.log(20 * 2 / 20 + 1), NAN, np.log(21)])


def test_a_factor_lifts_an_indicator_whose_highest_is_below_one():
    shares = VALUES / 100
    with pytest.raises(MethodError, match="declare a factor"):
        take_log_gii(shares)
    np.testing.assert_allclose(take_log_gii(shares, factor=100), take_log_gii(VALUES))


def test_the_mirror_of_log_ct_opens_the_upper_end():
    skewed = np.array([-100.0, *range(1, 11)])
    np.testing.assert_allclose(take_log_ct_plus(skewed), -take_log_ct(-skewed))
    np.testing.assert_allclose(take_log_ct_plus(-skewed), take_log_ct(-skewed))


@pytest.mark.parametrize("scale", [1e-6, 1e6])
def test_log_ct_is_the_same_in_every_unit_but_for_a_constant(scale):
    shifted = take_log_ct(VALUES * scale) - take_log_ct(VALUES)
    np.testing.assert_allclose(shifted[~np.isnan(VALUES)], np.log(scale))


@pytest.mark.parametrize("take", [take_log, take_log_ct, take_log_ct_plus, take_log_ct_orig, take_log_gii])
def test_the_order_is_kept_and_what_is_missing_stays_missing(take):
    values = np.random.default_rng(7).lognormal(1, 2, (30, 2))
    values[3, 0] = NAN
    found = take(values)
    np.testing.assert_array_equal(np.isnan(found), np.isnan(values))
    np.testing.assert_array_equal(np.argsort(found, axis=0), np.argsort(values, axis=0))
    assert np.isnan(take(np.full((3, 1), NAN))).all()


@pytest.mark.parametrize("take", [take_log_ct, take_log_ct_plus, take_log_gii])
def test_a_constant_has_no_such_logarithm(take):
    with pytest.raises(MethodError, match="column 1"):
        take(np.array([[1.0, 5.0], [3.0, 5.0]]))


def test_a_constant_has_a_logarithm_where_one_is_added():
    np.testing.assert_array_equal(take_log_ct_orig(np.array([5.0, 5.0])), [0, 0])


def test_the_plain_logarithm_needs_positive_values():
    np.testing.assert_allclose(take_log(VALUES), np.log(VALUES))
    with pytest.raises(MethodError, match="Take log_ct"):
        take_log(np.array([0.0, 1.0]))
