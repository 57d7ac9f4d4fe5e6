"""Writes the tables of a run as Parquet and answers questions to them through a DuckDB file that can be rebuilt."""

from pathlib import Path

import polars as pl

from junxian.engine import build_cache, query


def write_tables(tables: dict[str, pl.DataFrame], folder: Path) -> None:
    """Write each table to `<folder>/tables/<name>.parquet`."""
    place = folder / "tables"
    place.mkdir()
    for name, table in tables.items():
        table.write_parquet(place / f"{name}.parquet", compression="zstd")


def query_run(folder: Path, sql: str) -> list[tuple[object, ...]]:
    """Answer SQL over the tables of a run, `SELECT * FROM "scorecard.table"`; the first question builds the cache."""
    cache = folder / "tables.duckdb"
    if not cache.exists():
        build_cache(folder / "tables", cache)
    return query(cache, sql)
