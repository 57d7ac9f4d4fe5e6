"""The rows below a header: whose they are and of which period; what belongs to nobody is reported, not used."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from junxian.reported.areas_in_rows import AreaBook, AreaUse
from junxian.reported.faults import Source, make_fault, name_nearest
from junxian.reported.filings import FREQUENCY_NAMES, Filing
from junxian.reported.header import Header
from junxian.reported.limits import NEAREST_WORDS
from junxian.reported.periods_in_rows import read_period
from junxian.reported.sheet import Sheet, cell_address
from junxian.reported.wording import fold_text
from junxian.terms import Period


@dataclass
class Rows:
    """Rows in use: numbers (1-based), areas, periods, cells by column place; rows counted; what is wrong."""

    numbers: list[int] = field(default_factory=list)
    areas: list[str] = field(default_factory=list)
    periods: list[str] = field(default_factory=list)
    cells: dict[int, list[str]] = field(default_factory=dict)
    counted: int = 0
    faults: list[dict[str, Any]] = field(default_factory=list)


@dataclass(frozen=True)
class _Subject:
    """What a row says it is about: texts of code, name and period cells."""

    code: str
    name: str
    period: str


@dataclass(frozen=True)
class _Answer:
    """Period and area of a row; a row that lies after the periods asked for is left out without a word."""

    period: Period | None
    area: AreaUse
    is_later: bool

    @property
    def is_used(self) -> bool:
        """Whether the row's figures become observations."""
        return self.period is not None and self.area.code is not None and not self.is_later


def read_rows(sheet: Sheet, header: Header, filing: Filing, book: AreaBook, up_to: Period | None) -> Rows:
    """Read the rows of a table; empty rows, notes and rows of column numbers are left out.

    Each subject (code, name, period as filed) is resolved once, however many rows share it.
    """
    items = {column.place: sheet.column(column.place) for column in header.of_kind("item")}
    answers: dict[tuple[str, str, str], _Answer] = {}
    places: dict[_Subject, list[int]] = {}
    rows = Rows()
    for i, key in enumerate(_read_subjects(sheet, header), start=header.first_row):
        if key not in answers:
            answers[key] = _answer(_Subject(*key), filing, book, up_to)
        answer = answers[key]
        if answer.is_later or (
            not answer.is_used and _says_nothing(_Subject(*key), answer, [cells[i] for cells in items.values()])
        ):
            continue
        rows.counted += 1
        places.setdefault(_Subject(*key), []).append(i)
        if answer.is_used and answer.area.code:
            rows.numbers.append(i + 1)
            rows.areas.append(answer.area.code)
            rows.periods.append(str(answer.period))
    rows.cells = {place: [cells[n - 1] for n in rows.numbers] for place, cells in items.items()}
    kept = {subject: (answers[subject.code, subject.name, subject.period], found) for subject, found in places.items()}
    rows.faults = _describe_rows(kept, replace(filing.source, sheet=sheet.name), header, filing, book)
    return rows


def _read_subjects(sheet: Sheet, header: Header) -> Iterator[tuple[str, str, str]]:
    code, name, period = (_read_texts(sheet, header, kind) for kind in ("area", "name", "period"))
    return zip(code, name, period, strict=True)


def _read_texts(sheet: Sheet, header: Header, kind: str) -> list[str]:
    columns = header.of_kind(kind)
    below = max(sheet.height - header.first_row, 0)
    return [text.strip() for text in sheet.column(columns[0].place)[header.first_row :]] if columns else [""] * below


def _answer(subject: _Subject, filing: Filing, book: AreaBook, up_to: Period | None) -> _Answer:
    period = read_period(subject.period) if subject.period else filing.period
    if period is not None and period.frequency != filing.form.frequency:
        period = None
    area = book.resolve(subject.code, subject.name, period or filing.period, filing.filer)
    is_later = period is not None and up_to is not None and period.end > up_to.end
    return _Answer(period, area, is_later)


def _says_nothing(subject: _Subject, answer: _Answer, figures: list[str]) -> bool:
    """An empty row, a note under the table, a row of column numbers: no figures and nobody's code."""
    if answer.area.state == "note_row":
        return True
    return answer.area.code is None and not subject.code[:6].isdigit() and not any(text.strip() for text in figures)


def _describe_rows(
    subjects: dict[_Subject, tuple[_Answer, list[int]]], source: Source, header: Header, filing: Filing, book: AreaBook
) -> list[dict[str, Any]]:
    faults: list[dict[str, Any]] = []
    for subject, (answer, rows) in subjects.items():
        if answer.period is None:
            faults.append(_describe_period(subject, rows, source, header, filing))
            continue
        here = replace(source, time_period=str(answer.period))
        seek_nearest = len(faults) < NEAREST_WORDS
        faults += _describe_area(subject, answer.area, _cells(rows, header, "area", "name"), here, book, seek_nearest)
    return faults


def _cells(rows: list[int], header: Header, *kinds: str) -> str:
    column = next((columns[0] for kind in kinds if (columns := header.of_kind(kind))), None)
    return " ".join(cell_address(row, column.place) for row in rows) if column else ""


def _describe_period(
    subject: _Subject, rows: list[int], source: Source, header: Header, filing: Filing
) -> dict[str, Any]:
    zh, en = FREQUENCY_NAMES[filing.form.frequency]
    cells = _cells(rows, header, "period")
    return make_fault(
        "unknown_period", source, words={"expected_en": en}, cell=cells, found=subject.period, expected=zh
    )


def _describe_area(
    subject: _Subject, area: AreaUse, cells: str, source: Source, book: AreaBook, seek_nearest: bool
) -> list[dict[str, Any]]:
    faults = []
    shown = subject.code or subject.name
    if area.state == "unknown_area":
        wanted = area.filed or fold_text(subject.name)
        near, words = name_nearest(wanted, book.wordings if seek_nearest else ())
        faults.append(make_fault("unknown_area", source, words=words, cell=cells, found=shown, expected=near))
    elif area.state == "ambiguous_area":
        codes = "、".join(
            book.find_by_name(subject.name or subject.code, Period.parse(source.time_period), source.filer)
        )
        faults.append(make_fault("ambiguous_area", source, cell=cells, found=shown, expected=codes))
    elif area.state != "ok":
        columns: dict[str, Any] = {
            "found": area.filed or shown,
            "expected": area.code or "",
            "ref_area": area.code or "",
        }
        faults.append(make_fault(area.state, source, cell=cells, **columns))
    if not area.name_agrees and area.code:
        faults.append(_describe_name(subject, area, cells, source, book))
    return faults


def _describe_name(subject: _Subject, area: AreaUse, cells: str, source: Source, book: AreaBook) -> dict[str, Any]:
    words = {"code": area.filed, "expected_en": book.areas.name(area.filed, "en")}
    expected = book.areas.name(area.filed)
    return make_fault(
        "area_name_differs", source, words=words, cell=cells, ref_area=area.code, found=subject.name, expected=expected
    )
