import numpy as np
import pytest

from junxian.quality.robust.match import FLOOR, allow_for_history, match_growth


def draw(n=60, seed=1):
    rng = np.random.default_rng(seed)
    proxies = rng.normal(0.05, 0.06, (n, 2))
    return 0.03 + proxies @ [0.4, 0.2] + rng.normal(0, 0.01, n), proxies


def test_an_inflated_area_stands_out_and_its_peers_do_not():
    y, proxies = draw()
    y[7] += 0.2
    found = match_growth(y, proxies, np.zeros(60, dtype=int), 12)
    z = (y - found.expected) / found.spread
    assert z[7] > 10
    assert np.sort(np.abs(z))[-2] < 4
    assert found.areas[7] == 60


def test_an_area_without_one_proxy_is_judged_by_the_other():
    y, proxies = draw()
    proxies[3, 1] = np.nan
    found = match_growth(y, proxies, np.zeros(60, dtype=int), 12)
    assert np.isfinite(found.expected[3])
    assert found.areas[3] == 60  # all that have the first proxy
    assert found.areas[4] == 59
    assert found.parameters[3] == 2


def test_an_area_without_any_proxy_or_growth_is_not_judged():
    y, proxies = draw()
    proxies[3] = np.nan
    y[4] = np.nan
    found = match_growth(y, proxies, np.zeros(60, dtype=int), 12)
    assert np.isnan(found.expected[[3, 4]]).all()


def test_too_few_areas_say_nothing():
    y, proxies = draw(11)
    assert np.isnan(match_growth(y, proxies, np.zeros(11, dtype=int), 8).expected).all()  # three parameters take twelve
    y, proxies = draw(12)
    assert np.isfinite(match_growth(y, proxies, np.zeros(12, dtype=int), 8).expected).all()


def test_classes_have_their_own_levels():
    y, proxies = draw()
    classes = np.arange(60) % 2
    y = y + 0.5 * classes
    found = match_growth(y, proxies, classes, 12)
    assert np.abs(y - found.expected).max() < 0.05
    assert found.own_class.all()


def test_small_classes_stand_together_and_a_lone_area_is_not_judged():
    y, proxies = draw()
    classes = np.zeros(60, dtype=int)
    classes[:3] = [1, 2, 3]
    found = match_growth(y, proxies, classes, 12)
    assert np.isnan(found.expected[:3]).all()
    classes[:6] = [1, 1, 1, 2, 2, 2]
    found = match_growth(y, proxies, classes, 12)
    assert np.isfinite(found.expected[:6]).all()
    assert not found.own_class[:6].any()


def test_a_restless_class_gets_its_own_wider_spread():
    y, proxies = draw(80)
    classes = np.arange(80) // 40
    rng = np.random.default_rng(5)
    y[40:] += rng.normal(0, 0.08, 40)
    found = match_growth(y, proxies, classes, 12)
    assert np.median(found.spread[40:]) > 1.5 * np.median(found.spread[:40])


def test_peers_that_are_all_alike_make_no_small_difference_extreme():
    y, proxies = np.full(30, 0.05), np.full((30, 1), 0.04)
    y[2] += 0.01
    found = match_growth(y, proxies, np.zeros(30, dtype=int), 12)
    assert (found.spread >= FLOOR * 0.2).all()
    assert abs((y - found.expected) / found.spread)[2] < 3


def test_an_area_that_is_hard_to_predict_in_every_year_is_allowed_more():
    rng = np.random.default_rng(1)
    z = rng.standard_normal((12, 40))
    z[:, 0] *= 6
    allowed = allow_for_history(z, 12 * np.arange(12), 12)
    assert np.abs(allowed[:, 0]).max() < 0.6 * np.abs(z[:, 0]).max()
    assert np.median(np.abs(allowed)) == pytest.approx(np.median(np.abs(z)))


def test_a_single_leap_of_a_steady_area_is_not_excused_by_itself():
    rng = np.random.default_rng(2)
    z = rng.standard_normal((12, 40))
    z[5, 3] = 12.0
    assert allow_for_history(z, 12 * np.arange(12), 12)[5, 3] > 9


def test_periods_that_share_growth_do_not_excuse_each_other():
    z = np.random.default_rng(3).standard_normal((10, 30))
    z[4:8, 2] = 9.0  # one inflated level seen over four years
    together = allow_for_history(z, 12 * np.arange(10), 48)[4, 2]
    assert together > allow_for_history(z, 12 * np.arange(10), 12)[4, 2]


def test_a_history_of_periods_that_overlap_weighs_less():
    z = np.random.default_rng(4).standard_normal((16, 60))
    z[:, 0] *= 4
    eased = [np.abs(allow_for_history(z, 12 * np.arange(16), apart)[:, 0]).max() for apart in (12, 48)]
    assert eased[0] < 0.75 * eased[1] < 0.75 * np.abs(z[:, 0]).max()


def test_one_period_alone_is_left_as_it_is():
    z = np.array([[1.0, -2.0, np.nan]])
    np.testing.assert_array_equal(allow_for_history(z, np.array([0]), 12), z)
