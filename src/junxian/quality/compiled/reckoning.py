"""Numbers of a table as floats that hold whole numbers, with what is known of their exactness.

A float holds every whole number up to 2^53, so sums and comparisons of millionths are exact there. A quotient is kept as two
whole numbers and compared by multiplying, so that a third of three is one. Beyond 2^53 a result is sure only where it is
far from zero beside the terms that made it; where it is not, the row is in doubt, and the interpreter judges it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import reduce
from math import gcd
from typing import Any

from junxian.engine.tables import choose_where, write_float
from junxian.quality.compiled.rough import (
    Rough,
    add_rough,
    choose_rough,
    hold_rough,
    multiply_rough,
    scale_rough,
    take_absolute_rough,
)
from junxian.terms.errors import MethodError

ROOM = 8e15  # whole numbers below are exact in a float (2^53 is 9e15)
EPSILON = 1e-12  # relative error of a float result, generously
TOO_LARGE = 1e280
SNAP = 6755399441055744.0  # 1.5 · 2^52: added and taken off again it rounds a float below 2^51 to a whole number


@dataclass(frozen=True)
class Whole:
    """value = column · times · step; `size` is not below the size of the terms that made the numbers.

    bound  of the numbers' size in any row that is not odd; `calm` of those in an ordinary row (`figures.CALM`)
    """

    column: Any
    step: Fraction
    bound: float
    calm: float
    size: Any
    constant: int | None = None
    times: int = 1
    rough: Rough | None = None

    @property
    def numbers(self) -> Any:
        """The whole numbers."""
        return self.column if self.times == 1 else self.column * write_float(float(self.times))


@dataclass(frozen=True)
class Value:
    """above ÷ below; NULL where below is zero. `below` is None for 1. `nan` of a figure: where it is no number."""

    above: Whole
    below: Whole | None = None
    nan: Any = None


def hold_constant(number: Fraction) -> Value:
    """One number."""
    return Value(_hold(number.numerator, Fraction(1, number.denominator)))


def _hold(number: int, step: Fraction) -> Whole:
    if abs(number) > TOO_LARGE:
        raise _refuse()
    size = abs(float(number))
    rough = hold_rough(float(number * step))
    return Whole(write_float(float(number)), step, size, size, write_float(size), number, rough=rough)


def _refuse() -> MethodError:
    return MethodError("microdata", "the rule multiplies or divides too many figures.", "Write it as several rules.")


def round_whole(column: Any) -> Any:
    """Floats below 2^51 rounded to whole numbers, still floats: no engine's cast, which fails or wraps, is asked."""
    return (column + write_float(SNAP)) - write_float(SNAP)


class Reckoning:
    """The arithmetic of one rule; `doubts` and `calm_doubts` gather the conditions under which a result is not sure."""

    def __init__(self) -> None:
        self.doubts: list[Any] = []
        self.calm_doubts: list[Any] = []  # those that no ordinary row can raise

    def add_up(self, values: Sequence[Value]) -> Value:
        """The sum."""
        return reduce(self._add, values)

    def _add(self, a: Value, b: Value) -> Value:
        for one, other in ((a, b), (b, a)):
            if one.below is None and one.above.constant == 0:
                return other
        if a.below is b.below:
            return Value(add_wholes(a.above, b.above), a.below)
        return Value(add_wholes(_times(a.above, b.below), _times(b.above, a.below)), _multiply(a.below, b.below))

    def scale(self, value: Value, factor: Fraction) -> Value:
        """The value times a number."""
        return Value(scale_whole(value.above, factor), value.below)

    def multiply(self, a: Value, b: Value) -> Value:
        """The product."""
        return Value(multiply_wholes(a.above, b.above), _multiply(a.below, b.below))

    def divide(self, a: Value, b: Value) -> Value:
        """The quotient; NULL where the divisor is zero or has no value."""
        if b.below is None and b.above.constant:
            return self.scale(a, 1 / (b.above.constant * b.above.step))
        above = _times(
            a.above, None if b.below is None else replace(b.below, column=self._not_zero(b.below), times=1, rough=None)
        )
        return Value(above, _times(b.above, a.below))

    def take_absolute(self, value: Value) -> Value:
        """|value|."""
        return Value(_absolute(value.above), None if value.below is None else _absolute(value.below))

    def choose(self, a: Value, b: Value, smallest: bool) -> Value:
        """The smaller or the larger; NULL where either is."""
        first = self.is_at_most_zero(self._add(a, self.scale(b, Fraction(-1))), strict=False)
        first = first if smallest else ~first
        if a.below is not None or b.below is not None:
            one = hold_constant(Fraction(1)).above
            return Value(_choose(first, a.above, b.above, None), _choose(first, a.below or one, b.below or one, None))
        return Value(_choose(first, a.above, b.above, choose_rough(a.above.rough, b.above.rough, smallest)))

    def round_to(self, value: Value, places: int) -> Value:
        """The value to some decimals, halves away from zero."""
        unit = Fraction(10) ** -places
        times, above, below = value.above.step / unit, value.above, value.below
        if below is None:  # (2·|n|·p + q) ÷ 2q of whole numbers: no float lies between it and the next whole number
            p, q = times.numerator, times.denominator
            lifted = (above.numbers.abs() * write_float(2.0 * p) + write_float(float(q))) / write_float(2.0 * q)
            size = above.size * write_float(2.0 * p) + write_float(float(q))
            self._raise(above.bound * 2 * p + q, above.calm * 2 * p + q, size >= write_float(ROOM / 4))
        else:
            ratio = float(times / below.step)
            under = self._not_zero(below)
            size = (above.size + (above.numbers / under).abs() * below.size) / under.abs() * write_float(ratio)
            lifted = (above.numbers / under).abs() * write_float(ratio) + write_float(0.5)
            self.doubts.append(~((lifted - round_whole(lifted)).abs() > (size + write_float(1.0)) * write_float(EPSILON)))  # fmt: skip
            self.doubts.append(lifted >= write_float(ROOM / 4))
        nearest = round_whole(lifted)
        floor = choose_where(nearest > lifted, nearest - write_float(1.0), nearest)
        is_below = above.numbers < 0 if below is None else above.numbers * below.numbers < 0
        share = float(times / (below.step if below else 1))
        signed = choose_where(is_below, floor * write_float(-1.0), floor)
        return Value(Whole(signed, unit, above.bound * share + 1, above.calm * share + 1, floor))

    def is_at_most_zero(self, value: Value, strict: bool) -> Any:
        """Whether a value is at most zero, or below zero; NULL where it has none."""
        self._doubt(value.above)
        side = value.above.column
        if value.below is not None:
            side = side * self._not_zero(value.below)  # has the sign of the quotient
        if value.above.times < 0:
            return side > 0 if strict else side >= 0
        return side < 0 if strict else side <= 0

    def lacks_value(self, value: Value) -> Any:
        """Whether there is no value."""
        side = value.above.numbers
        return side.isnull() if value.below is None else (side + self._not_zero(value.below)).isnull()

    def _not_zero(self, below: Whole) -> Any:
        self._doubt(below)
        return below.numbers.nullif(0)

    def _doubt(self, whole: Whole) -> None:
        """Where a large result is near zero, its sign is not sure."""
        if whole.bound > TOO_LARGE:
            raise _refuse()
        if whole.bound >= ROOM and whole.constant is None:
            near = ~(whole.numbers.abs() > whole.size * write_float(EPSILON))
            self._raise(whole.bound / 4, whole.calm / 4, (whole.size >= write_float(ROOM)) & near)

    def _raise(self, bound: float, calm: float, doubt: Any) -> None:
        if calm >= ROOM / 4:
            self.doubts.append(doubt)
        elif bound >= ROOM / 4:
            self.calm_doubts.append(doubt)


def add_wholes(a: Whole, b: Whole) -> Whole:
    """The sum of two columns, in a step that both are multiples of."""
    if b.constant == 0:
        return a
    if a.constant == 0:
        return b
    step = _common_step(a.step, b.step)
    a, b = _in_step(a, step), _in_step(b, step)
    if a.constant is not None and b.constant is not None:
        return _hold(a.constant + b.constant, step)
    size, bound, calm, rough = a.size + b.size, a.bound + b.bound, a.calm + b.calm, add_rough(a.rough, b.rough)
    if a.times == b.times and a.constant is None and b.constant is None:
        return Whole(a.column + b.column, step, bound, calm, size, times=a.times, rough=rough)
    if b.times < 0 < a.times:
        return Whole(a.numbers - replace(b, times=-b.times).numbers, step, bound, calm, size, rough=rough)
    if a.times < 0 < b.times:
        return Whole(b.numbers - replace(a, times=-a.times).numbers, step, bound, calm, size, rough=rough)
    return Whole(a.numbers + b.numbers, step, bound, calm, size, rough=rough)


def scale_whole(whole: Whole, factor: Fraction) -> Whole:
    """The column times a number: its step grows, its sign may turn."""
    if whole.constant is not None:
        return _hold(whole.constant * (factor > 0) - whole.constant * (factor < 0), whole.step * (abs(factor) or 1))
    if factor == 0:
        nothing = write_float(0.0)
        column = whole.column * nothing
        return Whole(column, Fraction(1), 0.0, 0.0, nothing, rough=Rough(((1.0, column),), 0.0, 0.0, 0.0))
    rough = None if whole.rough is None else scale_rough(whole.rough, float(factor))
    return replace(whole, step=whole.step * abs(factor), times=whole.times if factor > 0 else -whole.times, rough=rough)


def multiply_wholes(a: Whole, b: Whole) -> Whole:
    """The product of two columns."""
    for one, other in ((a, b), (b, a)):
        if one.constant is not None:
            return scale_whole(other, one.constant * one.step)
    product, step = a.column * b.column, a.step * b.step
    rough = multiply_rough(a.rough, b.rough)
    return Whole(
        product, step, a.bound * b.bound, a.calm * b.calm, a.size * b.size, times=a.times * b.times, rough=rough
    )


def _multiply(a: Whole | None, b: Whole | None) -> Whole | None:
    return _times(a, b) if a is not None else b


def _times(a: Whole, b: Whole | None) -> Whole:
    return a if b is None else multiply_wholes(a, b)


def _absolute(whole: Whole) -> Whole:
    if whole.constant is not None:
        return _hold(abs(whole.constant), whole.step)
    rough = None if whole.rough is None else take_absolute_rough(whole.rough)
    return replace(whole, column=whole.column.abs(), times=abs(whole.times), rough=rough)


def _choose(first: Any, a: Whole, b: Whole, rough: Rough | None) -> Whole:
    step = _common_step(a.step, b.step)
    a, b = _in_step(a, step), _in_step(b, step)
    numbers, size = choose_where(first, a.numbers, b.numbers), choose_where(first, a.size, b.size)
    return Whole(numbers, step, max(a.bound, b.bound), max(a.calm, b.calm), size, rough=rough)


def _common_step(a: Fraction, b: Fraction) -> Fraction:
    return Fraction(gcd(a.numerator * b.denominator, b.numerator * a.denominator), a.denominator * b.denominator)


def _in_step(whole: Whole, step: Fraction) -> Whole:
    times = int(whole.step / step)
    if times == 1:
        return whole
    if times > TOO_LARGE or whole.bound * times > TOO_LARGE:
        raise _refuse()
    if whole.constant is not None:
        return _hold(whole.constant * times, step)
    return Whole(whole.column, step, whole.bound * times, whole.calm * times, whole.size * write_float(float(times)), times=whole.times * times, rough=whole.rough)  # fmt: skip
