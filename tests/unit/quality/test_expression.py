import pytest

from junxian.terms import DeclarationError

ITEMS = [
    {"code": "revenue", "name": {"zh": "营业收入", "en": "Revenue"}},
    {"code": "main", "name": {"zh": "主营业务收入", "en": "Main revenue"}},
    {"code": "other", "name": {"zh": "其他业务收入", "en": "Other revenue"}},
    {"code": "tax", "name": {"zh": "税金", "en": "Tax"}, "unit": "亿元", "decimals": 2},
    {
        "code": "growth",
        "name": {"zh": "增速", "en": "Growth"},
        "unit": "%",
        "measure": "ratio",
        "decimals": 1,
        "signed": True,
    },
    {"code": "people", "name": {"zh": "从业人数", "en": "Employees"}, "unit": "人"},
]


def rows(**figures):
    return [("990101", "2020", key, value) for key, value in figures.items()]


def ask_rule(ask, text, figures, **over):
    return ask({"kind": "expression", "rule": text, **over}, ITEMS, figures)


def test_a_broken_identity_says_both_sides_and_the_difference(ask):
    [found] = ask_rule(ask, "营业收入=主营业务收入+其他业务收入", rows(revenue=100.0, main=60.0, other=30.5))
    assert found.message.zh == (
        "1号县2020年营业收入为100万元，应等于主营业务收入 + 其他业务收入（90.5万元），相差9.5万元；"
        "其中主营业务收入60万元、其他业务收入30.5万元。"
    )
    assert found.message.en == (
        "1号县 2020: Revenue is 100 10k CNY, it should equal [Main revenue] + [Other revenue] (90.5 10k CNY); "
        "the difference is 9.5 10k CNY; figures: Main revenue 60 10k CNY, Other revenue 30.5 10k CNY."
    )
    assert (found.found, found.expected) == ("100万元", "= 90.5万元")
    assert found.items == found.withholds == ("revenue", "main", "other")
    assert set(found.shown) == {("990101", "2020", key) for key in ("revenue", "main", "other")}


def test_an_identity_that_holds_in_decimals_holds(ask):
    assert ask_rule(ask, "营业收入=主营业务收入+其他业务收入", rows(revenue=0.3, main=0.1, other=0.2)) == []


def test_a_missing_figure_is_not_asked_about(ask):
    assert ask_rule(ask, "营业收入=主营业务收入+其他业务收入", rows(revenue=100.0, main=60.0, other=None)) == []


def test_a_required_figure_that_is_missing_is_asked_about_when_the_rule_says_so(ask):
    [found] = ask_rule(ask, "如果 营业收入 > 0，则 税金 不为空", rows(revenue=100.0, main=60.0))
    assert found.message.zh == "1号县2020年“营业收入 > 0”时，税金未填报。"
    assert found.message.en == "1号县 2020: where Revenue > 0, Tax is missing."


def test_units_convert(ask):
    assert ask_rule(ask, "税金 <= 营业收入", rows(revenue=20000.0, tax=2.0)) == []
    [found] = ask_rule(ask, "税金 <= 营业收入", rows(revenue=19999.0, tax=2.0))
    assert found.message.zh == "1号县2020年税金为2.00亿元，应不大于营业收入（19,999万元），相差0.0001亿元。"


def test_the_tolerance_of_the_rule_and_of_the_text_are_the_same(ask):
    figures = rows(revenue=100.0, main=60.0, other=38.0)
    text = "营业收入=主营业务收入+其他业务收入"
    assert ask_rule(ask, text, figures, tolerance=2) == []
    assert ask_rule(ask, f"{text} 误差 2", figures) == []
    assert ask_rule(ask, f"{text} 误差 3%", figures) == []
    [found] = ask_rule(ask, text, figures, tolerance=1)
    assert "相差2万元，超过允许误差1万元" in found.message.zh


def test_percentages_lie_percentage_points_apart(ask):
    figures = rows(growth=4.7, revenue=107.0, main=100.0)
    [found] = ask_rule(ask, "增速 > 5%", figures)
    assert found.message.zh == "1号县2020年增速为4.7%，应大于5%，相差0.3个百分点。"
    assert found.message.en == "1号县 2020: Growth is 4.7%, it should be above 5%; the difference is 0.3 pp."
    [found] = ask_rule(ask, "增速 = 营业收入 / 主营业务收入 - 1 误差 0.5", figures)
    assert "（7%），相差2.3个百分点，超过允许误差0.5个百分点" in found.message.zh
    [found] = ask_rule(ask, "主营业务收入 / 营业收入 在 95% 至 100% 之间", figures)
    assert found.message.zh.startswith("1号县2020年主营业务收入 / 营业收入为93.46%，应在95%至100%之间；")


def test_a_rule_looks_back_a_period(ask):
    figures = [*rows(revenue=100.0), ("990101", "2019", "revenue", 30.0)]
    [found] = ask_rule(ask, "营业收入 <= 上期[营业收入] * 3", figures)
    assert (found.period, found.items, found.shown) == (
        "2020", ("revenue",), (("990101", "2020", "revenue"), ("990101", "2019", "revenue"))
    )  # fmt: skip
    assert (
        found.message.zh
        == "1号县2020年营业收入为100万元，应不大于上期(营业收入) * 3（90万元），相差10万元；其中上期营业收入30万元。"
    )


def test_the_areas_below_are_added(ask, draw):
    counties = [(code, "2020", "revenue", 1.0) for code in draw.counties]
    assert ask_rule(ask, "营业收入=下级合计(营业收入)", [*counties, ("990100", "2020", "revenue", 20.0)]) == []
    [found] = ask_rule(ask, "营业收入=下级合计(营业收入)", [*counties, ("990100", "2020", "revenue", 21.0)])
    assert (found.area, found.items) == ("990100", ("revenue",))
    assert found.message.zh.endswith("（20万元），相差1万元；其中营业收入（所辖20个地区）。")
    assert ("990107", "2020", "revenue") in found.explains
    short = [*counties[1:], ("990100", "2020", "revenue", 21.0)]
    assert ask_rule(ask, "营业收入=下级合计(营业收入)", short) == []


def test_only_the_areas_that_the_rule_applies_to_are_asked(ask):
    figures = [("990101", "2020", "revenue", -1.0), ("990100", "2020", "revenue", -1.0)]
    rule = {"kind": "expression", "rule": "营业收入 >= 0"}
    assert {s.area for s in ask(rule, ITEMS, figures)} == {"990100", "990101"}
    assert [s.area for s in ask(rule | {"applies_to": {"level": "county"}}, ITEMS, figures)] == ["990101"]
    classed = {"classification": "class/2020", "classes": ["甲"]}
    found = ask(rule | {"applies_to": classed}, ITEMS, figures, classes={"990100": "甲", "990101": "乙"})
    assert [s.area for s in found] == ["990100"]


def test_a_class_or_level_that_is_none_is_an_error(ask):
    rule = {"kind": "expression", "rule": "营业收入 >= 0"}
    classed = {"classification": "class/2020", "classes": ["乙"]}
    with pytest.raises(DeclarationError, match="class/2020 has no class '乙'"):
        ask(rule | {"applies_to": classed}, ITEMS, [], classes={"990100": "甲"})
    with pytest.raises(ValueError, match=r"no level of areas is called 'countyy'. Did you mean 'county'"):
        ask(rule | {"applies_to": {"level": "countyy"}}, ITEMS, [])


def test_nothing_is_found_where_nothing_is_filed(ask):
    assert ask_rule(ask, "营业收入 > 上期[营业收入] 或 营业收入 = 下级合计(营业收入) 或 税金 为空", []) == []
    assert ask_rule(ask, "营业收入 / 税金 > 5", rows(people=3.0)) == []


def test_rows_of_other_forms_are_not_asked(ask, draw):
    from junxian.quality.kinds import KINDS

    other = draw.form([{"code": "beds"}], code="health")
    province = draw.province([draw.form(ITEMS), other], [{"kind": "expression", "rule": "营业收入 不为空"}])
    filed = draw.filed(
        province, draw.returns(province, [("990101", "2020", "beds", 5.0), ("990102", "2020", "main", 5.0)])
    )
    [found] = KINDS["expression"](next(iter(province.rules.values())), filed)
    assert found.area == "990102"


def test_an_error_of_the_text_names_the_rule_and_the_place(ask):
    with pytest.raises(DeclarationError, match=r"rules, expression: 第6个字符：没有名为“主营业务收人”的项目") as error:
        ask_rule(ask, "营业收入=主营业务收人", [])
    assert "Did you mean '主营业务收入'" in str(error.value)
    assert str(error.value).splitlines()[-2:] == ["  营业收入=主营业务收人", "           ^^^^^^^^^^^^"]
    with pytest.raises(DeclarationError, match="以万元计，“从业人数”以人计，不能比较"):
        ask_rule(ask, "营业收入=从业人数", [])


def test_every_unit_of_a_broken_ratio_is_said(ask):
    [found] = ask_rule(ask, "营业收入/从业人数 < 1万元/人", rows(revenue=100.0, people=30.0))
    assert found.message.zh == (
        "1号县2020年营业收入 / 从业人数为3.33万元/人，应小于1万元/人，相差2.33万元/人；其中营业收入100万元、从业人数30人。"
    )


def test_alternatives_say_each_branch_that_fails(ask):
    [found] = ask_rule(ask, "营业收入 在 1 至 2 之间 或 营业收入 属于 (5, 6)", rows(revenue=100.0))
    assert (
        found.message.zh == "1号县2020年营业收入为100万元，应在1万元至2万元之间；营业收入为100万元，应为（5, 6）之一。"
    )
    [found] = ask_rule(ask, "非 (营业收入 > 5)", rows(revenue=100.0))
    assert found.message.zh == "1号县2020年“营业收入 > 5”不应成立。"
