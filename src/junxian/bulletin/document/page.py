"""The page of a Chinese official document: A4, type area 156×225 mm, 22 lines of 28 characters, fonts, page numbers.

Source: GB/T 9704-2012 《党政机关公文格式》, 5 (page) and 7 (elements). Checked in tests/unit/bulletin/test_docx.py.
"""

from dataclasses import dataclass
from typing import Any

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor

RED = RGBColor(0xC8, 0x10, 0x1A)
FANGSONG, XIAOBIAOSONG, HEI, KAI, SONG = "仿宋_GB2312", "方正小标宋简体", "黑体", "楷体_GB2312", "宋体"
LATIN = "Times New Roman"
SUBSTITUTES = {FANGSONG: "仿宋", XIAOBIAOSONG: "宋体", KAI: "楷体", HEI: "SimHei", SONG: "SimSun"}
GRID_LINE_TWIPS = 579  # 225 mm / 22 lines
CLOSER_TWIPS = (
    -5
)  # 28 characters of 16 pt are wider than 156 mm; a character grid would be read differently by each program


@dataclass(frozen=True)
class Look:
    """How a paragraph style looks: East-Asian font, size in points, exact line spacing, indents in characters."""

    font: str
    size: float
    line: float = 28
    colour: RGBColor | None = None
    first_line: int = 2  # characters
    centred: bool = False
    before: float = 0
    after: float = 0
    keep_with_next: bool = False


LOOKS = {
    "Normal": Look(FANGSONG, 16),
    "Title": Look(XIAOBIAOSONG, 22, line=36, first_line=0, centred=True, before=28, after=10),
    "Subtitle": Look(KAI, 16, first_line=0, centred=True, after=14),
    "Heading 1": Look(HEI, 16, keep_with_next=True),
    "Heading 2": Look(KAI, 16, keep_with_next=True),
    "Issuer": Look(XIAOBIAOSONG, 30, line=44, colour=RED, first_line=0, centred=True, before=20),
    "Number": Look(FANGSONG, 16, first_line=0, centred=True, before=14),
    "Label": Look(HEI, 16, colour=RED, first_line=0, centred=True),
    "Annex mark": Look(HEI, 16, first_line=0),
    "Annex title": Look(XIAOBIAOSONG, 18, line=30, first_line=0, centred=True, after=6, keep_with_next=True),
    "Grid title": Look(KAI, 14, line=24, first_line=0, before=8, after=2, keep_with_next=True),
    "Remark": Look(FANGSONG, 10.5, line=16, first_line=0, after=4),
    "Table head": Look(HEI, 10.5, line=15, first_line=0, centred=True),
    "Table text": Look(FANGSONG, 10.5, line=15, first_line=0),
    "Signature": Look(FANGSONG, 16, first_line=0),
    "Footer": Look(SONG, 14, line=14, first_line=0),
}


def open_page(language: str, label: str) -> Any:
    """Open a document with the page, the styles and the page numbers of the standard; `label` heads every page."""
    document = Document()
    _drop_styles(document)
    _set_page(document)
    for name, look in LOOKS.items():
        _set_style(document, name, look, language)
    _write_footers(document)
    if label:
        _write_headers(document, label)
    _name_substitutes(document)
    return document


def _drop_styles(document: Any) -> None:
    """Drop the template's styles that the page does not use: every look-up of a style walks through all of them."""
    kept = {*LOOKS, "Header", "Default Paragraph Font", "Normal Table", "No List"}
    kept |= {f"{name} Char" for name in kept}  # linked styles
    for style in list(document.styles):
        if style.name not in kept:
            style.delete()


def _set_page(document: Any) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.left_margin = Mm(37), Mm(28)
    section.bottom_margin, section.right_margin = Mm(35), Mm(26)
    section.header_distance, section.footer_distance = Mm(15), Mm(23)
    grid = section._sectPr.find(qn("w:docGrid"))
    if grid is None:
        grid = OxmlElement("w:docGrid")
        section._sectPr.append(grid)
    grid.set(qn("w:type"), "lines")
    grid.set(qn("w:linePitch"), str(GRID_LINE_TWIPS))
    document.settings.odd_and_even_pages_header_footer = True


def _set_style(document: Any, name: str, look: Look, language: str) -> None:
    styles = document.styles
    style = styles[name] if name in styles else styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    if name != "Normal":
        style.base_style = styles["Normal"]
    _clear_look(style)
    _set_run_look(style, look, language)
    paragraph = style.paragraph_format
    paragraph.line_spacing_rule, paragraph.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(look.line)
    paragraph.space_before, paragraph.space_after = Pt(look.before), Pt(look.after)
    paragraph.keep_with_next, paragraph.widow_control = look.keep_with_next, False
    paragraph.alignment = _alignment(look, language)
    if look.line != LOOKS["Normal"].line:
        _leave_grid(style.element.get_or_add_pPr())
    _set_first_line(style.element.get_or_add_pPr(), look)


def _leave_grid(properties: Any) -> None:
    """Smaller and larger lines keep their own height beside the page's 22 lines."""
    off = parse_xml(f'<w:snapToGrid {nsdecls("w")} w:val="0"/>')
    properties.find(qn("w:spacing")).addprevious(off)


def _alignment(look: Look, language: str) -> WD_ALIGN_PARAGRAPH:
    if look.centred:
        return WD_ALIGN_PARAGRAPH.CENTER
    return WD_ALIGN_PARAGRAPH.JUSTIFY if language == "zh" and look.first_line else WD_ALIGN_PARAGRAPH.LEFT


def _clear_look(style: Any) -> None:
    """Take away what the template sets: theme fonts, colours, a rule under the title; outline levels stay."""
    element = style.element
    if element.rPr is not None:
        element.remove(element.rPr)
    for child in [] if element.pPr is None else list(element.pPr):
        if child.tag != qn("w:outlineLvl"):
            element.pPr.remove(child)


def _set_run_look(style: Any, look: Look, language: str) -> None:
    heads_in_latin = language == "en" and look.font in (HEI, KAI, XIAOBIAOSONG)  # Latin type has no such faces
    style.font.size, style.font.bold, style.font.italic = Pt(look.size), heads_in_latin, False
    style.font.color.rgb = look.colour or RGBColor(0, 0, 0)
    properties = style.element.get_or_add_rPr()
    fonts = properties.get_or_add_rFonts()
    for place, font in (("ascii", LATIN), ("hAnsi", LATIN), ("cs", LATIN), ("eastAsia", look.font)):
        fonts.set(qn(f"w:{place}"), font)
    fonts.set(qn("w:hint"), "eastAsia" if language == "zh" else "default")
    if look.size == LOOKS["Normal"].size and language == "zh":
        properties.find(qn("w:sz")).addprevious(parse_xml(f'<w:spacing {nsdecls("w")} w:val="{CLOSER_TWIPS}"/>'))
    properties.append(parse_xml(f'<w:lang {nsdecls("w")} w:val="en-GB" w:eastAsia="zh-CN"/>'))


def _set_first_line(properties: Any, look: Look) -> None:
    indent = properties.get_or_add_ind()
    for attribute in list(indent.attrib):
        del indent.attrib[attribute]
    indent.set(qn("w:firstLineChars"), str(100 * look.first_line))
    indent.set(qn("w:firstLine"), str(int(20 * look.size * look.first_line)))


def _write_footers(document: Any) -> None:
    """“— 1 —” in Song 14 pt, one character from the outer edge: right on odd pages, left on even pages."""
    section = document.sections[0]
    section.footer.is_linked_to_previous = section.even_page_footer.is_linked_to_previous = False
    _write_page_number(section.footer.paragraphs[0], "right")
    _write_page_number(section.even_page_footer.paragraphs[0], "left")


def _write_page_number(paragraph: Any, side: str) -> None:
    font = f'<w:rPr><w:rFonts w:ascii="{SONG}" w:hAnsi="{SONG}" w:eastAsia="{SONG}"/><w:sz w:val="28"/></w:rPr>'
    properties = paragraph._p.get_or_add_pPr()
    properties.append(parse_xml(f'<w:ind {nsdecls("w")} w:{side}Chars="100" w:{side}="280" w:firstLine="0"/>'))
    properties.find(qn("w:ind")).set(qn("w:firstLineChars"), "0")
    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT if side == "right" else WD_ALIGN_PARAGRAPH.LEFT
    number = f'<w:fldSimple {nsdecls("w")} w:instr=" PAGE "><w:r>{font}<w:t>1</w:t></w:r></w:fldSimple>'
    for text in ("— ", number, " —"):
        run = text if text is number else f'<w:r {nsdecls("w")}>{font}<w:t xml:space="preserve">{text}</w:t></w:r>'
        paragraph._p.append(parse_xml(run))


def _write_headers(document: Any, label: str) -> None:
    section = document.sections[0]
    for header in (section.header, section.even_page_header):
        header.is_linked_to_previous = False
        paragraph = header.paragraphs[0]
        paragraph.style = document.styles["Label"]
        paragraph.add_run(label).font.size = Pt(10.5)


def _name_substitutes(document: Any) -> None:
    """Say in the font table which font stands in where a machine lacks the standard's own."""
    for relation in document.part.rels.values():
        if relation.reltype.endswith("/fontTable"):
            fonts = "".join(
                f'<w:font w:name="{name}"><w:altName w:val="{other}"/><w:charset w:val="86"/></w:font>'
                for name, other in SUBSTITUTES.items()
            )
            relation.target_part._blob = f"<w:fonts {nsdecls('w')}>{fonts}</w:fonts>".encode()
