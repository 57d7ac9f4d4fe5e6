"""Reads the CSV declarations: areas, their changes, classifications, weights and bounds."""

from pathlib import Path
from typing import Any

import polars as pl

from junxian.terms.area import AREA_SCHEMA, CHANGE_KINDS, CHANGE_SCHEMA, LEVELS, Areas
from junxian.terms.errors import DeclarationError
from junxian.terms.nearest import suggest

CLASSIFICATION_SCHEMA: dict[str, Any] = {
    "area": pl.String, "class": pl.String, "margin": pl.Float64, "basis": pl.String,
}  # fmt: skip
BOUNDS_SCHEMA: dict[str, Any] = {
    "class": pl.String, "indicator": pl.String, "low": pl.Float64, "high": pl.Float64,
}  # fmt: skip


def read_table(path: Path, schema: dict[str, Any], required: tuple[str, ...], where: str) -> pl.DataFrame:
    """Read a CSV declaration: known columns only, text cast to the declared types; absent columns are null."""
    try:
        table = pl.read_csv(path, infer_schema=False)
    except FileNotFoundError as error:
        raise DeclarationError(where, "the file does not exist.", "Make it, or correct its name.") from error
    except (pl.exceptions.PolarsError, UnicodeDecodeError) as error:
        raise DeclarationError(where, f"cannot be read as UTF-8 CSV: {error}") from error
    for column in table.columns:
        if column not in schema:
            raise DeclarationError(where, f"unknown column {column!r}.", suggest(column, schema))
    if lacking := [name for name in required if name not in table.columns]:
        raise DeclarationError(where, f"column {lacking[0]!r} is missing.")
    try:
        return table.select(
            _cast(pl.col(n).str.strip_chars().replace("", None), t) if n in table.columns else pl.lit(None, t).alias(n)
            for n, t in schema.items()
        )
    except pl.exceptions.PolarsError as error:
        raise DeclarationError(where, f"a cell is not of its column's type: {error}") from error


def _cast(text: pl.Expr, kind: Any) -> pl.Expr:
    return text.str.to_date("%Y-%m-%d") if kind == pl.Date else text.cast(kind)


def read_areas(folder: Path) -> Areas:
    """Read areas.csv and area_changes.csv; codes are unique, parents exist, changes name known areas."""
    table = read_table(folder / "areas.csv", AREA_SCHEMA, ("code", "name", "level", "parent"), "areas.csv")
    table = table.with_columns(pl.col("name_en", "parent", "located_in").fill_null(""))
    _check_areas(table)
    path = folder / "area_changes.csv"
    if not path.exists():
        return Areas(table, pl.DataFrame(schema=CHANGE_SCHEMA))
    changes = read_table(path, CHANGE_SCHEMA, ("date", "kind", "from", "to"), "area_changes.csv")
    _check_changes(changes, set(table["code"]))
    return Areas(table, changes)


def _check_areas(table: pl.DataFrame) -> None:
    for name in ("code", "name", "level"):
        if table[name].null_count():
            raise DeclarationError("areas.csv", f"a row has no {name}.")
    if twice := table.filter(pl.col("code").is_duplicated())["code"].unique().sort().to_list():
        raise DeclarationError("areas.csv", f"code {twice[0]} stands twice.", "Each code has one row.")
    codes = set(table["code"])
    for row in table.iter_rows(named=True):
        if row["level"] not in LEVELS:
            raise DeclarationError(
                "areas.csv", f"{row['code']}: level {row['level']!r} is not known.", suggest(row["level"], LEVELS)
            )
        for column in ("parent", "located_in"):
            if row[column] and row[column] not in codes:
                raise DeclarationError(
                    "areas.csv",
                    f"{row['code']}: {column} {row[column]} is no code of the file.",
                    suggest(row[column], codes),
                )


def _check_changes(changes: pl.DataFrame, codes: set[str]) -> None:
    for row in changes.iter_rows(named=True):
        if row["kind"] not in CHANGE_KINDS:
            raise DeclarationError(
                "area_changes.csv", f"kind {row['kind']!r} is not known.", suggest(row["kind"], CHANGE_KINDS)
            )
        for column in ("from", "to"):
            if row[column] not in codes:
                raise DeclarationError("area_changes.csv", f"{column} {row[column]} is not in areas.csv.")


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
        if table["area"].is_duplicated().any():
            raise DeclarationError(where, "an area stands twice.")
        found[f"{path.parent.name}/{path.stem}"] = table
    return found


def read_bounds(path: Path, where: str) -> pl.DataFrame | None:
    """Read bounds.csv (class, indicator, low, high) where it exists; low lies below high."""
    if not path.exists():
        return None
    table = read_table(path, BOUNDS_SCHEMA, tuple(BOUNDS_SCHEMA), where)
    wrong = table.filter(pl.col("low") >= pl.col("high"))
    if wrong.height:
        row = wrong.row(0, named=True)
        raise DeclarationError(
            where, f"{row['indicator']} in class {row['class']}: low {row['low']} is not below high {row['high']}."
        )
    return table
