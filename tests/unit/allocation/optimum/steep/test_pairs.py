"""Sums and products in twice the digits against exact fractions."""

from fractions import Fraction

import numpy as np
import pytest

from junxian.allocation.optimum.steep.pairs import Pair, add, multiply, pair, subtract


def exact(number, k):
    return Fraction(float(number.high[k])) + Fraction(float(number.low[k]))


def draw(seed):
    random = np.random.default_rng(seed)
    high = random.normal(size=50) * 10.0 ** random.integers(-20, 20, 50)
    return Pair(high, high * random.uniform(-1, 1, 50) * 2.0**-54)


def test_sums_and_products_hold_31_digits():
    one, other = draw(1), draw(2)
    total, product = add(one, other), multiply(one, other.high)
    for k in range(50):
        size = abs(exact(one, k)) + abs(exact(other, k))
        assert abs(exact(total, k) - exact(one, k) - exact(other, k)) <= size * Fraction(2) ** -103
        true = exact(one, k) * Fraction(float(other.high[k]))
        assert abs(exact(product, k) - true) <= abs(true) * Fraction(2) ** -102


def test_what_cancels_is_right_to_the_last_digit():
    third, one = pair(np.array([1.0])), np.array([1 / 3])
    left = subtract(multiply(pair(one), np.array([3.0])), third)
    assert Fraction(float(left[0])) == 3 * Fraction(1 / 3) - 1  # in doubles 3 · (1/3) is 1
    assert add(pair(np.array([1e20])), pair(np.array([1.0]))).low == pytest.approx([1.0])
