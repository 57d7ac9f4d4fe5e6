"""Puts the cells of all files together: numbers read in one go, every column of an observation filled."""

from typing import Any

import polars as pl

from junxian.reported.column_units import Figures
from junxian.reported.faults import Source, make_fault
from junxian.reported.filings import Filing
from junxian.reported.numbers import power_of_ten, read_numbers
from junxian.reported.observations import OBSERVATION_SCHEMA
from junxian.reported.read_return import CELL_SCHEMA, Read
from junxian.reported.sheet import column_letters
from junxian.terms import Period, conversion, parse_unit

_COLUMN_SCHEMA: dict[str, Any] = {
    "table": pl.Int32, "column": pl.String, "letters": pl.String, "place": pl.Int32, "key": pl.String,
    "name": pl.String, "name_en": pl.String, "filed": pl.String, "declared": pl.String, "exponent": pl.Int32,
    "held": pl.Boolean, "zero_means_missing": pl.Boolean,
} | {
    name: OBSERVATION_SCHEMA[name]
    for name in (
        "item", "breakdown", "decimals", "unit_measure", "price_basis", "conf_status", "form", "filer", "vintage",
        "file", "sheet",
    )
}  # fmt: skip


def make_observations(reads: list[Read]) -> tuple[pl.DataFrame, list[dict[str, Any]]]:
    """Observations of all files (OBSERVATION_SCHEMA, in the order of files, sheets, rows, columns) and bad cells."""
    tables = [(read.filing, table) for read in reads for table in read.tables]
    parts = [t.cells.with_columns(pl.lit(i, pl.Int32).alias("table")) for i, (_, t) in enumerate(tables)]
    if not parts:
        return pl.DataFrame(schema=OBSERVATION_SCHEMA), []
    columns = [
        _describe_column(i, filing, t.source.sheet, f) for i, (filing, t) in enumerate(tables) for f in t.figures
    ]
    known = pl.DataFrame(columns, schema=_COLUMN_SCHEMA, orient="row")
    cells = pl.concat([part.select("table", *CELL_SCHEMA) for part in parts])
    cells = cells.join(known, on=["table", "column"], how="inner", validate="m:1", maintain_order="left")
    read = _decide_status(read_numbers(cells).sort("table", "row", "place"))
    return _finish(read), [_describe_cell(row) for row in _bad_cells(read).iter_rows(named=True)]


def _describe_column(table: int, filing: Filing, sheet: str, figures: Figures) -> dict[str, Any]:
    item, column, source = figures.item, figures.column, filing.source
    declared = parse_unit(item.unit)
    comparable = parse_unit(figures.unit).is_comparable(declared)
    filed = figures.unit if comparable else declared.symbol
    return {
        "table": table, "column": str(column.place), "letters": column_letters(column.place), "place": column.place,
        "key": item.key, "name": item.name.zh, "name_en": item.name.text("en"), "filed": filed, "declared": declared.symbol,
        "exponent": power_of_ten(conversion(filed, declared)), "held": figures.held,
        "zero_means_missing": item.zero_means_missing, "item": item.code, "breakdown": item.breakdown,
        "decimals": item.decimals, "unit_measure": item.unit, "price_basis": item.price_basis,
        "conf_status": filing.form.confidentiality, "form": source.form, "filer": source.filer,
        "vintage": filing.vintage, "file": source.file, "sheet": sheet,
    }  # fmt: skip


def _decide_status(cells: pl.DataFrame) -> pl.DataFrame:
    zero = pl.col("zero_means_missing") & (pl.col("obs_value") == 0)
    usable = pl.col("obs_value").is_not_null() & ~pl.col("held") & ~zero
    return cells.with_columns(
        pl.when(usable).then("obs_value").alias("obs_value"),
        pl.when(usable).then(pl.lit("A")).otherwise(pl.lit("O")).alias("obs_status"),
        (pl.col("letters") + pl.col("row").cast(pl.String)).alias("cell"),
    )


def _finish(cells: pl.DataFrame) -> pl.DataFrame:
    frequencies = {text: Period.parse(text).frequency for text in cells["time_period"].unique().to_list()}
    freq = pl.col("time_period").replace_strict(frequencies, return_dtype=pl.String)
    return cells.with_columns(freq.alias("freq"), pl.lit(0, pl.Int32).alias("unit_mult")).select(
        pl.col(name).cast(kind) for name, kind in OBSERVATION_SCHEMA.items()
    )


def _bad_cells(cells: pl.DataFrame) -> pl.DataFrame:
    return cells.filter(pl.col("state").is_in(["not_a_number", "excel_error", "unit_mismatch"]) & ~pl.col("held"))


def _describe_cell(row: dict[str, Any]) -> dict[str, Any]:
    source = Source(row["file"], row["form"], row["time_period"], row["filer"], row["sheet"])
    return make_fault(
        row["state"], source, words={"name": row["name"], "name_en": row["name_en"]}, ref_area=row["ref_area"],
        item=row["key"], cell=row["cell"], found=row["raw"],
        expected=row["declared"] if row["state"] == "unit_mismatch" else "", withholds=[row["key"]],
    )  # fmt: skip
