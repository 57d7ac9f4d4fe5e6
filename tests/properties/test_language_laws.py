"""Laws of the language of rules: what is written reads back; the interpreter follows the definition; screening misses nothing."""

from decimal import Decimal
from fractions import Fraction

import polars as pl
import pytest
from hypothesis import assume, given, reject, settings
from hypothesis import strategies as st

from junxian.quality.language.children import Hierarchy
from junxian.quality.language.columns import Columns, count_millionths
from junxian.quality.language.errors import ExpressionError
from junxian.quality.language.exact import make_exact
from junxian.quality.language.figures import ReturnFigures, TableFigures
from junxian.quality.language.interpret import judge
from junxian.quality.language.limits import MAX_DEPTH, MAX_NODES
from junxian.quality.language.names import Entry, Vocabulary
from junxian.quality.language.parse import parse_condition, parse_term
from junxian.quality.language.screen import find_known_rows, find_rows_to_judge
from junxian.quality.language.shift_period import shift_period
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
    Scaled,
    Shifted,
    Sum,
    SumChildren,
    SumParts,
    list_keys,
    walk,
)
from junxian.quality.language.units import check_units
from junxian.quality.language.write import write
from junxian.terms import Areas, Name
from junxian.terms.area import AREA_SCHEMA, CHANGE_SCHEMA

# names that hold words of the language, begin with one another, or need brackets
NAMES = {
    "income": ("收入", "Income"), "income_net": ("收入净额", "Income, net"), "debt": ("或有负债", "Debt or surety"),
    "nontax": ("非税收入", "Non-tax income"), "last": ("上期收入", "Income and last"), "y2020": ("2020年价收入", "2020 income"),
    "if_paid": ("如果已付", "if paid"), "max": ("最大值", "max"), "gap-1": ("收入（差额）", "gap (1)"),
    "value.1": ("分项一", "Part one"), "value.2": ("分项二", "Part two"), "value": ("分项总值", "Value"),
}  # fmt: skip
ENTRIES = [Entry(key, "万元", Name(zh=zh, en=en), "甲", (), key.partition(".")[0]) for key, (zh, en) in NAMES.items()]
TWINS = [Entry(f"twin_{form}", "万元", Name(zh="产值", en="Output"), form) for form in ("甲", "乙")]
WORDS = Vocabulary({e.key: e for e in [*ENTRIES, *TWINS]}, {"甲": ("甲表", "Form A"), "乙": ("乙表", "Form B")})
KEYS = list(WORDS.entries)

numbers = st.builds(
    Number,
    st.one_of(
        st.integers(0, 10**9).map(Decimal),
        st.decimals(0, 1000, places=3),
        st.sampled_from([Decimal("1e300"), Decimal("1e-9")]),
    ),
    st.just(""),
)
items = st.sampled_from(KEYS).map(Item)
leaves = st.one_of(
    numbers,
    items,
    st.builds(SumChildren, st.sampled_from(KEYS), st.sampled_from(["", "county", "city"])),
    st.just(SumParts("value", ("value.1", "value.2"))),
    st.lists(st.sampled_from(KEYS), min_size=2, max_size=3).map(lambda keys: SumParts("", tuple(keys))),
)
places = st.one_of(st.integers(0, 6).map(lambda n: Number(Decimal(n))), st.just(Negative(Number(Decimal(1)))))


def _grow(terms):
    firsts = terms.filter(lambda t: not isinstance(t, Sum))
    return st.one_of(
        st.builds(Negative, terms),
        st.builds(lambda first, rest: Sum((first, *rest)), firsts, st.lists(terms, min_size=1, max_size=3)),
        st.builds(Product, terms, terms),
        st.builds(Quotient, terms, terms),
        st.builds(lambda t: Function("abs", (t,)), terms),
        st.builds(lambda t, n: Function("round", (t, n)), terms, places),
        st.builds(lambda n, ts: Function(n, tuple(ts)), st.sampled_from(["min", "max"]), st.lists(terms, min_size=2, max_size=3)),
        st.builds(Shifted, terms.filter(list_keys), st.sampled_from(["previous", "last_year"])),
    )  # fmt: skip


terms = st.recursive(leaves, _grow, max_leaves=6)
SIGNS = st.sampled_from(["=", "!=", "<", "<=", ">", ">="])
tolerances = st.one_of(
    st.none(), st.decimals(0, 50, places=2).map(Number), st.integers(0, 20).map(lambda n: Number(Decimal(n), "%"))
)
simple = st.one_of(
    st.builds(Compare, SIGNS, terms, terms, tolerances),
    st.builds(Between, terms, terms, terms),
    st.builds(lambda t, cs: InList(t, tuple(cs)), terms, st.lists(st.one_of(numbers, numbers.map(Negative)), min_size=1, max_size=3)),
    st.builds(IsMissing, terms),
)  # fmt: skip


def _combine(conditions):
    several = st.lists(conditions, min_size=2, max_size=3).map(tuple)
    return st.one_of(
        st.builds(Not, conditions),
        st.builds(And, several),
        st.builds(Or, several),
        st.builds(If, conditions, conditions, st.one_of(st.none(), conditions)),
    )


conditions = st.recursive(simple, _combine, max_leaves=4)


def is_small(node):
    parts = list(walk(node))
    return len(parts) <= MAX_NODES and max(depth for _, depth in parts) <= MAX_DEPTH


@pytest.mark.parametrize("language", ["zh", "en", "code"])
@given(condition=conditions)
@settings(deadline=None, max_examples=300)
def test_what_is_written_reads_back(language, condition):
    assume(is_small(condition))
    text = write(condition, WORDS, language)
    assume(len(text) <= 2000)
    assert parse_condition(text, WORDS) == condition, text


@given(term=terms)
@settings(deadline=None)
def test_a_term_reads_back(term):
    assume(is_small(term))
    assert parse_term(write(term, WORDS), WORDS) == term


SIGNS_OF_TEXT = st.text(
    alphabet=st.one_of(st.characters(), st.sampled_from("收入负债如果则且或非为空属于在至之间误差()（）[]【】+-*/=<>≤≥%，、'\"0123456789.e万元 \u200b\u202e\x00")),
    max_size=120,
)  # fmt: skip
PIECES = ["收入", "或有负债", "如果", "则", "且", "或", "非", "(", ")", "[", "]", "+", "-", "*", "/", "=", ">", "5", "1e9", "%", "上期",
          "下级合计", "分项合计", "value", "为空", "属于", "在", "至", "之间", "误差", ",", "max", "round", "万元", "甲表.产值"]  # fmt: skip


@given(text=st.one_of(SIGNS_OF_TEXT, st.lists(st.sampled_from(PIECES), max_size=40).map("".join)))
@settings(deadline=None, max_examples=500)
def test_any_text_is_read_or_refused_with_its_place(text):
    outcome = read_or_refuse(text)
    if isinstance(outcome, ExpressionError):
        start, end = outcome.span
        assert 0 <= start <= end <= len(text)
        assert outcome.fault.zh
        assert outcome.fault.en
    else:
        assert parse_condition(write(outcome, WORDS), WORDS) == outcome


def read_or_refuse(text):
    try:
        return parse_condition(text, WORDS)
    except ExpressionError as error:
        return error


# the definition, written once more and as plainly as can be: fractions, and Kleene's tables


def value_of(node, figures, area, period):
    match node:
        case Number():
            return Fraction(node.value)
        case Item():
            found = figures.value(node.key, area, period)
            return None if found is None else Fraction(found)
        case SumParts():
            return value_of(Sum(tuple(map(Item, node.keys))), figures, area, period)
        case SumChildren():
            below = figures.children(area, period, node.level) if period else []
            found = [(figures.value(node.key, child, period), needed) for child, needed in below]
            if any(x is None and needed for x, needed in found):
                return None
            filed = [Fraction(x) for x, _ in found if x is not None]
            return sum(filed) if filed else None
        case Shifted():
            then = shift_period(period, node.by) if period else ""
            return value_of(node.operand, figures, area, then)
    parts = [value_of(p, figures, area, period) for p in operands_of(node)]
    if any(p is None for p in parts):
        return None
    match node:
        case Negative():
            return -parts[0]
        case Sum():
            return sum(parts)
        case Product():
            return parts[0] * parts[1]
        case Quotient():
            return parts[0] / parts[1] if parts[1] else None
        case Scaled():
            return parts[0] * node.factor
        case Function(name="abs"):
            return abs(parts[0])
        case Function(name="min"):
            return min(parts)
        case Function(name="max"):
            return max(parts)
    step = Fraction(10) ** -int(parts[1])
    sign = -1 if parts[0] < 0 else 1
    return sign * ((abs(parts[0]) / step + Fraction(1, 2)) // 1) * step


def operands_of(node):
    match node:
        case Sum():
            return node.terms
        case Function():
            return node.arguments
        case Negative() | Scaled():
            return (node.operand,)
    return (node.left, node.right)


def truth_of(node, *row):
    match node:
        case Compare():
            a, b = value_of(node.left, *row), value_of(node.right, *row)
            t = value_of(node.tolerance, *row) if node.tolerance else Fraction(0)
            if a is None or b is None or t is None:
                return None
            return {"=": abs(a - b) <= t, "!=": abs(a - b) > t, "<": a < b + t, "<=": a <= b + t, ">": a > b - t, ">=": a >= b - t}[node.comparison]  # fmt: skip
        case Between():
            return all_of([truth_of(Compare("<=", node.low, node.operand), *row), truth_of(Compare("<=", node.operand, node.high), *row)])  # fmt: skip
        case InList():
            return any_of([truth_of(Compare("=", node.operand, choice), *row) for choice in node.choices])
        case IsMissing():
            return value_of(node.operand, *row) is None
        case Not():
            return opposite(truth_of(node.operand, *row))
        case And():
            return all_of([truth_of(p, *row) for p in node.operands])
        case Or():
            return any_of([truth_of(p, *row) for p in node.operands])
    test, then = truth_of(node.test, *row), truth_of(node.then, *row)
    first = any_of([opposite(test), then])
    return first if node.otherwise is None else all_of([first, any_of([test, truth_of(node.otherwise, *row)])])


def opposite(truth):
    return None if truth is None else not truth


def all_of(truths):
    return False if False in truths else None if None in truths else True


def any_of(truths):
    return True if True in truths else None if None in truths else False


AREAS = Areas(
    pl.DataFrame(
        [("0", "省", "province", ""), ("1", "市", "city", "0"), ("11", "甲", "county", "1"), ("12", "乙", "county", "1"), ("13", "丙", "zone", "1")],
        schema=["code", "name", "level", "parent"], orient="row",
    ).match_to_schema(AREA_SCHEMA, missing_columns="insert"),
    pl.DataFrame(schema=CHANGE_SCHEMA),
)  # fmt: skip
PERIODS = ["2019-01..02", "2020-01..01", "2020-01..02", "2020-01..03"]
figure = st.one_of(
    st.none(), st.sampled_from([0.0, 1.0, 2.0, 3.0, 0.1, 0.2, 0.3, -1.0, 1e-6, 5e-7, 33.333333]), st.integers(-5, 200).map(float),
    st.floats(-1e6, 1e6).map(lambda x: round(x, 2)), st.floats(-1e12, 1e12),
)  # fmt: skip
tables = st.lists(
    st.tuples(st.sampled_from(PERIODS), st.sampled_from(["0", "1", "11", "12", "13"]), st.lists(figure, min_size=len(KEYS), max_size=len(KEYS))),
    min_size=1, max_size=8, unique_by=lambda row: row[:2],
).map(lambda rows: pl.DataFrame([(p, a, *f) for p, a, f in rows], schema={"time_period": pl.String, "ref_area": pl.String} | dict.fromkeys(KEYS, pl.Float64), orient="row"))  # fmt: skip


SHARES = Vocabulary(
    {k: Entry(k, ("1", "%", "‰")[n % 3], e.name, e.form, (), e.code) for n, (k, e) in enumerate(WORDS.entries.items())},
    {},
)


def settle(condition):
    """The condition with units settled; every item is a share, so that all may be multiplied and compared."""
    assume(is_small(condition) and list_keys(condition))
    try:
        return check_units(condition, SHARES)
    except ExpressionError:  # a ratio times 100 beside a percentage, or a tolerance in % of one
        reject()


@given(condition=conditions, table=tables)
@settings(deadline=None, max_examples=400)
def test_the_interpreter_follows_the_definition_and_screening_misses_no_row(condition, table):
    checked = settle(condition)
    columns = Columns(table, Hierarchy(AREAS))
    figures, judged = TableFigures(columns), judge(checked)
    rows = [(figures, area, period) for period, area in table.select("time_period", "ref_area").rows()]
    truths = [truth_of(checked, *row) for row in rows]
    assert [judged(*row) for row in rows] == truths
    screened = find_rows_to_judge(checked, columns)
    assert {n for n, truth in enumerate(truths) if truth is False} <= set(screened)
    assert {n for n, truth in enumerate(truths) if truth is not None} <= set(find_known_rows(checked, columns))


LINEAR = st.recursive(leaves.filter(lambda t: t != Number(Decimal("1e300"))), lambda ts: st.one_of(
    st.builds(Negative, ts), st.builds(lambda a, b: Sum((a, *b)), ts, st.lists(ts, min_size=1, max_size=3)),
    st.builds(lambda n, t: Product(Number(Decimal(n)), t), st.integers(0, 1000), ts), st.builds(lambda t: Function("abs", (t,)), ts),
    st.builds(lambda n, a, b: Function(n, (a, b)), st.sampled_from(["min", "max"]), ts, ts), st.builds(Shifted, ts.filter(list_keys), st.just("last_year")),
), max_leaves=6)  # fmt: skip


@given(condition=st.builds(Compare, SIGNS, LINEAR, LINEAR, tolerances), table=tables)
@settings(deadline=None, max_examples=300)
def test_screening_of_sums_is_exact(condition, table):
    checked = settle(condition)
    columns = Columns(table, Hierarchy(AREAS))
    figures = TableFigures(columns)
    rows = table.select("ref_area", "time_period").rows()
    assert find_rows_to_judge(checked, columns) == [
        n for n, (area, period) in enumerate(rows) if truth_of(checked, figures, area, period) is False
    ]
    assert find_known_rows(checked, columns) == [
        n for n, (area, period) in enumerate(rows) if truth_of(checked, figures, area, period) is not None
    ]


@given(values=st.lists(figure, max_size=20))
@settings(deadline=None, max_examples=300)
def test_millionths_are_those_of_exact_decimals(values):
    counted = count_millionths(pl.Series(values, dtype=pl.Float64)).to_list()
    assert counted == [None if x is None else int(make_exact(x) * 1_000_000) for x in values]


UNITS = {"元": 1, "万元": 10_000, "亿元": 100_000_000}


@given(
    condition=st.builds(
        Compare,
        SIGNS,
        st.builds(Sum, st.tuples(items, items)),
        st.builds(Quotient, st.builds(Product, items, items), items),
    ),
    declared=st.lists(st.sampled_from(list(UNITS)), min_size=len(KEYS), max_size=len(KEYS)),
    amounts=st.lists(st.integers(-50, 50), min_size=len(KEYS), max_size=len(KEYS)),
)
@settings(deadline=None)
def test_a_change_of_units_changes_no_answer(condition, declared, amounts):
    """`amounts` are in 亿元; each item is filed in its declared unit, whatever that is."""
    answers = []
    for units in (declared, ["元"] * len(KEYS)):
        entries = {k: Entry(k, u, WORDS.entries[k].name, "甲") for k, u in zip(KEYS, units, strict=True)}
        filed = {
            (k, "a", "2020"): Decimal(n * (UNITS["亿元"] // UNITS[u]))
            for k, u, n in zip(KEYS, units, amounts, strict=True)
        }
        checked = check_units(condition, Vocabulary(entries, {}))
        answers.append(judge(checked)(ReturnFigures(filed), "a", "2020"))
    assert answers[0] is answers[1]
