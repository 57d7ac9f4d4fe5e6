"""The rows below a header: whose they are and of which period; what belongs to nobody is reported, not used."""

from dataclasses import dataclass, field, replace
from typing import Any

import polars as pl

from junxian.reported.areas_in_rows import AreaBook, AreaUse
from junxian.reported.faults import Source, make_fault
from junxian.reported.filings import FREQUENCY_NAMES, Filing
from junxian.reported.header import Column, Header
from junxian.reported.limits import NEAREST_WORDS
from junxian.reported.periods_in_rows import read_period
from junxian.reported.sheet import Sheet, cell_address
from junxian.reported.wording import find_nearest, fold_text
from junxian.terms import Period


@dataclass
class Rows:
    """Rows read: `cells` (row 1-based, ref_area, time_period, column, raw), how many, what is wrong."""

    cells: pl.DataFrame
    rows: int = 0
    faults: list[dict[str, Any]] = field(default_factory=list)


@dataclass(frozen=True)
class _Subject:
    """What a row says it is about: texts of code, name and period cells."""

    code: str
    name: str
    period: str


@dataclass(frozen=True)
class _Answer:
    period: Period | None
    area: AreaUse | None


def read_rows(sheet: Sheet, header: Header, filing: Filing, book: AreaBook, up_to: Period | None) -> Rows:
    """Read the rows of a table into one line per figure; empty rows, notes and column numbers are left out."""
    items = [str(column.place) for column in header.of_kind("item")]
    frame = sheet.frame.with_row_index("row", offset=1).slice(header.first_row)
    filled = pl.any_horizontal(pl.col(items).str.strip_chars() != "") if items else pl.lit(False)
    frame = frame.with_columns(filled.alias("filled"))
    kept = _read_subjects(frame, header, filing, book)
    areas = [a.area.code if a.area and a.period and _is_due(a.period, up_to) else None for a in kept.answers]
    used = frame.select("row", *items).with_columns(
        pl.Series("ref_area", areas, dtype=pl.String),
        pl.Series("time_period", [str(a.period) if a.period else None for a in kept.answers], dtype=pl.String),
    )
    cells = used.filter(pl.col("ref_area").is_not_null()).unpivot(
        items, index=["row", "ref_area", "time_period"], variable_name="column", value_name="raw"
    )
    faults = _describe_rows(kept.rows_by_subject, replace(filing.source, sheet=sheet.name), header, filing, book)
    return Rows(cells.with_columns(pl.col("raw").cast(pl.String)), kept.counted, faults)


def _is_due(period: Period, up_to: Period | None) -> bool:
    return up_to is None or period.end <= up_to.end


@dataclass
class _Kept:
    answers: list[_Answer]
    rows_by_subject: dict[_Subject, tuple[_Answer, list[int]]]
    counted: int


def _read_subjects(frame: pl.DataFrame, header: Header, filing: Filing, book: AreaBook) -> _Kept:
    """Resolve each row's subject once, however many rows share it."""
    texts = [_texts(frame, header.of_kind(kind)) for kind in ("area", "name", "period")]
    known: dict[tuple[str, str, str], tuple[_Subject, _Answer]] = {}
    kept = _Kept([], {}, 0)
    for row, filled, *subject in zip(frame["row"].to_list(), frame["filled"].to_list(), *texts, strict=True):
        key = (subject[0], subject[1], subject[2])
        if key not in known:
            known[key] = (_Subject(*key), _answer(_Subject(*key), filing, book))
        asked, answer = known[key]
        if _says_nothing(asked, answer, filled):
            kept.answers.append(_Answer(None, None))
            continue
        kept.answers.append(answer)
        kept.counted += 1
        kept.rows_by_subject.setdefault(asked, (answer, []))[1].append(row)
    return kept


def _texts(frame: pl.DataFrame, columns: list[Column]) -> list[str]:
    return frame[str(columns[0].place)].str.strip_chars().to_list() if columns else [""] * frame.height


def _answer(subject: _Subject, filing: Filing, book: AreaBook) -> _Answer:
    period = read_period(subject.period) if subject.period else filing.period
    if period is not None and period.frequency != filing.form.frequency:
        period = None
    return _Answer(period, book.resolve(subject.code, subject.name, period or filing.period, filing.filer))


def _says_nothing(subject: _Subject, answer: _Answer, filled: bool) -> bool:
    """An empty row, a note under the table, a row of column numbers: no figures and nobody's code."""
    area = answer.area
    if area is None or area.state == "note_row":
        return True
    return not filled and area.code is None and not subject.code[:6].isdigit()


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
    return " ".join(cell_address(row - 1, column.place) for row in rows) if column else ""


def _describe_period(
    subject: _Subject, rows: list[int], source: Source, header: Header, filing: Filing
) -> dict[str, Any]:
    zh, en = FREQUENCY_NAMES[filing.form.frequency]
    cells = _cells(rows, header, "period")
    return make_fault(
        "unknown_period", source, words={"expected_en": en}, cell=cells, found=subject.period, expected=zh
    )


def _describe_area(
    subject: _Subject, area: AreaUse | None, cells: str, source: Source, book: AreaBook, seek_nearest: bool
) -> list[dict[str, Any]]:
    if area is None:
        return []
    faults = []
    shown = subject.code or subject.name
    if area.state == "unknown_area":
        near = find_nearest(area.filed or fold_text(subject.name), book.wordings) if seek_nearest else ""
        words = {
            "nearest_zh": f"（最接近的是“{near}”）" if near else "",
            "nearest_en": f" (nearest: '{near}')" if near else "",
        }
        faults.append(make_fault("unknown_area", source, words=words, cell=cells, found=shown, expected=near))
    elif area.state == "ambiguous_area":
        codes = "、".join(book.find_by_name(subject.name or subject.code, Period(book.on.year), source.filer))
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
