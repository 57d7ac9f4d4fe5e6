import pytest

from junxian.indicators import verify_examples
from junxian.terms import DeclarationError

ITEMS = {"gdp": {"unit": "万元"}, "people": {"unit": "人"}}
PER_HEAD = {"method": "per_resident", "of": {"amount": "gdp", "residents": "people"}, "unit": "元/人", "decimals": 0}
GROWTH = {"method": "growth", "of": {"of": "gdp"}, "unit": "%", "decimals": 1}


def _verify(declare, indicator, *examples):
    return verify_examples(declare(ITEMS, {"X": indicator | {"example": examples}}))


def test_examples_that_come_out_are_silent(declare):
    right = {"given": {"gdp": 5_000_000, "people": 800_000}, "expect": 62_500}
    nothing = {"given": {"gdp": 1}}
    assert _verify(declare, PER_HEAD, right, nothing).is_empty()
    assert _verify(declare, GROWTH, {"given": {"gdp": 106.04, "gdp@-1": 100}, "expect": 6}).is_empty()


def test_an_example_that_does_not_come_out_is_a_finding_that_holds(declare):
    wrong = {"given": {"gdp": 5_000_000, "people": 800_000}, "expect": 6.25}
    row = _verify(declare, PER_HEAD, wrong).row(0, named=True)
    assert (row["rule"], row["severity"], row["item"]) == ("worked_example", "hold", "X")
    assert (row["found"], row["expected"], row["file"]) == ("62500", "6.25", "indicators/X.toml")


def test_a_result_where_none_is_expected_is_a_finding(declare):
    found = _verify(declare, GROWTH, {"given": {"gdp": 1, "gdp@-1": 1}}, {"given": {"gdp": 1}, "expect": 0})
    assert found["expected"].to_list() == ["缺失", "0"]


def test_a_given_that_is_no_source_is_a_mistake(declare):
    with pytest.raises(DeclarationError, match="example 1: 'gpd' is no source"):
        _verify(declare, GROWTH, {"given": {"gpd": 1}})
