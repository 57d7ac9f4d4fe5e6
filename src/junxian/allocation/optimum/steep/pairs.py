"""Numbers in twice the digits, as unevaluated sums of two doubles (Dekker 1971, Knuth's two-sum)."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from junxian.allocation.optimum.problem import Array

SPLITTER = 134217729.0  # 2^27 + 1


class Pair(NamedTuple):
    """high + low, |low| at most half a last digit of high."""

    high: Array
    low: Array


def pair(value: Array) -> Pair:
    """A double as a pair."""
    return Pair(value, np.zeros_like(value))


def add(one: Pair, other: Pair) -> Pair:
    """The sum, to the digits of a pair."""
    total, lost = _two_sum(one.high, other.high)
    return Pair(*_two_sum(total, lost + (one.low + other.low)))


def multiply(one: Pair, other: Array) -> Pair:
    """A pair times a double, to the digits of a pair."""
    product = one.high * other
    (a, b), (c, d) = _split(one.high), _split(other)
    lost = ((a * c - product) + a * d + b * c) + b * d
    return Pair(*_two_sum(product, lost + one.low * other))


def subtract(one: Pair, other: Pair) -> Array:
    """The difference as a double: right to its last digit however much the two cancel."""
    total = add(one, Pair(-other.high, -other.low))
    return total.high + total.low


def choose(which: NDArray[np.bool_], one: Pair, other: Pair) -> Pair:
    """`one` where it holds, else `other`."""
    return Pair(np.where(which, one.high, other.high), np.where(which, one.low, other.low))


def _two_sum(a: Array, b: Array) -> tuple[Array, Array]:
    total = a + b
    part = total - a
    return total, (a - (total - part)) + (b - part)


def _split(a: Array) -> tuple[Array, Array]:
    big = SPLITTER * a
    high = big - (big - a)
    return high, a - high
