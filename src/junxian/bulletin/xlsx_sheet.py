"""One table on one sheet of a workbook: real numbers, units and two languages in the header, ready to print.

Text of a cell is written as text whatever it begins with, so that nothing filed can become a formula.
"""

import datetime
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

import polars as pl

from junxian.terms.unit import parse_unit

Kind = Literal["code", "text", "long", "number", "measure", "share", "date"]  # measure: of any size, to four decimals
Write = Callable[..., Any]

HEADER_ROW = 2  # title and note stand above
FIRST_ROW = HEADER_ROW + 1
FONT = "宋体"
SEVERITY_COLOURS = {"hold": "#F8D7D3", "explain": "#FFF1CC", "note": "#E6EEF5"}
STATE_COLOURS = {"red": "#F1A9A0", "orange": "#F9CFA3", "yellow": "#FFF1B8", "green": "#D5EBD6", "unknown": "#E3E3E3"}
_WIDEST = {"code": 20, "text": 24, "long": 46, "number": 18, "measure": 18, "share": 12, "date": 12}
_MAY_BEGIN_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_FORBIDDEN_IN_NAMES = str.maketrans(dict.fromkeys("[]:*?/\\'", "·"))


@dataclass(frozen=True)
class Column:
    """One column of a sheet: the frame's column, its header in Chinese and English, its unit and kind.

    `formula` gives the formula of a row (rows counted from 1, as Excel does); the frame's value is stored with it.
    Where the frame's column `holds` is not true, the value stands alone: a formula never shows another figure.
    A header with `unit` names the unit in both languages. `sum` adds a total that follows the filter.
    """

    name: str
    zh: str
    en: str
    unit: str = ""
    kind: Kind = "text"
    decimals: int = 2
    formula: Callable[[int], str] | None = None
    holds: str = ""
    sum: bool = False

    @property
    def header(self) -> str:
        """Chinese line and English line of the header cell."""
        if not self.unit:
            return f"{self.zh}\n{self.en}"
        english = parse_unit(self.unit).text("en")
        return f"{self.zh}（{self.unit}）\n{self.en}" + (f" ({english})" if english else "")


@dataclass(frozen=True)
class Table:
    """What one sheet shows: a frame, its columns, a title and a line that says how to read it."""

    sheet: str
    title: str
    note: str
    frame: pl.DataFrame
    columns: tuple[Column, ...]
    colours: tuple[str, dict[str, str]] | None = None  # column of codes by which rows are coloured, code → colour
    frozen: int = 2  # columns that stay in sight


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
    import xlsxwriter

    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(str(path), options | {"nan_inf_to_errors": True})
    created = datetime.datetime.combine(date, datetime.time())
    book.set_properties({"title": title, "author": "Junxian 郡县", "comments": label, "created": created})
    book.set_calc_mode("auto")
    return Workbook(book, label)


def letter(columns: tuple[Column, ...], name: str) -> str:
    """The letters of a column, such as `$D`."""
    from xlsxwriter.utility import xl_col_to_name

    return "$" + str(xl_col_to_name([c.name for c in columns].index(name)))


def write_table(workbook: Workbook, table: Table) -> Any:
    """Write one table on a sheet of its own and return the sheet. Missing values stay empty cells.

    An empty frame gives a sheet with its header alone.
    """
    table = table if table.frame.height else replace(table, frame=_no_rows(table))
    sheet = workbook.book.add_worksheet(workbook.sheet_name(table.sheet))
    _write_heading(workbook, sheet, table)
    tints = _row_tints(table)
    for index, column in enumerate(table.columns):
        sheet.set_column(index, index, _column_width(table.frame, column))
        _write_column(workbook, sheet, (index, column), table.frame, tints)
    _write_totals(workbook, sheet, table)
    last = HEADER_ROW + table.frame.height
    sheet.autofilter(HEADER_ROW, 0, max(last, FIRST_ROW), len(table.columns) - 1)
    sheet.freeze_panes(FIRST_ROW, table.frozen)
    set_print(sheet, workbook, table.title)
    return sheet


def _no_rows(table: Table) -> pl.DataFrame:
    names = [c.name for c in table.columns] + ([table.colours[0]] if table.colours else [])
    return pl.DataFrame(schema=dict.fromkeys(names, pl.String))


def set_print(sheet: Any, workbook: Workbook, title: str, landscape: bool = True) -> None:
    """A4, one page wide, header rows repeated; title, label and page number on every page."""
    sheet.set_paper(9)
    if landscape:
        sheet.set_landscape()
        sheet.repeat_rows(HEADER_ROW)
    sheet.set_margins(left=0.5, right=0.5, top=0.8, bottom=0.7)
    sheet.fit_to_pages(1, 0)
    sheet.set_header(f"&L&9{_plain(title)}&R&9{_plain(workbook.label)}")
    sheet.set_footer("&C&9&P / &N")


def write_text(workbook: Workbook, sheet: Any, cell: tuple[int, int], text: str, **properties: Any) -> None:
    """Write text as text; what could be taken for a formula when edited is marked as quoted."""
    if text.startswith(_MAY_BEGIN_A_FORMULA):
        properties["quote_prefix"] = True
    sheet.write_string(*cell, text, workbook.format(**properties))


def _plain(text: str) -> str:
    return text.replace("&", "&&")[:80]


def _write_heading(workbook: Workbook, sheet: Any, table: Table) -> None:
    title = f"{table.title}　【{workbook.label}】" if workbook.label else table.title
    write_text(workbook, sheet, (0, 0), title, bold=True, font_size=14, font_color="#1F3A5F")
    write_text(workbook, sheet, (1, 0), table.note, font_color="#595959", font_size=9)
    sheet.set_row(0, 22)
    lines = max((_header_lines(table.frame, column) for column in table.columns), default=2)
    sheet.set_row(HEADER_ROW, 13.5 * lines + 4)
    for index, column in enumerate(table.columns):
        style = {"bold": True, "text_wrap": True, "bg_color": "#DCE6F0", "bottom": 1, "valign": "vcenter"}
        write_text(workbook, sheet, (HEADER_ROW, index), column.header, **style, align="center")


def _write_column(
    workbook: Workbook, sheet: Any, place: tuple[int, Column], frame: pl.DataFrame, tints: list[str] | None
) -> None:
    index, column = place
    style, is_text = _style(column), column.kind in ("code", "text", "long")
    plain, write = workbook.format(**style), _writer(sheet, column, frame)
    values = frame[column.name].cast(pl.String).to_list() if is_text else frame[column.name].to_list()
    for offset, value in enumerate(values):
        quoted = is_text and value is not None and value.startswith(_MAY_BEGIN_A_FORMULA)
        tint = tints[offset] if tints else ""
        cell_format = workbook.format(**style, **_extra(tint, quoted)) if tint or quoted else plain
        if value is not None and value != "":
            write(FIRST_ROW + offset, index, value, cell_format)
        elif tint:
            sheet.write_blank(FIRST_ROW + offset, index, None, cell_format)


def _extra(tint: str, quoted: bool) -> dict[str, Any]:
    return ({"bg_color": tint} if tint else {}) | ({"quote_prefix": True} if quoted else {})


def _writer(sheet: Any, column: Column, frame: pl.DataFrame) -> Write:
    if column.formula is not None:
        holds = frame[column.holds].to_list() if column.holds else [True] * frame.height
        return _formula_writer(sheet, column.formula, holds)
    if column.kind == "date":
        return sheet.write_datetime  # type: ignore[no-any-return]
    return sheet.write_string if column.kind in ("code", "text", "long") else sheet.write_number  # type: ignore[no-any-return]


def _formula_writer(sheet: Any, formula: Callable[[int], str], holds: list[bool | None]) -> Write:
    def write(row: int, index: int, value: Any, cell_format: Any) -> None:
        if holds[row - FIRST_ROW]:
            sheet.write_formula(row, index, formula(row + 1), cell_format, value)
        else:
            sheet.write_number(row, index, value, cell_format)

    return write


def _style(column: Column) -> dict[str, Any]:
    point = "." + "0" * column.decimals if column.decimals else ""
    formats = {
        "number": f"#,##0{point}", "share": f"0{point}%", "measure": "#,##0.00##", "date": "yyyy-mm-dd",
    }  # fmt: skip
    return {"num_format": formats.get(column.kind, "@")} | ({"text_wrap": True} if column.kind == "long" else {})


def _row_tints(table: Table) -> list[str] | None:
    if table.colours is None:
        return None
    name, colours = table.colours
    return [colours.get(code or "", "") for code in table.frame[name].to_list()]


def _write_totals(workbook: Workbook, sheet: Any, table: Table) -> None:
    """Totals two rows below the table, outside its filter; they follow what the filter shows."""
    summed = [(i, c) for i, c in enumerate(table.columns) if c.sum]
    if not summed or table.frame.is_empty():
        return
    row, last = FIRST_ROW + table.frame.height + 1, FIRST_ROW + table.frame.height
    write_text(workbook, sheet, (row, 0), "合计（随筛选变动）total of rows shown", bold=True, top=1)
    for index, column in summed:
        name = letter(table.columns, column.name)
        formula = f"=SUBTOTAL(109,{name}{FIRST_ROW + 1}:{name}{last})"
        style = workbook.format(**_style(column), bold=True, top=1)
        sheet.write_formula(row, index, formula, style, table.frame[column.name].sum())


def _column_width(frame: pl.DataFrame, column: Column) -> float:
    widest = _WIDEST[column.kind]
    header = max(map(_text_width, column.header.split("\n")), default=0)
    return min(widest, max(7.0, min(header, 15) + 2, _values_width(frame, column) + 1.5))


def _values_width(frame: pl.DataFrame, column: Column) -> float:
    values = frame[column.name]
    if column.kind == "date":
        return 10
    if column.kind in ("number", "measure", "share"):
        largest = values.cast(pl.Float64).abs().max()
        return len(f"{largest:,.{column.decimals}f}") + 1 if isinstance(largest, float) else 0
    values = values.cast(pl.String)
    chars, size = values.str.len_chars().cast(pl.Float64), values.str.len_bytes().cast(pl.Float64)
    width = (chars + (size - chars) / 2).max()
    return float(width) if isinstance(width, float) else 0.0


def _header_lines(frame: pl.DataFrame, column: Column) -> int:
    room = _column_width(frame, column) - 1
    return sum(max(1, -int(-_text_width(line) // room)) for line in column.header.split("\n"))


def _text_width(text: str) -> float:
    return sum(2 if ord(c) > 0x2E7F else 1 for c in text)


def add_columns(frame: pl.DataFrame, *expressions: pl.Expr) -> pl.DataFrame:
    """Add columns to a frame that has rows; an empty result may lack the columns that the expressions name."""
    return frame if frame.is_empty() else frame.with_columns(*expressions)


def join_languages(frame: pl.DataFrame, prefixes: tuple[str, ...]) -> pl.DataFrame:
    """Add `<prefix>_both`, Chinese and English in one text; the Chinese alone where both are the same or one is absent."""
    return add_columns(frame, *(_join_language(prefix) for prefix in prefixes))


def _join_language(prefix: str) -> pl.Expr:
    zh, en = pl.col(f"{prefix}_zh"), pl.col(f"{prefix}_en")
    alone = en.is_null() | (en == "") | (zh == en)
    return pl.when(alone).then(zh).otherwise(pl.concat_str(zh, pl.lit(" "), en)).alias(f"{prefix}_both")


def put_words(column: str, words: dict[str, str], alias: str) -> pl.Expr:
    """Words for codes; an unknown code stands as it is."""
    return pl.col(column).replace(words).alias(alias)
