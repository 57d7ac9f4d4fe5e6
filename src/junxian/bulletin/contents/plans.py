"""Plans of factors with the names of areas and totals by name."""

import polars as pl

from junxian.allocation import Plan
from junxian.allocation.wording import count_places
from junxian.bulletin.contents.content import PlanSummary
from junxian.bulletin.contents.naming import add_area_names, add_names, name_quantity
from junxian.declared.province import Province

TOTAL_NAMES: tuple[str, ...] = (
    "supply", "reserve", "basic_pool", "efficiency_pool", "allotted", "returned", "gini_before", "gini_after",
    "below_last",
)  # fmt: skip


def compose_plans(province: Province, plans: dict[str, Plan]) -> tuple[PlanSummary, ...]:
    """Every plan of the run, in the order in which the province uses them."""
    return tuple(_compose_plan(province, key, plan) for key, plan in plans.items())


def _compose_plan(province: Province, key: str, plan: Plan) -> PlanSummary:
    declared = province.plans[key]
    return PlanSummary(
        key=key,
        factor=declared.factor,
        name=declared.name,
        heading=declared.heading,
        unit=declared.unit,
        places=count_places(declared.whole_unit),
        table=add_area_names(plan.table, province),
        parts=add_names(plan.parts, "of", "of", lambda key: name_quantity(province, key)),
        totals=read_totals(plan.totals),
        gini_of=_read_gini_of(plan.totals),
        conflicts=plan.conflicts,
    )


def _read_gini_of(totals: pl.DataFrame) -> str:
    return str(totals["gini_of"][0] or "") if totals.height and "gini_of" in totals.columns else ""


def read_totals(totals: pl.DataFrame) -> dict[str, float]:
    """Totals by name, whether the frame has one wide row or one row per total; a missing total is left out."""
    if totals.is_empty():
        return {}
    if set(TOTAL_NAMES) & set(totals.columns):
        found = totals.row(0, named=True)
    else:
        found = dict(totals.select(pl.nth(0), pl.nth(1)).iter_rows())
    return {name: float(found[name]) for name in TOTAL_NAMES if found.get(name) is not None}
