"""Reads rules out of a workbook in rules/: one row a rule, headers in Chinese or English, errors by sheet and cell."""

import re
import unicodedata
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import partial
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from junxian.declared.documents import Document
from junxian.declared.forms import Form
from junxian.declared.rules import Expression
from junxian.terms.area import LEVELS
from junxian.terms.errors import DeclarationError
from junxian.terms.files import expect_regular
from junxian.terms.finding import SEVERITY_NAMES
from junxian.terms.nearest import find_nearest, suggest

HEADERS: dict[str, tuple[str, ...]] = {
    "code": ("编码", "code"),
    "name": ("名称", "name"),
    "name_en": ("英文名称", "name in English"),
    "severity": ("级别", "severity"),
    "rule": ("公式", "expression"),
    "form": ("适用报表", "form"),
    "level_of_areas": ("适用地区级别", "level of areas"),
    "classes": ("适用类别", "classes"),
    "tolerance": ("误差", "tolerance"),
    "basis": ("依据", "basis"),
    "why": ("说明", "why"),
    "remedy": ("处理办法", "remedy"),
    "why_en": ("英文说明", "why in English"),
    "remedy_en": ("英文处理办法", "remedy in English"),
    "level": ("校验层次", "validation level"),
    "example": ("示例", "example"),
}
NEEDED = ("code", "name", "severity", "rule", "why", "remedy")
AREA_LEVELS = {"省": "province", "市": "city", "县": "county", "开发区": "zone", "园区": "park"}
FIRES, PASSES = ("报警", "触发", "fires"), ("不报警", "不触发", "通过", "passes")
MAX_BYTES, MAX_UNPACKED, MAX_ROWS, HEADER_ROWS = 16 * 2**20, 256 * 2**20, 10_000, 20

_ARROW = re.compile(r"^(.*?)\s*(?:→|⇒|=>|->|:)\s*([^→⇒:>]+)$", re.DOTALL)
_OUTSIDE = re.compile(r"[,、](?![^\[(]*[\])])")  # a comma that no bracket holds


@dataclass(frozen=True)
class _Sheet:
    name: str
    columns: dict[int, list[str]]  # by place from 0; texts from the first row


@dataclass(frozen=True)
class _Row:
    sheet: str
    number: int  # as the program shows it, from 1
    places: dict[str, int]
    texts: dict[str, str]

    def cell(self, column: str) -> str:
        """Where a column stands in this row: sheet and address."""
        place = f"cell {_letters(self.places[column])}{self.number}" if column in self.places else f"row {self.number}"
        return f"sheet '{self.sheet}', {place}"


class _Refuse(Exception):  # noqa: N818
    """What is wrong with the cell of a column, in both languages."""

    def __init__(self, column: str, zh: str, en: str) -> None:
        self.column, self.zh, self.en = column, zh, en


def read_rule_sheet(path: Path, where: str, forms: Iterable[Form], documents: Iterable[Document]) -> list[Expression]:
    """Read every rule of a workbook; every sheet that has the headers 编码 and 公式 within its first rows is read.

    where      how errors call the file
    forms      whose code, name or table number 适用报表 gives
    documents  whose id or title 依据 gives
    DeclarationError that names sheet and cell of every fault. The expressions themselves are read by `quality`.
    Checked in tests/unit/declared/test_rule_sheet.py.
    """
    rules, faults = scan_rule_sheet(path, where, forms, documents)
    if faults:
        raise DeclarationError(where, "\n".join(faults))
    return rules


def scan_rule_sheet(
    path: Path, where: str, forms: Iterable[Form], documents: Iterable[Document]
) -> tuple[list[Expression], list[str]]:
    """The rules of a workbook that can be read, and what is wrong with the other rows, by sheet and cell.

    Arguments as in `read_rule_sheet`; DeclarationError where the file is no workbook or no sheet has the headers.
    """
    titles = {name: form.code for form in forms for name in (form.code, form.name.zh, form.name.en, form.table_number) if name}  # fmt: skip
    cited = {name: document.id for document in documents for name in (document.id, document.title)}
    rules, faults, found = list[Expression](), list[str](), False
    for sheet in _open(path, where):
        header = _find_header(sheet)
        if header is None:
            continue
        found = True
        for row in _list_rows(sheet, header):
            rule, refused = _read_row(row, titles, cited)
            rules += [rule.put(f"{where}, {row.cell('rule')}, rule {rule.code}")] if rule else []
            faults += [f"{row.cell(fault.column)}: {fault.zh} {fault.en}" for fault in refused]
    if not found:
        raise DeclarationError(where, "has no sheet with the headers 编码 (code) and 公式 (expression).", "Keep the header row.")  # fmt: skip
    return rules, faults


def _open(path: Path, where: str) -> Iterator[_Sheet]:
    import fastexcel  # 30 ms that a province without such a sheet need not pay

    try:
        expect_regular(path)
        if path.stat().st_size > MAX_BYTES:
            raise DeclarationError(where, f"is larger than {MAX_BYTES:,} bytes.", "Keep rules alone in it.")
        with zipfile.ZipFile(path) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > MAX_UNPACKED:
                raise DeclarationError(where, "unpacks to an absurd size.", "Keep rules alone in it.")
        book = fastexcel.read_excel(path)
        for name in book.sheet_names:
            yield _read_sheet(book, name)
    except (zipfile.BadZipFile, OSError, fastexcel.FastExcelError) as error:
        raise DeclarationError(
            where, f"is no workbook that can be read ({str(error)[:80]}).", "Save it as XLSX."
        ) from error


def _read_sheet(book: Any, name: str) -> _Sheet:
    sheet = book.load_sheet(name, header_row=None, skip_rows=0, n_rows=MAX_ROWS, dtypes="string")
    places = [column.absolute_index for column in sheet.selected_columns]
    if not places:
        return _Sheet(name, {})
    texts = [[text or "" for text in column.to_list()] for column in sheet.to_polars().get_columns()]
    return _Sheet(name, dict(zip(places, texts, strict=True)))


def _letters(place: int) -> str:
    letters, place = "", place + 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _find_header(sheet: _Sheet) -> tuple[int, dict[str, int]] | None:
    """The row of the headers and the place of each column."""
    words = {_fold(name): column for column, names in HEADERS.items() for name in names}
    height = max((len(texts) for texts in sheet.columns.values()), default=0)
    for row in range(min(HEADER_ROWS, height)):
        heads = {place: _fold(texts[row].split("\n")[0]) for place, texts in sheet.columns.items()}
        found = {words[head]: place for place, head in heads.items() if head in words}
        if {"code", "rule"} <= found.keys():
            return row, found
    return None


def _fold(text: str) -> str:
    """A header without case, width, and what stands in brackets behind it."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return folded.partition("(")[0].strip().removesuffix("*").strip()


def _list_rows(sheet: _Sheet, header: tuple[int, dict[str, int]]) -> Iterator[_Row]:
    first, places = header
    for row in range(first + 1, len(next(iter(sheet.columns.values())))):
        texts = {column: sheet.columns[place][row].strip() for column, place in places.items()}
        if any(texts.values()):
            yield _Row(sheet.name, row + 1, places, texts)


def _read_row(row: _Row, titles: dict[str, str], cited: dict[str, str]) -> tuple[Expression | None, list[_Refuse]]:
    """The rule of a row, or everything that is wrong with its cells."""
    empty = {column: _say_empty(column) for column in NEEDED if not row.texts.get(column)}
    given: dict[str, Any] = {
        "kind": "expression", "code": row.texts["code"], "rule": row.texts["rule"],
        **{name: {"zh": row.texts.get(name, ""), "en": row.texts.get(f"{name}_en", "")} for name in ("name", "why", "remedy")},
    }  # fmt: skip
    refused = list(empty.values())
    for name, read in _list_readers(row, titles, cited).items():
        try:
            given[name] = None if name in empty else read()
        except _Refuse as fault:
            refused.append(fault)
    if refused:
        return None, refused
    try:
        return Expression.model_validate(given), []
    except ValidationError as error:
        return None, [_say_invalid(dict(fault)) for fault in error.errors()]


def _list_readers(row: _Row, titles: dict[str, str], cited: dict[str, str]) -> dict[str, Callable[[], Any]]:
    """What is to be read of a row beside its texts, each of which may be wrong by itself."""
    numbers = [name for name in ("level", "tolerance") if row.texts.get(name)]
    return {
        "severity": lambda: _read_severity(row),
        "form": lambda: _find(row, "form", titles),
        "basis": lambda: _find(row, "basis", cited),
        "applies_to": lambda: {"level": _read_levels(row), **_read_classes(row)},
        "example": lambda: _read_examples(row),
        **{name: partial(_read_number, row, name) for name in numbers},
    }


def _say_empty(column: str) -> _Refuse:
    zh, en = HEADERS[column][:2]
    hint = ("公式不要以“=”开头，否则电子表格会当作自己的公式。", " An expression does not begin with '=': a spreadsheet takes that for its own formula.") if column == "rule" else ("", "")  # fmt: skip
    return _Refuse(column, f"{zh}没有填写。{hint[0]}", f"{zh} ({en}) is empty.{hint[1]}")


def _say_invalid(fault: dict[str, Any]) -> _Refuse:
    column = str(fault["loc"][0])
    zh = HEADERS.get(column, (column,))[0]
    return _Refuse(column, f"{zh}“{fault['input']}”不合要求。", f"{fault['input']!r}: {fault['msg']}.")


def _refuse(column: str, text: str, zh: str, en: str, permitted: Iterable[str]) -> _Refuse:
    """A word that is not permitted, with the nearest that are, or with some of them."""
    words = list(permitted)
    near = find_nearest(text, words)
    chinese = [word for word in words if not word.isascii()]
    hint = f"您是要写“{'”还是“'.join(near)}”吗？" if near else f"可填：{'、'.join(chinese[:12])}。" if chinese else ""
    return _Refuse(column, f"“{text}”{zh}。{hint}", f"{text!r} {en}. {suggest(text, words)}")


def _read_severity(row: _Row) -> str:
    words = {name: code for code, names in SEVERITY_NAMES.items() for name in (code, names["zh"])}
    text = row.texts["severity"].casefold()
    if text not in words:
        raise _refuse("severity", text, "不是级别", "is no 级别", words)
    return words[text]


def _find(row: _Row, column: str, permitted: dict[str, str]) -> str:
    """The code that a cell gives by code or by name; "" for an empty cell."""
    text = row.texts.get(column, "").strip("《》")
    name, hash_sign, detail = text.partition("#")
    if name and name not in permitted:
        raise _refuse(column, name, "没有声明过", "is declared nowhere", permitted)
    return f"{permitted[name]}{hash_sign}{detail}" if name else ""


def _read_levels(row: _Row) -> list[str]:
    found = []
    for word in re.split(r"[,，、\s]+", row.texts.get("level_of_areas", "")):
        level = AREA_LEVELS.get(word.removesuffix("级"), word)
        if level and level not in LEVELS:
            raise _refuse("level_of_areas", word, "不是地区级别", "is no level of areas", [*AREA_LEVELS, *LEVELS])
        found += [level] if level else []
    return found


def _read_classes(row: _Row) -> dict[str, Any]:
    """Classification and classes: `peers/2023: A, B`."""
    text = row.texts.get("classes", "").replace("：", ":")
    if not text:
        return {}
    classification, colon, classes = text.partition(":")
    named = [name for name in re.split(r"[,，、\s]+", classes) if name]
    if not colon or not named:
        raise _Refuse("classes", f"“{text}”没有写明类别，应写作“分类/版本：类别、类别”。", f"{text!r} names no classes. Write classification/edition: class, class.")  # fmt: skip
    return {"classification": classification.strip(), "classes": named}


def _read_number(row: _Row, column: str) -> Decimal:
    text = row.texts[column]
    try:
        number = Decimal(unicodedata.normalize("NFKC", text))
    except InvalidOperation:
        number = Decimal("nan")
    if not number.is_finite():
        raise _Refuse(column, f"“{text}”不是数字，请只填数字。", f"{text!r} is no number. Write digits alone.")
    return number


def _read_examples(row: _Row) -> list[dict[str, Any]]:
    """Examples, one a line: 营业收入=100，主营业务收入=60 → 报警."""
    return [_read_example(row, line) for line in re.split(r"[\n;；]+", row.texts.get("example", "")) if line.strip()]


def _read_example(row: _Row, line: str) -> dict[str, Any]:
    match = _ARROW.match(line.strip().replace("：", ":"))
    verdict = match[2].strip().casefold() if match else ""
    if match is None or verdict not in (*FIRES, *PASSES):
        form = "营业收入=100，主营业务收入=60 → 报警"
        raise _Refuse("example", f"“{line.strip()}”不是示例，应写作“{form}”（或“不报警”）。", f"{line.strip()!r} is no example. Write {form} (or 不报警).")  # fmt: skip
    given = {}
    for part in _OUTSIDE.split(match[1].replace("，", ",").replace("（", "(").replace("）", ")")):
        name, _, number = part.replace("＝", "=").rpartition("=")
        try:
            given[name.strip()] = Decimal(number.strip())
        except InvalidOperation:
            raise _Refuse("example", f"“{part.strip()}”没有写明数字，应写作“营业收入=100”。", f"{part.strip()!r} gives no figure. Write 营业收入=100.") from None  # fmt: skip
    return {"given": given, "fires": verdict in FIRES}
