"""The rows of a table as the XML that a sheet holds, made column by column.

Cell by cell through XlsxWriter's calls, a province's workbook takes three times as long. Only here are inner names of
XlsxWriter used (`_write_rows`, `fh`, `dim_rowmax`, `str_table`, `_get_xf_index`); tests read every kind of cell back.
"""

import datetime
import math
import re
from collections.abc import Callable
from typing import Any
from xml.sax.saxutils import escape

import polars as pl
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from junxian.bulletin.workbook.table import FIRST_ROW, Column, Table

_EPOCH = datetime.date(1899, 12, 30)  # day 0 of a workbook's dates
_MAY_BEGIN_A_FORMULA = r"^[=+\-@\t\r]"
_LONGEST = 16_000  # characters; a cell takes no more than 32,767 UTF-16 units
Format = Callable[..., Any]


class RowsSheet(Worksheet):  # type: ignore[misc]
    """A worksheet whose rows below the header are given as XML."""

    def __init__(self) -> None:
        super().__init__()
        self.rows_below: list[str] = []

    def _write_rows(self) -> None:
        super()._write_rows()
        self.fh.write("".join(self.rows_below))


def looks_like_formula(text: str) -> bool:
    """Whether a program could take the text for a formula once somebody edits the cell."""
    return re.match(_MAY_BEGIN_A_FORMULA, text) is not None


def fill_rows(sheet: RowsSheet, table: Table, heights: list[float | None], make_format: Format) -> None:
    """Put the rows of a table, and its totals, on a sheet whose header is written already. Missing values have no cell."""
    columns = [_write_column(sheet, table, index, make_format) for index in range(len(table.columns))]
    for offset, (cells, height) in enumerate(zip(zip(*columns, strict=True), heights, strict=True)):
        tall = f' ht="{height:g}" customHeight="1"' if height else ""
        sheet.rows_below.append(f'<row r="{FIRST_ROW + 1 + offset}"{tall}>{"".join(cells)}</row>')
    sheet.dim_rowmax = FIRST_ROW + max(table.frame.height, 1) - 1
    if table.frame.height and any(column.sum for column in table.columns):
        _write_totals(sheet, table, make_format)


def _write_column(sheet: RowsSheet, table: Table, index: int, make_format: Format) -> list[str]:
    column = table.columns[index]
    name, values, tints = xl_col_to_name(index), table.frame[column.name], _tints(table, column)
    if column.is_text:
        styles = _text_styles(values, column, tints, make_format)
        bodies = [_text_cell(sheet, text) for text in values.cast(pl.String).to_list()]
    else:
        style = make_format(**column.style)._get_xf_index()
        styles = [style] * table.frame.height
        bodies = _number_cells(table.frame, column)
    return [
        f'<c r="{name}{row}" s="{style}"{body}' if body else ""
        for row, (style, body) in enumerate(zip(styles, bodies, strict=True), FIRST_ROW + 1)
    ]


def _text_styles(values: pl.Series, column: Column, tints: list[str], make_format: Format) -> list[int]:
    styles = [make_format(**column.style)._get_xf_index()] * len(values)
    quoted = values.cast(pl.String).str.contains(_MAY_BEGIN_A_FORMULA).fill_null(False).to_list()
    if not tints and not any(quoted):
        return styles
    for offset, (quote, tint) in enumerate(zip(quoted, tints or [""] * len(quoted), strict=True)):
        if tint or quote:
            extra = ({"bg_color": tint} if tint else {}) | ({"quote_prefix": True} if quote else {})
            styles[offset] = make_format(**column.style, **extra)._get_xf_index()
    return styles


def _tints(table: Table, column: Column) -> list[str]:
    if table.tint is None or table.tint.column != column.name:
        return []
    return [table.tint.colours.get(code or "", "") for code in table.frame[table.tint.by].to_list()]


def _text_cell(sheet: RowsSheet, text: str | None) -> str:
    if not text:
        return ""
    return f' t="s"><v>{sheet.str_table._get_shared_string_index(text[:_LONGEST])}</v></c>'


def _number_cells(frame: pl.DataFrame, column: Column) -> list[str]:
    if column.kind == "date":
        return ["" if day is None else f"><v>{(day - _EPOCH).days}</v></c>" for day in frame[column.name].to_list()]
    values = frame[column.name].cast(pl.Float64).to_list()
    if column.formula is None:
        return [_number_cell(value) for value in values]
    holds = frame[column.holds].to_list() if column.holds else [True] * frame.height
    formula = column.formula
    return [
        _formula_cell(formula(row), value) if value is not None and hold else _number_cell(value)
        for row, (value, hold) in enumerate(zip(values, holds, strict=True), FIRST_ROW + 1)
    ]


def _number_cell(value: float | None) -> str:
    if value is None:
        return ""
    if not math.isfinite(value):
        return ' t="e"><v>#NUM!</v></c>'
    return f"><v>{value!r}</v></c>"


def _formula_cell(formula: str, value: float) -> str:
    return f"><f>{escape(formula[1:])}</f><v>{value!r}</v></c>"


def _write_totals(sheet: RowsSheet, table: Table, make_format: Format) -> None:
    """Totals two rows below the table, outside its filter; they follow what the filter shows."""
    row, last = FIRST_ROW + table.frame.height + 2, FIRST_ROW + table.frame.height
    head = make_format(bold=True, top=1)._get_xf_index()
    cells = [f'<c r="A{row}" s="{head}"{_text_cell(sheet, "合计（随筛选变动）total of rows shown")}']
    for index, column in enumerate(table.columns):
        if column.sum:
            name, style = xl_col_to_name(index), make_format(**column.style, bold=True, top=1)._get_xf_index()
            formula = f"=SUBTOTAL(109,{name}{FIRST_ROW + 1}:{name}{last})"
            cells.append(f'<c r="{name}{row}" s="{style}"{_formula_cell(formula, _add_up(table.frame[column.name]))}')
    sheet.rows_below.append(f'<row r="{row}">{"".join(cells)}</row>')
    sheet.dim_rowmax = row - 1


def _add_up(values: pl.Series) -> float:
    return float(values.cast(pl.Float64).sum())
