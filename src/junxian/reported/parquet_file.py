"""Parquet: column names are row 1 of the sheet, rows follow."""

import io

import polars as pl

from junxian.reported.limits import MAX_PARQUET_CELLS
from junxian.reported.sheet import CannotRead, Sheet


def read_parquet_sheet(data: bytes) -> Sheet:
    """Read Parquet bytes into a sheet of text; CannotRead where it is broken, nested or too large."""
    try:
        lazy = pl.scan_parquet(io.BytesIO(data))
        cells = lazy.select(pl.len()).collect().item() * len(lazy.collect_schema())
        if cells > MAX_PARQUET_CELLS:
            raise CannotRead("oversized_file", f"单元格数{cells:,}", f"{cells:,} cells", f"{MAX_PARQUET_CELLS:,}")
        frame = pl.read_parquet(io.BytesIO(data)).with_columns(pl.all().cast(pl.String))
    except (pl.exceptions.PolarsError, OSError) as error:
        why = str(error).partition("\n")[0][:120]
        raise CannotRead(
            "unreadable_file", "Parquet文件已损坏或含嵌套列", f"the Parquet file is broken or nested ({why})"
        ) from error
    columns = [[name, *(text or "" for text in frame[name].to_list())] for name in frame.columns]
    return Sheet("", tuple(range(len(columns))), tuple(columns))
