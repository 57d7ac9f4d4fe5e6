"""A sheet of text cells with true addresses: what every file format is turned into before it is understood."""

from collections.abc import Iterable
from dataclasses import dataclass

import polars as pl


class CannotRead(Exception):  # noqa: N818
    """A file cannot be read; carries the rule of the finding and its words. Never leaves this room."""

    def __init__(self, rule: str, found: str, found_en: str, expected: str = "") -> None:
        super().__init__(found_en)
        self.rule, self.found, self.found_en, self.expected = rule, found, found_en, expected


@dataclass(frozen=True)
class Sheet:
    """Cells as text ("" where empty); row i of `frame` is row i + 1 of the sheet, `columns` are 0-based positions."""

    name: str
    frame: pl.DataFrame
    columns: tuple[int, ...]


def make_sheet(name: str, frame: pl.DataFrame, columns: Iterable[int] | None = None) -> Sheet:
    """Make a sheet of a frame whose columns cast to text; missing cells become empty text."""
    places = tuple(range(frame.width)) if columns is None else tuple(columns)
    renamed = frame.rename(dict(zip(frame.columns, map(str, places), strict=True)))
    return Sheet(name, renamed.with_columns(pl.all().cast(pl.String).fill_null("")), places)


def column_letters(index: int) -> str:
    """Letters of a 0-based column: 0 is A, 26 is AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def cell_address(row: int, column: int) -> str:
    """A1 address of a 0-based row and column."""
    return f"{column_letters(column)}{row + 1}"
