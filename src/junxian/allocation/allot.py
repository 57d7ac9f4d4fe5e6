"""Allots every factor that a province asks for, each in the mode that its declaration names."""

from typing import TYPE_CHECKING

from junxian.allocation.formula import Plan, allocate
from junxian.allocation.programme import ProgrammePlan, coordinate
from junxian.allocation.projects.gates import find_closed
from junxian.allocation.projects.plan import ProjectPlan, choose_declared
from junxian.terms.period import Period

if TYPE_CHECKING:
    from junxian.assessment import Scorecard
    from junxian.declared.project_choices import DeclaredProjects
    from junxian.declared.province import Province
    from junxian.indicators import IndicatorTable
    from junxian.redlines import Lines


def allot(
    province: "Province", indicators: "IndicatorTable", period: Period, scorecard: "Scorecard", lines: "Lines"
) -> tuple[dict[str, Plan], dict[str, ProgrammePlan], dict[str, ProjectPlan]]:
    """Plans by formula, programmes that allot several factors together, choices of projects, each in province.toml's order."""
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
    choices = {
        key: choose_in_province(province.projects[key], province, lines)
        for key in province.allocations
        if key in province.projects
    }
    return plans, programmes, choices


def choose_in_province(declared: "DeclaredProjects", province: "Province", lines: "Lines") -> ProjectPlan:
    """Choose among a province's candidates: its red lines close gates."""
    closed = find_closed(declared.choices, declared.listed.table["county"], province.lines, lines)
    return choose_declared(declared, closed)


def quote_formula(province: "Province", plans: dict[str, Plan]) -> dict[str, dict[str, float]]:
    """What plans by formula give, by factor and area: programmes are set against it."""
    return {
        province.plans[key].factor: dict(plan.table.select("ref_area", "quota").iter_rows())
        for key, plan in plans.items()
    }
