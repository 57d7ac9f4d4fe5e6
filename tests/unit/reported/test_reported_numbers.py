import polars as pl
import pytest

from junxian.reported.numbers import power_of_ten, read_number, read_numbers
from junxian.terms import conversion


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("12.5", 12.5), (" 12 ", 12), ("１２３．５", 123.5), ("1,234,567.8", 1234567.8), ("１，２３４", 1234), ("1 234", 1234),
        ("－５", -5), ("−5", -5), ("–5", -5), ("(1,234)", -1234), ("（12）", -12), ("+3", 3), ("1.5E3", 1500), ("5.", 5),
        (".5", 0.5), ("12元", 12), ("1.2万元", 12000), ("0", 0), ("-0", 0),
    ],
)  # fmt: skip
def test_a_number_is_read_however_it_is_written(raw, value):
    number = read_number(raw, "元", "元")
    assert (number.value, number.state) == (value, "ok")
    assert str(number.value) != "-0.0"


@pytest.mark.parametrize(
    "raw", ["", " ", "—", "——", "-", "－", "…", "……", "..", "...", "暂缺", "缺", "不详", "NA", "n/a", "NaN", "/"]
)
def test_words_for_missing_are_missing_and_not_zero(raw):
    assert read_number(raw, "元", "元").state == "missing"
    assert read_number(raw, "元", "元").value is None


@pytest.mark.parametrize(
    "raw",
    [
        "约12",
        "12左右",
        "1,23",
        "1.2.3",
        "=1+1",
        "inf",
        "1_000",
        "0x10",
        "1e999",
        "12-3",
        "2020-01-02",
        ".",
        "9" * 80,
        "٣",
        "无",
        "12;",
    ],
)
def test_other_text_is_no_number(raw):
    assert read_number(raw, "元", "元").state == "not_a_number"


@pytest.mark.parametrize(
    ("raw", "filed", "declared", "value"),
    [
        ("12%", "1", "1", 0.12), ("12.3％", "%", "1", 0.123), ("12%", "%", "%", 12), ("0.12", "1", "%", 12),
        ("1.1", "亿元", "万元", 11000), ("12.3", "亿元", "万元", 123000), ("1", "亩", "公顷", 1 / 15), ("3", "万人", "人", 30000),
    ],
)  # fmt: skip
def test_units_convert_exactly(raw, filed, declared, value):
    assert read_number(raw, filed, declared).value == value


def test_percent_in_a_money_column_does_not_convert():
    assert read_number("12%", "元", "元").state == "unit_mismatch"


@pytest.mark.parametrize("raw", ["#DIV/0!", "#N/A", "#REF!", "#value!"])
def test_spreadsheet_errors_are_told_from_missing(raw):
    assert read_number(raw, "元", "元").state == "excel_error"


def test_powers_of_ten_between_units_are_found():
    assert power_of_ten(conversion("亿元", "万元")) == 4
    assert power_of_ten(conversion("元", "万元")) == -4
    assert power_of_ten(conversion("亩", "公顷")) is None


def test_the_whole_column_and_the_single_cell_read_the_same():
    raw = ["1.1", "1,234.5", "12.3", "５", "—", "约", "5.", "12%", "1e3", "-.5", "1" * 70, " 7 "]
    for filed, declared in (("亿元", "万元"), ("亩", "公顷"), ("%", "1"), ("元", "元")):
        exponent = power_of_ten(conversion(filed, declared))
        cells = pl.DataFrame({"raw": raw, "filed": filed, "declared": declared}).with_columns(
            pl.lit(exponent, pl.Int32).alias("exponent")
        )
        read = read_numbers(cells)
        single = [read_number(text, filed, declared) for text in raw]
        assert read["obs_value"].to_list() == [number.value for number in single]
        assert read["state"].to_list() == [number.state for number in single]
