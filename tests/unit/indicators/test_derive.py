import polars as pl
import pytest

from junxian.indicators import IndicatorTable, derive
from junxian.terms import MethodError, Period

ITEMS = {
    "gdp": {"unit": "万元"}, "revenue": {"unit": "万元"}, "spending": {"unit": "万元"},
    "people": {"unit": "人", "measure": "stock"}, "urban": {"unit": "人", "measure": "stock"},
}  # fmt: skip
INDICATORS = {
    "gdp_pc": {"method": "per_resident", "of": {"amount": "gdp", "residents": "people"}, "unit": "元/人"},
    "log_pc": {"method": "log", "of": {"of": "gdp_pc"}, "unit": "ln(元/人)"},
    "urbanisation": {"method": "share", "of": {"part": "urban", "whole": "people"}, "unit": "%"},
    "urban_change": {"method": "change", "of": {"of": "urbanisation"}, "unit": "百分点"},
    "gap": {"method": "difference", "of": {"minuend": "spending", "subtrahend": "revenue"}, "unit": "万元"},
    "gap_share": {
        "method": "ratio", "of": {"numerator": "gap", "denominator": "gdp"}, "unit": "%", "direction": "less_is_better",
    },
}  # fmt: skip
FILED = [
    ("990101", "2020", "gdp", 5_000_000.0), ("990101", "2020", "people", 800_000.0),
    ("990101", "2020", "urban", 400_000.0), ("990101", "2019", "people", 1_000_000.0),
    ("990101", "2019", "urban", 450_000.0), ("990101", "2020", "revenue", 100.0), ("990101", "2020", "spending", 300.0),
    ("990102", "2020", "gdp", 0.0), ("990102", "2020", "people", 1000.0), ("990102", "2020", "urban", 10.0),
    ("990102", "2020", "revenue", 1.0), ("990102", "2020", "spending", 2.0),
]  # fmt: skip


@pytest.fixture
def table(declare, observe, hold):
    return derive(observe(*FILED), declare(ITEMS, INDICATORS), [Period(2020)], hold())


def _cell(table, area, code):
    row = table.table.filter((pl.col("ref_area") == area) & (pl.col("indicator") == code)).row(0, named=True)
    return row["value"], row["status"], row["missing"]


def test_nested_indicators_are_computed_in_their_units(table):
    assert _cell(table, "990101", "gdp_pc") == (62_500.0, "ok", "")
    assert _cell(table, "990101", "log_pc")[0] == pytest.approx(11.04292183572449)
    assert _cell(table, "990101", "gap_share")[0] == pytest.approx(0.004)


def test_a_change_reads_last_years_figures_through_a_nested_indicator(table):
    assert _cell(table, "990101", "urban_change") == (pytest.approx(5.0), "ok", "")


def test_missing_sources_are_named_with_their_year(table):
    assert _cell(table, "990102", "urban_change") == (None, "missing", "urban@-1 people@-1")


def test_what_cannot_be_computed_is_undefined_and_not_zero(table):
    assert _cell(table, "990102", "log_pc") == (None, "undefined", "")
    assert _cell(table, "990102", "gap_share") == (None, "undefined", "")


def test_a_held_item_withholds_every_indicator_made_of_it(declare, observe, hold):
    filed = [row for row in FILED if row[:3] != ("990101", "2020", "gdp")]
    table = derive(observe(*filed), declare(ITEMS, INDICATORS), [Period(2020)], hold(("990101", "2020", "gdp")))
    assert _cell(table, "990101", "log_pc") == (None, "withheld", "gdp")
    assert _cell(table, "990101", "gap_share") == (None, "withheld", "gdp")
    assert _cell(table, "990101", "gap") == (200.0, "ok", "")


def test_lineage_names_every_filed_cell_behind_a_value(table):
    rows = table.lineage.filter((pl.col("ref_area") == "990101") & (pl.col("indicator") == "urban_change"))
    assert rows.select("source", "source_period", "value", "raw", "cell").rows() == [
        ("people", "2019", 1_000_000.0, "1000000.0", "people1"), ("people", "2020", 800_000.0, "800000.0", "people1"),
        ("urban", "2019", 450_000.0, "450000.0", "urban1"), ("urban", "2020", 400_000.0, "400000.0", "urban1"),
    ]  # fmt: skip


def test_every_area_has_a_row_for_every_period_and_indicator(declare, observe, hold):
    table = derive(observe(*FILED), declare(ITEMS, INDICATORS), [Period(2019), Period(2020)], hold()).table
    assert table.height == 2 * 2 * len(INDICATORS)
    assert table["value"].is_nan().sum() == 0


def test_a_classified_area_that_filed_nothing_is_missing(declare, observe, hold):
    province = declare(ITEMS, INDICATORS)
    province.classifications["main/1"] = pl.DataFrame({"area": ["990109"], "class": ["A"]})
    table = derive(observe(*FILED), province, [Period(2020)], hold())
    assert _cell(table, "990109", "gap") == (None, "missing", "spending revenue")


def test_a_definition_that_is_not_yet_in_force_gives_nothing_for_the_newest_period(declare, observe, hold):
    late = INDICATORS["gap"] | {"version": [{"valid_from": "2021-01-01", "change": "首次规定。"}]}
    table = derive(observe(*FILED), declare(ITEMS, INDICATORS | {"gap": late}), [Period(2020)], hold())
    assert _cell(table, "990101", "gap") == (None, "undefined", "valid_from=2021-01-01")


def test_earlier_periods_are_computed_by_the_present_definition(declare, observe, hold):
    late = INDICATORS["urbanisation"] | {"version": [{"valid_from": "2020-06-01", "change": "首次规定。"}]}
    table = derive(
        observe(*FILED), declare(ITEMS, INDICATORS | {"urbanisation": late}), [Period(2019), Period(2020)], hold()
    )
    assert table.quantity("urbanisation", Period(2019))["value"].to_list() == [45.0, None]


def test_a_quantity_is_an_item_or_an_indicator_and_nothing_else(table):
    assert table.quantity("people", Period(2020)).rows() == [("990101", 800_000.0, "人"), ("990102", 1000.0, "人")]
    assert table.quantity("gap", Period(2020)).rows() == [("990101", 200.0, "万元"), ("990102", 1.0, "万元")]
    with pytest.raises(MethodError, match="Did you mean 'people'"):
        table.quantity("poeple", Period(2020))


def test_no_period_is_a_mistake(declare, observe, hold):
    with pytest.raises(MethodError, match="at least one period"):
        derive(observe(*FILED), declare(ITEMS, INDICATORS), [], hold())


def test_a_plain_frame_becomes_a_table():
    wide = pl.DataFrame({"ref_area": ["b", "a"], "x": [1.0, None], "y": [float("nan"), 2.0]})
    table = IndicatorTable.from_wide(wide, Period(2020), less_is_better=["y"])
    assert table.table.select("ref_area", "indicator", "value", "status").rows() == [
        ("a", "x", None, "missing"), ("a", "y", 2.0, "ok"), ("b", "x", 1.0, "ok"), ("b", "y", None, "missing"),
    ]  # fmt: skip
    assert table.definitions["direction"].to_list() == ["more_is_better", "less_is_better"]
    with pytest.raises(MethodError, match="is no column"):
        IndicatorTable.from_wide(wide, Period(2020), less_is_better=["z"])
