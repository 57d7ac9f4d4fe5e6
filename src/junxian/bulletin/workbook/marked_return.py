"""A filed return given back as a workbook with its doubted cells coloured and commented; the file as filed stays untouched."""

import io
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl

from junxian.bulletin.contents.wording import translate_amounts
from junxian.bulletin.workbook.cells import looks_like_formula
from junxian.bulletin.workbook.table import SEVERITY_COLOURS
from junxian.declared.province import Province
from junxian.quality import Quality
from junxian.quality.innocent import explain_innocently
from junxian.quality.inquiries import drop_settled
from junxian.reported import Returns
from junxian.reported.open_file import open_sheets, read_bytes
from junxian.reported.sheet import CannotRead
from junxian.reported.workbook import measure_workbook
from junxian.terms.errors import FiguresError
from junxian.terms.finding import SEVERITIES, SEVERITY_NAMES

Mark = dict[str, Any]  # a finding's row with `sheet` and `cell` of one of its cells
WORDS = {
    "zh": {"found": "所报", "expected": "应为", "innocent": "可能的正常原因", "remedy": "处理", "id": "编号", "sep": "："},
    "en": {"found": "Found", "expected": "Expected", "innocent": "May be sound", "remedy": "To do", "id": "Id", "sep": ": "},
}  # fmt: skip
_SHEET = "上报表"  # of a file that has no sheets
_WIDTH, _LINE, _PER_LINE = 340, 18, 44  # of a comment: points, points, characters


def write_marked_return(
    quality: Quality, returns: Returns, province: Province, file: str, path: Path, language: str = "zh"
) -> int:
    """Write a copy of one filed file with the cells of its open findings marked, and return how many cells are.

    file  as findings name it, relative to the province folder; path  of the workbook to write
    A workbook keeps its sheets and formats; a CSV or Parquet file becomes a workbook of one sheet with its texts as they
    stand. Each cell bears the colour of the gravest finding and, as a comment, every finding's sentence, what would
    explain it innocently and what to do. FiguresError where the file cannot be read. Checked in
    tests/unit/bulletin/test_marked_return.py.
    """
    marks = list(list_marks(quality, returns, file))
    book = _open(province.folder / file, file)
    by_cell: dict[tuple[str, str], list[Mark]] = {}
    for mark in marks:
        by_cell.setdefault((mark["sheet"], mark["cell"]), []).append(mark)
    marked = [_mark(book, sheet, cell, own, province, language) for (sheet, cell), own in by_cell.items()]
    book.save(path)
    return sum(marked)


def list_marks(quality: Quality, returns: Returns, file: str) -> Iterator[Mark]:
    """Every cell of a file that an open finding charged to its filer points at, with the finding."""
    filer = returns.filings.filter(pl.col("file") == file)["filer"].to_list()
    found = drop_settled(quality.findings, quality.inquiries).filter(pl.col("charged_to").is_in(filer))
    named = found.filter(pl.col("file").str.split(" ").list.contains(file))
    cells = _find_cells(returns, file)
    for row in named.iter_rows(named=True):
        if row["file"] == file:
            places = [(row["sheet"], cell) for cell in row["cell"].split()]
        else:  # the cells of several files stand in one row; those of this file are looked up
            places = [
                cells[key]
                for item in row["item"].split()
                if (key := (row["ref_area"], row["time_period"], item)) in cells
            ]
        yield from (row | {"sheet": sheet, "cell": cell} for sheet, cell in places)


def _find_cells(returns: Returns, file: str) -> dict[tuple[str, str, str], tuple[str, str]]:
    own = returns.observations.filter(pl.col("file") == file)
    key = pl.when(pl.col("breakdown") == "").then("item").otherwise(pl.concat_str("item", "breakdown", separator="."))
    rows = own.select("ref_area", "time_period", key.alias("key"), "sheet", "cell").rows()
    return {(area, period, item): (sheet, cell) for area, period, item, sheet, cell in rows}


def _open(path: Path, file: str) -> Any:
    """The file as a workbook that can be marked: itself where it is one, else its text cell by cell."""
    import openpyxl

    try:
        data = read_bytes(path)
        if path.suffix.lower() == ".xlsx":
            measure_workbook(data)
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # of what it cannot keep: it says so of every validation list
                return openpyxl.load_workbook(io.BytesIO(data))
        sheets = open_sheets(path.suffix, data)
    except FileNotFoundError as error:
        raise FiguresError(file, "is not there any more.", "Run the province again.") from error
    except CannotRead as error:
        raise FiguresError(file, f"cannot be read: {error}.", "Mark it by hand, or ask for another copy.") from error
    book = openpyxl.Workbook()
    book.active.title = _SHEET
    for sheet in sheets:
        for place, column in zip(sheet.places, sheet.columns, strict=True):
            for row, text in enumerate(column, 1):
                if text:
                    _write_text(book.active.cell(row, place + 1), text)
    return book


def _write_text(cell: Any, text: str) -> None:
    """Text as text whatever it begins with."""
    cell.value = text
    cell.data_type, cell.number_format = "s", "@"
    if looks_like_formula(text):
        cell.quotePrefix = True


def _mark(book: Any, sheet: str, address: str, marks: list[Mark], province: Province, language: str) -> bool:
    """Colour and comment one cell; False where the book has no such sheet."""
    from openpyxl.comments import Comment
    from openpyxl.styles import PatternFill

    name = sheet or _SHEET
    if name not in book.sheetnames:
        return False
    cell = _find_cell(book[name], address)
    worst = min((mark["severity"] for mark in marks), key=SEVERITIES.index)
    cell.fill = PatternFill("solid", fgColor=SEVERITY_COLOURS[worst].lstrip("#"))
    told = list(dict.fromkeys(_tell(mark, province, language) for mark in marks))
    text = "\n\n".join([*told, *([cell.comment.text] if cell.comment else [])])
    lines = sum(1 + len(line) // _PER_LINE for line in text.split("\n"))
    cell.comment = Comment(text, "Junxian 郡县", height=_LINE * (lines + 1), width=_WIDTH)
    return True


def _find_cell(sheet: Any, address: str) -> Any:
    """The cell of an address; of merged cells the first."""
    for area in sheet.merged_cells.ranges:
        if address in area:
            return sheet.cell(area.min_row, area.min_col)
    return sheet[address]


def _tell(mark: Mark, province: Province, language: str) -> str:
    words = WORDS[language]
    innocent = explain_innocently(province.rules.get(mark["rule"])).text(language)
    lines = [
        (name, mark[name] if language == "zh" else translate_amounts(mark[name])) for name in ("found", "expected")
    ]
    lines += [("innocent", innocent), ("remedy", mark[f"remedy_{language}"]), ("id", mark["id"])]
    head = f"【{SEVERITY_NAMES[mark['severity']][language]}】{mark[f'message_{language}']}"
    return "\n".join([head, *(f"{words[name]}{words['sep']}{text}" for name, text in lines if text)])
