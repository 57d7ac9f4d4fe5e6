"""The worked examples of derived items are executed."""

import pytest

from junxian.quality import verify_rules
from junxian.terms.errors import DeclarationError

GDP = {"code": "gdp", "unit": "亿元", "name": {"zh": "产值"}}
PEOPLE = {"code": "people", "unit": "万人", "name": {"zh": "人口"}}


@pytest.fixture
def verify(draw):
    def verify(example, computed="产值 / 人口"):
        own = {
            "code": "per_head",
            "unit": "元/人",
            "name": {"zh": "人均产值"},
            "computed": computed,
            "example": example,
        }
        return verify_rules(draw.province([draw.form([GDP, PEOPLE, own])], [])).to_dicts()

    return verify


def test_an_example_that_comes_out_says_nothing(verify):
    assert verify([{"given": {"产值": 100, "人口": 30}, "expect": 33333}, {"given": {"产值": 100}}]) == []


def test_earlier_periods_may_be_given(verify):
    assert verify([{"given": {"上期[产值]": 100, "people": 20}, "expect": 50000}], "上期[产值] / 人口") == []


@pytest.mark.parametrize(
    ("example", "found", "expected"),
    [
        ({"given": {"产值": 100, "人口": 20}, "expect": 50001}, "50000", "50001"),
        ({"given": {"产值": 100, "人口": 20}}, "50000", "缺失"),
        ({"given": {"产值": 100, "人口": 0}, "expect": 0}, "缺失", "0"),
    ],
)
def test_one_that_does_not_is_a_finding_that_holds(verify, example, found, expected):
    (told,) = verify([example])
    assert (told["severity"], told["item"], told["found"], told["expected"]) == ("hold", "per_head", found, expected)
    assert told["file"] == "forms/form.toml"


def test_a_name_that_the_expression_does_not_use_is_an_error_with_its_place(verify):
    with pytest.raises(DeclarationError, match=r"forms/form.toml, item per_head, example 1: '人均产值' is not used"):
        verify([{"given": {"人均产值": 1}}])
