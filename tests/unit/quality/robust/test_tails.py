import numpy as np
import pytest
from scipy import stats

from junxian.quality.robust.match import match_growth
from junxian.quality.robust.tails import add_small_sample, find_limit, find_p_values, match_tail


def standardised(values):
    return values / (1.4826 * np.median(np.abs(values)))


@pytest.mark.parametrize(("freedom", "low", "high"), [(3, 2.5, 3.7), (5, 4.0, 6.5), (1e6, 15, 60)])
def test_the_tail_of_many_residuals_is_found(freedom, low, high):
    rng = np.random.default_rng(1)
    assert low < match_tail(standardised(rng.standard_t(freedom, 5000))) < high


def test_two_wild_values_in_a_hundred_make_the_tail_somewhat_heavier_and_no_more():
    rng = np.random.default_rng(2)
    z = standardised(rng.standard_t(5, 3000))
    wild = z.copy()
    wild[:60] = 40.0
    assert match_tail(wild) > 0.6 * match_tail(z)


def test_inflated_areas_do_not_make_the_tail_heavier_where_only_they_are_asked_about():
    rng = np.random.default_rng(7)
    z = standardised(rng.standard_normal(3000))
    inflated = z.copy()
    inflated[:120] = np.abs(inflated[:120]) + 4.0  # one in 25
    assert match_tail(inflated) < 5
    assert match_tail(inflated, above_only=True) > 8


@pytest.mark.parametrize("skew", [1, -1])
def test_the_heavier_of_both_looks_holds_above(skew):
    rng = np.random.default_rng(8)
    z = np.concatenate([-np.abs(rng.standard_normal(1500)), np.abs(rng.standard_t(3, 1500))]) * skew
    tail = match_tail(standardised(z), above_only=True)
    assert tail < (10 if skew > 0 else 4)


@pytest.mark.parametrize("z", [np.array([]), np.arange(10.0), np.zeros(50), np.full(30, np.nan)])
def test_where_the_tail_cannot_be_told_it_is_taken_to_be_heavy(z):
    assert match_tail(z) == 4.0


def test_few_residuals_make_it_heavier():
    assert add_small_sample(10.0, np.array([16, 1000]))[0] < add_small_sample(10.0, np.array([16, 1000]))[1] <= 10


def test_p_values_are_those_of_t_in_units_of_its_own_middle():
    z = np.array([-3.0, 0.0, 3.0, np.nan])
    p = find_p_values(z, 5.0)
    unit = stats.t.ppf(0.75, 5) / stats.norm.ppf(0.75)
    np.testing.assert_allclose(p[:3], 2 * stats.t.sf(np.abs(z[:3]) * unit, 5), rtol=1e-12)
    assert np.isnan(p[3])
    np.testing.assert_allclose(find_p_values(z[:3], 5.0, above_only=True), stats.t.sf(z[:3] * unit, 5), rtol=1e-12)


@pytest.mark.parametrize("above_only", [True, False])
def test_the_limit_has_the_p_value_that_it_was_found_for(above_only):
    limit = find_limit(0.001, 6.0, above_only=above_only)
    assert find_p_values(np.array([limit]), 6.0, above_only=above_only)[0] == pytest.approx(0.001, rel=1e-9)


def rate(errors, areas, years, reps, seed):
    """Share of sound areas with a p-value below one in a hundred and one in a thousand, in units of what it says."""
    rng, p = np.random.default_rng(seed), []
    for _ in range(reps):
        z, n, k = [], [], []
        for _ in range(years):
            proxies = 0.05 * rng.standard_t(4, (areas, 3))
            y = proxies @ [0.3, 0.3, 0.1] + 0.02 * errors(rng, areas)
            found = match_growth(y, proxies, np.zeros(areas, dtype=int), 12)
            z.append((y - found.expected) / found.spread)
            n.append(found.areas)
            k.append(found.parameters)
        z, n, k = map(np.concatenate, (z, n, k))
        p.append(find_p_values(z, add_small_sample(match_tail(z), n, k)))
    p = np.concatenate(p)
    return np.mean(p <= 0.01) / 0.01, np.mean(p <= 0.001) / 0.001


@pytest.mark.parametrize(
    ("areas", "years", "reps"), [(17, 1, 600), (17, 6, 100), (60, 1, 200), (183, 1, 80), (183, 8, 12)]
)
@pytest.mark.parametrize("errors", ["normal", "t5", "t3", "laplace"])
def test_p_values_of_sound_areas_are_about_as_rare_as_they_say(errors, areas, years, reps):
    draw = {
        "normal": lambda rng, n: rng.standard_normal(n), "t5": lambda rng, n: rng.standard_t(5, n),
        "t3": lambda rng, n: rng.standard_t(3, n), "laplace": lambda rng, n: rng.laplace(size=n),
    }[errors]  # fmt: skip
    hundredth, thousandth = rate(draw, areas, years, reps, seed=areas + years)
    assert hundredth < 1.7
    assert thousandth < 3.0
