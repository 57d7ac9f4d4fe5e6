"""The cells of a table, written column by column: each format is made once, a missing value gives no cell."""

import re
from collections.abc import Iterator
from typing import Any

import polars as pl
from xlsxwriter.utility import xl_col_to_name

from junxian.bulletin.workbook.table import FIRST_ROW, Column, Table

_MAY_BEGIN_A_FORMULA = r"^[=+\-@\t\r]"


def looks_like_formula(text: str) -> bool:
    """Whether a program could take the text for a formula once somebody edits the cell."""
    return re.match(_MAY_BEGIN_A_FORMULA, text) is not None


def write_cells(workbook: Any, sheet: Any, table: Table) -> None:
    """Write the rows of a table below its header, and its totals."""
    quoted = _find_quoted(table)
    for index, column in enumerate(table.columns):
        style, values = workbook.format(**column.style), table.frame[column.name]
        if column.is_text:
            if column.name in quoted or (table.tint and table.tint.column == column.name):
                _write_styled_texts(workbook, sheet, table, index)
            else:
                _write_texts(sheet, index, values, style)
        elif column.kind == "date":
            for row, day in _present(values):
                sheet.write_datetime(row, index, day, style)
        elif column.formula:
            _write_formulas(sheet, table, index, style)
        else:
            _write_numbers(sheet, index, values, style)
    if table.frame.height and any(column.sum for column in table.columns):
        _write_totals(workbook, sheet, table)


def _find_quoted(table: Table) -> set[str]:
    """Text columns in which some text could be taken for a formula."""
    names = dict.fromkeys(column.name for column in table.columns if column.is_text)
    found = table.frame.select(pl.col(name).cast(pl.String).str.contains(_MAY_BEGIN_A_FORMULA).any() for name in names)
    return {name for name in names if found[name].item()}


def _present(values: pl.Series) -> Iterator[tuple[int, Any]]:
    return ((row, value) for row, value in enumerate(values.to_list(), FIRST_ROW) if value is not None)


def _write_numbers(sheet: Any, index: int, values: pl.Series, style: Any) -> None:
    write = sheet.write_number
    for row, value in enumerate(values.to_list(), FIRST_ROW):
        if value is not None:
            write(row, index, value, style)


def _write_texts(sheet: Any, index: int, values: pl.Series, style: Any) -> None:
    write = sheet.write_string
    for row, text in enumerate(values.cast(pl.String).to_list(), FIRST_ROW):
        if text:
            write(row, index, text, style)


def _write_styled_texts(workbook: Any, sheet: Any, table: Table, index: int) -> None:
    """Text stays text whatever it begins with; what could be taken for a formula is marked as quoted."""
    column = table.columns[index]
    tints = _list_tints(table, column)
    for row, text in _present(table.frame[column.name].cast(pl.String)):
        if text:
            style = dict(column.style)
            if tints and tints[row - FIRST_ROW]:
                style["bg_color"] = tints[row - FIRST_ROW]
            if looks_like_formula(text):
                style["quote_prefix"] = True
            sheet.write_string(row, index, text, workbook.format(**style))


def _list_tints(table: Table, column: Column) -> list[str]:
    if table.tint is None or table.tint.column != column.name:
        return []
    return [table.tint.colours.get(code or "", "") for code in table.frame[table.tint.by].to_list()]


def _write_formulas(sheet: Any, table: Table, index: int, style: Any) -> None:
    """A formula with the run's value where it gives that value; else the value alone."""
    column = table.columns[index]
    holds = table.frame[column.holds].to_list() if column.holds else [True] * table.frame.height
    for row, value in _present(table.frame[column.name]):
        if holds[row - FIRST_ROW]:
            sheet.write_formula(row, index, column.formula.replace("{r}", str(row + 1)), style, value)
        else:
            sheet.write_number(row, index, value, style)


def _write_totals(workbook: Any, sheet: Any, table: Table) -> None:
    """Totals two rows below the table, outside its filter; they follow what the filter shows."""
    last = FIRST_ROW + table.frame.height
    head = workbook.format(bold=True, top=1)
    sheet.write_string(last + 1, 0, "合计（随筛选变动）total of rows shown", head)
    for index, column in enumerate(table.columns):
        if column.sum:
            name, style = xl_col_to_name(index), workbook.format(**column.style, bold=True, top=1)
            formula = f"=SUBTOTAL(109,{name}{FIRST_ROW + 1}:{name}{last})"
            sheet.write_formula(last + 1, index, formula, style, _add_up(table.frame[column.name]))


def _add_up(values: pl.Series) -> float:
    return float(values.cast(pl.Float64).sum())
