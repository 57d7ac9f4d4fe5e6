import numpy as np
import pytest

from junxian.assessment.normalise import normalise_min_max
from junxian.terms import MethodError

VALUES = np.array([1.0, 2.0, 3.0, np.nan, 5.0])


def test_declared_bounds_clip_what_lies_beyond():
    np.testing.assert_allclose(normalise_min_max(VALUES, bounds=(2.0, 4.0)), [0, 0, 50, np.nan, 100])


def test_a_reference_sets_the_scale_for_others():
    np.testing.assert_allclose(normalise_min_max(VALUES, np.array([0.0, 10.0])), [10, 20, 30, np.nan, 50])


def test_less_is_better_turns_the_scale_round():
    np.testing.assert_allclose(normalise_min_max(VALUES, more_is_better=False), [100, 75, 50, np.nan, 0])


def test_every_column_may_have_a_direction_of_its_own():
    table = np.column_stack([VALUES, 100 * VALUES, VALUES])
    found = normalise_min_max(table, more_is_better=np.array([True, False, True]))
    np.testing.assert_allclose(found[:, 0], normalise_min_max(VALUES), rtol=1e-12)
    np.testing.assert_allclose(found[:, 1], normalise_min_max(VALUES, more_is_better=False), rtol=1e-12)
    np.testing.assert_array_equal(found[:, 0], found[:, 2])


def test_every_column_may_have_bounds_of_its_own():
    table = np.column_stack([VALUES, VALUES])
    found = normalise_min_max(table, bounds=(np.array([0.0, 1.0]), np.array([10.0, 5.0])))
    np.testing.assert_allclose(found, np.column_stack([10 * VALUES, 25 * (VALUES - 1)]))


def test_constants_are_refused_by_the_place_of_their_columns():
    table = np.column_stack([VALUES, np.full(5, 0.1), VALUES, np.full(5, np.nan), np.full(5, 7.0)])
    with pytest.raises(MethodError, match=r"column 1, 4 \(from 0\): low and high are equal.*declared goalposts"):
        normalise_min_max(table)


def test_a_constant_has_a_place_between_declared_bounds():
    np.testing.assert_allclose(normalise_min_max(np.full(3, 4.0), bounds=(0.0, 10.0)), [40, 40, 40])


def test_a_column_without_any_value_stays_without():
    table = np.column_stack([VALUES, np.full(5, np.nan)])
    found = normalise_min_max(table)
    assert np.isnan(found[:, 1]).all()
    np.testing.assert_allclose(found[:, 0], [0, 25, 50, np.nan, 100])


def test_bounds_in_the_wrong_order_are_refused():
    with pytest.raises(MethodError, match=r"column 1 .*low is above high"):
        normalise_min_max(np.column_stack([VALUES, VALUES]), bounds=(np.array([0.0, 4.0]), 3.0))
