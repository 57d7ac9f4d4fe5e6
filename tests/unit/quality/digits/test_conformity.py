import numpy as np
import polars as pl
import pytest

from junxian.quality.digits.conformity import CUT_OFF, MINIMUM, expect_mad, list_benford_shares, measure_conformity


def draw(n, seed=1, decades=4):
    return pl.Series("v", 10 ** np.random.default_rng(seed).uniform(0, decades, n))


@pytest.mark.parametrize("position", ["first", "second", "first_two"])
def test_shares_are_those_of_the_law(position):
    digits, shares = list_benford_shares(position)
    assert shares.sum() == pytest.approx(1, abs=1e-12)
    assert shares[0] == max(shares)
    known = {"first": (1, np.log10(2)), "second": (0, 0.11967926859688), "first_two": (10, np.log10(1.1))}
    assert (digits[0], shares[0]) == (known[position][0], pytest.approx(known[position][1], abs=1e-12))


def test_figures_that_follow_the_law_are_not_odd():
    found = measure_conformity(draw(20_000))
    assert found.is_testable
    assert not found.is_odd
    assert found.p_value > 0.001


def test_figures_that_start_evenly_are_odd():
    evenly = pl.Series("v", np.random.default_rng(1).uniform(1, 10, 3000) * 10.0 ** (np.arange(3000) % 4))
    found = measure_conformity(evenly)
    assert found.is_testable
    assert found.is_odd
    assert found.p_value < 1e-12


@pytest.mark.parametrize(("n", "nominal"), [(183, 0.67), (500, 0.067)])
def test_nigrinis_cut_off_alone_would_call_small_sound_samples_odd_and_the_excess_does_not(n, nominal):
    """Measured: 67 % of samples of 183 figures that follow the law exactly, 6.7 % of 500."""
    found = [measure_conformity(draw(n, seed)) for seed in range(400)]
    assert np.mean([f.mad > CUT_OFF["first"] for f in found]) == pytest.approx(nominal, abs=0.08)
    assert np.mean([f.is_odd for f in found]) <= 0.01


@pytest.mark.parametrize("position", ["first", "second", "first_two"])
def test_at_the_minimum_the_cut_off_is_passed_by_chance_in_at_most_one_sample_in_twenty(position):
    n, (_, shares) = MINIMUM[position], list_benford_shares(position)
    counts = np.random.default_rng(4).multinomial(n, shares, 4000)
    mad = np.abs(counts / n - shares).mean(axis=1)
    assert np.mean(mad > CUT_OFF[position]) < 0.06
    assert mad.mean() == pytest.approx(expect_mad(n, shares), rel=0.02)


def test_figures_of_one_size_are_not_tested():
    found = measure_conformity(pl.Series("v", 10 ** np.random.default_rng(1).normal(3, 0.3, 5000)))
    assert not found.is_testable
    assert found.spread == pytest.approx(0.3, abs=0.02)


@pytest.mark.parametrize("values", [[], [0.0, 0.0], [None, None], [7.0]])
def test_hardly_any_figures_are_counted_and_not_tested(values):
    found = measure_conformity(pl.Series("v", values, dtype=pl.Float64))
    assert found.n == len([v for v in values if v])
    assert not found.is_testable
