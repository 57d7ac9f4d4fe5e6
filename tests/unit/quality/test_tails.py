import numpy as np
import pytest

from junxian.quality.series import Series
from junxian.quality.series_expected import expect
from junxian.quality.tails import measure_return_tail, measure_tail


def draw_t(freedom, n=200_000, seed=1):
    return np.random.default_rng(np.random.SeedSequence(seed)).standard_t(freedom, n)


@pytest.mark.parametrize("freedom", [2, 3, 5, 30])
def test_p_values_are_never_much_too_small_whatever_the_tail(freedom):
    values = draw_t(freedom)
    p = measure_tail(values).chance(values)
    for level in (0.05, 0.01, 0.001):
        assert np.mean(p <= level) <= 1.15 * level


def test_one_fault_in_thirty_makes_the_tail_heavier_and_not_lighter():
    clean = draw_t(5, 3000)
    dirty = np.concatenate([clean, np.full(100, 200.0)])
    assert measure_tail(dirty).chance(np.array([10.0]))[0] >= measure_tail(clean).chance(np.array([10.0]))[0]


def test_missing_and_ordinary_deviations_have_p_one():
    tail = measure_tail(draw_t(5, 500))
    assert np.array_equal(tail.chance(np.array([np.nan, 0.1])), [1.0, 1.0])


def test_nothing_is_measured_of_few_values_or_of_none_that_vary():
    assert measure_tail(np.arange(59.0)) is None
    assert measure_tail(np.zeros(100)) is None


@pytest.mark.parametrize("freedom", [3, 5, 30])
def test_leaps_that_return_are_as_rare_as_said(freedom):
    rng = np.random.default_rng(np.random.SeedSequence(2))
    logs = np.cumsum(0.05 * rng.standard_t(freedom, (2000, 20)), axis=1)
    rows = np.arange(len(logs))
    e = expect(Series(tuple(map(str, rows)), tuple("abcdefghijklmnopqrst"), {"x": np.exp(logs)}, ((rows, rows),)), "x")
    z, steps = e.stands_out / e.spread[:, None], e.before / e.spread[:, None]
    p = measure_return_tail(z, measure_tail(steps)).chance(z)
    assert np.mean(p <= 0.001) <= 0.0015
