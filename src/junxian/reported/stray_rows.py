"""Rows that do not fit their header: headers in the midst of a table, rows with more cells than the header has names."""

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from junxian.declared.forms import Form
from junxian.reported.faults import Source, make_fault
from junxian.reported.filings import Fault
from junxian.reported.header import Header
from junxian.reported.sheet import Sheet, cell_address
from junxian.reported.wording import fold_text

_FIGURE = re.compile(r"\s*[-+(（]?[0-9０-９]")


@dataclass(frozen=True)
class HeadersBelow:
    """Finds headers among the rows: a page repeats its own, another one begins a second table."""

    sheet: Sheet
    header: Header
    form: Form

    @cached_property
    def _own(self) -> set[tuple[str, ...]]:
        return set(self.sheet.top_rows(self.header.first_row))

    @cached_property
    def _wordings(self) -> set[str]:
        return {fold_text(text) for text in (*self.form.area_header, *self.form.name_header)}

    def is_repeated(self, row: int) -> bool:
        """Whether a 0-based row says what a row of the header says, as printed pages do."""
        return tuple(column[row] for column in self.sheet.columns) in self._own

    def is_other(self, code: str, name: str) -> bool:
        """Whether a row is the header of another table."""
        return fold_text(code) in self._wordings or fold_text(name) in self._wordings


def find_long_rows(
    sheet: Sheet, header: Header, used: list[tuple[int, str, str]], source: Source, form: Form
) -> list[Fault]:
    """Rows of a CSV file with a figure right of every header: a comma within a cell has moved what follows.

    used  rows in use: number from 1, area, period. In a workbook a cell cannot move, and a figure there is a remark.
    """
    last = max(column.place for column in header.columns if column.text)
    beyond = [place for place in sheet.places if place > last] if not sheet.name else []
    faults = []
    for number, area, period in used if beyond else ():
        cells = {place: sheet.column(place)[number - 1] for place in beyond}
        if strays := [place for place, text in cells.items() if _FIGURE.match(text)]:
            columns: dict[str, Any] = {
                "ref_area": area,
                "time_period": period,
                "withholds": [item.key for item in form.item],
            }
            cell = cell_address(number - 1, strays[0])
            faults.append(make_fault("long_row", source, cell=cell, found=cells[strays[0]], **columns))
    return faults
