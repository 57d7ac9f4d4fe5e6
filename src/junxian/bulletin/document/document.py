"""The bulletin as an official document (GB/T 9704-2012): issuer in red, title, numbered sections, annexes, date."""

import datetime
import io
import zipfile
from pathlib import Path
from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt

from junxian.bulletin.contents.content import BulletinContent
from junxian.bulletin.contents.wording import name_date, name_period
from junxian.bulletin.document.annexes import Annex, list_annexes
from junxian.bulletin.document.body import list_sections, write_lead
from junxian.bulletin.document.page import RED, open_page
from junxian.bulletin.document.table import add_table
from junxian.bulletin.document.words import Section
from junxian.terms.name import Name

_NUMERALS = "一二三四五六七八九十"
_TYPE_AREA_POINTS = 442  # 156 mm


def write_docx(content: BulletinContent, path: Path, language: str = "zh") -> None:
    """Write a bulletin as a document in 'zh' or 'en'.

    The label heads every page. The bytes depend on the content alone, which bears the declared date.
    Source: GB/T 9704-2012. Checked in tests/unit/bulletin/test_docx.py.
    """
    label = content.label.text(language) if content.label else ""
    document = open_page(language, label)
    _write_front(document, content, language, label)
    document.add_paragraph(write_lead(content).text(language))
    for number, section in enumerate(list_sections(content), 1):
        _write_section(document, section, number, language)
    document.paragraphs[-1].paragraph_format.keep_with_next = True  # no page with date and signature alone
    annexes = list_annexes(content, language)
    _list_annexes(document, annexes, language)
    _sign(document, content, language)
    for number, annex in enumerate(annexes, 1):
        _write_annex(document, annex, number, language)
    _set_properties(document, content, label)
    _save_repeatably(document, path)


def _write_front(document: Any, content: BulletinContent, language: str, label: str) -> None:
    issuer = content.issuer.text(language)
    width = sum(1.0 if ord(c) > 0x2E7F else 0.55 for c in issuer)
    run = document.add_paragraph(style="Issuer").add_run(issuer)
    run.font.size = Pt(max(22, min(44, int(_TYPE_AREA_POINTS / (width + 0.5)))))
    number = {"zh": f"运行编号　{content.run_id}", "en": f"Run {content.run_id}"}[language]
    _rule_below(document.add_paragraph(number, style="Number"))
    document.add_paragraph(content.title.text(language), style="Title")
    if str(content.period.year) not in content.title.text(language):
        period = name_period(content.period).text(language)
        document.add_paragraph(f"（{period}）" if language == "zh" else f"({period})", style="Subtitle")
    if content.subtitle:
        document.add_paragraph(content.subtitle.text(language), style="Subtitle")
    if label:
        _box(document.add_paragraph(label, style="Label"))


def _rule_below(paragraph: Any) -> None:
    """The red rule below the document's head, as wide as the type area."""
    _add_borders(paragraph, "bottom", size=18, space=6)


def _box(paragraph: Any) -> None:
    _add_borders(paragraph, "top", "left", "bottom", "right", size=12, space=4)
    paragraph.paragraph_format.space_after = Pt(14)


def _add_borders(paragraph: Any, *sides: str, size: int, space: int) -> None:
    lines = "".join(f'<w:{s} w:val="single" w:sz="{size}" w:space="{space}" w:color="{RED}"/>' for s in sides)
    properties = paragraph._p.get_or_add_pPr()
    properties.find(qn("w:pStyle")).addnext(parse_xml(f"<w:pBdr {nsdecls('w')}>{lines}</w:pBdr>"))


def _write_section(document: Any, section: Section, number: int, language: str) -> None:
    document.add_paragraph(_number_first(section.title, number, language), style="Heading 1")
    headed = [part for part in section.parts if part.heading is not None]
    for part in section.parts:
        if part.heading is not None:
            text = _number_second(part.heading, headed.index(part) + 1, language)
            document.add_paragraph(text, style="Heading 2")
        for paragraph in part.paragraphs:
            document.add_paragraph(paragraph.text(language))


def _number_first(title: Name, number: int, language: str) -> str:
    return f"{count_in_chinese(number)}、{title.zh}" if language == "zh" else f"{number}. {title.text('en')}"


def _number_second(title: Name, number: int, language: str) -> str:
    return f"（{count_in_chinese(number)}）{title.zh}" if language == "zh" else f"({number}) {title.text('en')}"


def count_in_chinese(number: int) -> str:
    """A number from 1 to 99 in Chinese numerals."""
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else f"{_NUMERALS[tens - 1]}十"
    return head + (_NUMERALS[ones - 1] if ones else "")


def _list_annexes(document: Any, annexes: list[Annex], language: str) -> None:
    """The list of annexes, one empty line below the text, as the standard wants it."""
    if not annexes:
        return
    document.add_paragraph().paragraph_format.keep_with_next = True
    word = {"zh": "附件：", "en": "Annexes: "}[language]
    for number, annex in enumerate(annexes, 1):
        text = f"{number}. {annex.title.text(language)}"
        paragraph = document.add_paragraph(f"{word}{text}" if number == 1 else text)
        paragraph.paragraph_format.keep_with_next = True
        indent = paragraph._p.get_or_add_pPr().get_or_add_ind()
        indent.set(qn("w:firstLineChars"), "200" if number == 1 else "500")
        indent.set(qn("w:firstLine"), "640" if number == 1 else "1600")


def _sign(document: Any, content: BulletinContent, language: str) -> None:
    """Issuer and date, four characters from the right edge."""
    document.add_paragraph().paragraph_format.keep_with_next = True
    for text in (content.issuer.text(language), name_date(content.date).text(language)):
        paragraph = document.add_paragraph(text, style="Signature")
        paragraph.alignment, paragraph.paragraph_format.keep_with_next = WD_ALIGN_PARAGRAPH.RIGHT, True
        indent = paragraph._p.get_or_add_pPr().get_or_add_ind()
        indent.set(qn("w:rightChars"), "400")
        indent.set(qn("w:right"), "1280")


def _write_annex(document: Any, annex: Annex, number: int, language: str) -> None:
    mark = document.add_paragraph({"zh": f"附件{number}", "en": f"Annex {number}"}[language], style="Annex mark")
    mark.paragraph_format.page_break_before = True
    document.add_paragraph(annex.title.text(language), style="Annex title")
    for grid in annex.grids:
        if len(annex.grids) > 1 or grid.title != annex.title:
            document.add_paragraph(grid.title.text(language), style="Grid title")
        if grid.remark:
            document.add_paragraph(grid.remark, style="Remark")
        add_table(document, grid.head, grid.rows, grid.widths, grid.align)


def _set_properties(document: Any, content: BulletinContent, label: str) -> None:
    made = datetime.datetime.combine(content.date, datetime.time())
    properties = document.core_properties
    properties.title, properties.author, properties.comments = content.title.zh, "Junxian 郡县", label
    properties.created = properties.modified = made
    properties.last_modified_by, properties.revision = "Junxian 郡县", 1


def _save_repeatably(document: Any, path: Path) -> None:
    """Save with fixed dates inside the archive: the same content gives the same bytes."""
    buffer = io.BytesIO()
    document.save(buffer)
    with zipfile.ZipFile(buffer) as made, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as kept:
        for entry in made.infolist():
            fixed = zipfile.ZipInfo(entry.filename, (1980, 1, 1, 0, 0, 0))
            fixed.compress_type = zipfile.ZIP_DEFLATED
            kept.writestr(fixed, made.read(entry))
