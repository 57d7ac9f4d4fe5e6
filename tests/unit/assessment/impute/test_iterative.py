import numpy as np
import pytest

from junxian.assessment.impute import impute_iteratively
from junxian.terms import MethodError

NAN = np.nan


def _related():
    rng = np.random.default_rng(5)
    level = rng.normal(size=40)
    whole = np.column_stack([level, 3 * level + 0.1 * rng.normal(size=40), -level + 0.1 * rng.normal(size=40)])
    gaps = whole.copy()
    gaps[:4, 1], gaps[4:7, 2] = NAN, NAN
    return whole, gaps


def test_related_indicators_tell_what_is_missing():
    whole, gaps = _related()
    filled = impute_iteratively(gaps)
    assert not np.isnan(filled).any()
    assert np.abs(filled - whole).max() < 0.6  # the spread of the columns is 1 to 3
    np.testing.assert_array_equal(filled[~np.isnan(gaps)], gaps[~np.isnan(gaps)])


def test_units_do_not_matter():
    _, gaps = _related()
    scale = np.array([1e6, 1.0, 1e-6])
    np.testing.assert_allclose(impute_iteratively(gaps * scale) / scale, impute_iteratively(gaps), rtol=1e-9)


def test_the_same_seed_draws_the_same_values():
    _, gaps = _related()
    first = impute_iteratively(gaps, 1, draw=True, rounds=3)
    np.testing.assert_array_equal(first, impute_iteratively(gaps, 1, draw=True, rounds=3))
    assert not np.array_equal(first, impute_iteratively(gaps, 2, draw=True, rounds=3))


def test_a_column_or_an_area_with_nothing_known_stays_missing():
    values = np.array([[1.0, 2.0, NAN], [2.0, 4.0, NAN], [3.0, NAN, NAN], [NAN, NAN, NAN]])
    filled = impute_iteratively(values)
    assert np.isnan(filled[:, 2]).all()
    assert np.isnan(filled[3]).all()
    assert 4 < filled[2, 1] < 6.1


def test_a_constant_stays_one():
    assert impute_iteratively(np.array([[1.0, 5.0], [2.0, 5.0], [3.0, NAN]]))[2, 1] == pytest.approx(5.0)


def test_values_that_do_not_settle_are_refused():
    _, gaps = _related()
    with pytest.raises(MethodError, match="do not settle in 1 rounds"):
        impute_iteratively(gaps, rounds=1, tolerance=1e-12)


def test_no_rounds_are_no_method():
    with pytest.raises(MethodError, match="rounds is 0"):
        impute_iteratively(np.zeros((2, 2)), rounds=0)
