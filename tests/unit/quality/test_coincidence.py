import numpy as np
import pytest

from junxian.quality.coincidence import chance_of_equal, read_step


def test_the_step_is_the_last_digit_that_is_not_zero():
    figures = np.array([1230.0, 1.5e6, 12.34, 7.0, 123456.0, -450.0])
    assert read_step(figures) == pytest.approx([10, 1e5, 0.01, 1, 1, 10])


def test_rounded_and_small_figures_are_equal_by_chance_more_often():
    p = chance_of_equal(np.array([123456.0, 120000.0, 7.0]), 1.0)
    assert p[0] == pytest.approx(1 / (2.5 * 123456))
    assert p[0] < p[1] < p[2]


def test_the_chance_bounds_what_happens():
    rng = np.random.default_rng(np.random.SeedSequence(1))
    x, y = np.round(np.exp(rng.normal(6, 1, (2, 400_000))))
    assert np.mean(x == y) <= np.mean(chance_of_equal(x, 1.0))
    assert np.mean(x == y) >= np.mean(chance_of_equal(x, 1.0)) / 6
