import numpy as np
import pytest

from junxian.quality.mending import Panel, impute_with_interval
from junxian.quality.mending.impute import measure_departure, take_conformal_quantile
from junxian.terms.errors import MethodError


def grow(areas=80, periods=6, common=0.08, noise=0.01, seed=0):
    rng = np.random.default_rng(seed)
    growth = common + noise * rng.normal(size=(areas, periods))
    return np.exp(rng.normal(8, 1, (areas, 1)) + np.cumsum(growth, axis=1))


def hide(values, cells):
    hidden = values.copy()
    for cell in cells:
        hidden[cell] = np.nan
    return hidden


def codes(imputed, cell):
    return imputed.ways[imputed.way[cell]].code


def test_the_way_with_the_least_error_in_trials_is_taken():
    values = grow()
    imputed = impute_with_interval(Panel(hide(values, [(3, 5)])))
    assert codes(imputed, (3, 5)) == "peers_growth"
    assert imputed.values[3, 5] == pytest.approx(values[3, 5], rel=0.05)
    assert imputed.low[3, 5] < imputed.values[3, 5] < imputed.high[3, 5]


def test_figures_that_were_filed_are_not_touched_and_none_is_proposed_for_them():
    imputed = impute_with_interval(Panel(hide(grow(), [(3, 5)])))
    assert np.isnan(imputed.values).sum() == imputed.values.size - 1
    assert (imputed.way < 0).sum() == imputed.values.size - 1


def test_own_real_growth_and_the_deflator_are_taken_where_areas_differ_in_growth():
    rng = np.random.default_rng(4)
    real = 0.05 + 0.06 * rng.normal(size=(80, 6))
    values = np.exp(
        rng.normal(8, 1, (80, 1)) + np.cumsum(np.log1p(real) + 0.03 + 0.002 * rng.normal(size=(80, 6)), axis=1)
    )
    imputed = impute_with_interval(Panel(hide(values, [(0, 5)]), growth=real))
    assert codes(imputed, (0, 5)) == "own_growth"
    assert imputed.values[0, 5] == pytest.approx(values[0, 5], rel=0.02)


def test_a_proxy_that_moves_with_the_item_is_taken():
    rng = np.random.default_rng(5)
    proxy = np.exp(np.cumsum(0.2 * rng.normal(size=(80, 6)), axis=1))
    values = proxy * np.exp(rng.normal(0, 1, (80, 1)) + 0.01 * rng.normal(size=(80, 6)))
    imputed = impute_with_interval(Panel(hide(values, [(0, 5)]), proxies={"power": proxy}))
    assert codes(imputed, (0, 5)) in ("proxy_ratio power", "regression")
    assert imputed.values[0, 5] == pytest.approx(values[0, 5], rel=0.1)


def test_an_area_without_a_past_is_told_by_the_ratio_of_its_class():
    rng = np.random.default_rng(6)
    people = np.exp(rng.normal(10, 1, (60, 1)))
    values = 2 * people * np.exp(0.1 * rng.normal(size=(60, 1)))
    imputed = impute_with_interval(Panel(hide(values, [(9, 0)]), proxies={"people": people}))
    assert codes(imputed, (9, 0)) == "class_ratio people"
    assert imputed.low[9, 0] < values[9, 0] < imputed.high[9, 0]


def test_a_gap_between_known_figures_is_told_from_both_sides():
    rng = np.random.default_rng(7)
    values = np.exp(rng.normal(8, 1, (80, 1)) + 0.05 * rng.normal(size=(80, 1)) * np.arange(6))
    assert codes(impute_with_interval(Panel(hide(values, [(0, 3)]))), (0, 3)) in ("between", "own_trend")


def test_a_figure_missing_for_two_periods_starts_from_the_one_before_these():
    values = grow()
    imputed = impute_with_interval(Panel(hide(values, [(3, 4), (3, 5)])))
    assert imputed.ways[imputed.way[3, 5]].back == 2
    assert imputed.values[3, 5] == pytest.approx(values[3, 5], rel=0.1)


def test_nothing_is_imputed_where_nothing_can_be_tried():
    assert np.isnan(impute_with_interval(Panel(hide(grow(areas=3, periods=3), [(0, 2)]))).values[0, 2])
    alone = np.array([[1.0, 2.0, np.nan]])
    assert np.isnan(impute_with_interval(Panel(alone)).values).all()
    assert np.isnan(impute_with_interval(Panel(np.full((30, 3), np.nan))).values).all()


def test_figures_that_may_be_negative_are_told_by_their_changes():
    rng = np.random.default_rng(8)
    values = rng.normal(0, 5, (60, 1)) + np.cumsum(1 + 0.1 * rng.normal(size=(60, 5)), axis=1)
    imputed = impute_with_interval(Panel(hide(values, [(2, 4)]), in_logs=False))
    assert imputed.values[2, 4] == pytest.approx(values[2, 4], abs=0.5)


def test_a_break_that_all_areas_share_in_a_period_widens_its_interval():
    values = grow(noise=0.005)
    broken = values.copy()
    broken[:, 5] *= np.exp(0.1 * np.random.default_rng(1).normal(size=80))
    calm, shaken = (impute_with_interval(Panel(hide(v, [(3, 5)]))) for v in (values, broken))
    width = lambda i: np.log(i.high[3, 5] / i.low[3, 5])  # noqa: E731
    assert width(shaken) > 5 * width(calm)


def test_a_wider_coverage_makes_a_wider_interval():
    panel = Panel(hide(grow(), [(3, 5)]))
    narrow, wide = (impute_with_interval(panel, c) for c in (0.5, 0.95))
    assert wide.low[3, 5] < narrow.low[3, 5] < narrow.high[3, 5] < wide.high[3, 5]


def test_the_order_of_areas_changes_nothing():
    values = hide(grow(), [(3, 5), (40, 5)])
    order = np.random.default_rng(2).permutation(80)
    here, there = impute_with_interval(Panel(values)), impute_with_interval(Panel(values[order]))
    assert there.values == pytest.approx(here.values[order], nan_ok=True)


def test_the_conformal_quantile_counts_the_next_one_in():
    assert take_conformal_quantile(np.arange(1.0, 20.0), 0.9) == 18.0
    assert take_conformal_quantile(np.arange(1.0, 9.0), 0.9) == np.inf
    assert take_conformal_quantile(np.zeros(0), 0.9) == np.inf


def test_the_trials_say_how_each_way_did():
    trials = impute_with_interval(Panel(hide(grow(), [(3, 5)]))).trials
    best = trials.filter(method="peers_growth", back=1).row(0, named=True)
    assert best["trials"] == 79
    assert best["error"] < best["reach"]


def test_a_figure_ten_times_too_high_departs_and_its_peers_do_not():
    values = grow()
    values[3, 5] *= 10
    expected, departure = measure_departure(Panel(values))
    assert departure[3, 5] > 50
    assert np.median(departure[:, 5]) < 3
    assert expected[3, 5] == pytest.approx(values[3, 5] / 10, rel=0.1)


def test_a_zero_where_amounts_stood_departs_without_end():
    values = grow()
    values[3, 5] = 0.0
    assert measure_departure(Panel(values))[1][3, 5] == np.inf


@pytest.mark.parametrize("coverage", [0.0, 1.0, 1.5])
def test_a_coverage_that_is_no_share_is_refused(coverage):
    with pytest.raises(MethodError, match="coverage"):
        impute_with_interval(Panel(grow()), coverage)
