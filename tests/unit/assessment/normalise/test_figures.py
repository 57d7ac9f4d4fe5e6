import numpy as np
import pytest

from junxian.assessment.normalise import METHODS, normalise
from junxian.terms import MethodError

NEEDED = {"area": 0, "target": 99.0, "bounds": (0.0, 99.0)}
TABLE = np.array([[5.0, 3.0], [2.0, 1.0], [4.0, 2.0]])


def _options(method):
    return {option: NEEDED[option] for option in METHODS[method].needs}


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("more_is_better", [np.array([True]), np.array([True, False, True]), -1, np.array([1, -1])])
def test_a_direction_is_a_bool_or_one_per_column(method, more_is_better):
    with pytest.raises(MethodError, match="True or False"):
        normalise(method, TABLE, more_is_better=more_is_better, **_options(method))


@pytest.mark.parametrize("method", METHODS)
def test_an_infinite_value_is_refused(method):
    with pytest.raises(MethodError, match="infinite"):
        normalise(method, np.where(TABLE == 3, np.inf, TABLE), **_options(method))


@pytest.mark.parametrize("method", [name for name, own in METHODS.items() if own.takes_reference])
def test_a_reference_of_other_columns_is_refused(method):
    with pytest.raises(MethodError, match="the reference has columns"):
        normalise(method, TABLE, np.arange(12.0).reshape(4, 3), **_options(method))


@pytest.mark.parametrize("method", METHODS)
def test_values_are_never_written_to(method):
    before = TABLE.copy()
    normalise(method, TABLE, more_is_better=np.array([True, True]), **_options(method))
    np.testing.assert_array_equal(TABLE, before)


@pytest.mark.parametrize("method", METHODS)
def test_nobody_has_no_scores(method):
    if method == "distance_to_reference":
        with pytest.raises(MethodError, match="there is no row 0"):
            normalise(method, TABLE[:0], area=0)
    else:
        assert normalise(method, TABLE[:0], **_options(method)).shape == (0, 2)
