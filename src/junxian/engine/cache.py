"""A DuckDB file over the Parquet tables of a run: a cache that can be rebuilt, never the record."""

from pathlib import Path

import duckdb


def build_cache(tables: Path, file: Path) -> None:
    """Write a DuckDB file with one table for each Parquet file of a folder, named as the file.

    Written beside and renamed at the end, so that a reader never sees half of it.
    """
    partial = file.with_suffix(".partial")
    partial.unlink(missing_ok=True)
    with duckdb.connect(str(partial), config={"threads": 1}) as connection:
        connection.begin()
        for path in sorted(tables.glob("*.parquet")):
            name = path.stem.replace('"', "")
            connection.execute(f'CREATE TABLE "{name}" AS FROM read_parquet($path)', {"path": str(path)})
        connection.commit()
    partial.replace(file)


def query(file: Path, sql: str) -> list[tuple[object, ...]]:
    """Answer a question to a cache file, read-only and without any file beside it."""
    with duckdb.connect(str(file), read_only=True, config={"enable_external_access": False}) as connection:
        return connection.execute(sql).fetchall()
