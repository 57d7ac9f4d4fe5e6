import numpy as np
import pytest

from junxian.quality.mending.panel import Panel, median_without, regress_on_others
from junxian.terms.errors import MethodError


def test_the_median_of_the_others_leaves_the_own_figure_out():
    rng = np.random.default_rng(0)
    for count in (6, 7, 20, 21):
        values = rng.normal(size=count)
        values[1] = np.nan
        everyone = np.arange(count)
        expected = [np.nanmedian(np.delete(values, i)) for i in everyone]
        known = np.isfinite(values).sum()
        expected = [x if known - np.isfinite(v) >= 5 else np.nan for x, v in zip(expected, values, strict=True)]
        assert median_without(values, everyone, everyone) == pytest.approx(expected, nan_ok=True)


def test_fewer_than_five_others_say_nothing():
    values, everyone = np.arange(5.0), np.arange(5)
    assert np.isnan(median_without(values, everyone, everyone)).all()


def test_ties_are_left_out_one_at_a_time():
    values, everyone = np.array([1.0, 1, 1, 5, 5, 5]), np.arange(6)
    assert median_without(values, everyone, everyone).tolist() == [5, 5, 5, 1, 1, 1]


def test_classes_speak_for_their_own_and_small_ones_are_held_against_all():
    values = np.concatenate([np.full(6, 1.0), np.full(6, 3.0), [9.0]])[:, None]
    panel = Panel(values, groups=np.array(["a"] * 6 + ["b"] * 6 + ["c"]))
    assert panel.median_of_others(values)[:, 0].tolist() == [1.0] * 6 + [3.0] * 6 + [2.0]


def test_a_regression_tells_each_area_without_looking_at_it():
    rng = np.random.default_rng(2)
    x = rng.normal(size=(40, 1))
    y = 1 + 2 * x[:, 0] + rng.normal(0, 0.01, 40)
    told = regress_on_others(y, x)
    moved = y.copy()
    moved[7] += 5.0
    assert regress_on_others(moved, x)[7] == pytest.approx(told[7], abs=0.01)
    assert told == pytest.approx(1 + 2 * x[:, 0], abs=0.03)


def test_the_leave_one_out_value_is_that_of_a_regression_without_the_area():
    rng = np.random.default_rng(3)
    x, y = rng.normal(size=(12, 1)), rng.normal(size=12)
    told = regress_on_others(y, x)
    without = y.copy()
    without[4] = np.nan
    assert told[4] == pytest.approx(regress_on_others(without, x)[4], abs=0.25)


def test_too_few_areas_and_missing_predictors_tell_nothing():
    x = np.arange(8.0)[:, None]
    assert np.isnan(regress_on_others(np.arange(8.0), x)).all()
    x = np.r_[np.nan, np.arange(19.0)][:, None]
    told = regress_on_others(np.arange(20.0), x)
    assert np.isnan(told[0])
    assert np.isfinite(told[1:]).all()


def test_equal_residuals_end_the_search_without_a_warning():
    x = np.arange(20.0)[:, None]
    assert regress_on_others(3 * x[:, 0], x) == pytest.approx(3 * x[:, 0])


def test_figures_of_different_shape_are_refused():
    with pytest.raises(MethodError, match="shapes"):
        Panel(np.ones((3, 2)), proxies={"p": np.ones((2, 2))})


def test_zero_and_negative_figures_have_no_logarithm_and_make_no_warning():
    assert np.isnan(Panel(np.array([[0.0, -1.0]])).level).all()
