"""Compares the tables of two runs: identical, equal within 1e-9, or different, and in which cells."""

from dataclasses import dataclass

import polars as pl

from junxian.store.keys import deciding_columns, key_columns

TOLERANCE = 1e-9


@dataclass(frozen=True)
class Difference:
    """One cell in which two tables differ, or a table or its shape where no cell can be named."""

    table: str
    row: str
    column: str
    kept: str
    now: str
    decides: bool  # False: a number within the tolerance


def compare_tables(name: str, kept: pl.DataFrame, now: pl.DataFrame) -> list[Difference]:
    """Compare one table kept by a run with the same table computed now; rows are matched in the order of their keys."""
    if kept.columns != now.columns or kept.height != now.height:
        return [Difference(name, "", "", _shape(kept), _shape(now), decides=True)]
    keys = key_columns(name, kept)
    order = [*keys, *(c for c, kind in kept.schema.items() if c not in keys and not kind.is_nested())]
    kept, now = kept.sort(order, nulls_last=True), now.sort(order, nulls_last=True)
    rows = [" ".join(map(str, row)) for row in kept.select(keys).iter_rows()]
    deciding = set(deciding_columns(kept))
    return [
        d for column in kept.columns for d in _compare_column(name, kept[column], now[column], rows, column in deciding)
    ]


def _shape(table: pl.DataFrame) -> str:
    return f"{table.height} rows × {', '.join(table.columns)}"


def _compare_column(name: str, kept: pl.Series, now: pl.Series, rows: list[str], decides: bool) -> list[Difference]:
    unequal = _unequal(kept, now)
    found = []
    for index in unequal:
        a, b = kept[index], now[index]
        close = isinstance(a, float) and isinstance(b, float) and abs(a - b) <= TOLERANCE * max(1.0, abs(a), abs(b))
        found.append(Difference(name, rows[index], kept.name, str(a), str(b), decides=decides or not close))
    return found


def _unequal(kept: pl.Series, now: pl.Series) -> list[int]:
    if kept.dtype.is_nested():
        return [i for i, (a, b) in enumerate(zip(kept.to_list(), now.to_list(), strict=True)) if a != b]
    if kept.dtype != now.dtype:
        return list(range(len(kept)))
    return kept.eq_missing(now).not_().arg_true().to_list()
