"""Figures that an allocation needs, by area, exact and in the plan's unit. What is not filed is absent, never zero."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

import polars as pl

from junxian.allocation.exact import convert, declared, exact
from junxian.declared.allocations import Allocation
from junxian.terms.errors import AllocationError
from junxian.terms.period import Period

if TYPE_CHECKING:
    from junxian.declared.province import Province
    from junxian.indicators import IndicatorTable

Amounts = dict[str, Fraction]


@dataclass(frozen=True)
class Figures:
    """`values` of the keys in their own units (by key, then area); amounts in the plan's unit; `units` of the keys."""

    areas: list[str]
    supply: Fraction | None
    values: dict[str, Amounts]
    units: dict[str, str]
    last: Amounts
    applied: Amounts
    new_projects: Amounts
    clearance: tuple[Amounts, ...]


def read_figures(allocation: Allocation, indicators: "IndicatorTable", province: "Province", period: Period) -> Figures:
    """Read every figure that the allocation names; AllocationError where its classification has no area."""
    areas = sorted(province.classifications[allocation.classification]["area"].to_list())
    if not areas:
        raise AllocationError(
            f"allocations/{allocation.key}.toml", f"classification {allocation.classification!r} has no area."
        )
    keys = sorted({key.of for key in (*allocation.need, *allocation.efficiency)})
    quantities = {key: _clean(indicators.quantity(key, period)) for key in keys}
    clearance = allocation.clearance.items if allocation.clearance else ()
    collar = allocation.collar

    def amounts(item: str) -> Amounts:
        return _read_amounts(indicators, item, period, allocation.unit) if item else {}

    return Figures(
        areas=areas,
        supply=_read_supply(allocation, indicators, province.code, period),
        values={key: _within(_read_exact(quantity), areas) for key, quantity in quantities.items()},
        units={key: quantity["unit"][0] if quantity.height else "" for key, quantity in quantities.items()},
        last=_within(amounts(collar.last if collar else ""), areas),
        applied=_within(amounts(allocation.applied), areas),
        new_projects=_within(amounts(collar.new_projects if collar else ""), areas),
        clearance=tuple(_read_exact(_clean(indicators.quantity(item, period))) for item in clearance),
    )


def _read_supply(
    allocation: Allocation, indicators: "IndicatorTable", province: str, period: Period
) -> Fraction | None:
    """The declared amount, or what the province itself filed; None where it filed nothing."""
    if allocation.supply.amount is not None:
        return declared(allocation.supply.amount)
    return _read_amounts(indicators, allocation.supply.item, period, allocation.unit).get(province)


def _read_amounts(indicators: "IndicatorTable", item: str, period: Period, unit: str) -> Amounts:
    rows = _clean(indicators.quantity(item, period)).select("ref_area", "value", "unit").iter_rows()
    return {area: convert(value, own, unit) for area, value, own in rows}


def _read_exact(quantity: pl.DataFrame) -> Amounts:
    return {area: exact(value) for area, value in quantity.select("ref_area", "value").iter_rows()}


def _clean(quantity: pl.DataFrame) -> pl.DataFrame:
    return quantity.with_columns(pl.col("value").cast(pl.Float64).fill_nan(None)).drop_nulls("value")


def _within(amounts: Amounts, areas: Iterable[str]) -> Amounts:
    return {area: amounts[area] for area in areas if area in amounts}
