"""Which rules can be asked of the rows of a table."""

import polars as pl
import pytest

from junxian.declared.row_rules import RowRules
from junxian.engine.tables import open_table
from junxian.quality.compiled.microdata import check_rows
from junxian.quality.compiled.row_rules import choose_of_province, choose_own
from junxian.terms.errors import MethodError

ITEMS = [
    {"code": "revenue", "unit": "万元", "name": {"zh": "营业收入"}, "header": ["收入"]},
    {"code": "cost", "unit": "万元", "name": {"zh": "营业成本"}},
    {"code": "staff", "unit": "人", "name": {"zh": "从业人员"}},
]
RULES = {
    "cost": {"rule": "营业成本 <= 收入"},
    "unit": {"rule": "营业收入 <= 0.01亿元"},
    "staff": {"rule": "从业人员 > 0"},
    "areas": {"rule": "营业收入 > 0", "applies_to": {"level": "county"}},
    "below": {"rule": "营业收入 = 下级合计(营业收入)"},
    "before": {"rule": "营业收入 >= 上期[营业收入]"},
}


@pytest.fixture
def choose(draw):
    rules = [{"kind": "expression", "code": code, **rule} for code, rule in RULES.items()]
    province = draw.province([draw.form(ITEMS)], rules)

    def choose(frame, keys=()):
        table, connection = open_table(frame)
        return choose_of_province(province, dict(table.schema().items()), keys), table, connection

    return choose


def test_columns_are_items_by_name_or_header_in_their_units(choose):
    asked, table, connection = choose(pl.DataFrame({"id": ["a", "b"], "收入": [100.0, 90.0], "营业成本": [90.0, 95.0]}))
    found = check_rows(table, asked.rules, asked.keys, vocabulary=asked.vocabulary, connection=connection)
    assert dict(found.counts.select("rule", "failing").rows()) == {"cost": 1, "unit": 0}
    assert asked.keys == ("id",)


def test_rules_that_cannot_be_asked_are_told_with_the_reason(choose):
    asked, *_ = choose(pl.DataFrame({"收入": [100.0], "营业成本": [90.0]}))
    assert {rule.code: why.en for rule, why in asked.left_out} == {
        "staff": "no item is named '从业人员'", "areas": "it asks some areas alone", "below": "it adds up areas below",
        "before": "it looks at earlier periods, and the table has no columns of area and period",
    }  # fmt: skip


def test_columns_of_area_and_period_let_rules_look_back(choose):
    frame = pl.DataFrame({"code": ["a", "a"], "period": ["2019", "2020"], "收入": [100.0, 90.0]})
    asked, table, connection = choose(frame)
    assert asked.keys == asked.place == ("code", "period")
    found = check_rows(
        table, asked.rules, asked.keys, vocabulary=asked.vocabulary, connection=connection, place=asked.place
    )
    assert found.evidence.filter(rule="before").select("code", "period").rows() == [("a", "2020")]


def test_a_file_of_rules_says_what_columns_are():
    schema = dict(open_table(pl.DataFrame({"id": ["a"], "x": [1.0]}))[0].schema().items())
    rule = {
        "code": "a",
        "name": {"zh": "甲"},
        "kind": "expression",
        "severity": "note",
        "rule": "x > 1千元",
        "why": {"zh": "因"},
        "remedy": {"zh": "改"},
    }
    asked = choose_own(RowRules.model_validate({"rule": [rule], "columns": {"x": "万元"}, "keys": ["id"]}), schema)
    assert (asked.vocabulary.entries["x"].unit, asked.vocabulary.entries["id"].unit, asked.keys) == (
        "万元",
        "text",
        ("id",),
    )
    with pytest.raises(MethodError, match="no column 'y'"):
        choose_own(RowRules.model_validate({"rule": [rule], "columns": {"y": "万元"}}), schema)
