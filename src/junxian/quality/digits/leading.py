"""Leading digits as they are written, taken from decimal text: arithmetic on logarithms misreads one in some thousands."""

from typing import Literal

import polars as pl

Position = Literal["first", "second", "first_two"]


def read_leading_digits(values: pl.Series, position: Position = "first") -> pl.Series:
    """The first, the second or the first two significant digits of figures.

    values  numbers (read in their shortest decimal writing) or text as filed (`1,234.50`, `1.2e-7`, with or without sign)
    Int32 of the same length; null where a figure is zero, missing or no number. A figure of one digit has a zero behind
    it: 5 is 50. Checked against exact decimals in tests/unit/quality/digits and against R in
    tests/published/test_quality_truth.py.
    """
    name = values.name or "value"
    text = pl.col(name).cast(pl.String) if values.dtype != pl.String else pl.col(name).str.replace_all(r"[,，\s]", "")
    plain = text.str.to_lowercase().str.extract(r"^[+-]?(\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$", 1)
    digits = plain.str.replace(".", "", literal=True).str.strip_chars_start("0")
    padded = pl.when(digits != "").then(digits + "0")
    place, length = {"first": (0, 1), "second": (1, 1), "first_two": (0, 2)}[position]
    taken = padded.str.slice(place, length).cast(pl.Int32, strict=False)
    return values.to_frame(name).select(taken.alias(name)).to_series()
