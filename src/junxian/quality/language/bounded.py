"""Columns of numbers with what is known of them: exact whole numbers of a step, or floats with the size of their error."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import reduce
from math import gcd
from operator import add

import polars as pl

_INT = pl.Int128
_LARGEST = 1e36  # of whole numbers of 128 bits, with room to add
_EPSILON = 1e-12  # relative error of a float result, generously
_SHAKY = 1e-9  # a divisor this small beside the terms that made it may be zero


@dataclass(frozen=True)
class Exact:
    """value = numbers · step; `bound` is not below the size of the numbers; `constant` where they are one number."""

    numbers: pl.Expr
    step: Fraction
    bound: float
    constant: int | None = None


@dataclass(frozen=True)
class Near:
    """Floats, with a size that their error is relative to; not finite where nothing is known."""

    value: pl.Expr
    size: pl.Expr

    @property
    def error(self) -> pl.Expr:
        """A bound for the error."""
        return self.size * _EPSILON


Bounded = Exact | Near


def hold_constant(value: Decimal | Fraction) -> Bounded:
    """One number."""
    whole = Fraction(value)
    if max(abs(whole.numerator), whole.denominator) > _LARGEST**0.5:
        return Near(pl.lit(float(value)), pl.lit(abs(float(value))))
    number = whole.numerator
    return Exact(pl.lit(number, dtype=_INT), Fraction(1, whole.denominator), float(abs(number)), number)


def to_near(column: Bounded) -> Near:
    """The same numbers as floats."""
    if isinstance(column, Near):
        return column
    value = column.numbers.cast(pl.Float64) * float(column.step)
    return Near(value, value.abs())


def share_step(columns: Sequence[Exact]) -> tuple[list[pl.Expr], Fraction, list[float]]:
    """The numbers of several columns in one step, the step, and their bounds."""
    step = reduce(_common_step, (c.step for c in columns))
    times = [int(c.step / step) for c in columns]
    numbers = [_times(c, n) for c, n in zip(columns, times, strict=True)]
    return numbers, step, [c.bound * n for c, n in zip(columns, times, strict=True)]


def _times(column: Exact, number: int) -> pl.Expr:
    """The numbers times a whole one; as they are where all are zero, or where the product has no room and is not used."""
    if number == 1 or column.bound == 0 or column.bound * number >= _LARGEST:
        return column.numbers
    return column.numbers * pl.lit(number, dtype=_INT)


def _common_step(a: Fraction, b: Fraction) -> Fraction:
    return Fraction(gcd(a.numerator * b.denominator, b.numerator * a.denominator), a.denominator * b.denominator)


def add_up(columns: Sequence[Bounded]) -> Bounded:
    """The sum; null where one is."""
    exact = [c for c in columns if isinstance(c, Exact)]
    if len(exact) == len(columns):
        numbers, step, bounds = share_step(exact)
        if sum(bounds) < _LARGEST:
            constants = [c.constant for c in exact]
            known = [n for n in constants if n is not None]
            total = sum(int(c.step / step) * n for c, n in zip(exact, known, strict=False)) if len(known) == len(exact) else None  # fmt: skip
            return Exact(reduce(add, numbers), step, sum(bounds), total)
    near = [to_near(c) for c in columns]
    return Near(reduce(add, [c.value for c in near]), reduce(add, [c.size for c in near]))


def negate(column: Bounded) -> Bounded:
    """The column with the other sign."""
    return scale(column, Fraction(-1))


def scale(column: Bounded, factor: Fraction) -> Bounded:
    """The column times a factor."""
    if isinstance(column, Near):
        times = float(factor)
        return Near(column.value * times, column.size * abs(times))
    if factor > 0:
        return Exact(column.numbers, column.step * factor, column.bound, column.constant)
    if factor == 0:
        return Exact(
            column.numbers * pl.lit(0, dtype=_INT), column.step, 0.0, 0 if column.constant is not None else None
        )
    constant = -column.constant if column.constant is not None else None
    return Exact(column.numbers * pl.lit(-1, dtype=_INT), column.step * -factor, column.bound, constant)


def multiply(a: Bounded, b: Bounded) -> Bounded:
    """The product; null where either is."""
    for one, other in ((a, b), (b, a)):
        if isinstance(one, Exact) and one.constant is not None:
            return scale(other, one.constant * one.step)
    near = to_near(a), to_near(b)
    return Near(near[0].value * near[1].value, near[0].size * near[1].size)


def divide(a: Bounded, b: Bounded) -> Bounded:
    """The quotient; null where the divisor is zero, and of unknown size where it may be."""
    if isinstance(b, Exact) and b.constant:
        return scale(a, 1 / (b.constant * b.step))
    above, below = to_near(a), to_near(b)
    is_zero = b.numbers == 0 if isinstance(b, Exact) else pl.lit(False)
    value = pl.when(~is_zero).then(above.value / below.value)
    size = (above.size + value.abs() * below.size) / below.value.abs()
    may_be_zero = below.value.abs() <= below.size * _SHAKY
    return Near(value, pl.when(may_be_zero).then(pl.lit(float("inf"))).otherwise(size))


def take_absolute(column: Bounded) -> Bounded:
    """|column|."""
    if isinstance(column, Near):
        return Near(column.value.abs(), column.size)
    return Exact(column.numbers.abs(), column.step, column.bound, abs(column.constant) if column.constant is not None else None)  # fmt: skip


def round_to(column: Bounded, places: int) -> Bounded:
    """The column to some decimals; a number near a tie may be rounded either way."""
    near, times = to_near(column), 10.0**places
    return Near((near.value * times).round(0) / times, near.size + 2 / (times * _EPSILON))


def choose(columns: Sequence[Bounded], smallest: bool) -> Bounded:
    """The smallest or the largest; null where one is."""
    exact = [c for c in columns if isinstance(c, Exact)]
    if len(exact) == len(columns):
        numbers, step, bounds = share_step(exact)
        if max(bounds) < _LARGEST:
            return Exact(reduce(lambda a, b: _choose(a, b, smallest), numbers), step, max(bounds))
    near = [to_near(c) for c in columns]
    value = reduce(lambda a, b: _choose(a, b, smallest), [c.value for c in near])
    return Near(value, reduce(add, [c.size for c in near]))


def _choose(a: pl.Expr, b: pl.Expr, smallest: bool) -> pl.Expr:
    first = a <= b if smallest else a >= b
    return pl.when(a.is_not_null() & b.is_not_null()).then(pl.when(first).then(a).otherwise(b))


def is_comparable_exactly(columns: Sequence[Bounded]) -> bool:
    """Whether columns are exact, and small enough to stand in one step."""
    exact = [c for c in columns if isinstance(c, Exact)]
    return len(exact) == len(columns) and max(share_step(exact)[2]) < _LARGEST
