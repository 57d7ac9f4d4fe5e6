"""Writes returns to files: CSV in an encoding, workbooks with a plain table or with a form's title and merged header."""

import csv
import hashlib
import io
from datetime import datetime
from pathlib import Path

import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell

from example_province.returns import Return

AREA, NAME = "行政区划代码", "地区"
MERGED = {  # header above → items and the header below; an empty header above stands alone over both rows
    "现价": {"gdp": "地区生产总值", "value_added.1": "第一产业", "value_added.2": "第二产业", "value_added.3": "第三产业", "private_va": "民营经济"},
    "2020年价": {"gdp_constant": "地区生产总值", "value_added_constant.1": "第一产业", "value_added_constant.3": "第三产业"},
    "比上年增长": {"gdp_growth": "地区生产总值（%）", "industry_va_growth": "规上工业增加值（%）"},
}  # fmt: skip
ORIGIN = {"plain": (0, 0), "bordered": (2, 1), "merged": (4, 1)}  # row of the last header line, first column
CREATED = datetime(2024, 1, 1)  # a fixed day: the same figures make the same bytes


def write_return(filed: Return, figures: Path) -> str:
    """Write one file below `figures` and return its SHA-256."""
    path = figures / filed.path
    path.parent.mkdir(parents=True, exist_ok=True)
    content = _csv(filed) if filed.suffix == "csv" else _workbook(filed)
    path.write_bytes(content)
    return hashlib.sha256(content).hexdigest()


def address(filed: Return, index: int, key: str = "") -> str:
    """The A1 address of an item's cell in the row of that index; of the area's code without an item."""
    top, left = ORIGIN[filed.layout]
    column = left + 2 + filed.keys.index(key) if key else left
    return str(xl_rowcol_to_cell(top + 1 + index, column))


def _table(filed: Return) -> list[list[str]]:
    header = [AREA, NAME, *(filed.headers[key] for key in filed.keys)]
    return [header, *([row.code, row.name, *(row.cells[key] for key in filed.keys)] for row in filed.rows)]


def _csv(filed: Return) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(_table(filed))
    return text.getvalue().encode(filed.encoding)


def _workbook(filed: Return) -> bytes:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        book.set_properties({"created": CREATED})
        sheet = book.add_worksheet("上报表")
        top, left = ORIGIN[filed.layout]
        if filed.layout == "merged":
            _write_merged_header(book, sheet, filed)
        else:
            sheet.write_row(top, left, _table(filed)[0])
        for index, row in enumerate(_table(filed)[1:]):
            _write_row(sheet, top + 1 + index, left, row)
        for place, note in filed.notes.items():
            sheet.write_string(place, note)
    return buffer.getvalue()


def _write_row(sheet: xlsxwriter.worksheet.Worksheet, line: int, left: int, row: list[str]) -> None:
    for column, text in enumerate(row):
        if column >= 2 and _is_number(text):
            sheet.write_number(line, left + column, float(text))
        elif text:
            sheet.write_string(line, left + column, text)


def _is_number(text: str) -> bool:
    return text.replace(".", "", 1).replace("-", "", 1).isdecimal() and text.isascii()


def _write_merged_header(book: xlsxwriter.Workbook, sheet: xlsxwriter.worksheet.Worksheet, filed: Return) -> None:
    centred = book.add_format({"align": "center", "valign": "vcenter", "border": 1})
    last, left = ORIGIN["merged"]
    width = 1 + len(filed.keys)
    sheet.merge_range(last - 3, left, last - 3, left + width, "云岚省县级地区生产总值核算表", centred)
    sheet.write_string(last - 2, left + width, "单位：万元")
    for column, text in enumerate((AREA, NAME)):
        sheet.merge_range(last - 1, left + column, last, left + column, text, centred)
    column = left + 2
    for above, below in MERGED.items():
        sheet.merge_range(last - 1, column, last - 1, column + len(below) - 1, above, centred)
        sheet.write_row(last, column, list(below.values()), centred)
        column += len(below)
