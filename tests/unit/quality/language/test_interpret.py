"""The truth table of docs/handbook/rule-language.md, and what is missing or not defined."""

from decimal import Decimal
from fractions import Fraction

import pytest

from junxian.quality.language.figures import ReturnFigures
from junxian.quality.language.interpret import judge
from junxian.quality.language.measure import measure

T, F, U = True, False, None
CONDITION = {T: "营业收入 = 1", F: "营业收入 = 2", U: "主营业务收入 = 1"}  # revenue is 1, main is missing
FIGURES = ReturnFigures({("revenue", "a", "2020"): 1.0, ("revenue", "a", "2019"): 7.0, ("other", "a", "2020"): 0.0})
ROW = (FIGURES, "a", "2020")


@pytest.fixture
def truth(check):
    return lambda text: judge(check(text))(*ROW)


@pytest.fixture
def value(read_term):
    return lambda text: measure(read_term(text))(*ROW)


@pytest.mark.parametrize(
    ("a", "b", "both", "either", "follows"),
    [
        (T, T, T, T, T), (T, F, F, T, F), (T, U, U, T, U),
        (F, T, F, T, T), (F, F, F, F, T), (F, U, F, U, T),
        (U, T, U, T, T), (U, F, F, U, U), (U, U, U, U, U),
    ],
)  # fmt: skip
def test_the_truth_table(truth, a, b, both, either, follows):
    first, second = CONDITION[a], CONDITION[b]
    assert truth(f"{first} 且 {second}") is both
    assert truth(f"{first} 或 {second}") is either
    assert truth(f"如果 {first} 则 {second}") is follows
    assert truth(f"非 ({first})") is (None if a is None else not a)


def test_an_alternative_is_two_conditions(truth):
    assert truth("如果 营业收入 = 1 则 营业收入 > 0 否则 营业收入 < 0") is True
    assert truth("如果 营业收入 = 2 则 营业收入 > 0 否则 营业收入 < 0") is False
    assert truth("如果 主营业务收入 = 2 则 营业收入 > 0 否则 营业收入 < 0") is None
    assert truth("如果 主营业务收入 = 2 则 营业收入 > 0 否则 营业收入 < 2") is True


def test_being_missing_is_never_unknown(truth):
    assert truth("主营业务收入 为空") is True
    assert truth("营业收入 为空") is False
    assert truth("主营业务收入 不为空") is False
    assert truth("营业收入 + 主营业务收入 为空") is True
    assert truth("营业收入 / 其他业务收入 为空") is True


@pytest.mark.parametrize(
    "text",
    ["main + 1", "-main", "main * 0", "revenue / main", "abs(main)", "round(main)", "max(main, revenue)", "revenue / other",
     "previous(main)", "last_year(last_year(revenue))", "sum_children(revenue)", "sum_parts(main, revenue)"],
)  # fmt: skip
def test_what_is_reckoned_from_a_missing_figure_is_missing(value, text):
    assert value(text) is None


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("revenue + 0.1 + 0.2", Decimal("1.3")), ("1 - 3", -2), ("2 * 3 - 4 / 2", 4), ("-2 * -3", 6), ("7 / 2", Fraction(7, 2)),
        ("1/3 + 1/3 + 1/3", 1), ("round(2.5)", 3), ("round(-2.5)", -3), ("round(1.005, 2)", Decimal("1.01")), ("round(15, -1)", 20),
        ("round(1/3, 2)", Fraction(33, 100)), ("round(-1/8, 2)", Fraction(-13, 100)), ("min(3, 1, 2)", 1), ("max(3, 1/3)", 3),
        ("abs(-5)", 5), ("abs(1/-3)", Fraction(1, 3)), ("previous(revenue)", 7), ("last_year(revenue) + revenue", 8),
        ("1e300 * 1e300 / 1e300 / 1e300", 1), ("123456789012345678901234567890 + 0.000001", Decimal("123456789012345678901234567890.000001")),
    ],
)  # fmt: skip
def test_arithmetic_is_exact(value, text, result):
    assert value(text) == result


def test_shares_of_a_whole_come_to_the_whole(check):
    filed = ReturnFigures({("main", "a", "2020"): 1, ("other", "a", "2020"): 2, ("revenue", "a", "2020"): 3})
    assert judge(check("主营业务收入/营业收入 + 其他业务收入/营业收入 = 100%"))(filed, "a", "2020") is True


@pytest.mark.parametrize(
    ("sign", "gaps"),
    [("=", {-2: T, 2: T, 3: F}), ("!=", {2: F, 3: T}), ("<=", {2: T, 3: F, -9: T}), ("<", {1: T, 2: F}), (">=", {-2: T, -3: F}), (">", {-1: T, -2: F})],
)  # fmt: skip
def test_a_tolerance_moves_a_side_by_that_much(check, sign, gaps):
    judged = judge(check(f"营业收入 {sign} 主营业务收入 误差 2"))
    for gap, expected in gaps.items():
        filed = ReturnFigures({("revenue", "a", "2020"): 100 + gap, ("main", "a", "2020"): 100})
        assert judged(filed, "a", "2020") is expected, gap


def test_areas_below_are_added_where_all_that_must_have_a_figure_have_one(read_term):
    below = {"a": [("b", True), ("c", True), ("zone", False)]}
    figures = {("revenue", "b", "2020"): 1, ("revenue", "c", "2020"): 2}

    def total(**more):
        filed = ReturnFigures(
            figures | {("revenue", k, "2020"): v for k, v in more.items()},
            lambda area, period, level: below.get(area, []),
        )
        return measure(read_term("下级合计(营业收入)"))(filed, "a", "2020")

    assert total() == 3
    assert total(zone=4) == 7
    assert total(c=None) is None


def test_texts_are_equal_or_not(check):
    filed = ReturnFigures({})
    filed._figures["trade", "a", "2020"] = "C13"
    assert judge(check("行业代码 = 'C13' 且 行业代码 不属于 ('C14', 'c13')"))(filed, "a", "2020") is True
