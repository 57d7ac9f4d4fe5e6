import numpy as np
import pytest

from junxian.assessment.treat import measure_kurtosis, measure_skewness, needs_treatment

NAN = np.nan


def test_moments_agree_with_scipy_where_values_are_missing():
    from scipy.stats import kurtosis, skew

    rng = np.random.default_rng(1)
    values = rng.lognormal(size=(12, 3))
    values[:4, 1] = NAN
    for column in range(3):
        known = values[~np.isnan(values[:, column]), column]
        assert measure_skewness(values)[column] == pytest.approx(skew(known, bias=False))
        assert measure_kurtosis(values)[column] == pytest.approx(kurtosis(known, bias=False))


@pytest.mark.parametrize(("values", "skew", "kurt"), [
    ([1.0, 2.0, 4.0], True, False), ([1.0, 2.0], False, False), ([NAN, NAN, NAN], False, False), ([3.0], False, False),
    ([0.1, 0.1, 0.1, 0.1, 0.1], False, False), ([1.0, 2.0, 4.0, NAN], True, False), ([1.0, 2.0, 4.0, 9.0], True, True),
])  # fmt: skip
def test_too_few_values_or_a_constant_have_no_shape(values, skew, kurt):
    assert np.isfinite(measure_skewness(np.array(values))) == skew
    assert np.isfinite(measure_kurtosis(np.array(values))) == kurt


def test_a_column_has_the_same_bits_whatever_stands_beside_it():
    values = np.random.default_rng(2).lognormal(size=(183, 30))
    alone = [float(measure_skewness(values[:, column])) for column in range(30)]
    assert measure_skewness(values).tolist() == alone
    assert measure_skewness(np.stack([values, values[:, ::-1]]))[1].tolist() == alone[::-1]


@pytest.mark.parametrize("scale", [1e-150, 1e150])
def test_no_unit_is_too_large_or_too_small(scale):
    values = np.array([1.0, 2.0, 3.0, 4.0, 50.0])
    assert measure_skewness(values * scale) == pytest.approx(float(measure_skewness(values)))
    assert measure_kurtosis(values * scale) == pytest.approx(float(measure_kurtosis(values)))


def test_both_thresholds_must_be_reached():
    skew, kurt = np.array([2.0, 2.0, 1.9, -2.5, NAN]), np.array([3.5, 3.4, 9.0, 9.0, 9.0])
    assert needs_treatment(skew, kurt).tolist() == [True, False, False, True, False]
    assert needs_treatment(skew, kurt, 1.5, 3.0).tolist() == [True, True, True, True, False]


def test_a_table_without_areas_has_no_shape():
    assert np.isnan(measure_skewness(np.empty((0, 2)))).tolist() == [True, True]
