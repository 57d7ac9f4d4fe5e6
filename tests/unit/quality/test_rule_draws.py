"""Rules asked of drawn figures."""

import pytest

from junxian.quality.language.read_rule import read_rule
from junxian.quality.rule_draws import asks_equality, try_on_drawn

ITEMS = [{"code": "revenue"}, {"code": "profit", "signed": True}, {"code": "share", "unit": "%"}]


@pytest.fixture
def drawn(draw):
    def drawn(text):
        province = draw.province([draw.form(ITEMS)], [{"kind": "expression", "code": "e", "rule": text}])
        filed = draw.filed(province, draw.returns(province, [("990101", "2020", "revenue", 5.0)]))
        formula = read_rule(province.rules["e"], filed.vocabulary)
        return try_on_drawn(formula, province, filed.wide), asks_equality(formula)

    return drawn


@pytest.mark.parametrize(
    ("text", "holds", "fires"),
    [
        ("revenue >= profit", True, True),
        ("revenue >= 0", True, False),  # an item that is not signed is never drawn below zero
        ("profit >= 0", True, True),
        ("profit >= revenue 或 profit < revenue", True, False),
        ("revenue < profit 且 profit < revenue", False, True),
        ("revenue 为空", True, True),
        ("如果 上期[revenue] > 0，则 revenue 不为空", True, True),
        ("revenue <= 下级合计(revenue)", True, True),
    ],
)
def test_both_answers_are_found_where_there_are_both(drawn, text, holds, fires):
    found, _ = drawn(text)
    assert (found.held > 0, found.fired > 0) == (holds, fires)


def test_the_same_figures_are_drawn_again(drawn):
    assert drawn("revenue >= profit") == drawn("revenue >= profit")


@pytest.mark.parametrize(
    ("text", "asks"), [("revenue = profit", True), ("share 属于 (0, 1)", True), ("revenue > profit", False)]
)
def test_equalities_are_known(drawn, text, asks):
    assert drawn(text)[1] is asks
