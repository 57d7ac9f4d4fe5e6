import numpy as np
import pytest

from junxian.quality.robust.match import match_growth
from junxian.quality.robust.power import draw_power_curve, find_power, find_size, spread_with_noise
from junxian.quality.robust.tails import find_p_values


def test_power_rises_with_the_size_and_falls_with_the_noise():
    curve = draw_power_curve(
        np.array([0.0, 0.1, 0.26, 0.5]), np.array([0.0, 0.05, 0.2]), own=0.03, elasticity=0.7, signal=0.1
    )
    assert curve.shape == (4, 3)
    assert np.all(np.diff(curve, axis=0) > 0)
    assert np.all(np.diff(curve, axis=1) <= 0) or np.all(np.diff(curve[1:], axis=1) < 0)
    assert curve[0].max() < 0.002


def test_nothing_inflated_is_found_as_often_as_the_p_value_says():
    assert find_power(0.0, 0.05, limit=0.1, p_value=0.01, freedom=6.0) == pytest.approx(0.01, rel=1e-9)


def test_the_size_found_with_four_in_five_has_that_power():
    assert find_power(find_size(0.05), 0.05) == pytest.approx(0.8, abs=1e-3)


def test_a_proxy_that_is_all_noise_explains_nothing_and_one_without_noise_all():
    assert spread_with_noise(0.03, 0.7, 0.1, 0.0) == pytest.approx(0.03)
    assert spread_with_noise(0.03, 0.7, 0.1, 1e6) == pytest.approx(np.hypot(0.03, 0.07))


@pytest.mark.parametrize("noise", [0.02, 0.08])
@pytest.mark.parametrize("size", [0.1, 0.2, 0.35])
def test_power_is_what_simulation_gives(size, noise):
    rng, found, n = np.random.default_rng(7), 0, 0
    for _ in range(500):
        true = rng.normal(0, 0.1, 200)
        y = 0.7 * true + rng.normal(0, 0.03, 200)
        y[0] += np.log1p(size)
        match = match_growth(y, (true + rng.normal(0, noise, 200))[:, None], np.zeros(200, dtype=int), 12)
        z = (y - match.expected) / match.spread
        found += int(abs(z[0]) > 3 and find_p_values(z[:1], 60.0)[0] <= 0.001)
        n += 1
    expected = find_power(size, spread_with_noise(0.03, 0.7, 0.1, noise), p_value=0.001, freedom=60.0)
    assert found / n == pytest.approx(float(expected), abs=0.07)
