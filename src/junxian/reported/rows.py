"""The rows below a header: whose they are and of which period; what belongs to nobody is reported, not used."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from junxian.reported.areas_in_rows import AreaBook, AreaUse
from junxian.reported.faults import Source, make_fault, name_nearest
from junxian.reported.filings import FREQUENCY_NAMES, Fault, Filing
from junxian.reported.header import Header
from junxian.reported.limits import NEAREST_WORDS
from junxian.reported.periods_in_rows import read_period
from junxian.reported.sheet import Sheet, cell_address
from junxian.reported.stray_rows import HeadersBelow, find_long_rows
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

    def add_row(self, number: int, area: str, period: str) -> None:
        """Take a row into use."""
        self.numbers.append(number)
        self.areas.append(area)
        self.periods.append(period)


Subject = tuple[str, str, str]  # what a row says it is about: texts of its code, name and period cells


@dataclass(frozen=True)
class _Time:
    """Period of a row: None where the text is none; as text; whether it lies after the periods asked for."""

    period: Period | None
    text: str
    is_later: bool


def read_rows(sheet: Sheet, header: Header, filing: Filing, book: AreaBook, up_to: Period | None) -> Rows:
    """Read the rows of a table; empty rows, notes, rows of column numbers and of later periods are left out."""
    items = {column.place: sheet.column(column.place) for column in header.of_kind("item")}
    times: dict[str, _Time] = {}
    doubted: dict[Subject, tuple[_Time, AreaUse, list[int]]] = {}
    rows, headers = Rows(), HeadersBelow(sheet, header, filing.form)
    source = replace(filing.source, sheet=sheet.name)
    for i, subject in enumerate(_read_subjects(sheet, header), start=header.first_row):
        code, name, period = subject
        time = times.get(period) or times.setdefault(period, _read_time(period, filing, up_to))
        area = _keep_own(book.resolve(code, name, time.period or filing.period, filing.filer), filing, book)
        if area.code is None and headers.is_other(code, name) and not headers.is_repeated(i):
            place = _cells([i], header, "area", "name")
            rows.faults.append(make_fault("second_table", source, cell=place, found=code or name))
            break
        if time.is_later or (area.code is None and _is_no_row(i, subject, area, items, headers)):
            continue
        rows.counted += 1
        if time.period is None or area.is_doubted:
            doubted.setdefault(subject, (time, area, []))[2].append(i)
        if time.period and area.code:
            rows.add_row(i + 1, area.code, time.text)
    rows.cells = {place: [cells[n - 1] for n in rows.numbers] for place, cells in items.items()}
    rows.faults += _describe_rows(doubted, source, header, filing, book)
    used = list(zip(rows.numbers, rows.areas, rows.periods, strict=True))
    rows.faults += find_long_rows(sheet, header, used, source, filing.form)
    return rows


def _keep_own(area: AreaUse, filing: Filing, book: AreaBook) -> AreaUse:
    """The area, unless it is another filer's to report: its own figures must not be doubled or forestalled."""
    if filing.filer == filing.form.filed_by or book.answers_for(filing.filer, area):
        return area
    return replace(area, code=None, state="area_of_another")


def _read_subjects(sheet: Sheet, header: Header) -> Iterator[tuple[str, str, str]]:
    code, name, period = (_read_texts(sheet, header, kind) for kind in ("area", "name", "period"))
    return zip(code, name, period, strict=True)


def _read_texts(sheet: Sheet, header: Header, kind: str) -> list[str]:
    columns = header.of_kind(kind)
    below = max(sheet.height - header.first_row, 0)
    return [text.strip() for text in sheet.column(columns[0].place)[header.first_row :]] if columns else [""] * below


def _read_time(text: str, filing: Filing, up_to: Period | None) -> _Time:
    period = read_period(text) if text else filing.period
    if period is None or period.frequency != filing.form.frequency:
        return _Time(None, "", is_later=False)
    return _Time(period, str(period), up_to is not None and period.end > up_to.end)


def _is_no_row(
    row: int, subject: Subject, area: AreaUse, items: dict[int, Sequence[str]], headers: HeadersBelow
) -> bool:
    """An empty row, a note under the table, a row of column numbers, a page's header: no figures and nobody's code."""
    if area.state == "note_row" or headers.is_repeated(row):
        return True
    return not subject[0][:6].isdigit() and not any(any(map(str.isdigit, cells[row])) for cells in items.values())


def _describe_rows(
    doubted: dict[Subject, tuple[_Time, AreaUse, list[int]]],
    source: Source,
    header: Header,
    filing: Filing,
    book: AreaBook,
) -> list[Fault]:
    """One finding for each subject in doubt, however many rows share it."""
    faults: list[Fault] = []
    for subject, (time, area, rows) in doubted.items():
        if time.period is None:
            faults.append(_describe_period(subject[2], rows, source, header, filing))
            continue
        here = replace(source, time_period=time.text)
        seek_nearest = len(faults) < NEAREST_WORDS
        faults += _describe_area(subject, area, _cells(rows, header, "area", "name"), here, book, seek_nearest)
    return faults


def _cells(rows: list[int], header: Header, *kinds: str) -> str:
    column = next((columns[0] for kind in kinds if (columns := header.of_kind(kind))), None)
    return " ".join(cell_address(row, column.place) for row in rows) if column else ""


def _describe_period(text: str, rows: list[int], source: Source, header: Header, filing: Filing) -> Fault:
    zh, en = FREQUENCY_NAMES[filing.form.frequency]
    cells = _cells(rows, header, "period")
    return make_fault("unknown_period", source, words={"expected_en": en}, cell=cells, found=text, expected=zh)


def _describe_area(
    subject: Subject, area: AreaUse, cells: str, source: Source, book: AreaBook, seek_nearest: bool
) -> list[Fault]:
    faults = []
    code, name, _ = subject
    shown = code or name
    if area.state == "unknown_area":
        named = book.find_by_name(name, Period.parse(source.time_period), source.filer) if name else []
        near, words = name_nearest(area.filed or name, named or (book.wordings if seek_nearest else ()))
        faults.append(make_fault("unknown_area", source, words=words, cell=cells, found=shown, expected=near))
    elif area.state == "ambiguous_area":
        codes = "、".join(book.find_by_name(shown, Period.parse(source.time_period), source.filer))
        faults.append(make_fault("ambiguous_area", source, cell=cells, found=shown, expected=codes))
    elif area.state == "area_of_another":
        words = {
            "name": book.areas.name(area.filed),
            "name_en": book.areas.name(area.filed, "en"),
            "filer_en": book.areas.name(source.filer, "en"),
        }
        faults.append(
            make_fault(
                "area_of_another",
                source,
                words=words,
                cell=cells,
                found=area.filed,
                expected=book.areas.name(source.filer),
            )
        )
    elif area.state != "ok":
        present = area.code or ""
        found = area.filed or shown
        faults.append(make_fault(area.state, source, cell=cells, found=found, expected=present, ref_area=present))
    if not area.name_agrees and area.code:
        faults.append(_describe_name(name, area, cells, source, book))
    return faults


def _describe_name(name: str, area: AreaUse, cells: str, source: Source, book: AreaBook) -> Fault:
    words = {"code": area.filed, "expected_en": book.areas.name(area.filed, "en")}
    columns = {"ref_area": area.code, "found": name, "expected": book.areas.name(area.filed)}
    return make_fault("area_name_differs", source, words=words, cell=cells, **columns)
