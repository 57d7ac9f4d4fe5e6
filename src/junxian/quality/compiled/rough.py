"""Numbers of a table in plain floats, with a margin for what they are off: weighted sums of columns, written when compared.

Kept as weights and columns, `-(a - 90·b) >= 0.5` is asked as `b*90 - a >= 0.5`, and `a*2 <= 8` as `a <= 4`, which an engine
answers with few operations a row, or from its statistics with none.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import reduce
from math import inf
from operator import add, or_
from typing import Any

from junxian.engine.tables import choose_where, write_float, write_truth

ULP = 2.3e-16  # relative error of one operation on floats, with room for errors of errors
COMPARING = 4  # operations that writing a comparison may add
FAR = 1e200  # weights beyond are not written


@dataclass(frozen=True)
class Rough:
    """Σ weight · column + constant, in its own unit: off by no more than `margin` in an ordinary row, besides rounding.

    most        no smaller than the terms' sizes together, in an ordinary row
    operations  on floats that made it
    odd         where a figure that it is made of is odd
    """

    terms: tuple[tuple[float, Any], ...]
    constant: float
    margin: float
    most: float
    operations: int = 1
    odd: tuple[Any, ...] = ()

    @property
    def error(self) -> float:
        """The margin, with what floats lose."""
        return 1.000001 * self.margin + ULP * (self.operations + COMPARING) * self.most

    @property
    def is_known(self) -> bool:
        """Whether its size and weights are such as floats can hold."""
        return self.error < inf and all(1 / FAR < abs(weight) < FAR for weight, _ in self.terms)

    @property
    def is_single(self) -> bool:
        """Whether it is one column times a weight."""
        return len(self.terms) == 1 and not self.constant

    @property
    def lacks_value(self) -> Any:
        """Whether a column that it is made of is NULL."""
        return reduce(or_, [column.isnull() for _, column in self.terms], write_truth(False))


def hold_rough(number: float) -> Rough:
    """One number."""
    return Rough((), number, 0.0, abs(number))


def add_rough(a: Rough | None, b: Rough | None) -> Rough | None:
    """The sum; None where either is not known."""
    if a is None or b is None:
        return None
    return _join(a, b, a.terms + b.terms, a.constant + b.constant, a.margin + b.margin, a.most + b.most, a.operations + b.operations + 1)  # fmt: skip


def _join(a: Rough, b: Rough, terms: Any, constant: float, margin: float, most: float, operations: int) -> Rough:
    return Rough(terms, constant, margin, most, operations, a.odd + b.odd)


def scale_rough(a: Rough, factor: float) -> Rough:
    """Times a number."""
    terms, size = tuple((weight * factor, column) for weight, column in a.terms), abs(factor)
    return replace(a, terms=terms, constant=a.constant * factor, margin=a.margin * size, most=a.most * size, operations=a.operations + 1)  # fmt: skip


def multiply_rough(a: Rough | None, b: Rough | None) -> Rough | None:
    """The product; None where either is not known."""
    if a is None or b is None:
        return None
    margin = a.most * b.error + b.most * a.error + a.error * b.error
    if a.is_single and b.is_single:
        (p, x), (q, y) = a.terms[0], b.terms[0]
        return _join(a, b, ((p * q, x * y),), 0.0, margin, a.most * b.most, 2)
    return _join(a, b, ((1.0, write_rough(a) * write_rough(b)),), 0.0, margin, a.most * b.most, 2)


def take_absolute_rough(a: Rough) -> Rough:
    """|a|."""
    if a.is_single:
        weight, column = a.terms[0]
        return replace(a, terms=((abs(weight), column.abs()),))
    return replace(a, terms=((1.0, write_rough(a).abs()),), constant=0.0)


def choose_rough(a: Rough | None, b: Rough | None, smallest: bool) -> Rough | None:
    """The smaller or the larger; None where either is not known."""
    if a is None or b is None:
        return None
    x, y = write_rough(a), write_rough(b)
    chosen = choose_where(x <= y if smallest else x >= y, x, y)
    return _join(a, b, ((1.0, chosen),), 0.0, max(a.error, b.error), max(a.most, b.most), 1)


def write_rough(a: Rough) -> Any:
    """The column of floats."""
    value = _add_terms(a.terms)
    if value is None:
        return write_float(a.constant)
    return value + write_float(a.constant) if a.constant else value


def _add_terms(terms: Sequence[tuple[float, Any]]) -> Any:
    """The weighted sum without a sign before its first column; None for no terms."""
    plus = [_weigh(weight, column) for weight, column in terms if weight > 0]
    minus = [_weigh(-weight, column) for weight, column in terms if weight <= 0]
    if not plus:
        return reduce(add, minus) * write_float(-1.0) if minus else None
    return reduce(lambda total, column: total - column, minus, reduce(add, plus))


def _weigh(weight: float, column: Any) -> Any:
    return column if weight == 1 else column * write_float(weight)


def is_at_most(a: Rough, limit: float) -> Any:
    """Whether a is at most a limit; a plain comparison, without the margin."""
    limit -= a.constant
    if not a.terms:
        return write_truth(limit >= 0)
    if len(a.terms) == 1:
        weight, column = a.terms[0]
        bound = write_float(limit / weight)
        return column <= bound if weight > 0 else column >= bound
    if all(weight < 0 for weight, _ in a.terms):
        return _add_terms([(-weight, column) for weight, column in a.terms]) >= write_float(-limit)
    return _add_terms(a.terms) <= write_float(limit)


def is_at_least(a: Rough, limit: float) -> Any:
    """Whether a is at least a limit."""
    return is_at_most(scale_rough(a, -1.0), -limit)
