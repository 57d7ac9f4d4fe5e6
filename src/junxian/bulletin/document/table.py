"""Tables of a document, written as XML at once because cell by cell is slow; header rows repeat on every page."""

from collections.abc import Sequence
from typing import Any
from xml.sax.saxutils import escape

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

TYPE_AREA_TWIPS = 8844  # 156 mm
_BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)
_JUSTIFY = {"l": "left", "c": "center", "r": "right"}


def add_table(document: Any, head: Sequence[str], rows: Sequence[Sequence[str]], widths: str, align: str) -> None:
    """Add a grid across the type area.

    `widths` holds one relative width per column, parted by spaces; `align` one letter l, c or r per column.
    """
    shares = [float(w) for w in widths.split()]
    twips = [int(TYPE_AREA_TWIPS * share / sum(shares)) for share in shares]
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in twips)
    first = _row(head, twips, "c" * len(head), _style_id(document, "Table head"), is_head=True)
    text = _style_id(document, "Table text")
    body = "".join(_row(row, twips, align, text) for row in rows)
    table = (
        f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblW w:w="{sum(twips)}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblBorders>{_BORDERS}</w:tblBorders><w:tblLayout w:type="fixed"/>'
        '<w:tblCellMar><w:top w:w="28" w:type="dxa"/><w:left w:w="57" w:type="dxa"/><w:bottom w:w="28" w:type="dxa"/><w:right w:w="57" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{first}{body}</w:tbl>"
    )
    document.element.body._insert_tbl(parse_xml(table))


def _row(cells: Sequence[str], twips: list[int], align: str, style: str, is_head: bool = False) -> str:
    properties = "<w:trPr><w:cantSplit/>" + ("<w:tblHeader/>" if is_head else "") + "</w:trPr>"
    return f"<w:tr>{properties}{''.join(_cell(c, w, a, style) for c, w, a in zip(cells, twips, align, strict=True))}</w:tr>"


def _cell(text: str, width: int, align: str, style: str) -> str:
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>'
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/><w:jc w:val="{_JUSTIFY[align]}"/></w:pPr>'
        f'<w:r><w:t xml:space="preserve">{escape(_printable(text))}</w:t></w:r></w:p></w:tc>'
    )


def _printable(text: str) -> str:
    return "".join(c for c in text if c >= " " or c in "\t\n")


def _style_id(document: Any, name: str) -> str:
    return str(document.styles[name].style_id)
