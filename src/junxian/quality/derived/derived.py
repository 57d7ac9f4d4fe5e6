"""Derived figures: the value of every derived item where its figures are there, and the filed cells that it comes from."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cached_property
from typing import Any

import polars as pl

from junxian.quality.computed import FIGURE_SCHEMA, make_figure
from junxian.quality.derived.derivations import Derivation
from junxian.quality.language.explain import list_used
from junxian.quality.language.measure import Environment
from junxian.quality.suspicion import Cell, Suspicion


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

    wide     one row per period and area, one column per item as filed; of what was filed for derived items nothing is used
    inner    the same figures one by one; a figure that was filed with two values must not be among them
    Where a figure is missing, so is what is derived from it. Checked in tests/unit/quality/derived/test_derived.py.
    """

    def __init__(self, derivations: Mapping[str, Derivation], wide: pl.DataFrame, inner: Environment, by: str) -> None:
        self.derivations, self._wide, self._by = derivations, wide, by
        self._env = DerivedFigures(inner, derivations)
        self._leaves: dict[Cell, tuple[Cell, ...]] = {}

    @cached_property
    def figures(self) -> pl.DataFrame:
        """FIGURE_SCHEMA: `raw` is the expression, and no file holds them."""
        return pl.DataFrame(list(self._make()), schema=FIGURE_SCHEMA, orient="row")

    def _make(self) -> Iterator[dict[str, Any]]:
        for key, one in self.derivations.items():
            for period, area in self._list_rows(one):
                value = self._env.value(key, area, period)
                if value is not None:
                    yield make_figure(
                        one.form, one.item, area, period, float(value), self._by, f"= {one.item.computed}"
                    )

    def _list_rows(self, one: Derivation) -> list[tuple[str, str]]:
        filed = [key for key in one.own_keys if key not in self.derivations]
        if not set(filed) <= set(self._wide.columns):
            return []
        return self._wide.drop_nulls(filed).select("time_period", "ref_area").rows() if filed else self._wide.select("time_period", "ref_area").rows()  # fmt: skip

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
        made = [
            (*cell, *row[3:])
            for area, period, key in self.figures.select("ref_area", "time_period", "key").rows()
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
