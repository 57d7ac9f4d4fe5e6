"""Elementwise kernels of the indicator methods: NumPy arrays of any one shape, NaN for missing.

Every kernel takes its sources in the order of METHOD_ROLES and exact conversion factors, and returns NaN where a source
is missing or where the method is not defined (a denominator of zero, the logarithm of a number that is not positive).
Checked in tests/unit/indicators/test_kernels.py.
"""

from collections.abc import Callable
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Kernel = Callable[[tuple[Array, ...], tuple[Fraction, ...]], Array]


def scale(values: Array, factor: Fraction) -> Array:
    """Multiply by an exact factor: by its numerator, then divided by its denominator, one rounding each."""
    scaled = values if factor.numerator == 1 else values * float(factor.numerator)
    return scaled if factor.denominator == 1 else scaled / float(factor.denominator)


def _divide(above: Array, below: Array, factor: Fraction, is_defined: NDArray[np.bool_]) -> Array:
    with np.errstate(divide="ignore", invalid="ignore"):
        quotient = above * float(factor.numerator) / (below * float(factor.denominator))
    return np.where(is_defined, quotient, np.nan)


def add(sources: tuple[Array, ...], factors: tuple[Fraction, ...]) -> Array:
    """Sum of sources, each converted; missing where any is missing. One source: its converted value."""
    total = scale(sources[0], factors[0])
    for source, factor in zip(sources[1:], factors[1:], strict=True):
        total = total + scale(source, factor)
    return total


def subtract(sources: tuple[Array, ...], factors: tuple[Fraction, ...]) -> Array:
    """Minuend less subtrahend, each converted."""
    return scale(sources[0], factors[0]) - scale(sources[1], factors[1])


def complement(sources: tuple[Array, ...], factors: tuple[Fraction, ...]) -> Array:
    """What a share lacks to the whole; factors: the whole in the source's unit, then source to declared unit."""
    return scale(float(factors[0]) - sources[0], factors[1])


def divide(sources: tuple[Array, ...], factors: tuple[Fraction, ...]) -> Array:
    """Ratio; not defined where the denominator is zero."""
    return _divide(sources[0], sources[1], factors[0], sources[1] != 0)


def divide_by_size(sources: tuple[Array, ...], factors: tuple[Fraction, ...]) -> Array:
    """Ratio to a size (a whole, residents, an area, a target); not defined where the size is not positive."""
    return _divide(sources[0], sources[1], factors[0], sources[1] > 0)


def grow(sources: tuple[Array, ...], factors: tuple[Fraction, ...]) -> Array:
    """Growth of the first source against the second; not defined where the second is not positive."""
    now, before = sources
    return _divide(now - before, before, factors[0], before > 0)


def change(sources: tuple[Array, ...], factors: tuple[Fraction, ...]) -> Array:
    """First source less the second, converted."""
    return scale(sources[0] - sources[1], factors[0])


def take_log(sources: tuple[Array, ...], factors: tuple[Fraction, ...]) -> Array:
    """Natural logarithm of the converted source; not defined where it is not positive."""
    converted = scale(sources[0], factors[0])
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(converted > 0, np.log(np.where(converted > 0, converted, 1.0)), np.nan)
