"""Compiles a checked condition to a condition of SQL, by way of Ibis: the same for DuckDB, PostgreSQL and Spark."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce
from operator import or_
from typing import Any

from junxian.engine.tables import write_text, write_truth
from junxian.quality.compiled.reckoning import ROOM, Reckoning, Value, Whole, hold_constant
from junxian.quality.compiled.rough import Rough, is_at_least, is_at_most, multiply_rough, take_absolute_rough
from junxian.quality.language.measure import read_places
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
)
from junxian.terms.errors import MethodError

Figures = Callable[[str, tuple[str, ...]], Value]  # of an item, and how its period is shifted
Texts = Callable[[str], Any]  # of an item; None where its column holds no texts


@dataclass(frozen=True)
class Compiled:
    """`holds`: true, false or NULL as the interpreter's true, false and unknown; where a doubt is true, ask the interpreter."""

    holds: Any
    doubts: tuple[Any, ...]
    calm_doubts: tuple[Any, ...]  # of rows that are not ordinary
    may_fail: Any  # in an ordinary row: never false where the condition is, and cheap to ask


def compile_condition(condition: Condition, figures: Figures, texts: Texts, where: str = "microdata") -> Compiled:
    """A checked condition as a column of true, false and NULL.

    figures, texts  give the column of an item
    where           what an error names
    MethodError for what a table of rows cannot answer: sums over the areas below.
    Checked against the interpreter on every engine in tests/engines/test_engines_agree.py.
    """
    compiler = _Compiler(figures, texts, where)
    holds, may = compiler.condition(condition)
    return Compiled(holds, tuple(compiler.reckoning.doubts), tuple(compiler.reckoning.calm_doubts), may.fail)


@dataclass(frozen=True)
class May:
    """Whether a condition may hold and whether it may fail."""

    hold: Any
    fail: Any


class _Compiler:
    def __init__(self, figures: Figures, texts: Texts, where: str) -> None:
        self.figures, self.texts, self.where, self.reckoning = figures, texts, where, Reckoning()
        self.asked: list[Value] = []  # the figures that were asked for last

    def term(self, node: Term, shifts: tuple[str, ...] = ()) -> Value:
        """The value of a term, the periods of its items shifted."""
        r = self.reckoning
        match node:
            case Number():
                return hold_constant(Fraction(node.value))
            case Item():
                return self._figure(node.key, shifts)
            case Shifted():
                return self.term(node.operand, (*shifts, node.by))
            case SumParts():
                return r.add_up([self._figure(key, shifts) for key in node.keys])
            case Sum():
                return r.add_up([self.term(part, shifts) for part in node.terms])
            case Negative():
                return r.scale(self.term(node.operand, shifts), Fraction(-1))
            case Scaled():
                return r.scale(self.term(node.operand, shifts), node.factor)
            case Product():
                return r.multiply(self.term(node.left, shifts), self.term(node.right, shifts))
            case Quotient():
                return r.divide(self.term(node.left, shifts), self.term(node.right, shifts))
            case Function():
                return self._function(node, shifts)
            case SumChildren():
                raise MethodError(self.where, "the sum over the areas below is not for microdata.", "Ask it of returns: `junxian run`.")  # fmt: skip
        raise AssertionError(node)

    def _figure(self, key: str, shifts: tuple[str, ...]) -> Value:
        self.asked.append(self.figures(key, shifts))
        return self.asked[-1]

    def _function(self, node: Function, shifts: tuple[str, ...]) -> Value:
        r = self.reckoning
        if node.name == "round":
            return r.round_to(self.term(node.arguments[0], shifts), read_places(node.arguments[1]))
        first, *others = [self.term(argument, shifts) for argument in node.arguments]
        if node.name == "abs":
            return r.take_absolute(first)
        return reduce(lambda a, b: r.choose(a, b, smallest=node.name == "min"), others, first)

    def condition(self, node: Condition) -> tuple[Any, May]:
        """Whether a condition holds, and whether it may, roughly."""
        match node:
            case Compare():
                return self._compare(node)
            case Between():
                return self._all([Compare("<=", node.low, node.operand), Compare("<=", node.operand, node.high)])
            case InList():
                return self._any([Compare("=", node.operand, choice) for choice in node.choices])
            case IsMissing():
                return self._is_missing(node)
            case Not():
                return _negate(self.condition(node.operand))
            case And():
                return self._all(node.operands)
            case Or():
                return self._any(node.operands)
            case If():
                first = self._any((Not(node.test), node.then))
                return first if node.otherwise is None else _both(first, self._any((node.test, node.otherwise)))
        raise AssertionError(node)

    def _all(self, nodes: Sequence[Condition]) -> tuple[Any, May]:
        return reduce(_both, [self.condition(node) for node in nodes])

    def _any(self, nodes: Sequence[Condition]) -> tuple[Any, May]:
        return _negate(reduce(_both, [_negate(self.condition(node)) for node in nodes]))

    def _is_missing(self, node: IsMissing) -> tuple[Any, May]:
        """What is no number is missing to the interpreter, and no NULL; where a divisor is in doubt, so is the answer."""
        text = self._text(node.operand)
        if text is not None:
            return _surely(text.isnull())
        self.asked, known = [], len(self.reckoning.doubts)
        value = self.term(node.operand)
        lacks, rough = self.reckoning.lacks_value(value), value.above.rough
        if value.below is None and rough is not None:
            nan = [figure.nan for figure in self.asked if figure.nan is not None]
            return lacks, May(reduce(or_, nan, rough.lacks_value), ~rough.lacks_value)
        doubts = self.reckoning.doubts[known:] + [o for f in self.asked if f.above.rough for o in f.above.rough.odd]
        return lacks, May(reduce(or_, doubts, lacks), reduce(or_, doubts, ~lacks))

    def _text(self, node: Node) -> Any:
        if isinstance(node, Text):
            return write_text(node.value)
        return self.texts(node.key) if isinstance(node, Item) else None

    def _compare(self, node: Compare) -> tuple[Any, May]:
        left, right = self._text(node.left), self._text(node.right)
        if left is not None and right is not None:
            return _surely(left == right if node.comparison == "=" else left != right)
        r = self.reckoning
        beyond = r.add_up([self.term(node.left), r.scale(self.term(node.right), Fraction(-1))])
        if node.comparison in ("=", "!="):
            beyond = r.take_absolute(beyond)
        elif node.comparison in (">", ">="):
            beyond = r.scale(beyond, Fraction(-1))
        if node.tolerance is not None:
            beyond = r.add_up([beyond, r.scale(self.term(node.tolerance), Fraction(-1))])
        strict = node.comparison in ("<", ">")
        holds, may = r.is_at_most_zero(beyond, strict), _compare_roughly(beyond, strict)
        rough, is_identity = beyond.above.rough, node.comparison in ("=", "!=") and node.tolerance is None
        if is_identity and rough is not None and beyond.below is None and beyond.above.calm < ROOM:
            # most rows are within the margin of an identity: whole numbers tell them apart
            may = May(reduce(or_, rough.odd, holds), reduce(or_, rough.odd, ~holds))
        return _negate((holds, may)) if node.comparison == "!=" else (holds, may)


def _compare_roughly(beyond: Value, strict: bool) -> May:
    """Whether a value may be at most (strict: below) zero, and whether it may not: floats with a margin; both, if none is known.

    Values are multiples of their step, so that one that is not zero is a step away from it.
    """
    rough, step = beyond.above.rough, float(beyond.above.step)
    if beyond.below is not None:
        return _compare_signs_roughly(rough, step, beyond.below, strict)
    if rough is None or not rough.is_known:
        return May(write_truth(True), write_truth(True))
    low, high = (rough.error - step, -rough.error) if strict else (rough.error, step - rough.error)
    return May(is_at_most(rough, low), is_at_least(rough, high))


def _compare_signs_roughly(above: Rough | None, step: float, below: Whole, strict: bool) -> May:
    """The same of a quotient, by the sign of dividend times divisor; where the dividend is zero the quotient is."""
    product = multiply_rough(above, below.rough)
    if above is None or below.rough is None or product is None or not (product.is_known and above.is_known):
        return May(write_truth(True), write_truth(True))
    is_below, is_above = is_at_most(product, product.error), is_at_least(product, -product.error)
    if strict:
        is_below = _is_not_zero(is_below, above, step)
    else:
        is_above = _is_not_zero(is_above, above, step)
    return May(
        _is_not_zero(is_below, below.rough, float(below.step)), _is_not_zero(is_above, below.rough, float(below.step))
    )


def _is_not_zero(truth: Any, rough: Rough, step: float) -> Any:
    """A condition that also asks that a number may be another than zero, where its step is larger than its error."""
    return truth if step <= rough.error else truth & is_at_least(take_absolute_rough(rough), step - rough.error)


def _surely(holds: Any) -> tuple[Any, May]:
    return holds, May(holds, ~holds)


def _negate(told: tuple[Any, May]) -> tuple[Any, May]:
    holds, may = told
    return ~holds, May(may.fail, may.hold)


def _both(a: tuple[Any, May], b: tuple[Any, May]) -> tuple[Any, May]:
    return a[0] & b[0], May(a[1].hold & b[1].hold, a[1].fail | b[1].fail)
