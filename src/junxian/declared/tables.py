"""Reads the CSV declarations: areas, their changes, classifications and bounds."""

import re
from pathlib import Path
from typing import Any

import polars as pl

from junxian.declared.csv_file import read_table
from junxian.terms.area import AREA_SCHEMA, CHANGE_KINDS, CHANGE_SCHEMA, LEVELS, Areas
from junxian.terms.errors import DeclarationError
from junxian.terms.nearest import suggest

CLASSIFICATION_SCHEMA: dict[str, Any] = {
    "area": pl.String, "class": pl.String, "margin": pl.Float64, "basis": pl.String,
}  # fmt: skip
BOUNDS_SCHEMA: dict[str, Any] = {
    "class": pl.String, "indicator": pl.String, "low": pl.Float64, "high": pl.Float64,
}  # fmt: skip

_MANGLED = re.compile(r"['‘’`].*|\d+\.0+|\d(?:\.\d+)?[eE]\+?\d+", re.ASCII)  # '510104, 510104.0, 5.10104E5


def read_areas(folder: Path) -> Areas:
    """Read areas.csv and area_changes.csv; codes are unique, parents exist and none is its own, changes name known areas."""
    wanted = ("code", "name", "level", "parent")
    table = read_table(folder / "areas.csv", AREA_SCHEMA, wanted, "areas.csv", may_be_empty=("parent",))
    table = table.with_columns(pl.col("name_en", "parent", "located_in").fill_null(""))
    _check_areas(table)
    path = folder / "area_changes.csv"
    if not path.exists():
        return Areas(table, pl.DataFrame(schema=CHANGE_SCHEMA))
    changes = read_table(path, CHANGE_SCHEMA, ("date", "kind", "from", "to"), "area_changes.csv")
    _check_changes(changes, set(table["code"]))
    return Areas(table, changes)


def _check_areas(table: pl.DataFrame) -> None:
    if table.is_empty():
        raise DeclarationError("areas.csv", "names no area.", "Write a row for the province, its cities and counties.")
    _refuse_twice(table["code"], "areas.csv", "code")
    rows = {row["code"]: row for row in table.iter_rows(named=True)}
    for code, row in rows.items():
        if _MANGLED.fullmatch(code):
            raise DeclarationError(
                "areas.csv", f"code {code!r} is written as a spreadsheet does.", "Make the column text; write the code."
            )
        if row["level"] not in LEVELS:
            raise DeclarationError(
                "areas.csv", f"{code}: level {row['level']!r} is not known.", suggest(row["level"], LEVELS)
            )
        if row["valid_from"] and row["valid_to"] and row["valid_from"] > row["valid_to"]:
            raise DeclarationError(
                "areas.csv", f"{code}: valid_to {row['valid_to']} lies before valid_from {row['valid_from']}."
            )
        for column in ("parent", "located_in"):
            _check_above(rows, code, column)


def _check_above(rows: dict[str, dict[str, Any]], code: str, column: str) -> None:
    """Follow a column upward from an area: every code is known, and the way ends."""
    way = [code]
    while above := rows[way[-1]][column]:
        if above not in rows:
            raise DeclarationError(
                "areas.csv", f"{way[-1]}: {column} {above} is no code of the file.", suggest(above, rows)
            )
        if above in way:
            raise DeclarationError(
                "areas.csv", f"{column}: {' → '.join([*way, above])} goes in a circle.", "An area lies in a larger one."
            )
        way.append(above)


def _refuse_twice(codes: pl.Series, where: str, what: str) -> None:
    if twice := codes.filter(codes.is_duplicated()).unique(maintain_order=True).to_list():
        raise DeclarationError(where, f"{what} {twice[0]} stands twice.", "Keep one row of each.")


def _check_changes(changes: pl.DataFrame, codes: set[str]) -> None:
    for row in changes.iter_rows(named=True):
        if row["kind"] not in CHANGE_KINDS:
            raise DeclarationError(
                "area_changes.csv", f"kind {row['kind']!r} is not known.", suggest(row["kind"], CHANGE_KINDS)
            )
        for column in ("from", "to"):
            if row[column] not in codes:
                raise DeclarationError(
                    "area_changes.csv", f"{column} {row[column]} is not in areas.csv.", suggest(row[column], codes)
                )
        if row["share"] is not None and not 0 < row["share"] <= 1:
            raise DeclarationError(
                "area_changes.csv",
                f"{row['from']} to {row['to']}: {row['share']:g} is no share.",
                "Write 0.52 for 52 per cent.",
            )


def read_classifications(folder: Path, areas: Areas) -> dict[str, pl.DataFrame]:
    """Read classifications/<name>/<edition>.csv; every area exists and stands once."""
    found = {}
    for path in sorted((folder / "classifications").glob("*/*.csv")):
        where = path.relative_to(folder).as_posix()
        table = read_table(path, CLASSIFICATION_SCHEMA, ("area", "class"), where)
        if strangers := [code for code in table["area"] if code not in areas]:
            raise DeclarationError(
                where, f"area {strangers[0]} is not in areas.csv.", suggest(strangers[0], areas.codes)
            )
        _refuse_twice(table["area"], where, "area")
        found[f"{path.parent.name}/{path.stem}"] = table
    return found


def read_bounds(path: Path, where: str) -> pl.DataFrame | None:
    """Read bounds.csv (class, indicator, low, high) where it exists; low lies below high."""
    if not path.exists():
        return None
    table = read_table(path, BOUNDS_SCHEMA, tuple(BOUNDS_SCHEMA), where)
    _refuse_twice(
        table.select(pl.concat_str("indicator", pl.lit(" in class "), "class"))["indicator"], where, "indicator"
    )
    wrong = table.filter(pl.col("low") >= pl.col("high"))
    if wrong.height:
        row = wrong.row(0, named=True)
        raise DeclarationError(
            where, f"{row['indicator']} in class {row['class']}: low {row['low']} is not below high {row['high']}."
        )
    return table
