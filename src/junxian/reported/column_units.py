"""How the figures of a column are to be understood: item, unit as filed, and whether they are held back."""

from dataclasses import dataclass
from typing import Any

from junxian.declared.forms import Item
from junxian.reported.faults import Source, make_fault
from junxian.reported.header import Column, Header
from junxian.terms import parse_unit


@dataclass(frozen=True)
class Figures:
    """The figures of one column: unit as filed; `held` where they must not be used."""

    column: Column
    item: Item
    unit: str
    held: bool = False


def make_figures(source: Source, header: Header) -> tuple[tuple[Figures, ...], list[dict[str, Any]]]:
    """The item columns of a header with their units, and what is wrong with them.

    A column's unit is the one in its header or in a row of units, else the title's where that converts, else the
    item's own.
    """
    figures, faults = [], []
    repeated = _find_repeated(header)
    for key, columns in repeated.items():
        item = columns[0].meaning.item
        if item is not None:
            cells = " ".join(column.cell for column in columns)
            faults.append(
                make_fault("repeated_header", source, words=_names(item), item=key, cell=cells, withholds=[key])
            )
    for column in header.of_kind("item"):
        item = column.meaning.item
        if item is None:
            continue
        unit = column.unit or _pick_title_unit(item, header.title_units) or parse_unit(item.unit).symbol
        fault = _check_unit(source, column, item, unit)
        faults += fault
        held = item.key in repeated or any(f["severity"] == "hold" for f in fault)
        figures.append(Figures(column, item, unit, held))
    return tuple(figures), faults


def _names(item: Item) -> dict[str, str]:
    return {"name": item.name.zh, "name_en": item.name.text("en")}


def _find_repeated(header: Header) -> dict[str, list[Column]]:
    columns: dict[str, list[Column]] = {}
    for column in header.of_kind("item"):
        columns.setdefault(column.meaning.target, []).append(column)
    return {key: found for key, found in columns.items() if len(found) > 1}


def _pick_title_unit(item: Item, units: tuple[str, ...]) -> str:
    fitting = [unit for unit in units if parse_unit(unit).is_comparable(parse_unit(item.unit))]
    return fitting[0] if len(fitting) == 1 else ""


def _check_unit(source: Source, column: Column, item: Item, unit: str) -> list[dict[str, Any]]:
    odd = column.meaning.odd if not column.unit else ""
    comparable = parse_unit(unit).is_comparable(parse_unit(item.unit))
    if comparable and not odd:
        return []
    rule = "unknown_unit" if comparable and not column.meaning.names_unknown_quantity else "unit_mismatch"
    return [
        make_fault(
            rule, source, words=_names(item), item=item.key, cell=column.cell, found=odd or unit, expected=item.unit,
            withholds=[item.key] if rule == "unit_mismatch" else [],
        )
    ]  # fmt: skip
