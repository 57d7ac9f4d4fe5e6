"""What one plan, by formula or a programme, gives of one factor: the columns that plans of both modes share."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import polars as pl

from junxian.allocation.formula import Plan
from junxian.allocation.programme import ProgrammePlan
from junxian.terms.name import Name
from junxian.terms.unit import conversion

AnyPlan = Plan | ProgrammePlan

HOLDING_SCHEMA: dict[str, Any] = {
    "ref_area": pl.String,
    "quota": pl.Float64,  # whole units
    "amount": pl.Float64,  # before whole units
    "bound": pl.String,
    "base": pl.Float64,  # of a programme; null by formula
    "weight": pl.Float64,  # without adjustment, of a programme; null by formula
    "low": pl.Float64,  # 5 and 95 per cent of the draws of the knobs; null where none were drawn
    "high": pl.Float64,
}
AMOUNTS = ("quota", "amount", "base", "low", "high")  # what is in the factor's unit


@dataclass(frozen=True)
class Holding:
    """What the plan of this number gives of a factor: `table` (HOLDING_SCHEMA, a row an area) in `unit`."""

    plan: int
    factor: str
    name: Name
    unit: str
    table: pl.DataFrame
    is_programme: bool
    is_adjusted: bool  # its weights are adjusted to its own plan (complements, the worst case)
    relative_gap: float | None


def has_quotas(plan: AnyPlan) -> bool:
    """Whether a plan allots anything: not where limits conflict or figures are missing."""
    table = plan.table if isinstance(plan, Plan) else plan.amounts
    return table["quota"].is_not_null().any()


def list_holdings(number: int, plan: AnyPlan) -> Iterator[Holding]:
    """One entry a factor; none of a plan without quotas."""
    if has_quotas(plan):
        yield from _list_formula(number, plan) if isinstance(plan, Plan) else _list_programme(number, plan)


def _list_formula(number: int, plan: Plan) -> Iterator[Holding]:
    code, unit = plan.table.select("factor", "unit").row(0)
    table = plan.table.with_columns(amount=pl.col("basic") + pl.col("efficiency"))
    yield Holding(number, code, Name(zh=code), unit, _fit(table), False, False, None)


def _list_programme(number: int, plan: ProgrammePlan) -> Iterator[Holding]:
    drawn = plan.amounts.join(
        plan.draws.select("ref_area", "factor", "low", "high"), on=["ref_area", "factor"], how="left"
    )
    if "adjustment" not in drawn.columns:  # of an older run
        drawn = drawn.with_columns(adjustment=pl.lit(1.0))
    scored = pl.when(pl.col("adjustment") > 0).then(pl.col("weight") / pl.col("adjustment")).otherwise("weight")
    gap = plan.certificate["relative_gap"][0]
    for code, zh, en, unit in plan.factors.select("factor", "name_zh", "name_en", "unit").iter_rows():
        own = drawn.filter(pl.col("factor") == code)
        table, is_adjusted = _fit(own.with_columns(weight=scored)), bool((own["adjustment"] != 1).any())
        yield Holding(number, code, Name(zh=zh, en=en), unit, table, True, is_adjusted, gap)


def _fit(table: pl.DataFrame) -> pl.DataFrame:
    known = [name if name in table.columns else pl.lit(None, kind).alias(name) for name, kind in HOLDING_SCHEMA.items()]
    return table.select(known)


def convert_holding(holding: Holding, unit: str) -> Holding:
    """The holding in another unit; MethodError where the two measure different things."""
    times = float(conversion(holding.unit, unit))
    return replace(holding, unit=unit, table=holding.table.with_columns(pl.col(AMOUNTS) * times))
