import numpy as np
import polars as pl
import pytest
from scipy import stats

from junxian.quality.digits.last import judge_heaping, read_last_digits


@pytest.mark.parametrize(
    ("value", "decimals", "digit"),
    [
        (7.3, 1, 3),
        (7.0, 1, 0),
        (-2.5, 1, 5),
        (0.1 + 0.2, 1, 3),
        (1234.0, 0, 4),
        (12.35, 1, None),
        (None, 1, None),
        (0.0, 1, 0),
    ],
)
def test_the_last_digit_is_that_of_the_declared_decimals(value, decimals, digit):
    assert read_last_digits(pl.Series("v", [value], dtype=pl.Float64), decimals)[0] == digit


def test_infinite_figures_have_no_last_digit():
    assert read_last_digits(pl.Series("v", [float("inf"), float("nan")]), 1).to_list() == [None, None]


def test_with_many_alike_others_it_is_the_binomial_tail():
    hits, n = np.array([150, 20_000, 20_000]), np.array([500, 100_000, 100_000])
    p, base = judge_heaping(hits, n)
    assert base[0] == pytest.approx(0.2, abs=1e-5)
    assert p[0] == pytest.approx(stats.binom.sf(149, 500, 0.2), rel=0.15)


def test_fewer_hits_than_the_others_are_no_heaping():
    p, _ = judge_heaping(np.array([5, 100, 100]), np.array([100, 500, 500]))
    assert p[0] > 0.99


def test_others_that_differ_among_themselves_make_it_less_rare():
    n = np.full(11, 200)
    even = judge_heaping(np.array([80, *[50] * 10]), n)[0][0]
    uneven = judge_heaping(np.array([80, *[20, 80] * 5]), n)[0][0]
    assert even < 1e-4
    assert uneven > 0.01


def test_a_group_without_figures_or_without_others_is_not_judged():
    p, base = judge_heaping(np.array([5, 0]), np.array([50, 0]))
    assert np.isnan(p).all()
    assert np.isnan(base[0])
    assert np.isfinite(judge_heaping(np.array([0, 0]), np.array([50, 50]))[0]).all()
    assert np.isfinite(judge_heaping(np.array([50, 50]), np.array([50, 50]))[0]).all()


@pytest.mark.parametrize(("groups", "n"), [(3, 60), (20, 100), (100, 60)])
def test_sound_groups_are_called_no_more_often_than_the_p_value_says(groups, n):
    rng = np.random.default_rng(1)
    p = np.concatenate(
        [judge_heaping(rng.binomial(n, 0.2, groups), np.full(groups, n))[0] for _ in range(4000 // groups)]
    )
    assert np.mean(p <= 0.05) <= 0.055
    assert np.mean(p <= 0.01) <= 0.012


def test_a_twentieth_heaped_is_found_in_two_of_three_groups_of_500():
    """Measured with the plain binomial: .67, against .28 for the two-sided chi2 over all digits."""
    rng = np.random.default_rng(2)
    n = np.full(21, 500)
    found = [
        judge_heaping(np.r_[rng.binomial(500, 0.24), rng.binomial(500, 0.2, 20)], n)[0][0] <= 0.05 for _ in range(400)
    ]
    assert np.mean(found) == pytest.approx(0.65, abs=0.07)
