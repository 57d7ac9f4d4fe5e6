"""Exact numbers: figures enter as decimals of 12 significant digits, so that quotas are the same on every machine."""

import math
from fractions import Fraction

from junxian.terms.unit import conversion


def exact(value: float) -> Fraction:
    """A computed figure as a fraction, at 12 significant digits."""
    return Fraction(f"{value:.12g}")


def declared(value: float) -> Fraction:
    """A declared decimal as the fraction that was written."""
    return Fraction(str(value))


def convert(value: float, unit: str, target: str) -> Fraction:
    """A figure in another unit, exact; MethodError where the two measure different things."""
    return exact(value) * conversion(unit, target)


def floor_units(amount: Fraction, unit: Fraction) -> int:
    """How many whole units fit into an amount."""
    return math.floor(amount / unit)


def ceil_units(amount: Fraction, unit: Fraction) -> int:
    """How many whole units are needed to reach an amount."""
    return math.ceil(amount / unit)
