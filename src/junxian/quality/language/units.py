"""Checks the units of an expression and writes the exact factors into it: what comes out adds and compares like with like."""

from dataclasses import replace
from fractions import Fraction
from typing import NamedTuple

from junxian.quality.language.errors import ExpressionError
from junxian.quality.language.limits import MAX_PLACES
from junxian.quality.language.names import Vocabulary
from junxian.quality.language.syntax import (
    And,
    Between,
    Compare,
    Condition,
    Function,
    If,
    InList,
    IsMissing,
    Item,
    Negative,
    Node,
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
    Term,
    Text,
    list_keys,
)
from junxian.quality.language.unit_algebra import combine_units, holds_hundred, know, names_item, say_unit, scale_term
from junxian.quality.language.write import write
from junxian.terms.name import Name
from junxian.terms.unit import Unit, parse_unit

ONE = parse_unit("1")
_PERCENT, _POINT = parse_unit("%"), parse_unit("百分点")


class Measured(NamedTuple):
    """A checked term, its unit (None for a bare number), and the unit in which people read it: that of its first item."""

    term: Term
    unit: Unit | None
    read: Unit | None


def check_units(condition: Condition, vocabulary: Vocabulary, text: str = "") -> Condition:
    """The condition with `Scaled` terms where units differ, so that every sum and comparison is of figures in one unit.

    text  as written, for errors
    A bare number in a sum, a comparison, `between`, `in`, `min` or `max` takes the unit of the first item on the other
    side, as filed; in a product or quotient it is a pure number. Like units convert exactly, towards the finer one.
    ExpressionError that names both sides where they measure different things.
    Checked in tests/unit/quality/language/test_units.py.
    """
    checked = _Checker(vocabulary, text).condition(condition)
    if not list_keys(checked):
        raise ExpressionError(Name(zh="公式没有用到任何项目", en="the expression names no item"), text, condition.span)
    return checked


def check_term(term: Term, vocabulary: Vocabulary, text: str = "") -> Measured:
    """A checked term with its units; the unit is None for a bare number. Errors as in `check_units`."""
    return _Checker(vocabulary, text).term(term)


class _Checker:
    def __init__(self, vocabulary: Vocabulary, text: str) -> None:
        self.vocabulary, self.text = vocabulary, text

    def _fail(self, zh: str, en: str, node: Node) -> ExpressionError:
        return ExpressionError(Name(zh=zh, en=en), self.text, node.span)

    # terms

    def term(self, node: Term) -> Measured:
        """The checked term with its units."""
        match node:
            case Number():
                unit = self._unit_of(node)
                return Measured(replace(node, unit=""), unit, unit)
            case Text():
                raise self._fail("文字不能参加运算", "a text cannot be reckoned with", node)
            case Item() | SumChildren():
                return self._item(node, node.key)
            case SumParts():
                return self._parts(node)
            case Shifted() if not names_item(node.operand):
                raise self._fail("上期、上年同期要用在项目上", "an earlier period is of an item, not of a number", node)
            case Shifted():
                inner = self.term(node.operand)
                return inner._replace(term=Shifted(inner.term, self._settle_shift(node), span=node.span))
            case Negative():
                inner = self.term(node.operand)
                return inner._replace(term=replace(node, operand=inner.term))
            case Sum():
                terms, unit, read = self._alike(node.terms, "相加减", "added or subtracted", node)
                return Measured(replace(node, terms=tuple(terms)), unit, read)
            case Product() | Quotient():
                return self._product(node)
            case Function():
                return self._function(node)
        raise AssertionError(node)

    def _settle_shift(self, node: Shifted) -> str:
        runs_on = node.by == "previous" and any(self.vocabulary.entries[key].runs_on for key in list_keys(node))
        return "previous_in_year" if runs_on else node.by

    def _unit_of(self, node: Number) -> Unit | None:
        if not node.unit:
            return None
        unit = parse_unit(node.unit)
        return _PERCENT if unit == _POINT else unit

    def _item(self, node: Item | SumChildren, key: str) -> Measured:
        entry = self.vocabulary.entries[key]
        if entry.unit == "text":
            raise self._fail(f"“{entry.name.zh}”是文字，不能参加运算", f"'{entry.name.text('en')}' holds texts and cannot be reckoned with", node)  # fmt: skip
        unit = parse_unit(entry.unit)
        return Measured(node, unit, unit)

    def _parts(self, node: SumParts) -> Measured:
        terms = tuple(Item(key, span=node.span) for key in node.keys)
        if len(terms) == 1:
            return self.term(terms[0])
        return self.term(Sum(terms, span=node.span))

    def _product(self, node: Product | Quotient) -> Measured:
        left, right = self.term(node.left), self.term(node.right)
        for side in (left, right):
            if side.unit and side.unit.logarithm:
                raise self._fail("对数指标不能相乘除", "a logarithm cannot be multiplied or divided", node)
        if isinstance(node, Quotient) and isinstance(node.right, Number) and not node.right.value:
            raise self._fail("除数为零", "the divisor is zero", node)
        checked = replace(node, left=left.term, right=right.term)
        if left.unit is None and right.unit is None:
            return Measured(checked, None, None)
        unit = combine_units(left.unit or ONE, right.unit or ONE, 1 if isinstance(node, Product) else -1)
        if not unit.powers:
            return Measured(checked, unit, ONE)
        first = next((m.read for m in (left, right) if m.read and m.read.is_comparable(unit)), None)
        return Measured(checked, unit, first or unit)

    def _function(self, node: Function) -> Measured:
        if node.name == "abs":
            inner = self.term(node.arguments[0])
            return inner._replace(term=replace(node, arguments=(inner.term,)))
        if node.name == "round":
            inner, places = self.term(node.arguments[0]), self._places(node.arguments[1])
            term = inner.term
            if inner.unit and inner.read:  # rounded as people read it
                term = scale_term(term, inner.unit, inner.read)
            return Measured(replace(node, arguments=(term, places)), inner.read, inner.read)
        terms, unit, read = self._alike(node.arguments, "比较大小", "compared", node)
        return Measured(replace(node, arguments=tuple(terms)), unit, read)

    def _places(self, node: Term) -> Term:
        number = node.operand if isinstance(node, Negative) else node
        if not isinstance(number, Number) or number.unit or number.value != int(number.value) or number.value > MAX_PLACES:  # fmt: skip
            raise self._fail(
                f"小数位数应为不超过{MAX_PLACES}的整数", f"decimals are a whole number up to {MAX_PLACES}", node
            )
        return node

    def _alike(self, nodes: tuple[Term, ...], zh: str, en: str, whole: Node) -> tuple[list[Term], Unit | None, Unit | None]:  # fmt: skip
        """The terms in one unit: the finest of theirs; with the unit in which the first item is read."""
        measured = [self.term(node) for node in nodes]
        first = next((n for n, m in enumerate(measured) if m.unit), None)
        if first is None:
            return [m.term for m in measured], None, None
        for n, other in enumerate(measured):
            if other.unit and not other.unit.is_comparable(know(measured[first].unit)):
                raise self._refuse(nodes[first], measured[first], nodes[n], other, zh, en, whole)
        self._refuse_hundredfold(nodes, measured, whole)
        unit = min((m.unit for m in measured if m.unit), key=lambda u: u.factor)
        read = know(measured[first].read)
        return [scale_term(m.term, m.unit or read, unit) for m in measured], unit, read

    def _refuse(self, a: Term, left: Measured, b: Term, right: Measured, zh: str, en: str, whole: Node) -> ExpressionError:  # fmt: skip
        names = [(self._say_term(node, "zh"), self._say_term(node, "en")) for node in (a, b)]
        units = [(say_unit(m.read, "zh"), say_unit(m.read, "en")) for m in (left, right)]
        return self._fail(
            f"“{names[0][0]}”以{units[0][0]}计，“{names[1][0]}”以{units[1][0]}计，不能{zh}",
            f"'{names[0][1]}' is in {units[0][1]}, '{names[1][1]}' in {units[1][1]}: they cannot be {en}", whole,
        )  # fmt: skip

    def _say_term(self, node: Term, language: str) -> str:
        if isinstance(node, Item):
            return self.vocabulary.entries[node.key].name.text(language)
        return write(node, self.vocabulary, language)

    def _refuse_hundredfold(self, nodes: tuple[Term, ...], measured: list[Measured], whole: Node) -> None:
        """A ratio times 100 beside a percentage: the percentage is converted already, and the ratio would be 100 times it."""
        if not any(m.unit == _PERCENT and names_item(n) for n, m in zip(nodes, measured, strict=True)):
            return
        for node, m in zip(nodes, measured, strict=True):
            if m.unit and not m.unit.powers and m.unit != _PERCENT and holds_hundred(node):
                raise self._fail(
                    "另一边以%计，换算自动完成，请去掉“* 100”",
                    "the other side is in % and is converted by itself; leave out '* 100'", whole,
                )  # fmt: skip

    # conditions

    def condition(self, node: Condition) -> Condition:
        """The checked condition."""
        match node:
            case Compare():
                return self._compare(node)
            case Between():
                operand, low, high = self._alike((node.operand, node.low, node.high), "比较", "compared", node)[0]
                least, most = _read_constant(low), _read_constant(high)
                if least is not None and most is not None and least > most:
                    raise self._fail("范围的下限大于上限，没有数能在其间", "the range begins above its end: no number lies in it", node)  # fmt: skip
                return replace(node, operand=operand, low=low, high=high)
            case InList():
                return self._in_list(node)
            case IsMissing():
                return node if self._is_text(node.operand) else replace(node, operand=self.term(node.operand).term)
            case Not():
                return replace(node, operand=self.condition(node.operand))
            case And() | Or():
                return replace(node, operands=tuple(self.condition(part) for part in node.operands))
            case If():
                otherwise = self.condition(node.otherwise) if node.otherwise else None
                return replace(
                    node, test=self.condition(node.test), then=self.condition(node.then), otherwise=otherwise
                )
        raise AssertionError(node)

    def _is_text(self, node: Term) -> bool:
        return isinstance(node, Text) or (isinstance(node, Item) and self.vocabulary.entries[node.key].unit == "text")

    def _compare(self, node: Compare) -> Condition:
        texts = [self._is_text(side) for side in (node.left, node.right)]
        if any(texts):
            return self._compare_texts(node, all(texts))
        (left, right), unit, read = self._alike((node.left, node.right), "比较", "compared", node)
        if node.tolerance is None:
            return replace(node, left=left, right=right)
        return replace(node, left=left, right=right, tolerance=self._tolerance(node.tolerance, right, unit, read))

    def _compare_texts(self, node: Compare, both: bool) -> Condition:
        if not both:
            raise self._fail("文字与数字不能比较", "a text and a number cannot be compared", node)
        if node.comparison not in ("=", "!=") or node.tolerance:
            raise self._fail("文字只能比较是否相等", "texts are only equal or not", node)
        return node

    def _tolerance(self, node: Term, right: Term, unit: Unit | None, read: Unit | None) -> Term:
        """Absolute, in the unit of both sides; n% is of the right side's size."""
        assert isinstance(node, Number)
        bare = replace(node, unit="")
        if node.unit == "%":
            if unit == _PERCENT:
                raise self._fail("两边以%计时，误差请写百分点或不写单位", "both sides are in %: write the tolerance without a unit, or in 百分点", node)  # fmt: skip
            return Product(Scaled(bare, Fraction(1, 100)), Function("abs", (right,)))
        own = self._unit_of(node) or read
        if unit is None or own is None:
            return bare
        if not own.is_comparable(unit):
            raise self._fail(f"误差以{say_unit(own, 'zh')}计，两边以{say_unit(read, 'zh')}计", f"the tolerance is in {say_unit(own, 'en')}, the sides in {say_unit(read, 'en')}", node)  # fmt: skip
        return scale_term(bare, own, unit)

    def _in_list(self, node: InList) -> Condition:
        texts = [isinstance(choice, Text) for choice in node.choices]
        if self._is_text(node.operand):
            if not all(texts):
                raise self._fail("文字与数字不能比较", "a text and a number cannot be compared", node)
            return node
        if any(texts):
            raise self._fail("文字与数字不能比较", "a text and a number cannot be compared", node)
        (operand, *choices), *_ = self._alike((node.operand, *node.choices), "比较", "compared", node)
        return replace(node, operand=operand, choices=tuple(choices))


def _read_constant(node: Term) -> Fraction | None:
    """The value of a number, converted and negated as it may be; None for any other term."""
    match node:
        case Number():
            return Fraction(node.value)
        case Negative():
            inner = _read_constant(node.operand)
            return None if inner is None else -inner
        case Scaled():
            inner = _read_constant(node.operand)
            return None if inner is None else inner * node.factor
    return None
