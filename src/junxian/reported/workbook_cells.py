"""Cells of a workbook that its reader gives otherwise than the sheet shows them: percentages, formulas never computed."""

import io
import re
import zipfile
from collections.abc import Iterator
from decimal import Decimal
from html import unescape
from posixpath import join
from xml.etree import ElementTree

Texts = dict[tuple[int, str], str]  # row (from 1) and column letters → text

UNCOMPUTED = re.compile(
    rb"""<(?:\w+:)?c\s[^>]*>\s*<(?:\w+:)?f(?:\s[^>]*)?(?:/>|>[^<]*</(?:\w+:)?f>)\s*"""
    rb"""(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>)?\s*</(?:\w+:)?c>"""
)
_CELL = re.compile(rb"<(?:\w+:)?c\s([^>]*)(?<!/)>(.*?)</(?:\w+:)?c>", re.DOTALL)
_VALUE = re.compile(rb"<(?:\w+:)?v>([^<]+)</")
_FORMULA = re.compile(rb"<(?:\w+:)?f(?:\s[^>]*)?(?:/>|>([^<]*)</)")
_ATTRIBUTE = re.compile(rb"""(\w+)=["']([^"']*)["']""")
_LITERAL = re.compile(r"""\"[^"]*"|\\.""")  # 0.0"%" only prints the sign
_ADDRESS = re.compile(r"([A-Z]+)(\d+)")
_PERCENT_FORMATS = {"9", "10"}  # 0% and 0.00%, built into every workbook


def find_shown(data: bytes) -> dict[str, Texts]:
    """By sheet: the formula itself where it was never computed, and `6.3%` where 0.063 is shown as a percentage."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        percent = _find_percent_styles(archive)
        return {name: dict(_read_cells(archive.read(file), percent)) for name, file in _list_sheets(archive)}


def _read_cells(xml: bytes, percent: set[bytes]) -> Iterator[tuple[tuple[int, str], str]]:
    for cell in _CELL.finditer(xml):
        attributes = dict(_ATTRIBUTE.findall(cell[1]))
        address = _ADDRESS.fullmatch(attributes.get(b"r", b"").decode())
        text = _show(cell[2], is_percent=attributes.get(b"s") in percent)
        if address and text and attributes.get(b"t", b"n") == b"n":  # "str": a formula may give an empty text
            yield (int(address[2]), address[1]), text


def _show(content: bytes, *, is_percent: bool) -> str:
    value, formula = _VALUE.search(content), _FORMULA.search(content)
    if value is None:
        return "=" + unescape((formula[1] or b"").decode("utf-8", "replace")) if formula else ""
    return f"{Decimal(value[1].decode()).scaleb(2):f}%" if is_percent else ""


def _find_percent_styles(archive: zipfile.ZipFile) -> set[bytes]:
    """Numbers of the cell styles that show a percentage."""
    if "xl/styles.xml" not in archive.namelist():
        return set()
    styles = ElementTree.fromstring(archive.read("xl/styles.xml"))
    own = {
        e.get("numFmtId") for e in styles.iterfind(".//{*}numFmt") if "%" in _LITERAL.sub("", e.get("formatCode", ""))
    }
    cells = styles.iterfind("{*}cellXfs/{*}xf")
    return {str(n).encode() for n, e in enumerate(cells) if e.get("numFmtId") in own | _PERCENT_FORMATS}


def _list_sheets(archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """Name and file of every sheet."""
    links = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    files = {e.get("Id"): join("/xl", e.get("Target") or "").lstrip("/") for e in links}
    book = ElementTree.fromstring(archive.read("xl/workbook.xml"))
    for sheet in book.iterfind("{*}sheets/{*}sheet"):
        link = next((value for key, value in sheet.attrib.items() if key.endswith("}id")), "")
        if files.get(link) in archive.namelist():
            yield sheet.get("name") or "", files[link]
