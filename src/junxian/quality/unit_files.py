"""Microdata of a rule: one row per unit, in a CSV or Parquet file below the province folder."""

from pathlib import Path

import polars as pl

from junxian.terms.name import Name


class NoUnitsError(Exception):
    """The file cannot be used; `reason` says why, in both languages."""

    def __init__(self, reason: Name) -> None:
        super().__init__(reason.text("en"))
        self.reason = reason


def read_units(folder: Path, file: str, columns: list[str]) -> pl.DataFrame:
    """The named columns of a file, as text where it is CSV, so that figures are read as they were written.

    NoUnitsError where the file lies outside the folder, is not there, cannot be read or lacks a column.
    """
    path = (folder / file).resolve()
    if folder.resolve() not in path.parents or not path.is_file():
        raise NoUnitsError(Name(zh=f"没有文件{file}", en=f"there is no file {file}"))
    try:
        is_parquet = path.suffix.lower() == ".parquet"
        table = pl.scan_parquet(path) if is_parquet else pl.scan_csv(path, infer_schema=False)
        known = table.collect_schema().names()
        if missing := [c for c in columns if c not in known]:
            raise NoUnitsError(Name(zh=f"文件{file}没有“{missing[0]}”列", en=f"{file} has no column {missing[0]!r}"))
        return table.select(columns).collect()
    except (pl.exceptions.PolarsError, OSError, ValueError) as error:
        raise NoUnitsError(Name(zh=f"文件{file}读不出来", en=f"{file} cannot be read")) from error
