"""Figures as exact decimals: filed figures hold 28 digits, 6 of them decimals. Sums and products of them stay exact."""

from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Context, Decimal, DivisionByZero, InvalidOperation, Overflow
from fractions import Fraction
from functools import lru_cache

EXACT = Context(prec=10_000, rounding=ROUND_HALF_EVEN, Emax=999_999, Emin=-999_999, traps=[InvalidOperation, DivisionByZero, Overflow])  # fmt: skip
SHOWN = Context(prec=50, rounding=ROUND_HALF_EVEN)  # for what is shown to people
MICRO = Decimal("0.000001")


@lru_cache(maxsize=65536)
def make_exact(value: float) -> Decimal:
    """A filed figure as the decimal that it was filed as, to six decimals."""
    return Decimal(repr(float(value))).quantize(MICRO, ROUND_HALF_UP, EXACT)


def show_decimal(value: Decimal | Fraction, factor: Fraction = Fraction(1)) -> Decimal:
    """A number times a factor, to 50 digits, for people."""
    if factor == 1 and isinstance(value, Decimal):
        return value
    whole = Fraction(value) * factor
    return SHOWN.divide(Decimal(whole.numerator), Decimal(whole.denominator))


def write_decimal(factor: Fraction) -> Decimal | None:
    """A factor as an exact decimal; None where its digits have no end."""
    rest = factor.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    return EXACT.divide(Decimal(factor.numerator), Decimal(factor.denominator)) if rest == 1 else None
