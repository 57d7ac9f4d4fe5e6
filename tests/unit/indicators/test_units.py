import pytest

from junxian.indicators import check_units
from junxian.indicators.methods import fit_formula
from junxian.terms import DeclarationError

ITEMS = {
    "gdp": {"unit": "万元"}, "people": {"unit": "万人"}, "land": {"unit": "km2"}, "share": {"unit": "%"},
    "part": {"unit": "元"}, "houses": {"unit": "户"},
}  # fmt: skip
FITTING = [
    ("value", {"of": "gdp"}, "亿元", [1 / 10_000]),
    ("sum", {"of": ["gdp", "part"]}, "万元", [1, 1 / 10_000]),
    ("difference", {"minuend": "gdp", "subtrahend": "part"}, "元", [10_000, 1]),
    ("ratio", {"numerator": "gdp", "denominator": "people"}, "元/人", [1]),
    ("ratio", {"numerator": "gdp", "denominator": "part"}, "%", [1_000_000]),
    ("share", {"part": "part", "whole": "gdp"}, "%", [1 / 100]),
    ("complement", {"of": "share"}, "%", [100, 1]),
    ("growth", {"of": "gdp"}, "%", [100]),
    ("change", {"of": "share"}, "百分点", [1]),
    ("change", {"of": "gdp"}, "亿元", [1 / 10_000]),
    ("per_resident", {"amount": "gdp", "residents": "people"}, "元/人", [1]),
    ("per_area", {"amount": "gdp", "area": "land"}, "万元/亩", [1 / 1500]),
    ("log", {"of": "gdp"}, "ln(元)", [10_000]),
    ("completion", {"actual": "part", "target": "gdp"}, "%", [1 / 100]),
]
NOT_FITTING = [
    ("value", {"of": "gdp"}, "人", "万元"),
    ("sum", {"of": ["gdp", "people"]}, "万元", "万人"),
    ("ratio", {"numerator": "gdp", "denominator": "people"}, "亿元", "万元/万人"),
    ("share", {"part": "gdp", "whole": "people"}, "%", "万人"),
    ("growth", {"of": "gdp"}, "万元", "万元"),
    ("change", {"of": "share"}, "%", "百分点"),
    ("per_resident", {"amount": "gdp", "residents": "houses"}, "元/人", "户"),
    ("per_area", {"amount": "gdp", "area": "people"}, "元/人", "万人"),
    ("log", {"of": "gdp"}, "万元", "ln(万元)"),
    ("log", {"of": "gdp"}, "ln(人)", "万元"),
    ("completion", {"actual": "gdp", "target": "land"}, "%", "km2"),
]


@pytest.mark.parametrize(("method", "of", "unit", "factors"), FITTING)
def test_the_factor_follows_from_the_units_exactly(declare, method, of, unit, factors):
    province = declare(ITEMS, {"X": {"method": method, "of": of, "unit": unit}})
    check_units(province)
    indicator = province.indicators["X"]
    units = tuple(_unit(province, source) for source in indicator.sources)
    assert [float(f) for f in fit_formula(indicator, units).factors] == pytest.approx(factors)


def _unit(province, source):
    from junxian.terms import parse_unit

    return parse_unit(province.items[source][1].unit)


@pytest.mark.parametrize(("method", "of", "unit", "named"), NOT_FITTING)
def test_a_unit_that_does_not_follow_is_refused_with_file_and_both_units(declare, method, of, unit, named):
    province = declare(ITEMS, {"X": {"method": method, "of": of, "unit": unit}})
    with pytest.raises(DeclarationError) as error:
        check_units(province)
    assert error.value.where == "indicators/X.toml"
    assert repr(unit) in str(error.value)
    assert named in str(error.value)


def test_a_circle_of_indicators_is_refused(declare):
    province = declare(ITEMS, {
        "X": {"method": "value", "of": {"of": "Y"}, "unit": "万元"},
        "Y": {"method": "value", "of": {"of": "X"}, "unit": "万元"},
    })  # fmt: skip
    with pytest.raises(DeclarationError, match=r"is made of itself: X ← Y ← X|is made of itself: Y ← X ← Y"):
        check_units(province)


def test_a_source_that_nobody_declares_is_refused_with_the_nearest(declare):
    province = declare(ITEMS, {"X": {"method": "value", "of": {"of": "gpd"}, "unit": "万元"}})
    with pytest.raises(DeclarationError, match="Did you mean 'gdp'"):
        check_units(province)


def test_a_code_that_is_item_and_indicator_at_once_is_refused(declare):
    province = declare(ITEMS, {"gdp": {"method": "value", "of": {"of": "part"}, "unit": "元"}})
    with pytest.raises(DeclarationError, match="also an item of form 'form'"):
        check_units(province)


def test_the_logarithm_of_a_logarithm_is_refused(declare):
    province = declare(ITEMS, {
        "X": {"method": "log", "of": {"of": "gdp"}, "unit": "ln(万元)"},
        "Y": {"method": "log", "of": {"of": "X"}, "unit": "ln(万元)"},
    })  # fmt: skip
    with pytest.raises(DeclarationError, match="is a logarithm"):
        check_units(province)
