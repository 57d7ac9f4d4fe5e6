"""Allots every factor that a province asks for, each in the mode that its declaration names."""

from contextlib import suppress
from typing import TYPE_CHECKING

import polars as pl

from junxian.allocation.formula import Plan, allocate
from junxian.allocation.programme import ProgrammePlan, coordinate
from junxian.allocation.projects import ProjectPlan
from junxian.allocation.projects.gates import find_closed
from junxian.terms.errors import MethodError
from junxian.terms.period import Period
from junxian.terms.unit import conversion

if TYPE_CHECKING:
    from junxian.assessment import Scorecard
    from junxian.declared.programmes import Programme
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
    programmes = {
        key: coordinate(
            province.programmes[key],
            indicators,
            province,
            period,
            scorecard=scorecard,
            lines=lines,
            formula=quote_formula(province.programmes[key], province, plans),
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
    from junxian.allocation.projects.plan import choose_declared  # loads the solver

    closed = find_closed(declared.choices, declared.listed.table["county"], province.lines, lines)
    return choose_declared(declared, closed)


def quote_formula(programme: "Programme", province: "Province", plans: dict[str, Plan]) -> dict[str, dict[str, float]]:
    """What plans by formula give, by factor and area in the units of the programme that is set against them.

    A plan in a unit that measures something else is left out. Checked in tests/unit/allocation/test_allot.py.
    """
    units = {factor.code: factor.unit for factor in programme.factor}
    quoted: dict[str, dict[str, float]] = {}
    for key, plan in plans.items():
        declared = province.plans[key]
        with suppress(MethodError):
            times = float(conversion(declared.unit, units.get(declared.factor, declared.unit)))
            quoted[declared.factor] = dict(plan.table.select("ref_area", pl.col("quota") * times).iter_rows())
    return quoted
