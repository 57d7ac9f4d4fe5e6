"""The canonical hash of a table: what it says, whatever its row order, chunks, file format or library version."""

import hashlib
import json

import numpy as np
import polars as pl

SIGNIFICANT_DIGITS = 12


def hash_table(table: pl.DataFrame, keys: list[str]) -> str:
    """Hash a table: rows sorted by key, columns in their declared order, numbers at 12 significant digits.

    table  any frame; keys  columns that sort its rows (rows equal in all keys are sorted by every other column)
    Returns 64 hexadecimal digits. Missing differs from zero and from "". Checked in tests/unit/engine/test_hash.py.
    """
    rest = [name for name in table.columns if name not in keys]
    ordered = table.sort(
        [*keys, *(name for name in rest if not isinstance(table.schema[name], pl.List))], nulls_last=True
    )
    digest = hashlib.sha256()
    for name in ordered.columns:
        column = ordered[name]
        digest.update(json.dumps([name, _kind(column), len(column)], ensure_ascii=False).encode())
        digest.update(column.is_null().cast(pl.UInt8).to_numpy().tobytes())
        digest.update(_content(column))
    return digest.hexdigest()


def _kind(column: pl.Series) -> str:
    if column.dtype.is_float() or column.dtype.is_decimal():
        return "number"
    return "integer" if column.dtype.is_integer() else "text"


def _content(column: pl.Series) -> bytes:
    kind = _kind(column)
    if kind == "number":
        values = column.cast(pl.Float64).fill_null(0.0).to_numpy()
        return round_significant(values, SIGNIFICANT_DIGITS).astype("<f8").tobytes()
    if kind == "integer":
        return column.cast(pl.Int64).fill_null(0).to_numpy().astype("<i8").tobytes()
    if isinstance(column.dtype, pl.List):
        return json.dumps(
            [None if v is None else list(v) for v in column.to_list()], ensure_ascii=False, default=str
        ).encode()
    return json.dumps(column.cast(pl.String).fill_null("").to_list(), ensure_ascii=False).encode()


def round_significant(values: np.ndarray, digits: int) -> np.ndarray:
    """Round an array to significant decimal digits; -0.0 becomes 0.0; infinities stay."""
    flat = np.asarray(values, dtype=float).ravel()
    rounded = np.array([float(f"{value:.{digits - 1}e}") for value in flat]) if flat.size else flat
    return (rounded + 0.0).reshape(np.shape(values))
