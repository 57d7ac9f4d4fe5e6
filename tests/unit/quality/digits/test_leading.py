from decimal import Decimal

import polars as pl
import pytest

from junxian.quality.digits.leading import read_leading_digits


@pytest.mark.parametrize(
    ("text", "first", "second", "two"),
    [
        ("36.08", 3, 6, 36), ("5", 5, 0, 50), ("0.05", 5, 0, 50), ("0.0517", 5, 1, 51), ("1,234.50", 1, 2, 12),
        ("-78", 7, 8, 78), ("+9.1", 9, 1, 91), (".7", 7, 0, 70), ("1e3", 1, 0, 10), ("2.5E-7", 2, 5, 25),
        ("100", 1, 0, 10), ("0", None, None, None), ("0.000", None, None, None), ("", None, None, None),
        ("n/a", None, None, None), ("约36", None, None, None),
    ],
)  # fmt: skip
def test_digits_are_read_from_the_text(text, first, second, two):
    values = pl.Series("v", [text])
    assert read_leading_digits(values)[0] == first
    assert read_leading_digits(values, "second")[0] == second
    assert read_leading_digits(values, "first_two")[0] == two


def test_numbers_are_read_in_their_shortest_writing():
    numbers = [0.29, 4.35, 1.1e-9, 2.3e22, 1.15, 100000000.0, 57.49, None, float("inf"), float("nan")]
    exact = [str(Decimal(repr(x)).normalize().as_tuple().digits[0]) if i < 7 else None for i, x in enumerate(numbers)]
    found = read_leading_digits(pl.Series("v", numbers, dtype=pl.Float64)).to_list()
    assert [None if x is None else str(x) for x in found] == exact


def test_every_two_decimal_amount_up_to_a_thousand_is_exact():
    cents = list(range(1, 100_000))
    found = read_leading_digits(pl.Series("v", [c / 100 for c in cents]), "first_two")
    assert found.to_list() == [int((str(c) + "0")[:2]) for c in cents]


def test_whole_numbers_are_read_as_they_are():
    assert read_leading_digits(pl.Series("v", [105, -7, 0]), "first_two").to_list() == [10, 70, None]
