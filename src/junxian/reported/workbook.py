"""XLSX: measured before it is parsed, then every sheet as text with its true addresses."""

import io
import re
import zipfile
import zlib
from typing import Any
from xml.etree import ElementTree

from junxian.reported.limits import (
    MAX_RATIO,
    MAX_SHEET_CELLS,
    MAX_UNPACKED_BYTES,
    MAX_WORKBOOK_BYTES,
    RATIO_FROM_BYTES,
)
from junxian.reported.sheet import CannotRead, Sheet
from junxian.reported.workbook_cells import UNCOMPUTED, Texts, find_shown

_REFERENCE = re.compile(rb"""<(?:\w+:)?(?:c|dimension)\s(?:[^>]*?\s)?r(?:ef)?=["'](?:[A-Z]+\d+:)?([A-Z]+)(\d+)["']""")
_ROW_START = re.compile(rb"<(?:\w+:)?row[\s/>]")
_ROW_NUMBER = re.compile(rb"""<(?:\w+:)?row\s(?:[^>]*?\s)?r=["'](\d+)["']""")
_CELL_START = re.compile(rb"<(?:\w+:)?c[\s/>]")
_ERROR_CELL = re.compile(rb"""\st=["']e["']""")
_PERCENT_STYLE = re.compile(rb"""<(?:\w+:)?xf\s[^>]*numFmtId=["'](?:9|10)["']|formatCode=["'][^"']*%""")
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")  # an encrypted workbook or one of the old .xls kind
_ERRORS = {
    "Div0": "#DIV/0!", "NA": "#N/A", "Name": "#NAME?", "Null": "#NULL!", "Num": "#NUM!", "Ref": "#REF!",
    "Value": "#VALUE!", "GettingData": "#GETTING_DATA",
}  # fmt: skip


def read_workbook(data: bytes) -> list[Sheet]:
    """Read every sheet of a workbook; CannotRead where it is too large, encrypted or broken."""
    has_errors, shows_otherwise = measure_workbook(data)
    import fastexcel  # 30 ms that a province of CSV files need not pay

    try:
        book = fastexcel.read_excel(data)
        shown = find_shown(data) if shows_otherwise else {}
        return [_read_sheet(book, name, has_errors, shown.get(name, {})) for name in book.sheet_names]
    except (fastexcel.FastExcelError, ElementTree.ParseError, KeyError, ArithmeticError) as error:
        raise _broken(str(error)) from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # the Rust reader gives up on some broken files in this way
            raise
        raise _broken(str(error)) from error


def _broken(why: str) -> CannotRead:
    return CannotRead(
        "unreadable_file",
        "工作簿已损坏或不是XLSX格式",
        f"the workbook is broken or no XLSX ({why.partition(chr(10))[0][:120]})",
    )


def measure_workbook(data: bytes) -> tuple[bool, bool]:
    """Refuse a workbook of absurd size before it is parsed; returns whether cells hold errors, and may need `find_shown`.

    Declared sizes are asked first; then each entry is unpacked once, which also proves the declared size true.
    """
    _refuse_above(len(data), MAX_WORKBOOK_BYTES, "文件大小（字节）", "bytes on disk")
    if data.startswith(_OLE):
        raise CannotRead(
            "unreadable_file", "工作簿已加密或为旧版XLS格式", "the workbook is encrypted or of the old .xls kind"
        )
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            _refuse_declared(entries)
            found = [_measure_entry(archive.read(entry)) for entry in entries]  # every entry, not to the first error
            return any(errors for errors, _ in found), any(otherwise for _, otherwise in found)
    except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, EOFError, OSError, ValueError) as error:
        raise _broken(str(error)) from error


def _refuse_declared(entries: list[zipfile.ZipInfo]) -> None:
    _refuse_above(sum(e.file_size for e in entries), MAX_UNPACKED_BYTES, "解压后大小（字节）", "bytes unpacked")
    for entry in entries:
        if entry.file_size > RATIO_FROM_BYTES:
            ratio = entry.file_size // max(entry.compress_size, 1)
            _refuse_above(ratio, MAX_RATIO, "压缩倍数", "times compressed")


def _measure_entry(xml: bytes) -> tuple[bool, bool]:
    """Refuse a sheet whose last cell, declared or used, lies absurdly far out; returns what `measure_workbook` does."""
    references = set(_REFERENCE.findall(xml))
    cells = len(_CELL_START.findall(xml))
    if not references and not cells:
        return False, _PERCENT_STYLE.search(xml) is not None
    rows = max([int(row) for _, row in references] + [int(n) for n in _ROW_NUMBER.findall(xml)], default=0)
    columns = max((_column_number(letters) for letters, _ in references), default=0)
    if cells > len(_REFERENCE.findall(xml)):  # cells without addresses stand one after the other
        rows = max(rows, len(_ROW_START.findall(xml)))
        columns = max(columns, *(len(_CELL_START.findall(part)) for part in _ROW_START.split(xml)))
    _refuse_above(rows * columns, MAX_SHEET_CELLS, "工作表单元格数", "cells of a sheet")
    has_formulas = b"<f" in xml or b":f" in xml
    return _ERROR_CELL.search(xml) is not None, has_formulas and UNCOMPUTED.search(xml) is not None


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters[:8]:
        number = number * 26 + letter - 64
    return number


def _refuse_above(size: int, limit: int, what_zh: str, what_en: str) -> None:
    if size > limit:
        raise CannotRead("oversized_file", f"{what_zh}{size:,}", f"{size:,} {what_en}", f"{limit:,}")


def _read_sheet(book: Any, name: str, has_errors: bool, shown: Texts) -> Sheet:
    sheet = book.load_sheet(name, header_row=None, skip_rows=0, dtypes="string")
    places = tuple(column.absolute_index for column in sheet.selected_columns)
    if not places:
        return Sheet(name, (), ())
    columns = [[text or "" for text in column.to_list()] for column in sheet.to_polars().get_columns()]
    if has_errors:
        _restore_errors(columns, sheet)
    for (row, letters), text in shown.items():
        place = _column_number(letters.encode()) - 1
        if place in places and row <= sheet.height:
            columns[places.index(place)][row - 1] = text
    return Sheet(name, places, tuple(columns))


def _restore_errors(columns: list[list[str]], sheet: Any) -> None:
    """Write the text of Excel's errors back: the reader gives them as empty cells."""
    _, errors = sheet.to_arrow_with_errors()
    for error in errors.errors if errors else ():
        row, column = error.position
        kind = error.detail.partition("Error(")[2].partition(")")[0]
        columns[column][row] = _ERRORS.get(kind, "#ERROR")
