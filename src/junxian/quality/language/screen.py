"""Finds, over whole columns at once, the rows in which a checked condition may fail; the interpreter then judges those.

Sums and comparisons of whole numbers of millionths are exact. What is multiplied, divided or rounded is reckoned in floats
with a bound for the error, and a row within the bound counts as one that may fail: none is missed, hardly any is judged in vain.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import reduce
from operator import and_, or_

import polars as pl

from junxian.quality.language import bounded
from junxian.quality.language.bounded import Bounded, Exact
from junxian.quality.language.columns import MAX_FIGURE, MILLION, Columns, Leaf
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
)

_NOTHING = Number(Decimal(0))


@dataclass(frozen=True)
class May:
    """Whether a condition may hold and whether it may fail; neither where it is unknown."""

    hold: pl.Expr
    fail: pl.Expr


def find_rows_to_judge(condition: Condition, columns: Columns) -> list[int]:
    """The rows of the wide table in which a checked condition may be false, in order; all in which it is are among them.

    Checked against the interpreter on generated figures in tests/properties/test_language_laws.py.
    """
    screen = _Screen()
    return _find_true(screen.condition(condition).fail, screen, columns)


def find_known_rows(condition: Condition, columns: Columns) -> list[int]:
    """The rows of the wide table in which a checked condition may be true or false, in order; where it is unknown hardly ever.

    Checked against the interpreter on generated figures in tests/properties/test_language_laws.py.
    """
    screen = _Screen()
    may = screen.condition(condition)
    return _find_true(may.hold | may.fail, screen, columns)


def _find_true(asked: pl.Expr, screen: "_Screen", columns: Columns) -> list[int]:
    frame = columns.frame(list(screen.leaves))
    return frame.select(asked.alias("is"))["is"].arg_true().to_list()


def reckon_term(term: Term, columns: Columns) -> pl.DataFrame:
    """`value` of a checked term in every row of the wide table, in floats, and a bound for its `error`; null where missing.

    The error is not finite where nothing is known of the value. Checked in tests/unit/quality/derived/test_derived.py.
    """
    screen = _Screen()
    near = bounded.to_near(screen.term(term))
    frame = columns.frame(list(screen.leaves))
    return frame.select(near.value.alias("value"), near.error.alias("error"))


class _Screen:
    def __init__(self) -> None:
        self.leaves: dict[Leaf, None] = {}

    def _leaf(self, leaf: Leaf) -> Exact:
        self.leaves[leaf] = None
        return Exact(pl.col(leaf.name), Fraction(1, MILLION), MAX_FIGURE)

    def term(self, node: Term, shifts: tuple[str, ...] = ()) -> Bounded:
        """The value of a term, the periods of its items shifted."""
        match node:
            case Number():
                return bounded.hold_constant(node.value)
            case Item():
                return self._leaf(Leaf(node.key, shifts))
            case SumChildren():
                return self._leaf(Leaf(node.key, shifts, True, node.level))
            case Shifted():
                return self.term(node.operand, (*shifts, node.by))
            case SumParts():
                return bounded.add_up([self._leaf(Leaf(key, shifts)) for key in node.keys])
            case Sum():
                return bounded.add_up([self.term(part, shifts) for part in node.terms])
            case Negative():
                return bounded.negate(self.term(node.operand, shifts))
            case Scaled():
                return bounded.scale(self.term(node.operand, shifts), node.factor)
            case Product():
                return bounded.multiply(self.term(node.left, shifts), self.term(node.right, shifts))
            case Quotient():
                return bounded.divide(self.term(node.left, shifts), self.term(node.right, shifts))
            case Function():
                return self._function(node, shifts)
        raise AssertionError(node)

    def _function(self, node: Function, shifts: tuple[str, ...]) -> Bounded:
        if node.name == "round":
            return bounded.round_to(self.term(node.arguments[0], shifts), read_places(node.arguments[1]))
        arguments = [self.term(argument, shifts) for argument in node.arguments]
        if node.name == "abs":
            return bounded.take_absolute(arguments[0])
        return bounded.choose(arguments, smallest=node.name == "min")

    def condition(self, node: Condition) -> May:
        """Whether a condition may hold, and may fail."""
        match node:
            case Compare():
                return self._compare(node)
            case Between():
                return _all([self._compare(Compare("<=", node.low, node.operand)), self._compare(Compare("<=", node.operand, node.high))])  # fmt: skip
            case InList():
                return _any([self._compare(Compare("=", node.operand, choice)) for choice in node.choices])
            case IsMissing():
                return _ask_missing(self.term(node.operand))
            case Not():
                inner = self.condition(node.operand)
                return May(inner.fail, inner.hold)
            case And():
                return _all([self.condition(part) for part in node.operands])
            case Or():
                return _any([self.condition(part) for part in node.operands])
            case If():
                return self._if(node)
        raise AssertionError(node)

    def _if(self, node: If) -> May:
        test, then = self.condition(node.test), self.condition(node.then)
        first = May(test.fail | then.hold, test.hold & then.fail)
        if node.otherwise is None:
            return first
        other = self.condition(node.otherwise)
        return _all([first, May(test.hold | other.hold, test.fail & other.fail)])

    def _compare(self, node: Compare) -> May:
        difference = bounded.add_up([self.term(node.left), bounded.negate(self.term(node.right))])
        may = _compare(node.comparison, difference, self.term(node.tolerance or _NOTHING))
        return May(may.fail, may.hold) if node.comparison == "!=" else may


def _compare(comparison: str, difference: Bounded, tolerance: Bounded) -> May:
    """Whether what the comparison asks of left − right is within the tolerance; of `!=` the opposite."""
    beyond = difference
    if comparison in ("=", "!="):
        beyond = bounded.take_absolute(difference)
    elif comparison in (">", ">="):
        beyond = bounded.negate(difference)
    is_strict = comparison in ("<", ">")
    if bounded.is_comparable_exactly([beyond, tolerance]):
        (size, limit), *_ = bounded.share_step([c for c in (beyond, tolerance) if isinstance(c, Exact)])
        holds = size < limit if is_strict else size <= limit
        return May(holds.fill_null(False), (~holds).fill_null(False))
    a, b = bounded.to_near(beyond), bounded.to_near(tolerance)
    gap, error = a.value - b.value, a.error + b.error
    unsure = ~((gap + error).is_finite() & (gap - error).is_finite())
    return May(((gap <= error) | unsure).fill_null(False), ((gap >= -error) | unsure).fill_null(False))


def _ask_missing(column: Bounded) -> May:
    if isinstance(column, Exact):
        return May(column.numbers.is_null(), column.numbers.is_not_null())
    may_be = column.value.is_null() | ~column.size.is_finite().fill_null(False)
    return May(may_be, column.value.is_not_null())


def _all(parts: Sequence[May]) -> May:
    return May(reduce(and_, [p.hold for p in parts]), reduce(or_, [p.fail for p in parts]))


def _any(parts: Sequence[May]) -> May:
    return May(reduce(or_, [p.hold for p in parts]), reduce(and_, [p.fail for p in parts]))
