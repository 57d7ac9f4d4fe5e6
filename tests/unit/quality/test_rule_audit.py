"""The audit of a rule set."""

import polars as pl
import pytest

from junxian.quality import check_returns
from junxian.quality.rule_audit import AUDIT_SCHEMA, audit_rules

ITEMS = [
    {"code": "revenue", "name": {"zh": "营业收入", "en": "Revenue"}},
    {"code": "main", "name": {"zh": "主营业务收入", "en": "Main revenue"}},
    {"code": "other", "name": {"zh": "其他业务收入", "en": "Other revenue"}},
    {"code": "profit", "name": {"zh": "利润", "en": "Profit"}, "signed": True},
    {"code": "tax", "name": {"zh": "税金", "en": "Tax"}, "unit": "亿元", "decimals": 2},
]


@pytest.fixture
def audit(draw):
    def audit(rules, rows=()):
        tables = [{"kind": "expression", "code": code, **(rule if isinstance(rule, dict) else {"rule": rule})} for code, rule in rules.items()]  # fmt: skip
        province = draw.province([draw.form(ITEMS)], tables)
        returns = draw.returns(province, rows)
        quality = check_returns(returns, province, province.period, province.date)
        found = audit_rules(province, returns, quality)
        assert found.schema == pl.Schema(AUDIT_SCHEMA)
        return found

    return audit


def verdicts(found, *kinds):
    return [row for row in found.select("rule", "verdict", "others").rows() if row[1] in kinds]


def full(**figures):
    """Ten counties with figures that grow with their number."""
    return [(f"9901{n:02}", "2020", key, value * n) for n in range(1, 11) for key, value in figures.items()]


def test_two_bounds_that_leave_nothing_contradict(audit):
    found = audit({"least": "营业收入 >= 100", "most": "营业收入 <= 0.005亿元", "fine": "主营业务收入 >= 5"})
    assert verdicts(found, "contradicts") == [("least", "contradicts", "most")]
    assert "不能同时成立" in found.filter(verdict="contradicts")["message_zh"][0]


def test_strict_limits_that_only_touch_contradict_and_others_do_not(audit):
    assert verdicts(audit({"a": "利润 > 5", "b": "利润 < 5"}), "contradicts")
    assert not verdicts(audit({"a": "利润 >= 5", "b": "利润 <= 5"}), "contradicts")


def test_three_rules_contradict_only_together(audit):
    rules = {"sum": "营业收入 = 主营业务收入 + 其他业务收入", "main": "主营业务收入 > 营业收入", "tax": "税金 >= 0"}
    assert verdicts(audit(rules), "contradicts") == [("sum", "contradicts", "main")]  # with 其他业务收入 not below zero
    assert not verdicts(audit(rules | {"main": "利润 > 营业收入"}), "contradicts")


def test_a_rule_that_nothing_meets_contradicts_itself(audit):
    assert verdicts(audit({"odd": "营业收入 < 0"}), "contradicts") == [("odd", "contradicts", "")]


def test_rules_of_different_areas_and_notes_do_not_contradict(audit):
    least = {"rule": "营业收入 >= 100", "applies_to": {"level": "county"}}
    most = {"rule": "营业收入 <= 50", "applies_to": {"level": "city"}}
    assert not verdicts(audit({"least": least, "most": most}), "contradicts")
    assert not verdicts(audit({"least": "营业收入 >= 100", "most": {"rule": "营业收入 <= 50", "severity": "note"}}), "contradicts")  # fmt: skip


def test_the_same_condition_in_other_words_and_units_repeats(audit):
    found = audit(
        {
            "a": "主营业务收入 + 其他业务收入 = 营业收入",
            "b": "营业收入 - 主营业务收入 = 其他业务收入",
            "c": "利润 <= 1亿元",
            "d": "10000 >= 利润",
        }
    )
    assert verdicts(found, "repeats") == [("b", "repeats", "a"), ("d", "repeats", "c")]


def test_bounds_inside_bounds_repeat_whatever_the_kind(audit):
    bounds = {"kind": "bounds", "items": ["profit"], "low": -100, "high": 100}
    assert verdicts(audit({"wide": bounds, "narrow": "利润 在 -50 至 50 之间"}), "repeats") == [("wide", "repeats", "narrow")]  # fmt: skip


def test_a_weaker_severity_or_another_item_does_not_make_a_rule_redundant(audit):
    rules = {"wide": "利润 <= 100", "narrow": {"rule": "利润 <= 50", "severity": "note"}, "else": "营业收入 <= 50"}
    assert not verdicts(audit(rules), "repeats")
    assert not verdicts(audit({"or": "利润 <= 100 或 营业收入 > 5", "narrow": "利润 <= 50 或 营业收入 > 6"}), "repeats")


def test_what_fires_never_always_or_cannot_be_asked_is_told(audit):
    rules = {
        "never": "营业收入 >= 0",
        "always": "营业收入 <= 主营业务收入",
        "unasked": "税金 <= 1",
        "some": "营业收入 <= 500",
    }
    found = audit(rules, full(revenue=100.0, main=60.0))
    fires = verdicts(found, "never_fires", "always_fires", "cannot_be_tested")
    assert fires == [("never", "never_fires", ""), ("always", "always_fires", ""), ("unasked", "cannot_be_tested", "")]
    assert found.filter(rule="always").select("asked", "fired").rows()[0] == (10, 10)


def test_rows_count_as_asked_only_where_an_answer_is_known(audit):
    rules = {
        "growing": "营业收入 >= 上年同期[营业收入]",  # one year alone is filed
        "below": "营业收入 = 下级合计(营业收入)",  # no area lies below a county
        "filed": "税金 不为空",
        "either": "营业收入 > 0 或 税金 > 0",
    }
    found = audit(rules, full(revenue=100.0, main=60.0))
    fires = verdicts(found, "never_fires", "always_fires", "cannot_be_tested")
    assert fires == [
        ("growing", "cannot_be_tested", ""),
        ("below", "cannot_be_tested", ""),
        ("filed", "always_fires", ""),
        ("either", "never_fires", ""),
    ]
    assert found.filter(pl.col("verdict").is_in(["never_fires", "always_fires"]))["asked"].to_list() == [10, 10]


def test_rules_that_always_fire_together_are_told(audit):
    found = audit({"a": "营业收入 <= 500", "b": "主营业务收入 <= 300"}, full(revenue=100.0, main=60.0))
    assert verdicts(found, "fires_together") == [("b", "fires_together", "a")]


def test_what_is_not_filed_breaks_rules_of_returns_together_and_nothing_is_said(audit):
    rules = {f"complete_{n}": {"kind": "completeness", "form": "form"} for n in (1, 2)}
    assert not verdicts(audit(rules, full(revenue=100.0)), "fires_together")


def test_nothing_is_said_of_rules_in_order(audit):
    assert audit({"some": "营业收入 <= 500"}, full(revenue=100.0)).is_empty()


def test_a_rule_that_always_holds_is_told_by_drawn_figures_and_a_guard_is_not(audit):
    found = audit(
        {"empty": "利润 >= 营业收入 或 利润 < 营业收入", "guard": "营业收入 <= 50000"}, full(revenue=10, profit=5)
    )
    assert verdicts(found, "cannot_fire", "cannot_hold") == [("empty", "cannot_fire", "")]


def test_a_rule_that_nothing_meets_is_told_where_its_parts_are_not_linear(audit):
    rules = {
        "odd": "营业收入 / 主营业务收入 > 2 且 营业收入 / 主营业务收入 < 1",
        "equal": "营业收入 / 主营业务收入 = 1.37",
    }
    assert verdicts(audit(rules), "cannot_fire", "cannot_hold") == [("odd", "cannot_hold", "")]
