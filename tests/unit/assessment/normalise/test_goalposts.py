import numpy as np
import pytest

from junxian.assessment.normalise import normalise_goalposts, normalise_scaled
from junxian.terms import MethodError

VALUES = np.array([1.0, 2.0, 5.0, np.nan, 10.0])


def test_goalposts_truncate_or_not_into_the_range_asked_for():
    bounds = (2.0, 8.0)
    np.testing.assert_allclose(normalise_goalposts(VALUES, bounds=bounds, base=1, span=99), [1, 1, 50.5, np.nan, 100])
    open_ended = normalise_goalposts(VALUES, bounds=bounds, is_truncated=False)
    np.testing.assert_allclose(open_ended, [-100 / 6, 0, 50, np.nan, 800 / 6])


def test_less_is_better_measures_from_the_upper_goalpost():
    found = normalise_goalposts(VALUES, bounds=(2.0, 8.0), more_is_better=False)
    np.testing.assert_allclose(found, [100, 100, 50, np.nan, 0])


def test_a_constant_has_a_place_between_goalposts():
    np.testing.assert_allclose(normalise_goalposts(np.full(2, 4.0), bounds=(2.0, 8.0)), [100 / 3, 100 / 3])


@pytest.mark.parametrize(("bounds", "what"), [
    ((8.0, 2.0), "low is not below high"), ((2.0, 2.0), "low is not below high"), ((np.nan, 2.0), "goalpost is missing"),
    ((0.0, np.inf), "goalpost is missing"), ((np.array([0.0, 3.0]), 2.0), "column 1 .*low is not below high"),
])  # fmt: skip
def test_goalposts_that_are_no_range_are_refused(bounds, what):
    with pytest.raises(MethodError, match=what):
        normalise_goalposts(np.column_stack([VALUES, VALUES]), bounds=bounds)


def test_scaled_shifts_and_stretches_without_cutting():
    np.testing.assert_allclose(normalise_scaled(VALUES), VALUES)
    np.testing.assert_allclose(normalise_scaled(VALUES, bounds=(1.0, 5.0)), [0, 25, 100, np.nan, 225])
    np.testing.assert_allclose(normalise_scaled(VALUES, bounds=(0.0, 10.0), more_is_better=False), 100 - 10 * VALUES)
