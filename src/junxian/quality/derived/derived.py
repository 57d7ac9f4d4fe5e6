"""Derived figures: the value of every derived item where its figures are there, and the filed cells that it comes from."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cached_property
from typing import Any

import polars as pl

from junxian.quality.computed import FIGURE_SCHEMA, VALUE_SCHEMA, make_figures
from junxian.quality.derived.derivations import Derivation, find_origins
from junxian.quality.language.columns import Columns
from junxian.quality.language.explain import list_used
from junxian.quality.language.figures import TableFigures
from junxian.quality.language.measure import Environment
from junxian.quality.language.screen import reckon_term
from junxian.quality.suspicion import Cell, Suspicion

_WHOLE = 1e15  # last digits that a float counts
_EPSILON = 1e-12


class DerivedFigures:
    """The figures of an environment and, of derived items, what they come to; what is filed for those is not looked at."""

    def __init__(self, inner: Environment, derivations: Mapping[str, Derivation]) -> None:
        self._inner, self._derivations = inner, derivations
        self._made: dict[Cell, Decimal | None] = {}

    def value(self, key: str, area: str, period: str) -> Any:
        """The figure of an item; None where it is missing or cannot be derived."""
        derivation = self._derivations.get(key)
        if derivation is None:
            return self._inner.value(key, area, period)
        cell = (area, period, key)
        if cell not in self._made:
            self._made[cell] = derivation.value(self, area, period)
        return self._made[cell]

    def children(self, area: str, period: str, level: str) -> Sequence[tuple[str, bool]]:
        """The areas below."""
        return self._inner.children(area, period, level)


class Derived:
    """Every derived figure of a province (`figures`), and the way back from each to filed cells.

    columns  the figures as filed, without those that were filed with two values; what was filed for derived items is not used
    Where a figure is missing, so is what is derived from it. Checked in tests/unit/quality/derived/test_derived.py.
    """

    def __init__(self, derivations: Mapping[str, Derivation], columns: Columns, by: str) -> None:
        self.derivations, self._columns, self._by = derivations, columns, by
        self._env = DerivedFigures(TableFigures(columns), derivations)
        self._leaves: dict[Cell, tuple[Cell, ...]] = {}

    @cached_property
    def figures(self) -> pl.DataFrame:
        """FIGURE_SCHEMA: `raw` is the expression, and no file holds them."""
        made = [
            make_figures(one.form, one.item, self._derive(key, one), self._by, f"= {one.item.computed}")
            for key, one in self.derivations.items()
        ]
        return pl.concat([pl.DataFrame(schema=FIGURE_SCHEMA), *made])

    def _derive(self, key: str, one: Derivation) -> pl.DataFrame:
        """The value in every row that has one: in floats where their error cannot change the last digit, else exactly."""
        rows = self._columns.wide.select("ref_area", "time_period")
        near = self._round(one) if not set(one.keys) & set(self.derivations) else None
        if near is None:
            return self._judge(key, rows)
        sure, unsure = (rows.with_columns(near["value"]).filter(near["sure"] == is_sure) for is_sure in (True, False))
        return pl.concat([sure.drop_nulls("value"), self._judge(key, unsure.select("ref_area", "time_period"))])

    def _round(self, one: Derivation) -> pl.DataFrame:
        """The rounded value of every row, and whether that is `sure`."""
        times = 10.0**one.item.decimals
        size = (pl.col("value") * times).abs()
        apart = ((size % 1) - 0.5).abs() > pl.col("error") * times + size * _EPSILON
        sure = (apart & (size < _WHOLE)) | pl.col("value").is_null()
        rounded = (size + 0.5).floor() / times * pl.when(pl.col("value") < 0).then(-1.0).otherwise(1.0) + 0.0  # no -0
        return reckon_term(one.checked, self._columns).select(
            rounded.alias("value"), sure.fill_null(False).alias("sure")
        )

    def _judge(self, key: str, rows: pl.DataFrame) -> pl.DataFrame:
        found = [(area, period, self._env.value(key, area, period)) for area, period in rows.rows()]
        told = [(area, period, float(value)) for area, period, value in found if value is not None]
        return pl.DataFrame(told, schema=VALUE_SCHEMA, orient="row")

    def value(self, cell: Cell) -> Decimal | None:
        """The exact value of a derived cell."""
        area, period, key = cell
        value: Decimal | None = self._env.value(key, area, period)
        return value

    def trace(self, cell: Cell) -> tuple[Cell, ...]:
        """The cells that are not derived from which a cell comes, each once; of a cell that is filed itself that cell."""
        area, period, key = cell
        if key not in self.derivations:
            return (cell,)
        if cell not in self._leaves:
            used = list_used(self.derivations[key].term, (self._env, area, period))
            cells = [
                (place, one.period, one.key) for one in used for place in (one.children if one.is_sum else (one.area,))
            ]
            self._leaves[cell] = tuple(dict.fromkeys(leaf for one in cells if one[1] for leaf in self.trace(one)))
        return self._leaves[cell]

    def spread(self, cells: pl.DataFrame) -> pl.DataFrame:
        """Cells (ref_area, time_period, item and more columns) with the derived figures that come from any of them."""
        doubted: dict[Cell, list[Any]] = {}
        for row in cells.rows():
            doubted.setdefault(row[:3], []).append(row)
        named = {key for _, _, key in doubted}
        concerned = [key for key, origins in find_origins(self.derivations).items() if origins & named]
        made = [
            (*cell, *row[3:])
            for area, period, key in self.figures.filter(pl.col("key").is_in(concerned))
            .select("ref_area", "time_period", "key")
            .rows()
            for cell in [(area, period, key)]
            for leaf in self.trace(cell)
            for row in doubted.get(leaf, ())
        ]
        return pl.concat([cells, pl.DataFrame(made, schema=cells.schema, orient="row")]).unique().sort(pl.all())

    def point_at_filed(self, suspicion: Suspicion) -> Suspicion:
        """A suspicion of a derived figure points at the filed cells behind it and shares their causes."""
        shown = self._follow(suspicion.shown)
        if shown == suspicion.shown and not any(key in self.derivations for _, _, key in suspicion.explains):
            return suspicion
        return replace(suspicion, shown=shown, explains=suspicion.explains | set(self._follow(suspicion.explains)))

    def _follow(self, cells: Iterable[Cell]) -> tuple[Cell, ...]:
        return tuple(dict.fromkeys(leaf for cell in cells for leaf in self.trace(cell)))
