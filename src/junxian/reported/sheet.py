"""A sheet of text cells with true addresses: what every file format is turned into before it is understood."""

from collections.abc import Sequence
from dataclasses import dataclass


class CannotRead(Exception):  # noqa: N818
    """A file cannot be read; carries the rule of the finding and its words. Never leaves this room."""

    def __init__(self, rule: str, found: str, found_en: str, expected: str = "") -> None:
        super().__init__(found_en)
        self.rule, self.found, self.found_en, self.expected = rule, found, found_en, expected


@dataclass(frozen=True)
class Sheet:
    """Cells as text ("" where empty) by column; cell i of a column is row i + 1; `places` are 0-based columns.

    Plain tuples, not a frame: a province files hundreds of tables of a few rows, for which a frame costs more.
    """

    name: str
    places: tuple[int, ...]
    columns: tuple[Sequence[str], ...]

    @property
    def height(self) -> int:
        """The number of rows, the first row of the sheet included."""
        return len(self.columns[0]) if self.columns else 0

    def top_rows(self, count: int) -> list[tuple[str, ...]]:
        """The first rows of the sheet."""
        return list(zip(*(column[:count] for column in self.columns), strict=True))

    def column(self, place: int) -> Sequence[str]:
        """The cells of a 0-based column."""
        return self.columns[self.places.index(place)]


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
