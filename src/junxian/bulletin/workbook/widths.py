"""How wide columns and how high rows must be for Chinese and Latin text to be read."""

import math

import polars as pl

from junxian.bulletin.workbook.table import Column, Table

LINE_HEIGHT = 13.5  # points
_WIDEST = {"code": 20, "text": 30, "long": 40, "number": 18, "measure": 18, "plain": 18, "share": 12, "date": 12}


def measure_columns(table: Table) -> list[float]:
    """The width of every column, in characters."""
    return [_column_width(table.frame, column) for column in table.columns]


def measure_header(table: Table, widths: list[float]) -> float:
    """The height of the header row, in points."""
    lines = (_header_lines(column, width) for column, width in zip(table.columns, widths, strict=True))
    return LINE_HEIGHT * max(lines, default=2) + 4


def measure_rows(table: Table, widths: list[float]) -> list[float | None]:
    """The height of every row that holds text of several lines, in points: not every program finds it by itself."""
    long = [(c.name, width) for c, width in zip(table.columns, widths, strict=True) if c.kind == "long"]
    if not long:
        return [None] * table.frame.height
    lines = table.frame.select(pl.max_horizontal(_count_lines(name, width) for name, width in long).alias("lines"))
    return [min(409.0, LINE_HEIGHT * count + 2) if count > 1 else None for count in lines["lines"].to_list()]


def _count_lines(name: str, width: float) -> pl.Expr:
    parts = pl.col(name).cast(pl.String).fill_null("").str.split("\n")
    room = width - 2.5
    return parts.list.eval((_text_width_of(pl.element()) / room).ceil().clip(1)).list.sum()


def _text_width_of(text: pl.Expr) -> pl.Expr:
    """Chinese characters count two: they take three bytes where Latin letters take one."""
    chars, size = text.str.len_chars().cast(pl.Float64), text.str.len_bytes().cast(pl.Float64)
    return chars + (size - chars) / 2


def _column_width(frame: pl.DataFrame, column: Column) -> float:
    widest = _WIDEST[column.kind]
    header = max(map(_text_width, column.header.split("\n")), default=0)
    return min(widest, max(7.0, min(header, 15) + 2, _values_width(frame, column) + 2.5))


def _values_width(frame: pl.DataFrame, column: Column) -> float:
    values = frame[column.name]
    if column.kind == "date":
        return 10
    if column.kind in ("number", "measure", "plain", "share"):
        largest = values.cast(pl.Float64).abs().max()
        return len(f"{largest:,.{column.decimals}f}") + 1 if isinstance(largest, float) else 0
    text = frame.select(pl.col(column.name).cast(pl.String).fill_null("").str.split("\n").list.explode())
    width = text.select(_text_width_of(pl.col(column.name)).max()).item()
    return float(width or 0.0)


def _header_lines(column: Column, width: float) -> int:
    return sum(max(1, math.ceil(_text_width(line) / (width - 1))) for line in column.header.split("\n"))


def _text_width(text: str) -> float:
    return sum(2 if ord(c) > 0x2E7F else 1 for c in text)
