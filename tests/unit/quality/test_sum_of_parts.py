import pytest
from pydantic import ValidationError

from junxian.declared.rules import SumOfParts

RULE = {"kind": "sum_of_parts", "total": "all", "parts": ["one", "two"], "tolerance": 1}
ITEMS = ["all", "one", "two"]


def row(total, one, two):
    return [("990101", "2020", k, v) for k, v in zip(ITEMS, (total, one, two), strict=True)]


def test_a_sum_beyond_the_tolerance_is_found_with_both_amounts(ask):
    [s] = ask(RULE, ITEMS, row(10.0, 3.0, 4.0))
    assert (s.found, s.expected, s.withholds) == ("7万元", "10万元", ("all", "one", "two"))
    assert s.message.zh == "1号县2020年all为10万元，分项（one、two）之和为7万元，相差3万元，超过允许误差1万元。"


def test_a_difference_of_the_tolerance_is_allowed(ask):
    assert ask(RULE, ITEMS, row(10.0, 5.0, 4.0)) == []


def test_sums_are_exact_decimals(ask):
    exact = RULE | {"tolerance": 0}
    assert ask(exact, ITEMS, row(0.3, 0.1, 0.2)) == []
    assert len(ask(exact, ITEMS, row(0.3, 0.1, 0.200001))) == 1


def test_a_missing_part_or_total_leaves_the_sum_unasked(ask):
    assert ask(RULE, ITEMS, row(10.0, None, 4.0)) == []
    assert ask(RULE, ITEMS, row(None, 3.0, 4.0)) == []
    assert ask(RULE, ITEMS, row(10.0, 3.0, 4.0)[:2]) == []


def test_parts_may_come_to_a_fixed_sum(ask):
    rule = {"kind": "sum_of_parts", "equals": 1, "parts": ["one", "two"], "tolerance": 0.001}
    shares = [{"code": c, "unit": "1", "decimals": 4} for c in ("one", "two")]
    rows = [("990101", "2020", "one", 0.6), ("990101", "2020", "two", 0.3), ("990102", "2020", "one", 0.6), ("990102", "2020", "two", 0.4005)]  # fmt: skip
    [s] = ask(rule, shares, rows)
    assert (s.area, s.found, s.expected) == ("990101", "0.9000", "1.0000")


def test_a_rule_names_a_total_or_a_fixed_sum():
    text = {"zh": "x"}
    base = {"code": "r", "kind": "sum_of_parts", "name": text, "severity": "hold", "why": text, "remedy": text, "parts": ["a"], "tolerance": 0}  # fmt: skip
    for wrong in ({}, {"total": "a", "equals": 1}):
        with pytest.raises(ValidationError, match="either"):
            SumOfParts.model_validate(base | wrong)
