import numpy as np
import pytest

from junxian.assessment.impute import impute_by_regression, regress_missing
from junxian.terms import MethodError

NAN = np.nan
X = np.array([1.0, 2.0, 3.0, 4.0, 5.0, 6.0])
Y = np.array([2.1, 3.9, 6.2, 7.8, NAN, NAN])  # by hand: slope 1.94, constant 0.15


def test_a_missing_value_takes_its_place_on_the_line():
    found = regress_missing(np.column_stack([X, Y]), {1: [0]})
    regression = found.regressions[1]
    np.testing.assert_allclose(regression.coefficients, [0.15, 1.94])
    np.testing.assert_allclose(found.values[4:, 1], [0.15 + 1.94 * 5, 0.15 + 1.94 * 6])
    residual = Y[:4] - (0.15 + 1.94 * X[:4])
    assert regression.deviation == pytest.approx(np.sqrt((residual**2).sum() / 2))
    assert (regression.predictors, regression.number) == ((0,), 4)


def test_a_value_whose_predictor_is_missing_too_stays_missing():
    values = np.column_stack([np.where(X == 6, NAN, X), Y])
    filled = impute_by_regression(values, [0])
    assert filled[4, 1] == pytest.approx(9.85)
    assert np.isnan(filled[5, 1])
    assert np.isnan(filled[5, 0])


def test_too_few_areas_explain_nothing():
    values = np.array([[1.0, 2.0], [2.0, 3.0], [3.0, NAN]])
    np.testing.assert_array_equal(impute_by_regression(values, [0]), values)


def test_units_of_predictors_do_not_matter():
    rng = np.random.default_rng(3)
    values = rng.normal(size=(20, 3))
    values[:3, 2] = NAN
    scaled = values * [1e9, 1e-6, 1.0]
    np.testing.assert_allclose(impute_by_regression(scaled, [0, 1])[:, 2], impute_by_regression(values, [0, 1])[:, 2])


def test_least_squares_agree_with_numpy():
    rng = np.random.default_rng(4)
    values = rng.normal(size=(30, 3))
    values[0, 2] = NAN
    design = np.column_stack([np.ones(29), values[1:, :2]])
    expected = np.linalg.lstsq(design, values[1:, 2])[0]
    np.testing.assert_allclose(regress_missing(values, [0, 1]).regressions[2].coefficients, expected)


def test_predictors_that_depend_on_one_another_are_refused():
    values = np.column_stack([X, 2 * X + 1, Y])
    with pytest.raises(MethodError, match="depend on one another"):
        impute_by_regression(values, {2: [0, 1]})


def test_a_constant_predictor_is_refused():
    with pytest.raises(MethodError, match="does not vary"):
        impute_by_regression(np.column_stack([np.full(6, 3.0), Y]), [0])


@pytest.mark.parametrize(("predictors", "message"), [
    ({1: [1]}, "cannot be explained"), ({1: []}, "cannot be explained"), ({1: [0, 0]}, "cannot be explained"),
    ({1: [5]}, "no column 5"),
])  # fmt: skip
def test_a_column_is_explained_by_others_once(predictors, message):
    with pytest.raises(MethodError, match=message):
        impute_by_regression(np.column_stack([X, Y]), predictors)
