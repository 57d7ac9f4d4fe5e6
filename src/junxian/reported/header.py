"""Finds the header of a sheet: one row or several, below titles, right of empty columns, with merged cells."""

import re
from dataclasses import dataclass
from functools import cached_property

from junxian.reported.header_wording import UNKNOWN, HeaderWording, Meaning
from junxian.reported.limits import HEADER_DEPTH, HEADER_SEARCH_ROWS
from junxian.reported.sheet import Sheet, cell_address
from junxian.reported.wording import find_unit, normalise_text

_TITLE_UNIT = re.compile(r"(?:^|\(|计量|金额|货币)(?:单位|[Uu]nits?):([^()]+)")
_UNIT_LABELS = ("", "单位", "计量单位", "unit", "Unit")


@dataclass(frozen=True)
class Column:
    """One column of a table: 0-based place, header text, header address, meaning, unit as filed ("" if none)."""

    place: int
    text: str
    cell: str
    meaning: Meaning
    unit: str = ""


@dataclass(frozen=True)
class Header:
    """The header of a sheet; `first_row` is the 0-based row at which the data begin."""

    columns: tuple[Column, ...]
    first_row: int
    title_units: tuple[str, ...] = ()

    def of_kind(self, kind: str) -> list[Column]:
        """The columns of one kind."""
        return [column for column in self.columns if column.meaning.kind == kind]

    @cached_property
    def has_table(self) -> bool:
        """Whether the sheet holds a table of the form: an item, or at least an area with anything else."""
        return bool(self.of_kind("item")) or len({c.meaning.target for c in self.columns} - {""}) > 1


def find_header(sheet: Sheet, wording: HeaderWording) -> Header | None:
    """The rows whose texts match the most headers; among equals fewer rows, then the upper. None if nothing matches."""
    rows = sheet.top_rows(HEADER_SEARCH_ROWS)
    best: tuple[int, int, list[tuple[str, int, Meaning]]] | None = None
    score = 0
    for depth in range(1, HEADER_DEPTH + 1):
        for top in range(len(rows) - depth + 1):
            found = _interpret_rows(rows[top : top + depth], wording)
            targets = {meaning.target for _, _, meaning in found} - {""}
            if len(targets) > score:
                best, score = (top, depth, found), len(targets)
                if {"area", "name"} & targets and score > 1 and _is_complete(found):
                    return _make_header(sheet, rows, *best)
    return _make_header(sheet, rows, *best) if best else None


def _is_complete(found: list[tuple[str, int, Meaning]]) -> bool:
    return all(meaning.kind != "unknown" for _, _, meaning in found)


def _interpret_rows(rows: list[tuple[str, ...]], wording: HeaderWording) -> list[tuple[str, int, Meaning]]:
    """For each column its header text, the row (from the top) in which it stands, and its meaning."""
    filled = [_spread_merged(row) for row in rows[:-1]]
    return [
        _interpret_column([row[k] for row in rows], [row[k] for row in filled], wording) for k in range(len(rows[0]))
    ]


def _spread_merged(row: tuple[str, ...]) -> list[str]:
    """A cell merged over columns keeps its text in the first only: let it reach to the next text."""
    filled, last = [], ""
    for text in row:
        last = text if text.strip() else last
        filled.append(last)
    return filled


def _interpret_column(own: list[str], filled: list[str], wording: HeaderWording) -> tuple[str, int, Meaning]:
    lowest = max((i for i, text in enumerate(own) if text.strip()), default=None)
    if lowest is None:
        return "", 0, UNKNOWN
    parts = [text for text in dict.fromkeys(map(normalise_text, [*filled[:lowest], own[lowest]])) if text]
    for text in _join_parts(parts):
        meaning = wording.interpret(text)
        if meaning.kind != "unknown":
            return text, lowest, meaning
    return own[lowest], lowest, UNKNOWN


def _join_parts(parts: list[str]) -> list[str]:
    """Wordings that a column's header rows may make together: all of them, then without the upper ones."""
    joined = ["".join(parts[i:]) for i in range(len(parts))]
    if len(parts) > 1 and find_unit(parts[-1]):
        joined += [f"{''.join(parts[i:-1])}({parts[-1].strip('()')})" for i in range(len(parts) - 1)]
    return joined


def _make_header(
    sheet: Sheet, rows: list[tuple[str, ...]], top: int, depth: int, found: list[tuple[str, int, Meaning]]
) -> Header:
    below = top + depth
    units = _read_unit_row(rows[below], found) if below < len(rows) else {}
    columns = []
    for k, (text, row, meaning) in enumerate(found):
        cell = cell_address(top + row, sheet.places[k])
        columns.append(Column(sheet.places[k], text.strip(), cell, meaning, meaning.unit or units.get(k, "")))
    return Header(tuple(columns), below + bool(units), _read_title_units(rows[:top]))


def _read_unit_row(row: tuple[str, ...], found: list[tuple[str, int, Meaning]]) -> dict[int, str]:
    """Units by column where the row below the header holds nothing but units of measure."""
    units = {}
    for k, (_, _, meaning) in enumerate(found):
        text = row[k].strip()
        if meaning.kind == "item" and text:
            units[k] = find_unit(text)
        elif meaning.kind in ("area", "name", "period") and text not in _UNIT_LABELS:
            return {}
    return units if units and all(units.values()) else {}


def _read_title_units(rows: list[tuple[str, ...]]) -> tuple[str, ...]:
    """Units that a cell above the header names, as `单位：万元、人` does."""
    found = [match[1] for row in rows for text in row if (match := _TITLE_UNIT.search(normalise_text(text)))]
    return tuple(unit for text in found for part in re.split(r"[、,;]|和", text) if (unit := find_unit(part)))
