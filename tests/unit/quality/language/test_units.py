from decimal import Decimal
from fractions import Fraction

import pytest

from junxian.quality.language.errors import ExpressionError
from junxian.quality.language.figures import ReturnFigures
from junxian.quality.language.interpret import judge
from junxian.quality.language.syntax import Compare, Item, Number, Scaled, Shifted, Sum, SumChildren
from junxian.quality.language.units import check_term


@pytest.fixture
def holds(check):
    def holds(text, **figures):
        filed = ReturnFigures({(key, "a", "2020"): Decimal(str(x)) for key, x in figures.items()})
        return judge(check(text))(filed, "a", "2020")

    return holds


def test_like_units_convert_towards_the_finer(check):
    assert check("营业收入 = 税收收入") == Compare("=", Item("revenue"), Scaled(Item("tax"), Fraction(10_000)))
    assert check("税收收入 + 营业收入 = 0").left == Sum((Scaled(Item("tax"), Fraction(10_000)), Item("revenue")))
    assert check("占地面积 = 用地面积").left == Scaled(Item("area"), Fraction(15))


def test_a_bare_number_takes_the_unit_of_the_first_item_as_filed(check):
    assert check("税收收入 > 5").right == Number(Decimal(5))
    assert check("税收收入 > 5万元") == Compare(">", Scaled(Item("tax"), Fraction(10_000)), Number(Decimal(5)))
    assert check("税收收入 + 营业收入 > 5").right == Scaled(Number(Decimal(5)), Fraction(10_000))  # 5 亿元
    assert check("营业收入 + 税收收入 > 5").right == Number(Decimal(5))  # 5 万元


@pytest.mark.parametrize(
    ("text", "figures", "truth"),
    [
        ("营业收入 / 从业人数 = 2万元/人", {"revenue": 20, "people": 10}, True),
        ("营业收入 / 从业人数 = 人均工资", {"revenue": 20, "people": 10, "wage": 20000}, True),
        ("营业收入 = 人均工资 * 从业人数", {"revenue": 20, "people": 10, "wage": 20000}, True),
        ("税收收入 / 营业收入 <= 1", {"tax": 1, "revenue": 10_000}, True),
        ("税收收入 / 营业收入 <= 1", {"tax": 1, "revenue": 9_999}, False),
        ("税收收入 / 营业收入 = 50%", {"tax": 1, "revenue": 20_000}, True),
        ("营业收入增速 = 5", {"growth": 5}, True),
        ("营业收入增速 = 5%", {"growth": 5}, True),
        ("营业收入增速 = 0.05", {"growth": 5}, False),
        ("民营比重 = 5%", {"share": 0.05}, True),
        ("(营业收入 - 主营业务收入) / 主营业务收入 = 营业收入增速", {"revenue": 105, "main": 100, "growth": 5}, True),
        ("营业收入增速 = 民营比重 误差 3百分点", {"growth": 5, "share": 0.08}, True),
        ("营业收入增速 = 民营比重 误差 2", {"growth": 5, "share": 0.08}, False),
        ("营业收入 = 主营业务收入 误差 5%", {"revenue": 105, "main": 100}, True),
        ("营业收入 = 主营业务收入 误差 4.9%", {"revenue": 105, "main": 100}, False),
        ("税收收入 = 营业收入 误差 1", {"tax": 2, "revenue": 10_000}, True),  # 1 亿元
        ("税收收入 = 营业收入 误差 1万元", {"tax": 2, "revenue": 19_998}, False),
        ("round(税收收入, 0) = 2", {"tax": 1.5}, True),  # rounded in 亿元
        ("营业收入 * 5% = 主营业务收入", {"revenue": 100, "main": 5}, True),
        ("max(营业收入, 税收收入, 3) = 3亿元", {"revenue": 5, "tax": 3}, True),
        ("用地面积对数 > 3", {"log_land": 4}, True),
    ],
)
def test_units_follow_the_arithmetic(holds, text, figures, truth):
    assert holds(text, **figures) is truth


@pytest.mark.parametrize(
    ("text", "zh", "en"),
    [
        (
            "营业收入 = 从业人数",
            "“营业收入”以万元计，“从业人数”以人计，不能比较",
            "'Revenue' is in 10k CNY, '[Employees]' in persons",
        ),
        (
            "营业收入 + 从业人数 > 0",
            "“营业收入”以万元计，“从业人数”以人计，不能相加减",
            "they cannot be added or subtracted",
        ),
        ("营业收入 > 5人", "“5人”以人计，不能比较", "in persons: they cannot be compared"),
        ("营业收入/从业人数 > 营业收入", "以万元/人计", "in 10k CNY/persons"),
        ("max(营业收入, 从业人数) > 0", "不能比较大小", "cannot be compared"),
        ("营业收入 在 1亿元 至 100 之间", "范围的下限大于上限", "the range begins above its end"),
        ("营业收入 不在 -1 至 -2 之间", "范围的下限大于上限", "no number lies in it"),
        ("从业人数 在 1 至 5万元 之间", "“从业人数”以人计", "'Employees' is in persons"),
        ("用地面积对数 * 2 > 0", "对数指标不能相乘除", "a logarithm cannot be multiplied"),
        ("用地面积对数 = 用地面积", "不能比较", "cannot be compared"),
        ("营业收入 / 主营业务收入 * 100 = 营业收入增速", "请去掉“* 100”", "leave out '* 100'"),
        ("营业收入 = 主营业务收入 误差 5人", "误差以人计，两边以万元计", "the tolerance is in persons"),
        ("营业收入增速 = 民营比重 误差 5%", "误差请写百分点或不写单位", "write the tolerance without a unit"),
        ("营业收入 / 0 > 1", "除数为零", "the divisor is zero"),
        ("round(营业收入, 0.5) > 1", "小数位数应为不超过12的整数", "a whole number up to 12"),
        ("round(营业收入, 13) > 1", "小数位数应为不超过12的整数", "a whole number up to 12"),
        ("上期(5) > 营业收入", "上期、上年同期要用在项目上", "an earlier period is of an item"),
        ("1 < 2", "公式没有用到任何项目", "names no item"),
        ("行业代码 > 'C'", "文字只能比较是否相等", "texts are only equal or not"),
        ("行业代码 = 5", "文字与数字不能比较", "a text and a number"),
        ("行业代码 + 1 > 5", "“行业代码”是文字，不能参加运算", "holds texts"),
        ("行业代码 属于 (1, 2)", "文字与数字不能比较", "a text and a number"),
        ("营业收入 属于 ('a')", "文字与数字不能比较", "a text and a number"),
    ],
)
def test_unlike_units_are_refused_naming_both(check, text, zh, en):
    with pytest.raises(ExpressionError) as fault:
        check(text)
    assert zh in fault.value.fault.zh
    assert en.replace("[", "").replace("]", "") in fault.value.fault.en.replace("[", "").replace("]", "")


def test_texts_are_compared_with_texts(check):
    assert check("行业代码 = 'C13' 或 行业代码 属于 ('C14') 或 行业代码 为空")


def test_a_term_tells_its_unit_and_the_one_it_is_read_in(read_term, words):
    measured = check_term(read_term("税收收入 + 营业收入"), words)
    assert (measured.unit.symbol, measured.read.symbol) == ("万元", "亿元")
    assert check_term(read_term("上期[营业收入]"), words).term == Shifted(Item("revenue"), "previous")
    assert check_term(read_term("下级合计(税收收入)"), words) == (SumChildren("tax"), *[measured.read] * 2)
    assert check_term(read_term("2 * 3"), words).unit is None
