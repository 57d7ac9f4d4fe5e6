"""Reconciliation of levels: county, city and province figures, totals and parts, moved until every sum holds."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from statistics import NormalDist
from typing import Any

import numpy as np
import polars as pl

from junxian.quality.mending.adjust import Adjusted, adjust
from junxian.quality.mending.highs import Array
from junxian.quality.mending.sums import Figure, Sum, lay_out_sums, list_area_sums, list_part_sums
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


def reconcile_levels(
    figures: pl.DataFrame, above: Mapping[str, str], parts: Mapping[str, Iterable[str]], signed: Iterable[str] = (),
    coverage: float = 0.9,
) -> Reconciled:  # fmt: skip
    """Move figures until areas sum to the area above and parts to their total. See `reconcile_sums`.

    above  area → the area above, of which its figure is a part; parts  total item → the items that make it up
    """
    sums = [*list_area_sums(figures, above), *list_part_sums(figures, parts)]
    return reconcile_sums(figures, sums, signed, coverage)


def reconcile_sums(
    figures: pl.DataFrame, sums: Iterable[Sum], signed: Iterable[str] = (), coverage: float = 0.9
) -> Reconciled:
    """Move figures as little as their spreads allow until every sum holds.

    figures  FIGURE_SCHEMA, one row a figure; spread: its standard deviation, 0 for one that stays; value null where missing
    sums     those that hold within what they allow go on doing so; the others are made to hold exactly
    signed   items that may fall below zero; all others stay at or above it
    coverage of the intervals
    A sum is asked only where all its figures are there, and is listed in `left_out` otherwise: nothing is imputed. Zero
    figures should have a spread of 0 where they are structural. MethodError as in `adjust`, where fixed figures contradict
    each other, naming the sums. Source: Stone, Champernowne and Meade 1942; Hyndman and others 2016 for the interval.
    Checked in tests/unit/quality/mending/test_hierarchy.py.
    """
    table = _read(figures)
    known = table.filter(pl.col("value").is_not_null())
    place = {figure: n for n, figure in enumerate(zip(known["ref_area"], known["item"], strict=True))}
    listed = list(sums)
    asked = [s for s in listed if all(c in place for c in (s.total, *s.parts))]
    values, spreads = known["value"].to_numpy(), known["spread"].to_numpy()
    matrix = lay_out_sums(asked, place)
    gaps = -(matrix @ values)
    allowed = np.array([s.allowed for s in asked])
    room = np.where(np.abs(gaps) <= allowed, allowed, 0.0)
    may_be_negative = known["item"].is_in(list(signed)).to_numpy() | ((values < 0) & (spreads == 0))
    lower = np.where(may_be_negative, -np.inf, 0.0)
    bounds, names = (lower, np.full(len(values), np.inf)), [s.name for s in asked]
    found = adjust(values, spreads, matrix, (-room, room), bounds, names)
    low, high = _bound(found, spreads, matrix[np.flatnonzero(room == 0)], lower, coverage)
    told = known.select("ref_area", "item").with_columns(proposed=found.values, low=low, high=high)
    result = table.select("ref_area", "item", pl.col("value").alias("filed")).join(
        told, on=["ref_area", "item"], how="left", validate="1:1", maintain_order="left"
    )
    return Reconciled(
        result.with_columns(pl.col("low", "high").fill_nan(None)),
        pl.DataFrame([(s.code, *s.total, g) for s, g in zip(asked, gaps.tolist(), strict=True)], _schema(gap=pl.Float64), orient="row"),
        _list_left_out(listed, place), found.proof,
    )  # fmt: skip


def _list_left_out(sums: list[Sum], place: Mapping[Figure, int]) -> pl.DataFrame:
    absent = [(s, next((c for c in (s.total, *s.parts) if c not in place), None)) for s in sums]
    rows = [(s.code, *s.total, " ".join(c)) for s, c in absent if c is not None]
    return pl.DataFrame(rows, _schema(missing=pl.String), orient="row")


def _schema(**last: Any) -> dict[str, Any]:
    return {"code": pl.String, "ref_area": pl.String, "item": pl.String, **last}


def _read(figures: pl.DataFrame) -> pl.DataFrame:
    table = figures.select(pl.col(name).cast(kind) for name, kind in FIGURE_SCHEMA.items())
    if table.select("ref_area", "item").is_duplicated().any():
        raise MethodError("reconciliation", "an area has two figures of one item.", "Keep the one that is in force.")
    return table.with_columns(pl.col("value").fill_nan(None))


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
