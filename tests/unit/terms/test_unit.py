from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from junxian.terms import MethodError, conversion, parse_unit
from junxian.terms.unit import known_units, quotient


@pytest.mark.parametrize(
    ("source", "target", "factor"),
    [
        ("亿元", "万元", 10_000),
        ("万元", "元", 10_000),
        ("公顷", "亩", 15),
        ("km2", "亩", 1500),
        ("km2", "公顷", 100),
        ("万人", "人", 10_000),
        ("%", "1", Fraction(1, 100)),
        ("万元/亩", "元/平方米", 15),
        ("亿元/km2", "万元/公顷", 100),
        ("吨标准煤", "万吨标准煤", Fraction(1, 10_000)),
        ("平方公里", "km2", 1),
    ],
)
def test_conversion_is_exact(source, target, factor):
    assert conversion(source, target) == factor


@given(st.sampled_from(known_units()), st.sampled_from(known_units()))
def test_conversion_there_and_back_is_one(a, b):
    if parse_unit(a).is_comparable(parse_unit(b)):
        assert conversion(a, b) * conversion(b, a) == 1


@pytest.mark.parametrize(
    ("a", "b"), [("元", "人"), ("%", "百分点"), ("吨", "吨标准煤"), ("ln(元)", "元"), ("ln(元)", "ln(万元)")]
)
def test_different_things_do_not_convert(a, b):
    with pytest.raises(MethodError, match="different things"):
        conversion(a, b)


def test_an_unknown_unit_names_the_nearest():
    with pytest.raises(MethodError, match="万元"):
        parse_unit("万圆元")


def test_the_unit_of_a_ratio_follows_from_its_parts():
    assert conversion(quotient(parse_unit("万元"), parse_unit("人")), "元/人") == 10_000
    assert quotient(parse_unit("万元"), parse_unit("亿元")).factor == Fraction(1, 10_000)


def test_units_are_named_in_english():
    assert parse_unit("万元").text("en") == "10k CNY"
    assert parse_unit("ln(元/人)").text("en") == "ln(CNY/persons)"
    assert parse_unit("1").text("zh") == ""


def test_square_kilometres_are_written_in_chinese():
    assert parse_unit("万元/km2").text("zh") == "万元/平方公里"
    assert parse_unit("万元/平方公里").symbol == "万元/km2"
