import pytest

from junxian.quality import verify_rules
from junxian.terms import DeclarationError

ITEMS = [
    {"code": "revenue", "name": {"zh": "营业收入", "en": "Revenue"}},
    {"code": "main", "name": {"zh": "主营业务收入", "en": "Main revenue"}},
]


@pytest.fixture
def verify(draw):
    def verify(rule, *examples, items=ITEMS):
        table = {"kind": "expression", "rule": rule, "example": [{"given": g, "fires": f} for g, f in examples]}
        return verify_rules(draw.province([draw.form(items)], [table]))

    return verify


def test_examples_that_come_out_leave_no_finding(verify):
    full = ({"revenue": 100, "主营业务收入": 60}, False)
    assert verify(
        "营业收入 >= 主营业务收入", full, ({"revenue": 50, "main": 60}, True), ({"revenue": 50}, False)
    ).is_empty()


def test_an_example_that_does_not_come_out_is_a_finding_that_holds(verify):
    [row] = verify("营业收入 >= 主营业务收入", ({"revenue": 50, "main": 60}, False)).to_dicts()
    assert (row["rule"], row["severity"], row["found"], row["expected"]) == ("worked_example", "hold", "报警", "不报警")
    assert row["message_zh"] == (
        "规则expression（expression）的示例1：按公式报警（营业收入为50万元，应不小于主营业务收入（60万元），相差10万元），示例写明应不报警。"
    )
    [row] = verify("营业收入 >= 主营业务收入", ({"revenue": 60, "main": 60}, True)).to_dicts()
    assert (
        row["message_en"]
        == "Worked example 1 of rule expression (expression): the rule does not fire, the example says it should."
    )


def test_examples_give_earlier_periods_and_the_areas_below(verify):
    back = {"营业收入": 100, "上期[营业收入]": 40}
    assert verify("营业收入 <= 上期[营业收入] * 2", (back, True), (back | {"previous(revenue)": 50}, False)).is_empty()
    year = {"营业收入": 100, "last_year(revenue)": 40}
    assert verify("营业收入 <= 上年同期(营业收入) * 2", (year, True)).is_empty()
    below = {"营业收入": 100, "下级合计(营业收入)": 90}
    assert verify("营业收入 = 下级合计(营业收入)", (below, True), (below | {"revenue": 90}, False)).is_empty()
    deep = {"营业收入": 100, "下级合计(营业收入, 县级)": 90}
    assert verify("营业收入 = 下级合计(营业收入, 县级)", (deep, True)).is_empty()


def test_an_example_of_what_the_rule_does_not_use_is_an_error(verify):
    with pytest.raises(
        DeclarationError,
        match=r"rules, expression, example 1: '主营业务收入' is not used by the expression. It uses 营业收入",
    ):
        verify("营业收入 > 0", ({"主营业务收入": 1}, False))
    with pytest.raises(DeclarationError, match="没有名为“营业收人”的项目"):
        verify("营业收入 > 0", ({"营业收人": 1}, False))
    with pytest.raises(DeclarationError, match=r"'营业收入 \+ 1' is no figure of an item"):
        verify("营业收入 > 0", ({"营业收入 + 1": 1}, False))


def test_a_rule_that_cannot_be_read_is_an_error_even_without_examples(verify):
    with pytest.raises(DeclarationError, match="rules, expression"):
        verify("营业收入 >")
