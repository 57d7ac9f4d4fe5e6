from decimal import Decimal

import pytest

from junxian.quality.language.errors import ExpressionError
from junxian.quality.language.parse import parse_condition
from junxian.quality.language.syntax import (
    And,
    Between,
    Compare,
    Function,
    If,
    InList,
    IsMissing,
    Item,
    Negative,
    Not,
    Number,
    Or,
    Product,
    Quotient,
    Shifted,
    Sum,
    SumChildren,
    SumParts,
    Text,
)  # fmt: skip

REVENUE, MAIN, OTHER, NONTAX = Item("revenue"), Item("main"), Item("other"), Item("nontax")
ZERO = Number(Decimal(0))


def n(value, unit=""):
    return Number(Decimal(value), unit)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("营业收入=主营业务收入+其他业务收入", Compare("=", REVENUE, Sum((MAIN, OTHER)))),
        ("营业收入＝主营业务收入＋其他业务收入。", Compare("=", REVENUE, Sum((MAIN, OTHER)))),
        ("revenue - main*2 >= -other/3", Compare(">=", Sum((REVENUE, Negative(Product(MAIN, n(2))))), Quotient(Negative(OTHER), n(3)))),
        ("（营业收入－主营业务收入）×2 ≤ １０", Compare("<=", Product(Sum((REVENUE, Negative(MAIN))), n(2)), n(10))),
        ("Revenue <> Main revenue", Compare("!=", REVENUE, MAIN)),
        ("营业收入 不等于 5万元", Compare("!=", REVENUE, n(5, "万元"))),
        ("营业收入大于等于主营业务收入", Compare(">=", REVENUE, MAIN)),
        ("营业收入不低于1.5亿元", Compare(">=", REVENUE, n("1.5", "亿元"))),
        ("0<营业收入<=5", And((Compare("<", ZERO, REVENUE), Compare("<=", REVENUE, n(5))))),
        ("营业收入 = 主营业务收入 误差 0.5", Compare("=", REVENUE, MAIN, n("0.5"))),
        ("revenue = main within 2%", Compare("=", REVENUE, MAIN, n(2, "%"))),
        ("营业收入=主营业务收入±3万元", Compare("=", REVENUE, MAIN, n(3, "万元"))),
        ("如果营业收入>0，则非税收入>0", If(Compare(">", REVENUE, ZERO), Compare(">", NONTAX, ZERO))),
        ("if revenue>0 then main>0 else other>0", If(*(Compare(">", i, ZERO) for i in (REVENUE, MAIN, OTHER)))),
        ("营业收入>0且主营业务收入>0或其他业务收入>0", Or((And((Compare(">", REVENUE, ZERO), Compare(">", MAIN, ZERO))), Compare(">", OTHER, ZERO)))),
        ("非 营业收入>0 and (main>0 or other>0)", And((Not(Compare(">", REVENUE, ZERO)), Or((Compare(">", MAIN, ZERO), Compare(">", OTHER, ZERO)))))),
        ("营业收入在0至100之间", Between(REVENUE, ZERO, n(100))),
        ("营业收入介于0和100之间", Between(REVENUE, ZERO, n(100))),
        ("revenue between 0 and 100 and main > 0", And((Between(REVENUE, ZERO, n(100)), Compare(">", MAIN, ZERO)))),
        ("营业收入不在 0 ~ 100 之间", Not(Between(REVENUE, ZERO, n(100)))),
        ("从业人数 属于（1、2，-3）", InList(Item("people"), (n(1), n(2), Negative(n(3))))),
        ("people not in (1, 2)", Not(InList(Item("people"), (n(1), n(2))))),
        ("行业代码 in ('C13', “C14”)", InList(Item("trade"), (Text("C13"), Text("C14")))),
        ("营业收入为空", IsMissing(REVENUE)),
        ("revenue is not missing", Not(IsMissing(REVENUE))),
        ("上期[营业收入] > 上年同期 营业收入", Compare(">", Shifted(REVENUE, "previous"), Shifted(REVENUE, "last_year"))),
        ("previous(revenue + main) > 0", Compare(">", Shifted(Sum((REVENUE, MAIN)), "previous"), ZERO)),
        ("营业收入=下级合计(营业收入)", Compare("=", REVENUE, SumChildren("revenue"))),
        ("下级合计[营业收入]=sum_children(revenue, 县级)", Compare("=", SumChildren("revenue"), SumChildren("revenue", "county"))),
        ("营业收入=分项合计(value)", Compare("=", REVENUE, SumParts("value", ("value.1", "value.2")))),
        ("营业收入=分项合计(第一产业)", Compare("=", REVENUE, SumParts("value", ("value.2",)))),
        ("营业收入=sum_parts(main, other)", Compare("=", REVENUE, SumParts("", ("main", "other")))),
        ("abs(营业收入) > max(main, 绝对值(other), 1)", Compare(">", Function("abs", (REVENUE,)), Function("max", (MAIN, Function("abs", (OTHER,)), n(1))))),
        ("四舍五入(营业收入, 1) = round(main)", Compare("=", Function("round", (REVENUE, n(1))), Function("round", (MAIN, ZERO)))),
        ("营业收入（万元）>0", Compare(">", REVENUE, ZERO)),
        ("[营业收入（2020年价）] > [营业收入 (万元)]", Compare(">", Item("constant"), REVENUE)),
        ("营业收入（2020年价）>0", Compare(">", Item("constant"), ZERO)),
        ("经济年报.总产值 = industry.Output", Compare("=", Item("output"), Item("output_industry"))),
        ("[综2表.总产值] > 0", Compare(">", Item("output"), ZERO)),
        ("1产 > 1", Compare(">", Item("value.1"), n(1))),
        ("营业收入 < 3万元/人 × 从业人数", Compare("<", REVENUE, Product(n(3, "万元/人"), Item("people")))),
    ],
)  # fmt: skip
def test_a_text_is_read(read, text, parts):
    assert read(text) == parts


def test_names_that_hold_words_of_the_language_stay_whole(read):
    assert read("非税收入 > 或有负债") == Compare(">", NONTAX, Item("liability"))
    assert read("非税收入 > 0 或 或有负债 > 0") == Or(
        (Compare(">", NONTAX, ZERO), Compare(">", Item("liability"), ZERO))
    )
    assert read("max(非税收入，或有负债) > 0") == Compare(">", Function("max", (NONTAX, Item("liability"))), ZERO)
    assert read("营业收入增速>0") == Compare(">", Item("growth"), ZERO)


@pytest.mark.parametrize(
    ("text", "place", "zh", "en"),
    [
        ("营业收人=0", (0, 4), "没有名为“营业收人”的项目。您是要写“营业收入”", "no item is named '营业收人'. Did you mean '营业收入'"),
        ("营业收入额=0", (0, 5), "没有名为“营业收入额”的项目", "no item is named '营业收入额'"),
        ("非税收人 = 0", (0, 4), "没有名为“非税收人”的项目。您是要写“非税收入”", "Did you mean '非税收入'"),
        ("如果营业收人 > 0 则 main > 0", (2, 6), "没有名为“营业收人”的项目。您是要写“营业收入”", "Did you mean '营业收入'"),
        ("营业收入 > 10亿", (7, 10), "您是要写“10亿元”", "Did you mean '10亿元'"),
        ("sum(营业收入) > 0", (0, 3), "您是要写“sum_parts”还是“sum_children”", "Did you mean 'sum_parts'"),
        ("下级合计(营业收入, 镇级) > 0", (11, 13), "“镇级”不是地区级别，可写市级、县级", "is no level of areas"),
        ("revenu = 0", (0, 6), "没有名为“revenu”的项目。您是要写“Revenue”", "Did you mean 'Revenue'"),
        ("总产值 > 0", (0, 3), "“总产值”在2处都有，请写明是哪一个：[经济年报.总产值]、[工业年报.总产值]", "'总产值' is the name of 2 items; write which is meant: [Economy.output], [output_industry]"),
        ("营业收入（亿元）>0", (5, 7), "“营业收入”的计量单位是万元，不是亿元", "'Revenue' is filed in 万元, not in 亿元"),
        ("营业收入 > ", (6, 6), "公式没有写完，后面应有项目名称、数字、“(”", "the expression is not finished"),
        ("营业收入 > 0 则 main > 0", (9, 10), "“则”前缺少“如果”", "'if' is missing before '则'"),
        ("营业收入 ! 0", (5, 6), "“!”处应为运算符", "an operator should stand where '!' does"),
        ("营业收入 大余 0", (5, 7), "“大余”处应为运算符", "an operator should stand where '大余' does"),
        ("营业收入 >= * 5", (8, 9), "“*”前缺少项目或数字", "an item or a number is missing before '*'"),
        ("main(5) > 0", (4, 5), "项目名称后不能直接跟括号；它不是函数", "it is no function"),
        ("(main > 0", (9, 9), "公式没有写完，后面应有“)”", "')'"),
        ("main > 0)", (8, 9), "“)”不能在这里", "')' cannot stand here; the end should"),
        ("main > 1,000", (8, 9), "千分位请勿加逗号", "no thousands separators"),
        ("main > 1,234", (8, 9), "千分位请勿加逗号", "no thousands separators"),
        ("main > 1，234，567", (8, 9), "千分位请勿加逗号", "no thousands separators"),
        ("main > 5\u200b", (8, 9), "公式中有不可见字符U+200B", "invisible sign U+200B"),
        ("main > 5²", (8, 9), "公式中有角标“²”", "raised or circled digit"),
        ("main > 1e999", (7, 12), "数字过大或过小", "does not lie between 1e-300 and 1e300"),
        ("main > " + "1" * 41, (7, 48), "数字超过40位", "more than 40 digits"),
        ("分项合计(main) > 0", (5, 9), "“主营业务收入”没有分项", "'Main revenue' has no breakdowns"),
        ("[main > 0", (0, 1), "方括号没有右括号", "the bracket is not closed"),
        ("行业代码 = 'C", (7, 8), "引号没有配对", "the quotation mark is not closed"),
    ],
)  # fmt: skip
def test_a_fault_is_told_in_both_languages_with_its_place(read, text, place, zh, en):
    with pytest.raises(ExpressionError) as fault:
        read(text)
    assert zh in fault.value.fault.zh
    assert en in fault.value.fault.en
    assert fault.value.span == place


def test_the_place_is_marked_under_the_text(read):
    with pytest.raises(ExpressionError) as fault:
        read("营业收入 = 主营业务收人")
    assert fault.value.point() == "  营业收入 = 主营业务收人\n             ^^^^^^^^^^^^"


def test_a_name_of_two_forms_stands_for_that_of_the_rule(words_of):
    assert parse_condition("总产值 > 0", words_of("industry")) == Compare(">", Item("output_industry"), ZERO)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("main > 0" + " " * 2000, "公式有2008个字符，最多2000个"),
        ("(" * 41 + "main" + ")" * 41 + " > 0", "括号超过40层"),
        ("非 " * 41 + "main > 0", "公式嵌套超过40层"),
        ("+".join(["main"] * 398) + ">0", None),
        (
            "在".join(["main"] * 2) + "至main且" + "且".join(["1<a"] * 0) + "且".join(["main>0"] * 180),
            "公式超过500个成分",
        ),
        (f"main 属于 ({','.join(['1'] * 101)})", "列表超过100项"),
        (f"max({','.join(['main'] * 101)}) > 0", "列表超过100项"),
        ("   ", "公式是空的"),
    ],
)
def test_size_is_bounded(read, text, said):
    if said is None:
        assert isinstance(read(text), Compare)
        return
    with pytest.raises(ExpressionError, match=said):
        read(text)
