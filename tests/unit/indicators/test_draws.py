import numpy as np
import polars as pl
import pytest

from junxian.indicators import derive, draw
from junxian.terms import MethodError, Period

ITEMS = {
    "gdp": {"unit": "万元", "data_error": 0.03}, "people": {"unit": "人", "data_error": 0.01},
    "exact": {"unit": "人"},
}  # fmt: skip
INDICATORS = {
    "gdp": {}, "log_gdp": {"method": "log", "of": {"of": "gdp"}, "unit": "ln(万元)"},
    "pc": {"method": "per_resident", "of": {"amount": "gdp", "residents": "people"}, "unit": "元/人"},
    "growth": {"method": "growth", "of": {"of": "gdp"}, "unit": "%"},
    "heads": {"method": "value", "of": {"of": "exact"}, "unit": "人"},
}  # fmt: skip
AREAS = ["990101", "990102", "990103"]


@pytest.fixture
def province(declare):
    return declare(ITEMS, {code: i for code, i in INDICATORS.items() if i}, AREAS)


@pytest.fixture
def table(province, observe, hold):
    rows = [
        (area, year, key, 1000.0 * (i + 1))
        for i, area in enumerate(AREAS[:2])
        for year in ("2019", "2020")
        for key in ITEMS
    ]
    return derive(observe(*rows), province, [Period(2020)], hold())


def _draw(table, province, areas, codes, replicates=2000, seed=5):
    return draw(table, province, Period(2020), areas, codes, replicates, seed)


def test_spread_is_that_of_the_declared_errors(table, province):
    drawn = _draw(table, province, AREAS[:2], ["log_gdp", "pc", "growth", "heads"])
    assert drawn.shape == (2000, 2, 4)
    np.testing.assert_allclose(drawn[..., 0].std(axis=0), 0.03, rtol=0.1)
    np.testing.assert_allclose(drawn[..., 1].std(axis=0) / 10_000, np.hypot(0.03, 0.01), rtol=0.1)
    np.testing.assert_allclose(drawn[..., 2].std(axis=0), 100 * np.hypot(0.03, 0.03), rtol=0.1)
    np.testing.assert_array_equal(drawn[..., 3], np.broadcast_to([1000.0, 2000.0], (2000, 2)))


def test_items_are_disturbed_once_for_all_indicators_made_of_them(table, province):
    drawn = _draw(table, province, AREAS[:1], ["log_gdp", "growth"], 50)
    assert np.corrcoef(drawn[:, 0, 0], drawn[:, 0, 1])[0, 1] > 0.5


def test_a_replicate_is_the_same_however_many_are_drawn_and_in_whatever_order_of_areas(table, province):
    whole = _draw(table, province, AREAS, ["log_gdp", "pc"], 150)
    few = _draw(table, province, AREAS[::-1], ["pc", "log_gdp"], 20)
    np.testing.assert_array_equal(whole[:20], few[:, ::-1, ::-1])


def test_another_seed_gives_other_draws(table, province):
    first, second = (_draw(table, province, AREAS[:1], ["log_gdp"], 5, seed) for seed in (1, 2))
    assert not np.array_equal(first, second)


def test_a_missing_value_stays_missing(table, province):
    assert np.isnan(_draw(table, province, AREAS, ["pc"], 3)[:, 2]).all()


def _doubt(*cells):
    return pl.DataFrame(cells, schema=["ref_area", "time_period", "item"], orient="row")


def test_a_figure_in_doubt_is_drawn_with_a_wider_error_and_no_other(table, province):
    plain = _draw(table, province, AREAS[:2], ["log_gdp", "pc"])
    wide = draw(table, province, Period(2020), AREAS[:2], ["log_gdp", "pc"], 2000, 5, _doubt((AREAS[0], "2020", "gdp")))
    np.testing.assert_allclose(wide[:, 0, 0].std() / plain[:, 0, 0].std(), 3.0, rtol=0.02)
    np.testing.assert_allclose(wide[:, 0, 1].std() / 10_000, np.hypot(0.09, 0.01), rtol=0.1)
    np.testing.assert_array_equal(wide[:, 1], plain[:, 1])


def test_a_doubt_about_last_year_widens_growth_alone(table, province):
    plain = _draw(table, province, AREAS[:1], ["log_gdp", "growth"])
    wide = draw(
        table, province, Period(2020), AREAS[:1], ["log_gdp", "growth"], 2000, 5, _doubt((AREAS[0], "2019", "gdp"))
    )
    np.testing.assert_array_equal(wide[..., 0], plain[..., 0])
    np.testing.assert_allclose(wide[..., 1].std(), 100 * np.hypot(0.03, 0.09), rtol=0.1)


def test_a_doubt_about_a_month_of_a_flow_is_one_about_its_year(table, province):
    doubts = _doubt((AREAS[0], "2020-05", "gdp"), ("990999", "2020", "gdp"), (AREAS[0], "2020", "exact"))
    wide = draw(table, province, Period(2020), AREAS[:2], ["log_gdp", "heads"], 2000, 5, doubts)
    np.testing.assert_allclose(wide[..., 0].std(axis=0), [0.09, 0.03], rtol=0.1)
    assert (wide[:, 0, 1] == 1000.0).all()  # an item without a declared error stays as filed


def test_an_unknown_indicator_is_a_mistake(table, province):
    with pytest.raises(MethodError, match="is declared nowhere"):
        _draw(table, province, AREAS, ["pcc"], 3)


def test_nothing_in_the_table_is_changed(table, province):
    before = table.items.clone()
    _draw(table, province, AREAS, ["pc"], 3)
    assert table.items.equals(before)
    assert isinstance(table.table, pl.DataFrame)


def test_no_area_is_an_empty_draw(table, province):
    assert _draw(table, province, [], ["pc"], 4).shape == (4, 0, 1)
