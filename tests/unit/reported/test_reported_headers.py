from typing import ClassVar

import polars as pl
import pytest

from junxian.reported import read_returns


def read(province, text):
    province.file("county/2020/tjj.1.csv", text)
    return read_returns(province)


def values(returns, item="gdp"):
    return returns.observations.filter(pl.col("item") == item)["obs_value"].to_list()


def rules(returns):
    return returns.faults["rule"].to_list()


@pytest.mark.parametrize(
    "header",
    [
        "gdp",
        "地区生产总值",
        "GDP",
        "生产总值",
        "ＧＤＰ",
        " 地区 生产总值 ",
        "地区生产总值（万元）",
        "gdp (10k CNY)",
        "地区生产总值：万元",
    ],
)
def test_an_item_is_found_by_key_name_and_declared_header(province, header):
    returns = read(province, f"code,{header},growth\n990101,12,3\n")
    assert values(returns) == [12.0]
    assert rules(returns) == []


def test_a_line_break_in_a_header_does_not_matter(province):
    assert values(read(province, 'code,"地区\n生产总值",growth\n990101,12,3\n')) == [12.0]


def test_the_unit_in_the_header_converts_and_the_raw_text_stays(province):
    returns = read(province, "code,地区生产总值（亿元）,增速〔%〕,耕地面积(亩)\n990101,1.1,3,15\n")
    row = returns.observations.row(0, named=True)
    assert (row["obs_value"], row["raw"], row["unit_measure"]) == (11000.0, "1.1", "万元")
    assert values(returns, "land") == [1.0]
    assert rules(returns) == []


def test_a_unit_that_does_not_convert_holds_the_column_back(province):
    returns = read(province, "code,地区生产总值（万人）,growth\n990101,12,3\n")
    fault = returns.faults.row(0, named=True)
    assert values(returns) == [None]
    assert (fault["rule"], fault["severity"], fault["cell"], fault["withholds"]) == (
        "unit_mismatch",
        "hold",
        "B1",
        ["gdp"],
    )
    assert "万人" in fault["message_zh"]
    assert "万元" in fault["message_en"]


def test_a_bracket_that_looks_like_an_unknown_unit_holds_the_column_back(province):
    held = read(province, "code,地区生产总值（万人民币）,growth\n990101,12,3\n")
    assert rules(held) == ["unit_mismatch"]
    assert values(held) == [None]


def test_a_bracket_that_holds_a_remark_is_asked_about(province):
    asked = read(province, "code,地区生产总值（现价）,growth\n990101,12,3\n")
    assert rules(asked) == ["unknown_unit"]
    assert values(asked) == [12.0]


def test_a_title_unit_applies_to_what_it_converts_to(province):
    returns = read(province, "2020年县域报表,,\n,,单位：亿元\ncode,地区生产总值,增速\n990101,1.5,3\n")
    assert values(returns) == [15000.0]
    assert values(returns, "growth") == [3.0]


def test_the_reporting_unit_above_a_table_is_no_unit_of_measure(province):
    assert values(read(province, "填报单位：亿元县统计局,,\ncode,地区生产总值,增速\n990101,1.5,3\n")) == [1.5]


def test_a_row_of_units_and_a_row_of_column_numbers_are_no_data(province):
    returns = read(province, "行政区划代码,地区生产总值,增速\n,亿元,%\n甲,1,2\n990101,1.5,3\n")
    assert values(returns) == [15000.0]
    assert returns.filings["rows"].to_list() == [1]
    assert rules(returns) == []


def test_a_header_that_is_nobodys_is_a_finding_with_the_nearest_item(province):
    returns = read(province, "code,地区生产总产值,growth,gdp,填表人,序号\n990101,5,3,12,张,1\n")
    fault = returns.faults.row(0, named=True)
    assert rules(returns) == ["unknown_header"]
    assert (fault["severity"], fault["cell"], fault["found"], fault["expected"]) == (
        "explain",
        "B1",
        "地区生产总产值",
        "地区生产总值",
    )


def test_a_required_item_without_a_column_is_a_finding(province):
    returns = read(province, "code,gdp\n990101,5\n")
    assert rules(returns) == ["missing_column"]
    assert returns.faults["withholds"].to_list() == [["growth"]]


def test_an_item_in_two_columns_is_not_used(province):
    returns = read(province, "code,gdp,地区生产总值,growth\n990101,5,6,1\n")
    assert rules(returns) == ["repeated_header"]
    assert values(returns) == [None, None]


def test_a_table_without_areas_is_not_guessed(province):
    returns = read(province, "gdp,growth\n5,6\n")
    assert rules(returns) == ["missing_area_column"]
    assert returns.observations.is_empty()


def test_a_file_without_a_header_is_held(province):
    returns = read(province, "这里什么也没有\n1,2\n")
    assert rules(returns) == ["no_header"]
    assert returns.filings["readable"].to_list() == [False]


class TestMergedHeaders:
    TEXT: ClassVar[str] = (
        ",县域报表,,,\n,,,,\n,行政区划代码,经济,,人口\n,,地区生产总值（亿元）,增速（%）,常住人口\n,990101,1.5,3,100\n,注：速报数,,,\n"
    )

    def test_two_rows_below_a_title_right_of_an_empty_column(self, province):
        returns = read(province, self.TEXT)
        assert values(returns) == [15000.0]
        assert returns.observations["cell"].to_list() == ["C5", "D5", "E5"]
        assert rules(returns) == []

    def test_group_and_item_are_read_together(self, province):
        returns = read(province, "地区,地区生产,,\n,总值,速\n".replace(",速", ",增速") + "东山县,12,3\n")
        assert values(returns) == [12.0]
