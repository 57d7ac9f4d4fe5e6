"""Reconciliation of levels: county, city and province figures, totals and parts, moved until every sum holds."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from statistics import NormalDist
from typing import Any

import numpy as np
import polars as pl

from junxian.quality.mending.adjust import Adjusted, adjust
from junxian.quality.mending.highs import Array
from junxian.terms.errors import MethodError

MOST_DENSE = 30_000_000  # rules × figures, above which intervals are not computed
DAMPING = 1e-10
FIGURE_SCHEMA: dict[str, Any] = {"ref_area": pl.String, "item": pl.String, "value": pl.Float64, "spread": pl.Float64}


@dataclass(frozen=True)
class Reconciled:
    """Figures whose sums hold.

    table     ref_area, item, filed, proposed, low, high: the interval of what is reconciled, given the spreads; null where
              there are too many figures to tell
    sums      code, ref_area, item, gap: every sum that was asked for, and by how much the filed figures missed it
    left_out  code, ref_area, item, missing: sums that could not be asked, and the first figure that is missing
    proof     largest violation of the conditions of Karush, Kuhn and Tucker, in spreads
    """

    table: pl.DataFrame
    sums: pl.DataFrame
    left_out: pl.DataFrame
    proof: float


@dataclass(frozen=True)
class _Sum:
    code: str
    area: str
    item: str
    total: tuple[str, str]
    parts: tuple[tuple[str, str], ...]


def reconcile_levels(
    figures: pl.DataFrame, above: Mapping[str, str], parts: Mapping[str, Iterable[str]], signed: Iterable[str] = (),
    summed: Iterable[str] | None = None, coverage: float = 0.9,
) -> Reconciled:  # fmt: skip
    """Move figures as little as their spreads allow until areas sum to the area above and parts to their total.

    figures  FIGURE_SCHEMA, one row a figure; spread: its standard deviation, 0 for one that stays; value null where missing
    above    area → the area above, of which its figure is a part
    parts    total item → the items that make it up, asked of every area
    signed   items that may fall below zero; all others stay at or above it
    summed   items that are summed over areas, all where None; coverage  of the intervals
    A sum is asked only where all its figures are there, and is listed in `left_out` otherwise: nothing is imputed. Zero
    figures should have a spread of 0 where they are structural. MethodError as in `adjust`, where fixed figures contradict
    each other, naming the sums. Source: Stone, Champernowne and Meade 1942; Hyndman and others 2016 for the interval.
    Checked in tests/unit/quality/mending/test_hierarchy.py and tests/published/test_mending.py.
    """
    table = _read(figures)
    place = {cell: n for n, cell in enumerate(zip(table["ref_area"], table["item"], strict=True))}
    known = np.isfinite(table["value"].to_numpy())
    asked, left_out = [], []
    for one in [*_sum_areas(table, above, summed), *_sum_parts(table, parts)]:
        absent = [c for c in (one.total, *one.parts) if c not in place or not known[place[c]]]
        if absent:
            left_out.append((one.code, one.area, one.item, " ".join(absent[0])))
        else:
            asked.append(one)
    kept = np.flatnonzero(known)
    order = {int(n): k for k, n in enumerate(kept)}
    matrix = _lay_out(asked, {cell: order[n] for cell, n in place.items() if n in order}, len(kept))
    values, spreads = table["value"].to_numpy()[kept], table["spread"].to_numpy()[kept]
    below_zero = table["item"].is_in(list(signed)).to_numpy()[kept] | ((values < 0) & (spreads == 0))
    lower = np.where(below_zero, -np.inf, 0.0)
    zero, names = np.zeros(len(asked)), [f"{s.code} {s.area} {s.item}" for s in asked]
    found = adjust(values, spreads, matrix, (zero, zero), (lower, np.full(len(kept), np.inf)), names)
    low, high = _bound(found, spreads, matrix, lower, coverage)
    columns = {"proposed": found.values, "low": low, "high": high}
    full = {name: np.full(len(known), np.nan) for name in columns}
    for name, column in columns.items():
        full[name][kept] = column
    result = table.select("ref_area", "item", pl.col("value").fill_nan(None).alias("filed"))
    gaps = matrix @ values
    return Reconciled(
        result.with_columns(pl.Series(name, column).fill_nan(None) for name, column in full.items()),
        pl.DataFrame([(s.code, s.area, s.item, float(-g)) for s, g in zip(asked, gaps, strict=True)], _schema(gap=pl.Float64), orient="row"),
        pl.DataFrame(left_out, _schema(missing=pl.String), orient="row"), found.proof,
    )  # fmt: skip


def _schema(**last: Any) -> dict[str, Any]:
    return {"code": pl.String, "ref_area": pl.String, "item": pl.String, **last}


def _read(figures: pl.DataFrame) -> pl.DataFrame:
    table = figures.select(pl.col(name).cast(kind) for name, kind in FIGURE_SCHEMA.items())
    if table.select("ref_area", "item").is_duplicated().any():
        raise MethodError("reconciliation", "an area has two figures of one item.", "Keep the one that is in force.")
    return table.with_columns(pl.col("value", "spread").fill_null(float("nan")))


def _sum_areas(table: pl.DataFrame, above: Mapping[str, str], summed: Iterable[str] | None) -> list[_Sum]:
    """One sum for each area that has areas below it and item that any of these files."""
    below: dict[str, list[str]] = {}
    for area, over in above.items():
        below.setdefault(over, []).append(area)
    filed = set(zip(table["ref_area"], table["item"], strict=True))
    items = table["item"].unique(maintain_order=True).to_list()
    chosen = [i for i in items if summed is None or i in set(summed)]
    return [
        _Sum("areas", over, item, (over, item), tuple((a, item) for a in areas))
        for over, areas in below.items()
        for item in chosen
        if (over, item) in filed and any((a, item) in filed for a in areas)
    ]


def _sum_parts(table: pl.DataFrame, parts: Mapping[str, Iterable[str]]) -> list[_Sum]:
    filed = set(zip(table["ref_area"], table["item"], strict=True))
    areas = table["ref_area"].unique(maintain_order=True).to_list()
    return [
        _Sum("parts", area, total, (area, total), tuple((area, p) for p in made))
        for total, made in ((t, tuple(p)) for t, p in parts.items())
        for area in areas
        if (area, total) in filed and any((area, p) in filed for p in made)
    ]


def _lay_out(sums: list[_Sum], place: Mapping[tuple[str, str], int], count: int) -> Any:
    """Parts less the total, one row a sum."""
    from scipy.sparse import csr_array

    cells = [(row, place[c], 1.0) for row, s in enumerate(sums) for c in s.parts]
    cells += [(row, place[s.total], -1.0) for row, s in enumerate(sums)]
    rows, columns, signs = (np.array(c) for c in zip(*cells, strict=True)) if cells else (np.zeros(0, int),) * 3
    return csr_array((signs.astype(float), (rows, columns)), shape=(len(sums), count))


def _bound(found: Adjusted, spreads: Array, matrix: Any, lower: Array, coverage: float) -> tuple[Array, Array]:
    """Ends of the interval of each reconciled figure, its spread being what the sums leave of the filed one's."""
    from scipy.linalg import solve_triangular

    count, rules = len(spreads), matrix.shape[0]
    if rules * count > MOST_DENSE:
        return np.full(count, np.nan), np.full(count, np.nan)
    scaled = matrix @ _diagonal(spreads)
    length = np.sqrt(np.asarray(scaled.multiply(scaled).sum(axis=1)).ravel())
    scaled = np.asarray((_diagonal(1 / np.where(length > 0, length, 1.0)) @ scaled).todense())
    root = np.linalg.cholesky(scaled @ scaled.T + DAMPING * np.eye(rules))
    explained = (solve_triangular(root, scaled, lower=True) ** 2).sum(axis=0)
    left = spreads * np.sqrt(np.clip(1 - explained, 0, 1))
    reach = NormalDist().inv_cdf((1 + coverage) / 2) * left
    return np.maximum(found.values - reach, lower), found.values + reach


def _diagonal(values: Array) -> Any:
    from scipy.sparse import diags_array

    return diags_array(values)
