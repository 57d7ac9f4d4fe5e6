"""Numbers and dates as readers see them."""

from dataclasses import replace
from datetime import date

import pytest

from junxian.bulletin.contents.area.sentences import tell_cell, tell_value
from junxian.bulletin.contents.area_content import Cell
from junxian.bulletin.contents.wording import (
    amount_name,
    format_number,
    format_unit,
    name_date,
    name_period,
    number_section,
    read_plainly,
    translate_amounts,
)
from junxian.terms import Name, Period


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [(1234567.891, 1, "1,234,567.9"), (-3.5, 1, "−3.5"), (-0.001, 2, "0.00"), (None, 2, "—"), (float("nan"), 2, "—")],
)
def test_numbers_have_thousands_apart_and_no_negative_zero(value, decimals, text):
    assert format_number(value, decimals) == text


def test_a_sign_is_shown_where_asked_but_not_for_nothing():
    assert [format_number(v, 1, sign=True) for v in (2.0, -2.0, 0.0)] == ["+2.0", "−2.0", "0.0"]


def test_what_was_not_filed_says_so_in_both_languages():
    name = amount_name(None, "亿元", 1)
    assert (name.zh, name.en) == ("未报送", "not filed")


def test_units_are_those_of_the_reader():
    name = amount_name(1234.56, "亿元", 1)
    assert (name.zh, name.en) == ("1,234.6亿元", "123.46 bn CNY")
    assert amount_name(2.0, "万元/km2", 0).zh == "2万元/平方公里"


def test_english_units_read_as_prose():
    assert [format_unit(u, "en") for u in ("元/人", "家/万人", "万元/亩")] == [
        "CNY per person",
        "firms per 10k persons",
        "10k CNY/mu",
    ]


def test_a_logarithm_is_turned_back_into_its_quantity():
    value, unit, decimals = read_plainly(16.0, "ln(万元)", 4)
    assert (round(value), unit, decimals) == (8886111, "万元", 0)
    assert read_plainly(None, "ln(万元)", 4) == (None, "万元", 0)
    assert read_plainly(12.5, "%", 1) == (12.5, "%", 1)


@pytest.mark.parametrize(
    ("filed", "english"),
    [("0天 – 366天", "0 days – 366 days"), ("607,851万元", "6,078.51 million CNY"), ("2.26", "2.26"), ("9/9 = 2022", "9/9 = 2022"), ("≤ 2024-02-29", "≤ 2024-02-29"),
     ("约1721人", ""), ("一般公共预算支出 369,079万元", ""), ("", "")],
)  # fmt: skip
def test_figures_are_told_in_english_only_where_no_chinese_is_left(filed, english):
    assert translate_amounts(filed) == english


def test_periods_and_days_read_as_in_a_bulletin():
    periods = [name_period(Period.parse(text)).zh for text in ("2020", "2020-Q1", "2020-03", "2020-01..03")]
    assert periods == ["2020年度", "2020年一季度", "2020年3月", "2020年1—3月"]
    assert name_date(date(2021, 6, 30)).zh == "2021年6月30日"
    assert name_date(None).zh == "—"


def test_sections_are_numbered_in_chinese_beyond_ten():
    assert [number_section(n).zh for n in (1, 10, 11)] == ["一、", "十、", "十一、"]


def test_a_derived_figure_is_told_with_its_expression_and_in_the_items_own_decimals():
    cell = Cell("x", Name(zh="人均"), "2023", 110921.0, "元/人", "= 产值 / 人口", "", "", "", 1, ("X1",))
    assert tell_cell(cell) == Name(zh="推算：产值 / 人口", en="derived: 产值 / 人口")
    assert tell_value(cell).zh == "110,921元/人"
    assert tell_cell(replace(cell, raw="93.3")).zh == "由本次运行计算"
    assert tell_cell(replace(cell, raw="5", file="a.csv", cell="B2")).zh == "a.csv B2（第1次报送）"
