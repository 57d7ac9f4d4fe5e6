"""A workbook and its sheets: one table on each, headers in two languages, ready to read and to print.

Text of a cell is written as text whatever it begins with, so that nothing filed can become a formula.
"""

import datetime
import math
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import polars as pl
import xlsxwriter

from junxian.bulletin.workbook.cells import looks_like_formula, write_cells
from junxian.bulletin.workbook.table import FIRST_ROW, HEADER_ROW, Table
from junxian.bulletin.workbook.widths import measure_columns, measure_header, measure_rows

FONT = "宋体"
_PAGE_WIDTH = 210  # characters that an A4 page holds in landscape while it can be read
_FORBIDDEN_IN_NAMES = str.maketrans(dict.fromkeys("[]:*?/\\'", "·"))
_HEADER_STYLE = {
    "bold": True, "text_wrap": True, "bg_color": "#DCE6F0", "bottom": 1, "valign": "vcenter", "align": "center",
}  # fmt: skip


@dataclass
class Workbook:
    """A workbook being written: its book, its formats (each made once) and the label that every sheet bears."""

    book: Any
    label: str
    formats: dict[tuple[tuple[str, Any], ...], Any] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)

    def format(self, **properties: Any) -> Any:
        """The format with these properties."""
        key = tuple(sorted(properties.items()))
        if key not in self.formats:
            self.formats[key] = self.book.add_format({"font_name": FONT, "font_size": 10, "valign": "top"} | properties)
        return self.formats[key]

    def sheet_name(self, wanted: str) -> str:
        """A legal name of at most 31 characters that no other sheet bears."""
        name = wanted.translate(_FORBIDDEN_IN_NAMES).strip()[:31] or "表"
        number = 1
        while name.lower() in self.names:
            number += 1
            name = f"{name[:27]} {number}"
        self.names.add(name.lower())
        return name


def open_workbook(path: Path, title: str, label: str, date: datetime.date) -> Workbook:
    """Open a workbook whose bytes depend on its content alone: it bears the declared date of the run."""
    options = {
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "nan_inf_to_errors": True,
    }
    book = xlsxwriter.Workbook(str(path), options)
    created = datetime.datetime.combine(date, datetime.time())
    book.set_properties({"title": title, "author": "Junxian 郡县", "comments": label, "created": created})
    return Workbook(book, label)


def write_table(workbook: Workbook, table: Table) -> Any:
    """Write one table on a sheet of its own and return the sheet. Missing values stay empty cells.

    An empty frame gives a sheet with its header alone.
    """
    table = table if table.frame.height else replace(table, frame=_no_rows(table))
    sheet = workbook.book.add_worksheet(workbook.sheet_name(table.sheet))
    widths = measure_columns(table)
    for index, width in enumerate(widths):
        sheet.set_column(index, index, width)
    _write_heading(workbook, sheet, table)
    sheet.set_row(HEADER_ROW, measure_header(table, widths))
    for row, height in measure_rows(table, widths):
        sheet.set_row(row, height)
    write_cells(workbook, sheet, table)
    last = HEADER_ROW + max(table.frame.height, 1)
    sheet.autofilter(HEADER_ROW, 0, last, len(table.columns) - 1)
    sheet.freeze_panes(FIRST_ROW, table.frozen)
    _set_print_area(workbook, sheet, table, sum(widths))
    return sheet


def _no_rows(table: Table) -> pl.DataFrame:
    names = [name for c in table.columns for name in (c.name, c.holds) if name]
    names += [table.tint.by] if table.tint else []
    return pl.DataFrame(schema=dict.fromkeys(names, pl.String))


def _set_print_area(workbook: Workbook, sheet: Any, table: Table, width: float) -> None:
    """A4 landscape, as many pages wide as keeps the print legible; header rows and first columns on each."""
    sheet.set_landscape()
    sheet.repeat_rows(HEADER_ROW)
    sheet.print_area(0, 0, HEADER_ROW + table.frame.height + 2, len(table.columns) - 1)
    if table.frozen:
        sheet.repeat_columns(0, table.frozen - 1)
    set_print(sheet, workbook, table.title, max(1, math.ceil(width / _PAGE_WIDTH)))


def set_print(sheet: Any, workbook: Workbook, title: str, pages: int = 1) -> None:
    """A4, so many pages wide; title, label and page number on every page."""
    sheet.set_paper(9)
    sheet.set_margins(left=0.5, right=0.5, top=0.8, bottom=0.7)
    sheet.fit_to_pages(pages, 0)
    sheet.set_header(f"&L&9{_plain(title)}&R&9{_plain(workbook.label)}")
    sheet.set_footer("&C&9&P / &N")


def write_text(workbook: Workbook, sheet: Any, cell: tuple[int, int], text: str, **properties: Any) -> None:
    """Write text as text; what could be taken for a formula when edited is marked as quoted."""
    if looks_like_formula(text):
        properties["quote_prefix"] = True
    sheet.write_string(*cell, text, workbook.format(**properties))


def _plain(text: str) -> str:
    return text.replace("&", "&&")[:80]


def _write_heading(workbook: Workbook, sheet: Any, table: Table) -> None:
    title = f"{table.title}　【{workbook.label}】" if workbook.label else table.title
    write_text(workbook, sheet, (0, 0), title, bold=True, font_size=14, font_color="#1F3A5F")
    write_text(workbook, sheet, (1, 0), table.note, font_color="#595959", font_size=9)
    sheet.set_row(0, 22)
    for index, column in enumerate(table.columns):
        write_text(workbook, sheet, (HEADER_ROW, index), column.header, **_HEADER_STYLE)
