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
        return significant_digits(values, SIGNIFICANT_DIGITS).astype("<f8").tobytes()
    if kind == "integer":
        return column.cast(pl.Int64).fill_null(0).to_numpy().astype("<i8").tobytes()
    if isinstance(column.dtype, pl.List):
        return json.dumps(
            [None if v is None else list(v) for v in column.to_list()], ensure_ascii=False, default=str
        ).encode()
    return json.dumps(column.cast(pl.String).fill_null("").to_list(), ensure_ascii=False).encode()


def significant_digits(values: np.ndarray, digits: int) -> np.ndarray:
    """Write numbers as whole mantissas of so many decimal digits and exponents, shape (2, n); zero of any sign is (0, 0)."""
    size = np.abs(values)
    exponent = np.zeros(len(values))
    ordinary = np.isfinite(size) & (size > 0)
    exponent[ordinary] = np.floor(np.log10(size[ordinary]))
    half = np.floor((digits - 1 - exponent) / 2)  # in two steps, for powers beyond 10^308
    mantissa = np.rint(np.where(ordinary, values, 0.0) * 10.0**half * 10.0 ** (digits - 1 - exponent - half))
    carried = np.abs(mantissa) >= 10.0**digits
    mantissa[carried], exponent[carried] = mantissa[carried] / 10, exponent[carried] + 1
    mantissa[~np.isfinite(values)] = values[~np.isfinite(values)]
    return np.vstack([mantissa, exponent]) + 0.0
