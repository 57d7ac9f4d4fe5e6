"""Writes the tables of a run as Parquet, with a DuckDB cache over them."""

from pathlib import Path

import polars as pl

from junxian.engine import build_cache


def write_tables(tables: dict[str, pl.DataFrame], folder: Path) -> None:
    """Write each table to `<folder>/tables/<name>.parquet` and build the cache `<folder>/tables.duckdb`."""
    place = folder / "tables"
    place.mkdir()
    for name, table in tables.items():
        table.write_parquet(place / f"{name}.parquet", compression="zstd")
    build_cache(place, folder / "tables.duckdb")
