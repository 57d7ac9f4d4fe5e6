"""The value of a term in one row, in plain Python and exact numbers.

Sums and products are of decimals; where something is divided, of fractions, so that thirds of a whole come to the whole.
"""

from collections.abc import Callable, Iterable, Sequence
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from math import floor
from operator import add, mul
from typing import Any, NamedTuple, Protocol

from junxian.quality.language.exact import EXACT, write_decimal
from junxian.quality.language.shift_period import shift_period
from junxian.quality.language.syntax import (
    Expression,
    Function,
    Item,
    Negative,
    Number,
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


class Environment(Protocol):
    """Where figures come from."""

    def value(self, key: str, area: str, period: str) -> Any:
        """The figure of an item as a Decimal (or text, of a column of texts); None where it is missing."""

    def children(self, area: str, period: str, level: str) -> Sequence[tuple[str, bool]]:
        """The areas below an area (of a level where one is named), each with whether it must have a figure."""


Measure = Callable[[Environment, str, str], Any]  # environment, area, period


def measure(term: Term) -> Measure:
    """A function that gives the value of a checked term, a Decimal or a Fraction; None where it is missing.

    Checked in tests/unit/quality/language/test_interpret.py.
    """
    return measure_with(term, choose_numbers(term))


class Numbers(NamedTuple):
    """How numbers of a kind are added, multiplied, and rounded to whole ones, and how a figure becomes one."""

    add: Callable[[Any, Any], Any]
    multiply: Callable[[Any, Any], Any]
    round: Callable[[Any], Any]
    take: Callable[[Any], Any] | None


def _round_fraction(x: Fraction) -> Fraction:
    half = Fraction(1, 2)
    return Fraction(floor(x + half) if x >= 0 else -floor(half - x))


_DECIMALS = Numbers(EXACT.add, EXACT.multiply, lambda x: x.to_integral_value(ROUND_HALF_UP), None)
_FRACTIONS = Numbers(add, mul, _round_fraction, Fraction)


def choose_numbers(*nodes: Expression | None) -> Numbers:
    """Fractions where something is divided, or converted by a factor whose digits have no end; else decimals."""
    parts = (part for node in nodes if node is not None for part, _ in walk(node))
    odd = any(isinstance(p, Quotient) or (isinstance(p, Scaled) and write_decimal(p.factor) is None) for p in parts)
    return _FRACTIONS if odd else _DECIMALS


def measure_with(term: Term, numbers: Numbers) -> Measure:
    """The value of a term in numbers of a kind."""
    return _MEASURES[type(term)](term, numbers)


def _number(node: Number, numbers: Numbers) -> Measure:
    value = numbers.take(node.value) if numbers.take else node.value
    return lambda env, area, period: value


def _text(node: Text, numbers: Numbers) -> Measure:
    value = node.value
    return lambda env, area, period: value


def _item(node: Item, numbers: Numbers) -> Measure:
    key, take = node.key, numbers.take
    if take is None:
        return lambda env, area, period: env.value(key, area, period)

    def taken(env: Environment, area: str, period: str) -> Any:
        value = env.value(key, area, period)
        return None if value is None else take(value)

    return taken


def _negative(node: Negative, numbers: Numbers) -> Measure:
    inner, minus_one, multiply = measure_with(node.operand, numbers), (numbers.take or Decimal)(-1), numbers.multiply

    def negative(env: Environment, area: str, period: str) -> Any:
        value = inner(env, area, period)
        return None if value is None else multiply(value, minus_one)

    return negative


def _sum(node: Sum, numbers: Numbers) -> Measure:
    (first, *others), plus = [measure_with(term, numbers) for term in node.terms], numbers.add

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


def _product(node: Product, numbers: Numbers) -> Measure:
    left, right, multiply = measure_with(node.left, numbers), measure_with(node.right, numbers), numbers.multiply

    def product(env: Environment, area: str, period: str) -> Any:
        a, b = left(env, area, period), right(env, area, period)
        return None if a is None or b is None else multiply(a, b)

    return product


def _quotient(node: Quotient, numbers: Numbers) -> Measure:
    left, right = measure_with(node.left, numbers), measure_with(node.right, numbers)

    def quotient(env: Environment, area: str, period: str) -> Any:
        a, b = left(env, area, period), right(env, area, period)
        return None if a is None or not b else a / b

    return quotient


def _scaled(node: Scaled, numbers: Numbers) -> Measure:
    inner, multiply = measure_with(node.operand, numbers), numbers.multiply
    factor = node.factor if numbers.take else write_decimal(node.factor)

    def scaled(env: Environment, area: str, period: str) -> Any:
        value = inner(env, area, period)
        return None if value is None else multiply(value, factor)

    return scaled


def _function(node: Function, numbers: Numbers) -> Measure:
    if node.name == "round":
        return _round(node, numbers)
    arguments = [measure_with(argument, numbers) for argument in node.arguments]
    if node.name == "abs":
        return _absolute(arguments[0], numbers)
    choose: Callable[[Iterable[Any]], Any] = min if node.name == "min" else max

    def extreme(env: Environment, area: str, period: str) -> Any:
        values = [argument(env, area, period) for argument in arguments]
        return None if any(value is None for value in values) else choose(values)

    return extreme


def _absolute(inner: Measure, numbers: Numbers) -> Measure:
    minus_one, multiply = (numbers.take or Decimal)(-1), numbers.multiply

    def absolute(env: Environment, area: str, period: str) -> Any:
        value = inner(env, area, period)
        return multiply(value, minus_one) if value is not None and value < 0 else value

    return absolute


def _round(node: Function, numbers: Numbers) -> Measure:
    places = read_places(node.arguments[1])
    inner, make = measure_with(node.arguments[0], numbers), numbers.take or Decimal
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


def _shifted(node: Shifted, numbers: Numbers) -> Measure:
    inner, by = measure_with(node.operand, numbers), node.by

    def shifted(env: Environment, area: str, period: str) -> Any:
        before = shift_period(period, by)
        return inner(env, area, before) if before else None

    return shifted


def _sum_children(node: SumChildren, numbers: Numbers) -> Measure:
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


def _sum_parts(node: SumParts, numbers: Numbers) -> Measure:
    return _sum(Sum(tuple(Item(key) for key in node.keys)), numbers)


_MEASURES: dict[type, Callable[[Any, Numbers], Measure]] = {
    Number: _number, Text: _text, Item: _item, Negative: _negative, Sum: _sum, Product: _product, Quotient: _quotient,
    Scaled: _scaled, Function: _function, Shifted: _shifted, SumChildren: _sum_children, SumParts: _sum_parts,
}  # fmt: skip
