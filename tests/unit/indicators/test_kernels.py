from fractions import Fraction

import numpy as np
import pytest

from junxian.indicators import kernels

ONE, HUNDRED = Fraction(1), Fraction(100)
NAN = np.nan


def _run(kernel, factors, *sources):
    return kernel(tuple(np.array(source, dtype=float) for source in sources), factors)


def test_a_missing_source_makes_every_result_missing():
    for kernel, factors, count in (
        (kernels.add, (ONE, ONE), 2), (kernels.subtract, (ONE, ONE), 2), (kernels.complement, (HUNDRED, ONE), 1),
        (kernels.divide, (ONE,), 2), (kernels.divide_by_size, (ONE,), 2), (kernels.grow, (ONE,), 2),
        (kernels.change, (ONE,), 2), (kernels.take_log, (ONE,), 1),
    ):  # fmt: skip
        for place in range(count):
            sources = [[NAN] if i == place else [2.0] for i in range(count)]
            assert np.isnan(_run(kernel, factors, *sources)).all(), kernel.__name__


def test_a_denominator_of_zero_is_not_defined():
    np.testing.assert_array_equal(_run(kernels.divide, (ONE,), [1, 0, 3], [0, 0, 2]), [NAN, NAN, 1.5])
    np.testing.assert_array_equal(_run(kernels.divide_by_size, (ONE,), [1, 1], [0, -2]), [NAN, NAN])


def test_growth_on_a_base_that_is_not_positive_is_not_defined():
    np.testing.assert_array_equal(_run(kernels.grow, (HUNDRED,), [106, 5, 5], [100, 0, -5]), [6, NAN, NAN])


def test_the_logarithm_of_what_is_not_positive_is_not_defined():
    np.testing.assert_array_equal(_run(kernels.take_log, (ONE,), [1, 0, -1]), [0, NAN, NAN])


def test_factors_are_applied_exactly():
    assert _run(kernels.add, (Fraction(1, 10),), [3.0])[0] == 0.3
    assert _run(kernels.divide_by_size, (Fraction(10_000),), [5_000_000.0], [800_000.0])[0] == 62_500
    assert _run(kernels.complement, (HUNDRED, ONE), [29.3])[0] == pytest.approx(70.7)


def test_kernels_take_arrays_of_any_shape():
    values = np.arange(1.0, 25.0).reshape(2, 3, 4)
    assert _run(kernels.grow, (ONE,), values, values).shape == (2, 3, 4)
