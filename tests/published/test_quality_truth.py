"""Digits and false discoveries against R: benford.analysis on 189,470 payments, p.adjust on fifty p-values.

R's chi2 of the first two digits (32094.350) takes the digits from floating-point logarithms and misreads some: 0.29 becomes 28.
Read from the decimal text the digits give 32100.901, which is what is tested; where R's rounding did no harm (all other
figures, also the first two digits of amounts of 10 and more) its own numbers are.
"""

from decimal import Decimal

import numpy as np
import polars as pl
import pytest

from junxian.quality.digits.conformity import measure_conformity
from junxian.quality.digits.leading import read_leading_digits
from junxian.quality.discovery import adjust_p_values


@pytest.fixture(scope="module")
def payments(shared):
    text = pl.read_csv(shared / "truth/quality/corporate_payment_amount.csv.gz", infer_schema=False)["Amount"]
    return text.filter(text.cast(pl.Float64) > 0)  # as the peer's default: positive amounts


@pytest.fixture(scope="module")
def printed(shared):
    """R's n, MAD and chi2 by data set and digits."""
    rows = {}
    for line in (shared / "truth/quality/benford_R_output.txt").read_text(encoding="utf-8").splitlines():
        name, digits, _, n, _, mad, _, chi2, *_ = line.split()
        rows[name, int(digits)] = int(n), float(mad), float(chi2)
    return rows


@pytest.mark.parametrize(("name", "least"), [("corporate.payment", 0), ("corporate.payment>=10", 10)])
@pytest.mark.parametrize(("position", "digits"), [("first", 1), ("first_two", 2)])
def test_number_and_mean_absolute_deviation_are_those_of_r(payments, printed, name, least, position, digits):
    found = measure_conformity(payments.filter(payments.cast(pl.Float64) >= least), position)
    n, mad, _ = printed[name, digits]
    assert found.n == n
    assert found.mad == pytest.approx(mad, rel=1e-9)


@pytest.mark.parametrize(
    ("name", "least", "position", "digits"),
    [("corporate.payment", 0, "first", 1), ("corporate.payment>=10", 10, "first", 1), ("corporate.payment>=10", 10, "first_two", 2)],
)  # fmt: skip
def test_chi2_is_that_of_r_where_its_digits_are_right(payments, printed, name, least, position, digits):
    found = measure_conformity(payments.filter(payments.cast(pl.Float64) >= least), position)
    assert found.chi2 == pytest.approx(printed[name, digits][2], rel=1e-9)


def test_chi2_of_the_first_two_digits_is_that_of_exact_digits(payments):
    assert measure_conformity(payments, "first_two").chi2 == pytest.approx(32100.901, abs=5e-4)


def test_text_and_numbers_give_the_same_digits(payments):
    numbers = payments.cast(pl.Float64)
    for position in ("first", "second", "first_two"):
        assert read_leading_digits(payments, position).equals(read_leading_digits(numbers, position))


def test_digits_are_those_of_exact_decimals(payments):
    some = payments.unique(maintain_order=True).head(20_000)
    exact = [int("".join(map(str, Decimal(text).as_tuple().digits)).lstrip("0").ljust(2, "0")[:2]) for text in some]
    assert read_leading_digits(some, "first_two").to_list() == exact


@pytest.mark.parametrize(("method", "column"), [("BH", "BH"), ("BY", "BY"), ("Holm", "holm")])
def test_adjusted_p_values_are_those_of_r(shared, method, column):
    table = pl.read_csv(shared / "truth/quality/fdr_expected.csv")
    found = adjust_p_values(table["p"].to_numpy(), method)
    np.testing.assert_allclose(found, table[column].to_numpy(), rtol=1e-12, atol=1e-12)
