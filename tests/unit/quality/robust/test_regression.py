import numpy as np
import pytest
from scipy import optimize, stats

from junxian.quality.robust.regression import HUBER, regress_robustly, regress_theil_sen


def draw(n=80, seed=1, groups=2):
    rng = np.random.default_rng(seed)
    proxies = rng.normal(0.05, 0.08, (n, 2))
    group = np.arange(n) % groups
    y = 0.02 + 0.03 * group + proxies @ [0.5, 0.2] + rng.normal(0, 0.01, n)
    return y, proxies, group


def test_without_wild_values_it_is_close_to_least_squares():
    y, proxies, group = draw(400)
    fit = regress_robustly(y, proxies, group)
    exact = np.linalg.lstsq(np.column_stack([np.eye(2)[group], proxies]), y, rcond=None)[0]
    np.testing.assert_allclose(np.r_[fit.levels, fit.slopes], exact, atol=0.006)
    assert fit.parameters == 4


def test_a_fifth_of_wild_values_hardly_moves_the_slopes():
    y, proxies, group = draw()
    y = y.copy()
    y[:16] += 1.0
    fit = regress_robustly(y, proxies, group)
    np.testing.assert_allclose(fit.slopes, [0.5, 0.2], atol=0.05)
    assert fit.spread < 0.03
    assert np.all(fit.weight[:16] == 0)


def test_one_proxy_that_leaps_does_not_tilt_the_line():
    y, proxies, group = draw()
    proxies = proxies.copy()
    proxies[0, 0] = 5.0
    fit = regress_robustly(y, proxies, group)
    np.testing.assert_allclose(fit.slopes, [0.5, 0.2], atol=0.06)
    assert fit.leverage[0] > 1  # the line says little so far out
    assert fit.inflation[0] > 1


def test_hubers_fit_minimises_hubers_loss():
    y, proxies, group = draw(60, 3)
    y = y + np.where(np.arange(60) % 7 == 0, 0.2, 0.0)
    near = np.abs(proxies - np.median(proxies, axis=0)).max(axis=1) < 0.12
    y, proxies, group = y[near], proxies[near], group[near]
    fit = regress_robustly(y, proxies, group, loss="huber")
    scale = 1.4826 * np.median(np.abs(fit.residual))
    design = np.column_stack([np.eye(2)[group], proxies])

    def loss(beta):
        u = (y - design @ beta) / scale
        return np.where(np.abs(u) <= HUBER, u * u / 2, HUBER * np.abs(u) - HUBER**2 / 2).sum()

    best = optimize.minimize(loss, np.zeros(4), method="BFGS", options={"gtol": 1e-9})
    assert loss(np.r_[fit.levels, fit.slopes]) == pytest.approx(best.fun, rel=1e-6)


def test_a_proxy_that_does_not_vary_gets_no_slope():
    y, proxies, group = draw()
    fit = regress_robustly(y, np.column_stack([proxies[:, 0], np.full(len(y), 0.3)]), group)
    assert np.isfinite(fit.residual).all()
    assert fit.parameters == 3


def test_growth_that_is_all_alike_leaves_no_residual():
    fit = regress_robustly(np.full(20, 0.05), np.zeros((20, 1)), np.zeros(20, dtype=int))
    assert fit.spread == 0
    assert np.all(fit.residual == 0)
    assert np.isfinite(fit.inflation).all()


def test_no_proxies_leave_the_medians_of_the_groups():
    y = np.array([1.0, 2.0, 3.0, 10.0, 11.0, 12.0])
    fit = regress_robustly(y, np.zeros((6, 0)), np.array([0, 0, 0, 1, 1, 1]))
    np.testing.assert_allclose(fit.levels, [2, 11])


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_theil_sen_is_that_of_scipy(seed):
    rng = np.random.default_rng(seed)
    x = np.round(rng.normal(size=41), 1)  # with ties
    y = 0.3 * x + rng.standard_t(2, 41)
    slope, level, *_ = stats.theilslopes(y, x)
    assert regress_theil_sen(x, y) == pytest.approx((slope, level), rel=1e-12)


def test_theil_sen_within_groups_ignores_their_levels():
    x = np.r_[np.arange(5.0), np.arange(5.0)]
    y = np.r_[2 * np.arange(5.0), 100 + 2 * np.arange(5.0)]
    assert regress_theil_sen(x, y, np.repeat([0, 1], 5))[0] == 2.0


def test_theil_sen_of_equal_x_is_unknown():
    assert np.isnan(regress_theil_sen(np.ones(4), np.arange(4.0))).all()
