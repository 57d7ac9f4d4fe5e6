"""Reads one filed file into cells: every figure as text, with its area, period, item and address."""

import hashlib
import os
from dataclasses import dataclass, field, replace
from typing import Any

from junxian.reported.areas_in_rows import AreaBook
from junxian.reported.column_units import Figures, make_figures
from junxian.reported.faults import Source, make_fault, name_nearest
from junxian.reported.filings import Fault, Filing
from junxian.reported.header import Header, find_header
from junxian.reported.header_wording import HeaderWording
from junxian.reported.open_file import open_sheets, read_bytes
from junxian.reported.rows import Rows, read_rows
from junxian.reported.sheet import CannotRead, Sheet
from junxian.terms import Period


@dataclass(frozen=True)
class Table:
    """One table of a file: its rows, and how the figures of its columns are to be understood."""

    source: Source
    rows: Rows
    figures: tuple[Figures, ...]


@dataclass(frozen=True)
class Read:
    """What one file gave; `sha256` "" where it was not read."""

    filing: Filing
    sha256: str = ""
    readable: bool = False
    rows: int = 0
    tables: tuple[Table, ...] = ()
    faults: list[Fault] = field(default_factory=list)


def read_return(filing: Filing, book: AreaBook, wording: HeaderWording, up_to: Period | None) -> Read:
    """Read one filing; whatever is wrong with it is a finding, and a file that cannot be used gives no figures."""
    if not os.path.isfile(filing.path):  # False too where it may not be looked at
        return Read(filing, faults=[_refuse_file(filing, "missing_file")])
    try:
        data = read_bytes(filing.path)
        digest = hashlib.sha256(data).hexdigest()
        if filing.registered_hash and filing.registered_hash != digest:
            short = {"found": digest[:12], "expected": filing.registered_hash[:12]}
            return Read(filing, digest, faults=[_refuse_file(filing, "changed_file", **short)])
        sheets = open_sheets(filing.path.suffix, data)
    except CannotRead as error:
        return Read(filing, faults=[_refuse_reading(filing, error)])
    return _read_sheets(Read(filing, digest, readable=True), sheets, book, wording, up_to)


def _refuse_file(filing: Filing, rule: str, **columns: Any) -> Fault:
    return make_fault(rule, filing.source, withholds=[item.key for item in filing.form.item], **columns)


def _refuse_reading(filing: Filing, error: CannotRead) -> Fault:
    keys = [item.key for item in filing.form.item]
    words = {"found_en": error.found_en}
    return make_fault(
        error.rule, filing.source, words=words, withholds=keys, found=error.found, expected=error.expected
    )


def _read_sheets(read: Read, sheets: list[Sheet], book: AreaBook, wording: HeaderWording, up_to: Period | None) -> Read:
    filing = read.filing
    headers = [(sheet, header) for sheet in sheets if (header := find_header(sheet, wording)) and header.has_table]
    if not headers:
        return replace(read, readable=False, faults=[_refuse_file(filing, "no_header")])
    faults = _find_missing_columns(filing, [header for _, header in headers])
    tables: list[Table] = []
    rows = 0
    for sheet, header in headers:
        source = replace(filing.source, sheet=sheet.name)
        faults += _describe_headers(source, header, wording)
        if not header.of_kind("area") and not header.of_kind("name"):
            faults.append(_refuse_areas(source, filing))
            continue
        figures, unit_faults = make_figures(source, header)
        found = read_rows(sheet, header, filing, book, up_to)
        tables.append(Table(source, found, figures))
        faults += [*unit_faults, *found.faults]
        rows += found.counted
    return replace(read, rows=rows, tables=tuple(tables), faults=faults)


def _refuse_areas(source: Source, filing: Filing) -> Fault:
    keys = [item.key for item in filing.form.item]
    return make_fault("missing_area_column", source, withholds=keys, expected=filing.form.area_header[0])


def _find_missing_columns(filing: Filing, headers: list[Header]) -> list[Fault]:
    present = {column.meaning.target for header in headers for column in header.columns}
    return [
        make_fault(
            "missing_column", filing.source, words={"name": item.name.zh, "name_en": item.name.text("en")},
            item=item.key, expected=item.name.zh, withholds=[item.key],
        )
        for item in filing.form.item if item.required and item.key not in present
    ]  # fmt: skip


def _describe_headers(source: Source, header: Header, wording: HeaderWording) -> list[Fault]:
    faults = []
    for column in header.columns:
        if column.meaning.kind == "unknown" and column.text:
            near, words = name_nearest(column.text, wording.wordings)
            faults.append(
                make_fault("unknown_header", source, words=words, cell=column.cell, found=column.text, expected=near)
            )
        elif column.meaning.kind == "ambiguous":
            faults.append(make_fault("ambiguous_header", source, cell=column.cell, found=column.text))
    return faults
