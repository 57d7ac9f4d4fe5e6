"""How wide columns and how high rows must be for Chinese and Latin text to be read."""

import math
from typing import Any

import polars as pl

from junxian.bulletin.workbook.table import FIRST_ROW, Column, Table

LINE_HEIGHT = 13.5  # points
_WIDEST = {"code": 20, "text": 30, "long": 40, "number": 18, "measure": 18, "plain": 18, "share": 12, "date": 12}


def measure_columns(table: Table) -> list[float]:
    """The width of every column, in characters."""
    largest = table.frame.select(_find_largest(column).alias(str(i)) for i, column in enumerate(table.columns))
    return [_column_width(column, most) for column, most in zip(table.columns, largest.row(0), strict=True)]


def _find_largest(column: Column) -> pl.Expr:
    """The widest line of a text column, the largest size of a column of numbers, nothing for dates."""
    if column.is_text:
        return _text_width_of(pl.col(column.name).cast(pl.String).str.split("\n").list.explode()).max()
    return pl.lit(None) if column.kind == "date" else pl.col(column.name).cast(pl.Float64).abs().max()


def measure_header(table: Table, widths: list[float]) -> float:
    """The height of the header row, in points."""
    lines = (_header_lines(column, width) for column, width in zip(table.columns, widths, strict=True))
    return LINE_HEIGHT * max(lines, default=2) + 4


def measure_rows(table: Table, widths: list[float]) -> list[tuple[int, float]]:
    """Rows that hold text of several lines with their height in points: not every program finds it by itself."""
    long = [(c.name, width) for c, width in zip(table.columns, widths, strict=True) if c.kind == "long"]
    if not long:
        return []
    lines = table.frame.select(pl.max_horizontal(_count_lines(name, width) for name, width in long).alias("lines"))
    return [
        (row, min(409.0, LINE_HEIGHT * count + 2))
        for row, count in enumerate(lines["lines"].to_list(), FIRST_ROW)
        if count > 1
    ]


def _count_lines(name: str, width: float) -> pl.Expr:
    parts = pl.col(name).cast(pl.String).fill_null("").str.split("\n")
    room = width - 2.5
    return parts.list.eval((_text_width_of(pl.element()) / room).ceil().clip(1)).list.sum()


def _text_width_of(text: pl.Expr) -> pl.Expr:
    """Chinese characters count two: they take three bytes where Latin letters take one."""
    chars, size = text.str.len_chars().cast(pl.Float64), text.str.len_bytes().cast(pl.Float64)
    return chars + (size - chars) / 2


def _column_width(column: Column, largest: Any) -> float:
    header = max(map(_text_width, column.header.split("\n")), default=0)
    return min(_WIDEST[column.kind], max(7.0, min(header, 15) + 2, _values_width(column, largest) + 2.5))


def _values_width(column: Column, largest: Any) -> float:
    if column.kind == "date":
        return 10
    if largest is None or column.is_text:
        return float(largest or 0.0)
    return len(f"{largest:,.{column.decimals}f}") + 1


def _header_lines(column: Column, width: float) -> int:
    return sum(max(1, math.ceil(_text_width(line) / (width - 1))) for line in column.header.split("\n"))


def _text_width(text: str) -> float:
    return sum(2 if ord(c) > 0x2E7F else 1 for c in text)
