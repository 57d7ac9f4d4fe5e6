import numpy as np
import pytest

from junxian.quality.mending import benchmark, measure_extrapolation
from junxian.terms.errors import MethodError

QUARTERS = np.array([10.0, 12, 11, 17, 11, 13, 12, 18, 12, 14, 13, 20, 13, 15])
TOTALS = np.array([55.0, 60.0, 70.0])


@pytest.mark.parametrize("keep", ["proportional", "additive"])
@pytest.mark.parametrize("order", [1, 2])
@pytest.mark.parametrize("start", ["free", "filed"])
def test_every_year_comes_to_its_total(keep, order, start):
    found = benchmark(QUARTERS, TOTALS, 4, keep=keep, order=order, start=start)
    assert found.values[:12].reshape(3, 4).sum(axis=1) == pytest.approx(TOTALS, rel=1e-12)
    assert found.beyond.tolist() == [False] * 12 + [True] * 2


def test_a_series_that_agrees_stays_as_it_is():
    totals = QUARTERS[:12].reshape(3, 4).sum(axis=1)
    assert benchmark(QUARTERS, totals, 4).values == pytest.approx(QUARTERS, rel=1e-13)


def test_a_constant_error_in_proportion_is_taken_out_wholly_and_carried_beyond():
    totals = QUARTERS[:12].reshape(3, 4).sum(axis=1) * 1.1
    found = benchmark(QUARTERS, totals, 4)
    assert found.values == pytest.approx(QUARTERS * 1.1)
    assert found.ratio == pytest.approx(np.full(14, 1.1))


def test_beyond_the_last_total_the_last_ratio_goes_on():
    found = benchmark(QUARTERS, TOTALS, 4)
    assert found.ratio[12:] == pytest.approx(np.repeat(found.ratio[11], 2))


def test_the_second_order_carries_on_the_trend_of_the_ratio():
    found = benchmark(QUARTERS, TOTALS, 4, order=2)
    steps = np.diff(found.ratio[10:])
    assert steps == pytest.approx(np.repeat(steps[0], 3))


def test_no_series_with_these_totals_changes_its_ratio_less():
    found, rng = benchmark(QUARTERS, TOTALS, 4), np.random.default_rng(1)
    roughness = lambda values: (np.diff(values / QUARTERS) ** 2).sum()  # noqa: E731
    for _ in range(50):
        moved = rng.normal(0, 0.1, 14)
        moved[:12] -= np.repeat(moved[:12].reshape(3, 4).mean(axis=1), 4)
        assert roughness(found.values + moved) >= roughness(found.values)


def test_a_year_without_a_total_binds_nothing():
    found = benchmark(QUARTERS, np.array([55.0, np.nan, 70.0]), 4)
    assert found.beyond[4:8].all()
    assert found.values[8:12].sum() == pytest.approx(70.0)


def test_totals_may_be_averages_or_figures_at_the_end_of_the_year():
    assert benchmark(QUARTERS, TOTALS / 4, 4, conversion="average").values == pytest.approx(
        benchmark(QUARTERS, TOTALS, 4).values
    )
    assert benchmark(QUARTERS, TOTALS, 4, conversion="last").values[3:12:4] == pytest.approx(TOTALS)
    assert benchmark(QUARTERS, TOTALS, 4, conversion="first").values[0:12:4] == pytest.approx(TOTALS)


def test_periods_before_the_first_total_are_carried_back():
    found = benchmark(QUARTERS, TOTALS[1:], 4, first=4)
    assert found.ratio[:4] == pytest.approx(np.repeat(found.ratio[4], 4))
    assert found.beyond[:4].all()


def test_the_denton_start_holds_the_first_period_to_the_indicator():
    free, filed = (benchmark(QUARTERS, TOTALS, 4, start=start).ratio[0] for start in ("free", "filed"))
    assert abs(filed - 1) < abs(free - 1)


def test_the_extrapolation_errors_are_those_of_totals_not_yet_known():
    totals = np.array([55.0, 60.0, 70.0])
    errors = measure_extrapolation(QUARTERS, totals, 4)
    assert np.isnan(errors[:2]).all()
    carried = benchmark(QUARTERS[:12], totals[:2], 4).values[8:].sum()
    assert errors[2] == pytest.approx(np.log(70.0 / carried))


@pytest.mark.parametrize(
    ("series", "totals", "over", "said"),
    [
        (np.r_[0.0, QUARTERS[1:]], TOTALS, {}, "additive"),
        (np.r_[np.nan, QUARTERS[1:]], TOTALS, {}, "missing period"),
        (QUARTERS, np.ones(4), {}, "do not lie"),
        (QUARTERS, TOTALS, {"first": 3}, "do not lie"),
        (QUARTERS, TOTALS[:1], {"order": 2}, "too few"),
        (QUARTERS, np.full(3, np.nan), {}, "too few"),
        (QUARTERS, TOTALS, {"order": 3}, "order is 3"),
    ],
)
def test_what_cannot_be_benchmarked_is_refused(series, totals, over, said):
    with pytest.raises(MethodError, match=said):
        benchmark(series, totals, 4, **over)


def test_an_indicator_of_zero_may_be_kept_by_differences():
    found = benchmark(np.r_[0.0, QUARTERS[1:]], TOTALS, 4, keep="additive")
    assert found.values[:4].sum() == pytest.approx(55.0)


def test_negative_figures_are_no_obstacle():
    found = benchmark(-QUARTERS, -TOTALS, 4)
    assert found.values == pytest.approx(-benchmark(QUARTERS, TOTALS, 4).values)
