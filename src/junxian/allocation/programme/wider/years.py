"""Several years: this year's amounts as a plan of its own within what the later years allow, and the years as foreseen."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import polars as pl

from junxian.allocation.optimum.problem import Array, Problem
from junxian.allocation.optimum.solve import solve
from junxian.allocation.optimum.years.horizon import Horizon, Pace, YearError, plan_jointly, plan_rolling
from junxian.allocation.programme.bounds import Bounds
from junxian.allocation.programme.build import Case, build_case
from junxian.allocation.programme.result import HORIZON_SCHEMA, YEAR_SCHEMA
from junxian.allocation.programme.wider.wide_plan import WidePlan, WiderPlanError, measure_size, solve_here, tell_wider
from junxian.declared.allocations import Supply
from junxian.declared.wider import Year, Years
from junxian.terms.errors import AllocationError
from junxian.terms.name import Name


def plan_years(case: Case, declared: Years) -> WidePlan:
    """Plan this year with the years after it in view, jointly or year by year; only this year's amounts are allotted.

    A later year has its own supplies and the floors and caps that follow from them, this year's bases, weights and rows, and the
    declared pace instead of the collar; its applications are not filed yet, so they limit nobody. `gain`: jointly against year by year; None where the latter finds no plan.
    """
    cases = [case, *(_build_year(case, year) for year in declared.year)]
    names = [_name_year(None), *(_name_year(year) for year in declared.year)]
    for own, name in zip(cases[1:], names[1:], strict=True):
        solve_here(own, name)
    pace, problems = Pace(declared.down, declared.up, declared.carry, declared.discount), [one.problem for one in cases]
    rolling, failed = _try_rolling(cases, names, pace)
    joint = _try_jointly(problems, pace, rolling, failed)
    gain = None if rolling is None else (joint.total - rolling.total) / (measure_size(case) * len(cases))
    if declared.plan == "rolling":
        if rolling is None:
            assert failed is not None
            raise failed
        return WidePlan(
            case,
            solve(case.problem),
            tell_wider("rolling", "dual Newton", None, gain, gives_way=rolling.gives_way),
            *_list(cases, declared, rolling),
        )
    now = _bind(case, joint, pace)
    optimum = solve(now.problem)
    joint = replace(joint, x=np.concatenate([optimum.x[None], joint.x[1:]]))
    told = tell_wider("joint", "Clarabel", joint.relative_gap, gain, gives_way=joint.gives_way)
    return WidePlan(now, optimum, told, *_list(cases, declared, joint))


def _build_year(case: Case, year: Year) -> Case:
    programme = case.programme
    factors = [
        one.model_copy(update={"supply": Supply(amount=year.supply[one.code]), "collar": None, "applied": ""})
        for one in programme.factor
    ]
    later = build_case(programme.model_copy(update={"factor": tuple(factors)}), case.source)
    weight = np.where(later.problem.weight > 0, case.omega * case.worth, 0.0)
    problem = replace(later.problem, base=case.problem.base, weight=weight)
    return replace(later, omega=case.omega, worth=case.worth, problem=problem)


def _name_year(year: Year | None) -> Name:
    return Name(zh="本年", en="this year") if year is None else Name(zh=f"{year.year}年", en=f"{year.year}")


def _try_rolling(cases: list[Case], names: list[Name], pace: Pace) -> tuple[Horizon | None, WiderPlanError | None]:
    """The plan year by year; where a year cannot keep the pace, which."""
    try:
        return plan_rolling([one.problem for one in cases], pace), None
    except YearError as error:
        case, own = cases[error.year], error.problem
        bounds = [_note(one, own.lower[:, f], own.upper[:, f], "collar") for f, one in enumerate(case.bounds)]
        return None, WiderPlanError(replace(case, bounds=bounds, problem=own), names[error.year], error)


def _try_jointly(
    problems: list[Problem], pace: Pace, rolling: Horizon | None, failed: WiderPlanError | None
) -> Horizon:
    """The plan of all years; where they have none, neither has the way year by year, which says what conflicts."""
    try:
        return plan_jointly(problems, pace, rolling)
    except AllocationError as error:
        raise failed or error from error


def _bind(case: Case, joint: Horizon, pace: Pace) -> Case:
    """Hold this year within what the next allows: supply less what is carried over, amounts within the pace of the next year's.

    Limits give way to the joint plan itself, which is exact to a millionth only.
    """
    problem, after = case.problem, joint.x[1]
    now = np.clip(joint.x[0], problem.lower, problem.upper)
    supply = np.clip(problem.supply - joint.carried[0], now.sum(axis=0), problem.supply)
    lower = np.maximum(problem.lower, np.minimum(after / (1 + pace.up), now))
    upper = np.minimum(problem.upper, np.maximum(after / (1 - pace.down), now))
    bounds = [_note(one, lower[:, f], upper[:, f], "next_year") for f, one in enumerate(case.bounds)]
    return replace(case, bounds=bounds, problem=replace(problem, supply=supply, lower=lower, upper=upper))


def _note(one: Bounds, lower: Array, upper: Array, by_what: str) -> Bounds:
    """Bounds of a factor with those named that another year makes."""
    by = [
        [by_what if is_new else name for is_new, name in zip(new, old, strict=True)]
        for new, old in ((lower > one.lower, one.lower_by), (upper < one.upper, one.upper_by))
    ]
    return replace(one, lower=lower, upper=upper, lower_by=by[0], upper_by=by[1])


def _list(cases: list[Case], declared: Years, plan: Horizon) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Amounts by year and area, and supplies with what is carried over by year and factor."""
    years = [declared.year[0].year - 1, *(one.year for one in declared.year)]
    amounts = [
        {"year": year, "ref_area": area, "factor": factor.code, "unit": factor.unit, "amount": float(plan.x[k, i, f])}
        for k, year in enumerate(years)
        for f, factor in enumerate(cases[0].programme.factor)
        for i, area in enumerate(cases[0].areas)
    ]
    horizon = [row for k, year in enumerate(years) for row in _list_year(cases[k], plan, k, year)]
    return pl.DataFrame(amounts, schema=YEAR_SCHEMA), pl.DataFrame(horizon, schema=HORIZON_SCHEMA)


def _list_year(case: Case, plan: Horizon, k: int, year: int) -> Iterator[dict[str, Any]]:
    after = _drop_dust(plan.carried[k], case.problem.supply)
    before = _drop_dust(plan.carried[k - 1], case.problem.supply) if k else np.zeros_like(after)
    given = plan.x[k].sum(axis=0)
    left = _drop_dust(case.problem.supply + before - given - after, case.problem.supply)
    for f, factor in enumerate(case.programme.factor):
        yield {
            "year": year, "factor": factor.code, "unit": factor.unit, "supply": float(case.problem.supply[f]),
            "carried_in": float(before[f]), "allotted": float(given[f]), "carried_out": float(after[f]), "left": float(left[f]),
        }  # fmt: skip


def _drop_dust(amount: Array, supply: Array) -> Array:
    """Amounts without what an interior point method leaves below a millionth of the supply."""
    return np.where(amount > 1e-6 * supply, amount, 0.0)
