"""How an expression is read before it becomes a rule."""

import pytest

from junxian.quality.rule_reading import try_expression
from junxian.terms.errors import DeclarationError

A, B = "990101", "990102"
ITEMS = [
    {"code": "gdp", "unit": "亿元", "name": {"zh": "产值", "en": "Output"}},
    {"code": "people", "unit": "万人", "name": {"zh": "人口", "en": "People"}},
    {"code": "per_head", "unit": "元/人", "name": {"zh": "人均产值"}, "computed": "产值 / 人口"},
]


@pytest.fixture
def read(draw):
    province = draw.province([draw.form(ITEMS)], [])
    rows = [(A, "2019", "gdp", 90.0), (A, "2020", "gdp", 100.0), (A, "2020", "people", 20.0), (B, "2020", "gdp", 5.0)]
    filed = draw.filed(province, draw.returns(province, rows))
    return lambda text, **more: try_expression(text, filed, **more)


def test_a_condition_is_told_in_all_words_with_items_units_and_the_rows_that_fail(read):
    found = read("gdp>50亿元")
    assert found.is_condition
    assert found.texts == {"zh": "产值 > 50亿元", "en": "Output > 50亿元", "code": "gdp > 50亿元"}
    assert [(key, unit, form) for key, _, unit, form in found.items] == [("gdp", "亿元", "form")]
    assert [(text, unit.zh) for text, unit in found.sides] == [("产值 > 50亿元", "亿元")]
    assert found.asked == 3
    assert found.failing.select("ref_area", "time_period", "cell").rows() == [(B, "2020", "C5")]


def test_rows_of_which_nothing_can_be_said_are_not_counted(read):
    assert read("产值 >= 上年同期[产值]").asked == 1
    assert read("人口 不为空").asked == 3
    assert read("产值 = 下级合计(产值)").asked == 0


def test_failing_rows_stand_newest_first(read):
    assert read("产值 > 1000").failing["time_period"].to_list() == ["2020", "2020", "2019"]


def test_a_derived_item_points_at_the_filed_cells(read):
    assert read("人均产值 > 6万元/人").failing["cell"].to_list() == ["C3 C4"]


def test_a_term_is_told_with_its_unit_and_values(read):
    found = read("产值 / 人口")
    assert (found.is_condition, found.unit.zh, found.asked) == (False, "亿元/万人", 1)
    assert found.values.rows() == [(A, "2020", 5.0)]


def test_a_tolerance_is_put_in(read):
    assert read("产值 = 99", tolerance=1).texts["code"] == "gdp = 99 within 1"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("产直 > 1", "没有名为“产直”的项目"),
        ("产值 > 人口", "不能比较"),
        ("产值 + 人口", "不能相加减"),
        ("", "公式是空的"),
    ],
)
def test_what_cannot_be_read_is_told_with_its_place(read, text, said):
    with pytest.raises(DeclarationError, match=said):
        read(text)
