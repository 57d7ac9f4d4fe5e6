"""Reads a CSV declaration into a frame of its columns' types; a fault is named with its line, and nothing is guessed."""

import csv
import io
import math
import re
import unicodedata
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl

from junxian.terms.day import parse_day
from junxian.terms.errors import DeclarationError
from junxian.terms.files import expect_regular
from junxian.terms.nearest import suggest
from junxian.terms.printable import UNPRINTABLE

_EDGES = " \t\r\n\u00a0\u3000\u200b\u200c\u200d\u200e\u200f\ufeff"  # spaces seen and unseen that cling to a cell
_FULL_WIDTH = re.compile(r"[\uff01-\uff5e]+")  # １２, Ａ：a code or number typed in Chinese input mode
_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?", re.ASCII)
_SAVE_AS = "Save it as a CSV in UTF-8, separated by commas."

Line = tuple[int, dict[str, str]]  # line of the file, cells by column


def read_table(
    path: Path, schema: dict[str, Any], required: tuple[str, ...], where: str, may_be_empty: tuple[str, ...] = ()
) -> pl.DataFrame:
    """Read a CSV declaration: known columns only, cells of the declared types; absent columns and empty cells are null.

    Blank lines are passed over. `required` columns must be there and, but for `may_be_empty`, have a value in every row.
    DeclarationError names file and line. Checked in tests/unit/declared/test_csv_file.py.
    """
    columns, lines = read_lines(path, where)
    for column in columns:
        if column not in schema:
            raise DeclarationError(where, f"unknown column {column!r}.", suggest(column, schema))
    check_required(columns, lines, required, where, may_be_empty)
    return make_frame(lines, schema, where)


def check_required(
    columns: list[str], lines: list[Line], required: tuple[str, ...], where: str, may_be_empty: tuple[str, ...] = ()
) -> None:
    """Check that columns are there and filled in every line."""
    for name in required:
        if name not in columns:
            raise DeclarationError(where, f"column {name!r} is missing.", f"It has {', '.join(columns)}.")
        empty = [number for number, cells in lines if not cells.get(name)]
        if empty and name not in may_be_empty:
            raise DeclarationError(f"{where}, line {empty[0]}", f"has no {name}.", "Fill it in, or delete the line.")


def make_frame(lines: list[Line], schema: dict[str, Any], where: str) -> pl.DataFrame:
    """A frame of the columns of a schema; empty cells are null."""
    return pl.DataFrame(
        [pl.Series(name, list(_read_cells(lines, name, kind, where)), kind) for name, kind in schema.items()]
    )


def read_lines(path: Path, where: str) -> tuple[list[str], list[Line]]:
    """The columns of a CSV file and its lines that hold anything, with their numbers; cells without edge spaces."""
    reader = csv.reader(io.StringIO(_read_text(path, where), newline=""), strict=True)
    try:
        rows = [(reader.line_num, [_clean(cell) for cell in row]) for row in reader]
    except csv.Error as error:
        raise DeclarationError(f"{where}, line {reader.line_num}", f"is no CSV: {error}.", _SAVE_AS) from error
    filled = [(number, row) for number, row in rows if any(row)]
    if not filled:
        raise DeclarationError(where, "is empty.", "Its first line names the columns.")
    columns = filled[0][1]
    named = [name for name in columns if name]
    if twice := [name for name in named if named.count(name) > 1]:
        raise DeclarationError(where, f"column {twice[0]!r} stands twice.", "Keep one.")
    return named, [(number, _by_column(columns, row, f"{where}, line {number}")) for number, row in filled[1:]]


def _by_column(columns: list[str], row: list[str], where: str) -> dict[str, str]:
    pairs = [(name, cell) for name, cell in zip(columns, row, strict=False) if name]
    if surplus := [cell for k, cell in enumerate(row) if cell and not "".join(columns[k : k + 1])]:
        raise DeclarationError(
            where, f"{surplus[0]!r} stands under no column.", "Quote a cell that holds a comma, or name the column."
        )
    return dict(pairs)


def _read_text(path: Path, where: str) -> str:
    text = _decode(_read_bytes(path, where), where)
    if found := UNPRINTABLE.search(text):
        line = text.count("\n", 0, found.start()) + 1
        raise DeclarationError(f"{where}, line {line}", f"holds the unprintable character {found[0]!r}.", "Remove it.")
    return text


def _read_bytes(path: Path, where: str) -> bytes:
    try:
        expect_regular(path)
        return path.read_bytes()
    except FileNotFoundError as error:
        raise DeclarationError(where, "the file does not exist.", "Make it, or correct its name.") from error
    except OSError as error:
        raise DeclarationError(
            where, f"cannot be read ({error.strerror}).", "It must be a file that you may read."
        ) from error


def _decode(data: bytes, where: str) -> str:
    """UTF-8 with or without BOM, else GB18030 as spreadsheets save it in China."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise DeclarationError(where, "is neither UTF-8 nor GB18030 text.", _SAVE_AS)


def _clean(cell: str) -> str:
    text = cell.strip(_EDGES)
    return unicodedata.normalize("NFKC", text) if _FULL_WIDTH.fullmatch(text) else text


def _read_cells(lines: list[Line], name: str, kind: Any, where: str) -> Iterator[Any]:
    for number, cells in lines:
        text = cells.get(name, "")
        yield _read_cell(text, kind, f"{where}, line {number}", name) if text else None


def _read_cell(text: str, kind: Any, where: str, name: str) -> str | date | float | Decimal:
    if kind == pl.String:
        return text
    if kind == pl.Date:
        return _read_day(text, where, name)
    if not _NUMBER.fullmatch(text) or not math.isfinite(float(text)):
        raise DeclarationError(where, f"{name} {text!r} is no number.", "Write digits and a decimal point alone.")
    return float(text) if kind == pl.Float64 else _read_decimal(text, kind.scale, where, name)


def _read_day(text: str, where: str, name: str) -> date:
    if (day := parse_day(text)) is None:
        raise DeclarationError(where, f"{name} {text!r} is no day.", "Write YYYY-MM-DD.")
    return day


def _read_decimal(text: str, decimals: int, where: str, name: str) -> Decimal:
    value = Decimal(text)
    if value != round(value, decimals) or abs(value) >= 10**9:
        raise DeclarationError(where, f"{name} {text} cannot be kept exactly.", f"Write at most {decimals} decimals.")
    return value
