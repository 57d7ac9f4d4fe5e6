"""Allots every factor that a province asks for, each in the mode that its declaration names."""

from typing import TYPE_CHECKING

from junxian.allocation.formula import Plan, allocate
from junxian.allocation.programme import ProgrammePlan, coordinate
from junxian.terms.period import Period

if TYPE_CHECKING:
    from junxian.assessment import Scorecard
    from junxian.declared.province import Province
    from junxian.indicators import IndicatorTable
    from junxian.redlines import Lines


def allot(
    province: "Province", indicators: "IndicatorTable", period: Period, scorecard: "Scorecard", lines: "Lines"
) -> tuple[dict[str, Plan], dict[str, ProgrammePlan]]:
    """Plans by formula, and programmes that allot several factors together, by key in the order of province.toml."""
    plans = {
        key: allocate(province.plans[key], indicators, province, period, scorecard=scorecard, lines=lines)
        for key in province.allocations
        if key in province.plans
    }
    formula = quote_formula(province, plans)
    programmes = {
        key: coordinate(
            province.programmes[key], indicators, province, period, scorecard=scorecard, lines=lines, formula=formula
        )
        for key in province.allocations
        if key in province.programmes
    }
    return plans, programmes


def quote_formula(province: "Province", plans: dict[str, Plan]) -> dict[str, dict[str, float]]:
    """What plans by formula give, by factor and area: programmes are set against it."""
    return {
        province.plans[key].factor: dict(plan.table.select("ref_area", "quota").iter_rows())
        for key, plan in plans.items()
    }
