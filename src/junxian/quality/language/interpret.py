"""Evaluates a checked expression row by row in plain Python and exact numbers: the judge of every other evaluation.

Sums and products are of decimals; where something is divided, of fractions, so that thirds of a whole come to the whole.

Unknown is None. A figure that is missing makes what is reckoned from it missing, and a comparison with it unknown; and, or,
not and if follow Kleene: unknown where the answer would depend on the missing figure, and only there.
"""

from collections.abc import Callable, Iterable, Sequence
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from math import floor
from operator import add, eq, ge, gt, le, lt, mul, ne
from typing import Any, NamedTuple, Protocol

from junxian.quality.language.exact import EXACT, write_decimal
from junxian.quality.language.shift_period import shift_period
from junxian.quality.language.syntax import (
    And,
    Between,
    Compare,
    Condition,
    Expression,
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
    Text,
    walk,
)

Truth = bool | None


class Environment(Protocol):
    """Where figures come from."""

    def value(self, key: str, area: str, period: str) -> Any:
        """The figure of an item as a Decimal (or text, of a column of texts); None where it is missing."""

    def children(self, area: str, period: str, level: str) -> Sequence[tuple[str, bool]]:
        """The areas below an area (of a level where one is named), each with whether it must have a figure."""


Measure = Callable[[Environment, str, str], Any]  # environment, area, period
Judge = Callable[[Environment, str, str], Truth]


def measure(term: Term) -> Measure:
    """A function that gives the value of a checked term, a Decimal or a Fraction; None where it is missing.

    Checked in tests/unit/quality/language/test_interpret.py.
    """
    return _measure(term, _choose_numbers(term))


def judge(condition: Condition) -> Judge:
    """A function that gives whether a checked condition holds; None where that is unknown for want of figures.

    Checked in tests/unit/quality/language/test_interpret.py; the truth table stands in docs/handbook/rule-language.md.
    """
    return _JUDGES[type(condition)](condition)


class _Numbers(NamedTuple):
    """How numbers of a kind are added, multiplied, and rounded to whole ones, and how a figure becomes one."""

    add: Callable[[Any, Any], Any]
    multiply: Callable[[Any, Any], Any]
    round: Callable[[Any], Any]
    take: Callable[[Any], Any] | None


def _round_fraction(x: Fraction) -> Fraction:
    half = Fraction(1, 2)
    return Fraction(floor(x + half) if x >= 0 else -floor(half - x))


_DECIMALS = _Numbers(EXACT.add, EXACT.multiply, lambda x: x.to_integral_value(ROUND_HALF_UP), None)
_FRACTIONS = _Numbers(add, mul, _round_fraction, Fraction)


def _choose_numbers(*nodes: Expression | None) -> _Numbers:
    parts = (part for node in nodes if node is not None for part, _ in walk(node))
    odd = any(isinstance(p, Quotient) or (isinstance(p, Scaled) and write_decimal(p.factor) is None) for p in parts)
    return _FRACTIONS if odd else _DECIMALS


# terms


def _measure(term: Term, numbers: _Numbers) -> Measure:
    return _MEASURES[type(term)](term, numbers)


def _number(node: Number, numbers: _Numbers) -> Measure:
    value = numbers.take(node.value) if numbers.take else node.value
    return lambda env, area, period: value


def _text(node: Text, numbers: _Numbers) -> Measure:
    value = node.value
    return lambda env, area, period: value


def _item(node: Item, numbers: _Numbers) -> Measure:
    key, take = node.key, numbers.take
    if take is None:
        return lambda env, area, period: env.value(key, area, period)

    def taken(env: Environment, area: str, period: str) -> Any:
        value = env.value(key, area, period)
        return None if value is None else take(value)

    return taken


def _negative(node: Negative, numbers: _Numbers) -> Measure:
    inner, minus_one, multiply = _measure(node.operand, numbers), (numbers.take or Decimal)(-1), numbers.multiply

    def negative(env: Environment, area: str, period: str) -> Any:
        value = inner(env, area, period)
        return None if value is None else multiply(value, minus_one)

    return negative


def _sum(node: Sum, numbers: _Numbers) -> Measure:
    (first, *others), plus = [_measure(term, numbers) for term in node.terms], numbers.add

    def total(env: Environment, area: str, period: str) -> Any:
        result = first(env, area, period)
        if result is None:
            return None
        for term in others:
            value = term(env, area, period)
            if value is None:
                return None
            result = plus(result, value)
        return result

    return total


def _product(node: Product, numbers: _Numbers) -> Measure:
    left, right, multiply = _measure(node.left, numbers), _measure(node.right, numbers), numbers.multiply

    def product(env: Environment, area: str, period: str) -> Any:
        a, b = left(env, area, period), right(env, area, period)
        return None if a is None or b is None else multiply(a, b)

    return product


def _quotient(node: Quotient, numbers: _Numbers) -> Measure:
    left, right = _measure(node.left, numbers), _measure(node.right, numbers)

    def quotient(env: Environment, area: str, period: str) -> Any:
        a, b = left(env, area, period), right(env, area, period)
        return None if a is None or not b else a / b

    return quotient


def _scaled(node: Scaled, numbers: _Numbers) -> Measure:
    inner, multiply = _measure(node.operand, numbers), numbers.multiply
    factor = node.factor if numbers.take else write_decimal(node.factor)

    def scaled(env: Environment, area: str, period: str) -> Any:
        value = inner(env, area, period)
        return None if value is None else multiply(value, factor)

    return scaled


def _function(node: Function, numbers: _Numbers) -> Measure:
    if node.name == "round":
        return _round(node, numbers)
    arguments = [_measure(argument, numbers) for argument in node.arguments]
    if node.name == "abs":
        return _absolute(arguments[0], numbers)
    choose: Callable[[Iterable[Any]], Any] = min if node.name == "min" else max

    def extreme(env: Environment, area: str, period: str) -> Any:
        values = [argument(env, area, period) for argument in arguments]
        return None if any(value is None for value in values) else choose(values)

    return extreme


def _absolute(inner: Measure, numbers: _Numbers) -> Measure:
    minus_one, multiply = (numbers.take or Decimal)(-1), numbers.multiply

    def absolute(env: Environment, area: str, period: str) -> Any:
        value = inner(env, area, period)
        return multiply(value, minus_one) if value is not None and value < 0 else value

    return absolute


def _round(node: Function, numbers: _Numbers) -> Measure:
    places = read_places(node.arguments[1])
    inner, make = _measure(node.arguments[0], numbers), numbers.take or Decimal
    times, step = make(Decimal(1).scaleb(places)), make(Decimal(1).scaleb(-places))

    def rounded(env: Environment, area: str, period: str) -> Any:
        value = inner(env, area, period)
        return None if value is None else numbers.multiply(numbers.round(numbers.multiply(value, times)), step)

    return rounded


def read_places(places: Term) -> int:
    """The number of decimals that `round` rounds to; below zero where it rounds to tens or hundreds."""
    if isinstance(places, Negative):
        return -read_places(places.operand)
    assert isinstance(places, Number)
    return int(places.value)


def _shifted(node: Shifted, numbers: _Numbers) -> Measure:
    inner, by = _measure(node.operand, numbers), node.by

    def shifted(env: Environment, area: str, period: str) -> Any:
        before = shift_period(period, by)
        return inner(env, area, before) if before else None

    return shifted


def _sum_children(node: SumChildren, numbers: _Numbers) -> Measure:
    item, level = _item(Item(node.key), numbers), node.level

    def total(env: Environment, area: str, period: str) -> Any:
        result = None
        for child, is_needed in env.children(area, period, level):
            value = item(env, child, period)
            if value is not None:
                result = value if result is None else numbers.add(result, value)
            elif is_needed:
                return None
        return result

    return total


def _sum_parts(node: SumParts, numbers: _Numbers) -> Measure:
    return _sum(Sum(tuple(Item(key) for key in node.keys)), numbers)


_MEASURES: dict[type, Callable[[Any, _Numbers], Measure]] = {
    Number: _number, Text: _text, Item: _item, Negative: _negative, Sum: _sum, Product: _product, Quotient: _quotient,
    Scaled: _scaled, Function: _function, Shifted: _shifted, SumChildren: _sum_children, SumParts: _sum_parts,
}  # fmt: skip


# conditions


def _compare(node: Compare) -> Judge:
    numbers = _choose_numbers(node.left, node.right, node.tolerance)
    left, right = _measure(node.left, numbers), _measure(node.right, numbers)
    if node.tolerance is not None:
        return _tolerant(node.comparison, left, right, _measure(node.tolerance, numbers), numbers)
    holds = _COMPARE[node.comparison]

    def compared(env: Environment, area: str, period: str) -> Truth:
        a, b = left(env, area, period), right(env, area, period)
        return None if a is None or b is None else holds(a, b)

    return compared


_COMPARE: dict[str, Callable[[Any, Any], bool]] = {"=": eq, "!=": ne, "<": lt, "<=": le, ">": gt, ">=": ge}


def _tolerant(comparison: str, left: Measure, right: Measure, tolerance: Measure, numbers: _Numbers) -> Judge:
    """Compares one side with the other moved by the tolerance."""
    holds, plus, multiply = _WITHIN[comparison], numbers.add, numbers.multiply
    minus_one = (numbers.take or Decimal)(-1)

    def compared(env: Environment, area: str, period: str) -> Truth:
        a, b, t = left(env, area, period), right(env, area, period), tolerance(env, area, period)
        if a is None or b is None or t is None:
            return None
        return holds(a, plus(b, multiply(t, minus_one)), plus(b, t))

    return compared


_WITHIN: dict[str, Callable[[Any, Any, Any], bool]] = {  # of the left side, and the right less and plus the tolerance
    "=": lambda a, low, high: bool(low <= a <= high),
    "!=": lambda a, low, high: not low <= a <= high,
    "<": lambda a, low, high: bool(a < high),
    "<=": lambda a, low, high: bool(a <= high),
    ">": lambda a, low, high: bool(a > low),
    ">=": lambda a, low, high: bool(a >= low),
}


def _between(node: Between) -> Judge:
    return _and(And((Compare("<=", node.low, node.operand), Compare("<=", node.operand, node.high))))


def _in_list(node: InList) -> Judge:
    return _or(Or(tuple(Compare("=", node.operand, choice) for choice in node.choices)))


def _is_missing(node: IsMissing) -> Judge:
    inner = measure(node.operand)
    return lambda env, area, period: inner(env, area, period) is None


def _not(node: Not) -> Judge:
    inner = judge(node.operand)

    def negated(env: Environment, area: str, period: str) -> Truth:
        truth = inner(env, area, period)
        return None if truth is None else not truth

    return negated


def _and(node: And) -> Judge:
    operands = [judge(operand) for operand in node.operands]

    def all_hold(env: Environment, area: str, period: str) -> Truth:
        result: Truth = True
        for operand in operands:
            truth = operand(env, area, period)
            if truth is False:
                return False
            result = None if truth is None else result
        return result

    return all_hold


def _or(node: Or) -> Judge:
    operands = [judge(operand) for operand in node.operands]

    def any_holds(env: Environment, area: str, period: str) -> Truth:
        result: Truth = False
        for operand in operands:
            truth = operand(env, area, period)
            if truth:
                return True
            result = None if truth is None else result
        return result

    return any_holds


def _if(node: If) -> Judge:
    then = _or(Or((Not(node.test), node.then)))
    if node.otherwise is None:
        return then
    return _and(And((Or((Not(node.test), node.then)), Or((node.test, node.otherwise)))))


_JUDGES: dict[type, Callable[[Any], Judge]] = {
    Compare: _compare, Between: _between, InList: _in_list, IsMissing: _is_missing, Not: _not, And: _and, Or: _or,
    If: _if,
}  # fmt: skip
