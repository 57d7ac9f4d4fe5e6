import numpy as np
import pytest

from junxian.assessment.normalise import normalise_fraction_of_maximum
from junxian.terms import MethodError

VALUES = np.array([2.0, 8.0, np.nan, 4.0])


def test_the_best_has_one_in_both_directions():
    np.testing.assert_allclose(normalise_fraction_of_maximum(VALUES), [0.25, 1, np.nan, 0.5])
    np.testing.assert_allclose(normalise_fraction_of_maximum(VALUES, more_is_better=False), [1, 0.25, np.nan, 0.5])


def test_a_constant_is_the_best_everywhere():
    np.testing.assert_array_equal(normalise_fraction_of_maximum(np.full(3, 0.1)), [1, 1, 1])


def test_the_scale_may_be_points():
    np.testing.assert_allclose(normalise_fraction_of_maximum(VALUES, base=0, span=100), [25, 100, np.nan, 50])


@pytest.mark.parametrize(("values", "more_is_better", "what"), [
    ([-2.0, 0.0], True, "maximum is not positive"), ([0.0, 3.0], False, "a value is not positive"),
    ([-1.0, 3.0], False, "a value is not positive"),
])  # fmt: skip
def test_a_fraction_needs_a_ratio_scale(values, more_is_better, what):
    with pytest.raises(MethodError, match=what):
        normalise_fraction_of_maximum(np.array(values), more_is_better=more_is_better)


def test_columns_of_both_directions_and_one_without_values_stand_side_by_side():
    table = np.column_stack([VALUES, VALUES, np.full(4, np.nan), VALUES * 0])
    found = normalise_fraction_of_maximum(table[:, :3], more_is_better=np.array([True, False, True]))
    np.testing.assert_allclose(found[:, 0] * found[:, 1], 0.25 * np.where(np.isnan(VALUES), np.nan, 1.0))
    assert np.isnan(found[:, 2]).all()
    with pytest.raises(MethodError, match="column 3"):
        normalise_fraction_of_maximum(table)
