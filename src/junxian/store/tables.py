"""Writes the tables of a run as Parquet and answers questions to them through a DuckDB file that can be rebuilt."""

from pathlib import Path

import polars as pl

from junxian.engine import build_cache, query
from junxian.terms import NotPermitted


def write_tables(tables: dict[str, pl.DataFrame], folder: Path) -> None:
    """Write each table to `<folder>/tables/<name>.parquet`; OSError where that fails."""
    place = folder / "tables"
    place.mkdir()
    try:
        for name, table in tables.items():
            table.write_parquet(place / f"{name}.parquet", compression="zstd")
    except pl.exceptions.PolarsError as error:  # what the library says of a full disk
        raise OSError(str(error)) from error


def read_table(tables: Path, name: str) -> pl.DataFrame:
    """Read a table of a run; NotPermitted where it is not there or damaged."""
    path = tables / f"{name}.parquet"
    try:
        return pl.read_parquet(path)
    except (OSError, pl.exceptions.PolarsError) as error:
        raise NotPermitted(str(path), "is not there or damaged.", "Run the province again.") from error


def query_run(folder: Path, sql: str) -> list[tuple[object, ...]]:
    """Answer SQL over the tables of a run, `SELECT * FROM "scorecard.table"`; the first question builds the cache."""
    cache = folder / "tables.duckdb"
    if not cache.exists():
        build_cache(folder / "tables", cache)
    return query(cache, sql)
