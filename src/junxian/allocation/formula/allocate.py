"""Allots one factor by formula: reserve, basic pool by need, efficiency pool by weight, within limits, in whole units."""

from fractions import Fraction
from typing import TYPE_CHECKING, Any

import polars as pl

from junxian.allocation.exact import declared
from junxian.allocation.figures import read_figures
from junxian.allocation.formula.awarded import list_awards
from junxian.allocation.formula.claim import Award
from junxian.allocation.formula.claims import Case, make_claims, open_case, read_judged
from junxian.allocation.formula.conflicts import find_conflicts, find_gaps
from junxian.allocation.formula.explain import explain_award
from junxian.allocation.formula.plan import CONFLICT_SCHEMA, PART_SCHEMA, PLAN_SCHEMA, TOTAL_SCHEMA, Plan
from junxian.allocation.formula.settle import Settlement, settle
from junxian.allocation.formula.totals import total_plan
from junxian.declared.allocations import Allocation
from junxian.terms.period import Period

if TYPE_CHECKING:
    from junxian.assessment import Scorecard
    from junxian.declared.province import Province
    from junxian.indicators import IndicatorTable
    from junxian.redlines import Lines


def allocate(
    allocation: Allocation, indicators: "IndicatorTable", province: "Province", period: Period, *,
    scorecard: "Scorecard | None" = None, lines: "Lines | None" = None,
) -> Plan:  # fmt: skip
    """Allot one factor to the areas of its classification (practice §5.3; the defaults are our proposal).

    Amounts are converted to the allocation's unit; quotas are whole multiples of `whole_unit` and sum, with the reserve
    and what returns to it, to the supply exactly. Missing: a key's value gives no share of that key and the other keys
    keep their weights; an area without rank or clearance counts 1; without last year it has no collar; without an
    application, where applications are declared, it keeps its basic share only. Each is told in `why_*`.
    Limits that contradict each other are rows of `conflicts`, settled in the order application, supply, collar. A supply
    that nobody filed or a key that cannot be shared is a conflict too, and then every quota is null. Awards of the assessment that the plan
    names are listed apart and drawn from the reserve.
    Errors: AllocationError for a classification without areas; MethodError where the
    scorecard or the lines that the allocation uses are not handed in, or an amount is in a unit of another kind.
    Checked in tests/unit/allocation and tests/properties/test_allocation_laws.py.
    """
    judged = read_judged(allocation, scorecard, lines)
    figures = read_figures(allocation, indicators, province, period)
    case = open_case(allocation, province, figures, judged)
    gaps = find_gaps(allocation, figures, province)
    if gaps or figures.supply is None:
        return _refuse(case, gaps)
    settlement = settle(allocation, make_claims(case), figures.supply)
    awarded = list_awards(allocation, scorecard, settlement.pools.reserve)
    conflicts = pl.DataFrame(awarded.conflicts, schema=CONFLICT_SCHEMA, orient="row")
    rows = [_make_row(allocation, settlement, award) for award in settlement.awards]
    return Plan(
        table=pl.DataFrame(rows, schema=PLAN_SCHEMA, orient="row"),
        parts=_list_parts(case),
        totals=total_plan(allocation, settlement, awarded.total),
        conflicts=pl.concat([find_conflicts(allocation, settlement), conflicts]),
        awards=awarded.table,
    )


def _make_row(allocation: Allocation, settlement: Settlement, award: Award) -> dict[str, Any]:
    claim, unit = award.claim, declared(allocation.whole_unit)
    quota, why = award.quota * unit, explain_award(allocation, settlement, award)
    numbers = {
        "need_share": claim.need_share, "basic": award.basic, "efficiency_weight": claim.weight,
        "performance": claim.performance, "clearance": claim.clearance, "gate": claim.gate, "lower": award.lower * unit,
        "upper": None if award.upper is None else award.upper * unit, "efficiency": award.efficiency, "quota": quota,
        "applied": claim.applied, "last": claim.last, "change": None if claim.last is None else quota - claim.last,
    }  # fmt: skip
    words = {"ref_area": claim.area, "factor": allocation.factor, "unit": allocation.unit, "bound": award.bound}
    exact_row = {name: None if number is None else float(number) for name, number in numbers.items()}
    return words | exact_row | {"mu": 1.0, "why_zh": why.zh, "why_en": why.en}


def _list_parts(case: Case) -> pl.DataFrame:
    rows = [
        {
            "ref_area": area, "pool": pool, "of": key.of, "value": _float(key.values.get(area)),
            "share": _float(key.shares.get(area)), "weight": float(key.weight), "unit": case.figures.units[key.of],
        }
        for area in case.figures.areas
        for pool, keys in (("need", case.need), ("efficiency", case.efficiency))
        for key in keys
    ]  # fmt: skip
    return pl.DataFrame(rows, schema=PART_SCHEMA, orient="row")


def _refuse(case: Case, gaps: list[dict[str, Any]]) -> Plan:
    """A plan without quotas: the rows of the areas with the reason, and the gaps as conflicts."""
    declared_here = {"factor": case.allocation.factor, "unit": case.allocation.unit}
    why = {"why_zh": "".join(gap["zh"] for gap in gaps), "why_en": " ".join(gap["en"] for gap in gaps)}
    rows = [{"ref_area": area, **declared_here, **why} for area in case.figures.areas]
    return Plan(
        table=pl.DataFrame(rows, schema=PLAN_SCHEMA, orient="row"),
        parts=_list_parts(case),
        totals=pl.DataFrame([{"supply": _float(case.figures.supply)}], schema=TOTAL_SCHEMA, orient="row"),
        conflicts=pl.DataFrame(gaps, schema=CONFLICT_SCHEMA, orient="row"),
    )


def _float(value: Fraction | None) -> float | None:
    return None if value is None else float(value)
