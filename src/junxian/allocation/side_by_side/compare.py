"""Plans set side by side: what each gives to every area, how evenly and how well, and how far it is from the first."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from junxian.allocation.side_by_side.difference import differ
from junxian.allocation.side_by_side.holding import AnyPlan, Holding, convert_holding, list_holdings
from junxian.allocation.side_by_side.measure import measure_holding
from junxian.terms.errors import MethodError

AREA_SCHEMA: dict[str, Any] = {
    "factor": pl.String,
    "ref_area": pl.String,
    "plan": pl.Int64,  # number of the plan, from 1
    "unit": pl.String,
    "quota": pl.Float64,
    "difference": pl.Float64,  # quota − that of the first plan of the factor; null for the first itself
    "percent": pl.Float64,  # of the first's quota; null where that is zero
    "is_beyond": pl.Boolean,  # the amount lies outside the first's interval over its knobs; null where none was drawn
    "bound": pl.String,
}
SUMMARY_SCHEMA: dict[str, Any] = {
    "factor": pl.String,
    "name_zh": pl.String,
    "name_en": pl.String,
    "unit": pl.String,
    "plan": pl.Int64,
    "yardstick": pl.Int64,  # the programme whose weights and base measure all; null without one
    "areas": pl.Int64,  # that all plans of the factor have; what follows is over these
    "total": pl.Float64,  # of all areas of the plan
    "allotted": pl.Float64,
    "efficiency": pl.Float64,  # Σ weight × quota, of that of the yardstick
    "gini_base": pl.Float64,  # of quota / base, every area weighing its base
    "least_share": pl.Float64,  # least quota / base
    "gini": pl.Float64,  # of quotas, unweighted; null where nothing is allotted
    "at_limits": pl.Int64,  # areas at which a limit decides
    "relative_gap": pl.Float64,  # of the certificate; null by formula
    "gain": pl.Int64,  # against the first plan of the factor; null for the first itself
    "lose": pl.Int64,
    "moved": pl.Float64,  # what some lose and others gain: half of Σ |difference|, less that of the totals
    "rank_correlation": pl.Float64,  # Spearman, of quotas; null where all are alike
    "beyond": pl.Int64,  # areas outside the first's interval; null where none was drawn
}
ALONE_SCHEMA: dict[str, Any] = {
    "factor": pl.String,
    "ref_area": pl.String,  # "" for a factor that no other plan holds
    "plan": pl.Int64,
    "unit": pl.String,
    "quota": pl.Float64,
}


@dataclass(frozen=True)
class SideBySide:
    """`areas` (AREA_SCHEMA), `summary` (SUMMARY_SCHEMA, a row a factor and plan), `alone` (ALONE_SCHEMA: what is not compared)."""

    areas: pl.DataFrame
    summary: pl.DataFrame
    alone: pl.DataFrame


def set_side_by_side(plans: Sequence[AnyPlan]) -> SideBySide:
    """Compare plans by formula and programmes, factor by factor, over the areas that all plans of a factor have.

    A factor is compared where two plans hold it, in the unit of the first that does. Plans without quotas hold nothing.
    MethodError for fewer than two plans, no factor or area in common, and units that measure different things.
    Checked in tests/unit/allocation/test_side_by_side.py.
    """
    if len(plans) < 2:
        raise MethodError("plans", f"a comparison of {len(plans)}.", "Name two or more.")
    held: dict[str, list[Holding]] = {}
    for number, plan in enumerate(plans, start=1):
        for holding in list_holdings(number, plan):
            held.setdefault(holding.factor, []).append(holding)
    shared = {factor: _convert(own) for factor, own in held.items() if len(own) > 1}
    if not shared:
        raise MethodError(
            "plans", f"hold no factor in common: {_tell(held)}.", "Name plans that allot the same factor."
        )
    parts = [_compare_factor(own) for own in shared.values()]
    single = [_list_alone(own[0], own[0].table, whole=True) for own in held.values() if len(own) == 1]
    return SideBySide(
        pl.concat([areas for areas, _, _ in parts]),
        pl.DataFrame([row for _, rows, _ in parts for row in rows], schema=SUMMARY_SCHEMA, orient="row"),
        pl.concat([pl.DataFrame(schema=ALONE_SCHEMA), *single, *(alone for _, _, alone in parts)]),
    )


def _tell(held: dict[str, list[Holding]]) -> str:
    return ", ".join(f"{factor} in plan {own[0].plan}" for factor, own in held.items()) or "none has quotas"


def _convert(holdings: list[Holding]) -> list[Holding]:
    unit = holdings[0].unit
    try:
        return [convert_holding(one, unit) for one in holdings]
    except MethodError as error:
        units = ", ".join(f"{one.unit} in plan {one.plan}" for one in holdings)
        raise MethodError(
            f"factor {holdings[0].factor!r}", f"is in units that measure different things: {units}."
        ) from error


def _compare_factor(holdings: list[Holding]) -> tuple[pl.DataFrame, list[dict[str, Any]], pl.DataFrame]:
    """Areas, summary and what is alone of one factor."""
    codes = set.intersection(*(set(one.table["ref_area"]) for one in holdings))
    if not codes:
        named = " and ".join(str(one.plan) for one in holdings)
        raise MethodError(
            f"factor {holdings[0].factor!r}", f"plans {named} have no area in common.", "Compare plans of one province."
        )
    of_all = pl.col("ref_area").is_in(codes)
    first, *others = tables = [one.table.filter(of_all).sort("ref_area") for one in holdings]
    yardstick = _choose_yardstick(holdings)
    measure = None if yardstick is None else tables[yardstick]
    changes = [differ(first, table) for table in (first, *others)]
    rows = [
        {
            "factor": one.factor, "name_zh": holdings[yardstick or 0].name.zh, "name_en": holdings[yardstick or 0].name.text("en"),
            "unit": one.unit, "plan": one.plan, "yardstick": None if yardstick is None else holdings[yardstick].plan,
            "areas": len(codes), "total": one.table["quota"].sum(), "relative_gap": one.relative_gap,
            **measure_holding(table, measure), **({} if one is holdings[0] else change.summary),
        }
        for one, table, change in zip(holdings, tables, changes, strict=True)
    ]  # fmt: skip
    areas = [
        change.areas.with_columns(factor=pl.lit(one.factor), plan=pl.lit(one.plan, pl.Int64), unit=pl.lit(one.unit))
        for one, change in zip(holdings, changes, strict=True)
    ]
    own = pl.col("plan") == holdings[0].plan
    blank = [pl.when(~own).then(name).alias(name) for name in ("difference", "percent", "is_beyond")]
    left = [_list_alone(one, one.table.filter(~of_all)) for one in holdings]
    return pl.concat(areas).select(AREA_SCHEMA.keys()).with_columns(blank), rows, pl.concat(left)


def _choose_yardstick(holdings: list[Holding]) -> int | None:
    """Place of the first programme, one whose weights are as scored before one that adjusts them; None without any."""
    programmes = [k for k, one in enumerate(holdings) if one.is_programme]
    return min(programmes, key=lambda k: (holdings[k].is_adjusted, k), default=None)


def _list_alone(holding: Holding, table: pl.DataFrame, *, whole: bool = False) -> pl.DataFrame:
    """Areas of a holding that are not compared; one row for the factor where the whole of it is not."""
    rows = table.select("ref_area", "quota").sort("ref_area")
    own = pl.DataFrame({"ref_area": [""], "quota": [table["quota"].sum()]}) if whole else rows
    return own.with_columns(
        factor=pl.lit(holding.factor), plan=pl.lit(holding.plan, pl.Int64), unit=pl.lit(holding.unit)
    ).select(ALONE_SCHEMA.keys())
