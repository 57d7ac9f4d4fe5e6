import numpy as np
import pytest

from junxian.assessment.impute import METHODS, impute, impute_by_mean, impute_by_median, list_imputed
from junxian.terms import MethodError

VALUES = np.array([[1.0, np.nan, np.nan], [np.nan, 4.0, np.nan], [5.0, 8.0, np.nan]])
MORE = np.vstack([VALUES, [[2.0, 7.0, np.nan], [3.0, 1.0, np.nan]]])  # for EM, which needs more areas than indicators


def test_what_is_missing_stays_missing_unless_asked():
    kept = impute(VALUES, "none")
    np.testing.assert_array_equal(kept, VALUES)
    assert kept is not VALUES


def test_a_column_with_nothing_known_stays_missing():
    for filled in (impute_by_mean(VALUES), impute_by_median(VALUES)):
        np.testing.assert_array_equal(filled, [[1, 6, np.nan], [3, 4, np.nan], [5, 8, np.nan]])
    assert np.isnan(VALUES[0, 1])


@pytest.mark.parametrize(("method", "options"), [
    ("none", {}), ("mean", {}), ("median", {}), ("class_mean", {"groups": ["a", "a", "b"]}),
    ("class_median", {"groups": ["a", "a", "b"]}), ("row_mean", {}), ("regression", {"predictors": [0]}),
    ("iterative", {}),
    ("em", {}),
])  # fmt: skip
def test_every_method_over_areas_keeps_known_values(method, options):
    values = MORE if method == "em" else VALUES
    filled = impute(values, method, **options)
    assert filled.shape == values.shape
    list_imputed(values, filled)


@pytest.mark.parametrize("method", METHODS)
def test_a_table_without_gaps_is_returned_as_it_is(method):
    options = {
        "class_mean": {"groups": ["a"] * 3},
        "class_median": {"groups": ["a"] * 3},
        "regression": {"predictors": [0]},
    }
    values = (
        np.arange(12.0).reshape(3, 2, 2) if method in ("interpolate", "carry_forward") else np.arange(9.0).reshape(3, 3)
    )
    np.testing.assert_array_equal(impute(values, method, **options.get(method, {})), values)


def test_an_unknown_method_is_refused_with_the_nearest():
    with pytest.raises(MethodError, match="Did you mean 'class_mean'"):
        impute(VALUES, "klass_mean")


def test_an_option_of_another_method_is_refused():
    with pytest.raises(MethodError, match="takes no 'groups'"):
        impute(VALUES, "row_mean", groups=["a"])


def test_a_needed_option_must_be_given():
    with pytest.raises(MethodError, match="needs groups"):
        impute(VALUES, "class_mean")


def test_the_mask_names_what_was_filled():
    np.testing.assert_array_equal(
        list_imputed(VALUES, impute(VALUES, "mean")), [[False, True, False], [True, False, False], [False] * 3]
    )


def test_a_changed_known_value_is_refused():
    with pytest.raises(MethodError, match=r"known value at \(0, 0\)"):
        list_imputed(VALUES, np.where(VALUES == 1, 2.0, VALUES))


def test_a_lost_known_value_is_refused():
    with pytest.raises(MethodError, match=r"known value at \(2, 1\)"):
        list_imputed(VALUES, np.where(VALUES == 8, np.nan, VALUES))


def test_tables_of_different_shapes_are_not_compared():
    with pytest.raises(MethodError, match="differ"):
        list_imputed(VALUES, VALUES[:2])
