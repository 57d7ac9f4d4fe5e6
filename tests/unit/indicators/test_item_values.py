import polars as pl
import pytest

from junxian.indicators.item_values import read_item_values
from junxian.terms import Period

UNITS = {"unit": "万元"}
ITEMS = {
    "flow": UNITS,
    "total": UNITS | {"accumulation": "year_to_date"},
    "stock": UNITS | {"measure": "stock"},
    "rate": {"unit": "%", "measure": "ratio"},
}
MONTHS = [f"2020-{month:02}" for month in range(1, 13)]
QUARTERS = [f"2020-Q{quarter}" for quarter in range(1, 5)]


@pytest.fixture
def read(declare, observe, hold):
    def _read(rows, period="2020", held=()):
        items = declare(ITEMS, {}).items
        found = read_item_values(observe(*rows), hold(*held), items, [Period.parse(period)])
        return {(key, area): value for key, area, value in found.values.select("key", "ref_area", "value").iter_rows()}

    return _read


def test_the_annual_figure_goes_before_all_others(read):
    rows = [("a", "2020", "flow", 99.0), ("a", "2020-01..12", "flow", 98.0), *(("a", m, "flow", 1.0) for m in MONTHS)]
    assert read(rows) == {("flow", "a"): 99.0}


def test_the_cumulative_figure_of_all_months_stands_for_the_year(read):
    assert read([("a", "2020-01..12", "rate", 5.5), ("a", "2020-01..11", "rate", 5.0)]) == {("rate", "a"): 5.5}


def test_the_december_figure_of_an_item_that_accumulates_stands_for_the_year(read):
    assert read([("a", m, "total", float(i)) for i, m in enumerate(MONTHS, 1)]) == {("total", "a"): 12.0}
    assert read([("a", q, "total", float(i)) for i, q in enumerate(QUARTERS, 1)]) == {("total", "a"): 4.0}


def test_the_months_of_a_flow_are_summed_exactly_and_only_when_complete(read):
    whole = [("a", m, "flow", 0.1) for m in MONTHS]
    part = [("b", m, "flow", 0.1) for m in MONTHS[:-1]]
    assert read([*whole, *part]) == {("flow", "a"): 1.2}


def test_the_quarters_of_a_flow_are_summed_where_months_are_not_complete(read):
    rows = [*(("a", q, "flow", 2.0) for q in QUARTERS), ("a", "2020-01", "flow", 0.5)]
    assert read(rows) == {("flow", "a"): 8.0}


def test_the_last_figure_of_a_stock_stands_for_the_year(read):
    rows = [("a", m, "stock", float(i)) for i, m in enumerate(MONTHS, 1)]
    assert read(rows) == {("stock", "a"): 12.0}
    assert read([("a", q, "stock", float(i)) for i, q in enumerate(QUARTERS, 1)]) == {("stock", "a"): 4.0}
    assert read(rows[:-1]) == {}


def test_a_ratio_is_never_summed_nor_carried(read):
    assert read([("a", m, "rate", 1.0) for m in MONTHS]) == {}


def test_a_quarter_is_made_of_its_months_and_a_cumulative_period_of_its_own(read):
    rows = [("a", m, "flow", float(i)) for i, m in enumerate(MONTHS, 1)]
    assert read(rows, "2020-Q2") == {("flow", "a"): 15.0}
    assert read(rows, "2020-01..03") == {("flow", "a"): 6.0}
    assert read(rows, "2020-03") == {("flow", "a"): 3.0}


def test_two_filings_of_one_cell_that_disagree_leave_it_missing(read):
    agreed = [("a", "2020", "flow", 1.0, "x"), ("a", "2020", "flow", 1.0, "y")]
    disagreed = [("b", "2020", "flow", 1.0, "x"), ("b", "2020", "flow", 2.0, "y")]
    assert read([*agreed, *disagreed]) == {("flow", "a"): 1.0}


def test_every_cell_behind_a_sum_is_kept(declare, observe, hold):
    rows = [("a", m, "flow", 1.0) for m in MONTHS]
    found = read_item_values(observe(*rows), hold(), declare(ITEMS, {}).items, [Period(2020)])
    assert found.cells["time_period"].sort().to_list() == MONTHS
    assert found.cells["target"].unique().to_list() == ["2020"]


def test_a_held_month_marks_the_year_as_withheld(declare, observe, hold):
    rows = [("a", m, "flow", 1.0) for m in MONTHS[1:]]
    found = read_item_values(observe(*rows), hold(("a", "2020-01", "flow")), declare(ITEMS, {}).items, [Period(2020)])
    assert found.values.is_empty()
    assert found.withheld.rows() == [("a", "2020", "flow")]
    assert found.values.schema["value"] == pl.Float64
