import numpy as np
import pytest

from junxian.assessment.normalise import normalise_z_score
from junxian.terms import MethodError


def test_a_z_score_has_the_mean_and_deviation_asked_for():
    found = normalise_z_score(np.array([[1.0, 9], [2, 4], [6, 1], [np.nan, 7]]), mean=50, deviation=25)
    np.testing.assert_allclose(np.nanmean(found, axis=0), [50, 50])
    np.testing.assert_allclose(np.nanstd(found, axis=0, ddof=1), [25, 25])
    assert np.isnan(found[3, 0])


def test_less_is_better_turns_the_sign():
    values = np.array([1.0, 2.0, 6.0])
    np.testing.assert_allclose(normalise_z_score(values, more_is_better=False), -normalise_z_score(values))


def test_a_reference_sets_mean_and_deviation():
    np.testing.assert_allclose(normalise_z_score(np.array([4.0, np.nan]), np.array([1.0, 3.0])), [2**0.5, np.nan])


@pytest.mark.parametrize(("column", "what"), [
    ([0.1, 0.1, 0.1], "constant has no standard score"), ([np.nan, 4.0, np.nan], "needs at least two values"),
])  # fmt: skip
def test_what_has_no_deviation_is_refused_by_the_place_of_its_column(column, what):
    with pytest.raises(MethodError, match=f"column 1 .*{what}.*goalposts"):
        normalise_z_score(np.column_stack([[1.0, 2.0, 3.0], column]))


def test_a_column_without_any_value_stays_without():
    assert np.isnan(normalise_z_score(np.column_stack([[1.0, 2.0], [np.nan, np.nan]]))[:, 1]).all()
