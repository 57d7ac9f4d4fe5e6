"""Puts the figures of all files together: numbers read in one go, every column of an observation filled."""

from fractions import Fraction
from functools import lru_cache
from typing import Any

import numpy as np
import polars as pl

from junxian.reported.column_units import Figures
from junxian.reported.faults import Source, make_fault
from junxian.reported.filings import Fault, Filing
from junxian.reported.numbers import power_of_ten, read_numbers
from junxian.reported.observations import OBSERVATION_SCHEMA
from junxian.reported.read_return import Read
from junxian.reported.sheet import column_letters
from junxian.terms import Period, conversion, parse_unit

_FROM_COLUMN = (
    "item", "breakdown", "decimals", "unit_measure", "price_basis", "conf_status", "form", "filer", "vintage", "file",
    "sheet",
)  # fmt: skip
_COLUMN_SCHEMA: dict[str, Any] = {
    "letters": pl.String, "key": pl.String, "name": pl.String, "name_en": pl.String, "filed": pl.String,
    "declared": pl.String, "exponent": pl.Int32, "held": pl.Boolean, "zero_means_missing": pl.Boolean,
    "signed": pl.Boolean,
} | {name: OBSERVATION_SCHEMA[name] for name in _FROM_COLUMN}  # fmt: skip
_ROW_SCHEMA: dict[str, Any] = {"row": pl.Int64, "ref_area": pl.String, "time_period": pl.String}


def make_observations(reads: list[Read]) -> tuple[pl.DataFrame, list[Fault]]:
    """Observations of all files (OBSERVATION_SCHEMA, in the order of files, sheets, rows, columns) and bad cells."""
    cells = _decide_status(read_numbers(_gather_cells(reads)))
    return _finish(cells), [_describe_cell(row) for row in _find_bad_cells(cells).iter_rows(named=True)]


def _gather_cells(reads: list[Read]) -> pl.DataFrame:
    """One line per figure: its text beside the row and the column it stands in."""
    rows: dict[str, list[Any]] = {name: [] for name in _ROW_SCHEMA}
    columns: list[dict[str, Any]] = []
    raw: list[str] = []
    at: list[np.ndarray] = []
    of: list[np.ndarray] = []
    for filing, table in [(read.filing, table) for read in reads for table in read.tables]:
        below, count = len(rows["row"]), len(table.rows.numbers)
        for figures in table.figures:
            raw += table.rows.cells[figures.column.place]
            at.append(np.arange(below, below + count))
            of.append(np.full(count, len(columns)))
            columns.append(_describe_column(filing, table.source.sheet, figures))
        rows["row"] += table.rows.numbers
        rows["ref_area"] += table.rows.areas
        rows["time_period"] += table.rows.periods
    places = {
        name: np.concatenate(parts) if parts else np.empty(0, np.int64) for name, parts in (("at", at), ("of", of))
    }
    texts = pl.DataFrame({"raw": pl.Series(raw, dtype=pl.String), **places}).sort("at", "of")
    parts = [
        pl.DataFrame(rows, schema=_ROW_SCHEMA)[texts["at"]],
        pl.DataFrame(columns, schema=_COLUMN_SCHEMA)[texts["of"]],
    ]
    return pl.concat([texts.select("raw"), *parts], how="horizontal")


@lru_cache(maxsize=1024)
def _relate_units(filed: str, declared: str) -> tuple[str, str, int | None]:
    """Symbols of both units and the power of ten between them; where they do not convert, the declared one twice."""
    a, b = parse_unit(filed), parse_unit(declared)
    if not a.is_comparable(b):
        return b.symbol, b.symbol, 0
    factor: Fraction = conversion(a, b)
    return a.symbol, b.symbol, power_of_ten(factor)


def _describe_column(filing: Filing, sheet: str, figures: Figures) -> dict[str, Any]:
    item = figures.item
    filed, declared, exponent = _relate_units(figures.unit, item.unit)
    return {
        "letters": column_letters(figures.column.place), "key": item.key, "name": item.name.zh,
        "name_en": item.name.text("en"), "filed": filed, "declared": declared, "exponent": exponent,
        "held": figures.held, "zero_means_missing": item.zero_means_missing, "signed": item.signed, "item": item.code,
        "breakdown": item.breakdown, "decimals": item.decimals, "unit_measure": item.unit,
        "price_basis": item.price_basis, "conf_status": filing.form.confidentiality, "form": filing.form.code,
        "filer": filing.filer, "vintage": filing.vintage, "file": filing.file, "sheet": sheet,
    }  # fmt: skip


def _decide_status(cells: pl.DataFrame) -> pl.DataFrame:
    zero = pl.col("zero_means_missing") & (pl.col("obs_value") == 0)
    below = ~pl.col("signed") & (pl.col("obs_value") < 0).fill_null(False)
    usable = pl.col("obs_value").is_not_null() & ~pl.col("held") & ~zero & ~below
    return cells.with_columns(
        pl.when(below).then(pl.lit("below_zero")).otherwise("state").alias("state"),
        pl.when(usable).then("obs_value").alias("obs_value"),
        pl.when(usable).then(pl.lit("A")).otherwise(pl.lit("O")).alias("obs_status"),
        (pl.col("letters") + pl.col("row").cast(pl.String)).alias("cell"),
    )


def _finish(cells: pl.DataFrame) -> pl.DataFrame:
    frequencies = {text: Period.parse(text).frequency for text in cells["time_period"].unique().to_list()}
    freq = pl.col("time_period").replace_strict(frequencies, return_dtype=pl.String)
    known = [freq.alias("freq"), pl.lit(0, pl.Int32).alias("unit_mult")]
    return cells.with_columns(known).select(pl.col(name).cast(kind) for name, kind in OBSERVATION_SCHEMA.items())


def _find_bad_cells(cells: pl.DataFrame) -> pl.DataFrame:
    bad = ["not_a_number", "excel_error", "unit_mismatch", "below_zero"]
    return cells.filter(pl.col("state").is_in(bad) & ~pl.col("held"))


def _describe_cell(row: dict[str, Any]) -> Fault:
    source = Source(row["file"], row["form"], row["time_period"], row["filer"], row["sheet"])
    return make_fault(
        row["state"], source, words={"name": row["name"], "name_en": row["name_en"]}, ref_area=row["ref_area"],
        item=row["key"], cell=row["cell"], found=row["raw"],
        expected=row["declared"] if row["state"] == "unit_mismatch" else "", withholds=[row["key"]],
    )  # fmt: skip
