"""From a declared programme to a certified plan in whole units, or to the limits that conflict."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import polars as pl

from junxian.allocation.exact import declared, exact
from junxian.allocation.optimum.certify import subsidy, sum_groups, surcharge
from junxian.allocation.optimum.judge.judge import judge_plan
from junxian.allocation.optimum.problem import Array, Optimum, Problem
from junxian.allocation.optimum.reproduce import name_bounds
from junxian.allocation.optimum.whole.round_plan import Whole, round_plan
from junxian.allocation.optimum.whole.whole_conflict import WholeConflict
from junxian.allocation.programme.build import Case, build_case
from junxian.allocation.programme.comparison import compare_plan
from junxian.allocation.programme.conflicts import list_conflicts, list_gaps, list_whole_conflict, tell_rounding
from junxian.allocation.programme.explain import explain_amounts
from junxian.allocation.programme.gini import find_least_share, measure_gini
from junxian.allocation.programme.result import (
    AMOUNT_SCHEMA,
    CERTIFICATE_SCHEMA,
    CONFLICT_SCHEMA,
    FACTOR_SCHEMA,
    LIMIT_SCHEMA,
    ProgrammePlan,
)
from junxian.allocation.programme.source import Source
from junxian.allocation.programme.wider.plan_widely import plan_widely
from junxian.declared.programmes import POWERS, Programme
from junxian.terms.errors import AllocationError


def settle_programme(
    programme: Programme, source: Source, *, is_judged: bool, seed: int, formula: Mapping[str, Mapping[str, float]]
) -> ProgrammePlan:
    """Build the problem, solve, certify, round and compare it; without a certificate the plan is refused."""
    case = build_case(programme, source)
    gaps = list_gaps(case)
    if gaps:
        return _refuse(case, gaps)
    plain = case
    try:
        wide = plan_widely(case, seed)
    except AllocationError as error:
        return _refuse(case, list_conflicts(case, error))
    case, optimum = wide.case, wide.optimum
    if is_judged and np.isfinite(case.problem.alpha):
        optimum = judge_plan(case.problem, optimum)
    whole, told = _round(case, plain.problem, optimum)
    if whole is None:
        return _refuse(case, told)
    compared = compare_plan(plain, whole.x, formula, seed)
    return ProgrammePlan(
        amounts=_list_amounts(case, optimum, whole),
        factors=_list_factors(case, optimum, whole),
        limits=_list_limits(case, optimum),
        certificate=pl.DataFrame([_certify(case, optimum, whole)], schema=CERTIFICATE_SCHEMA, orient="row"),
        conflicts=pl.DataFrame(told, schema=CONFLICT_SCHEMA, orient="row"),
        **vars(compared),
        **wide.tables,
    )


def _refuse(case: Case, told: list[dict[str, Any]]) -> ProgrammePlan:
    rows = [
        {"ref_area": area, "factor": factor.code, "unit": factor.unit}
        for factor in case.programme.factor
        for area in case.areas
    ]
    return ProgrammePlan(
        amounts=pl.DataFrame(rows, schema=AMOUNT_SCHEMA, orient="row"),
        factors=pl.DataFrame(schema=FACTOR_SCHEMA),
        limits=pl.DataFrame(schema=LIMIT_SCHEMA),
        certificate=pl.DataFrame(schema=CERTIFICATE_SCHEMA),
        conflicts=pl.DataFrame(told, schema=CONFLICT_SCHEMA, orient="row"),
    )


def _round(case: Case, plain: Problem, optimum: Optimum) -> tuple[Whole | None, list[dict[str, Any]]]:
    """Whole units; a limit beyond those of the `plain` problem (the pace into a further year) gives way by up to a unit, or wholly."""
    unit = np.array([factor.whole_unit for factor in case.programme.factor])
    lower = np.maximum(plain.lower, case.problem.lower - np.where(case.problem.lower > plain.lower, unit, 0.0))
    upper = np.minimum(plain.upper, case.problem.upper + np.where(case.problem.upper < plain.upper, unit, 0.0))
    near = _round_within(case, replace(case.problem, lower=lower, upper=upper), optimum, unit)
    if near[0] is None and ((lower > plain.lower) | (upper < plain.upper)).any():
        return _round_within(case, replace(case.problem, lower=plain.lower, upper=plain.upper), optimum, unit)
    return near


def _round_within(
    case: Case, problem: Problem, optimum: Optimum, unit: Array
) -> tuple[Whole | None, list[dict[str, Any]]]:
    """Whole units; a floor that no whole unit below the cap can keep gives way to the unit below, and that is told."""
    below = np.floor(np.round(np.minimum(problem.upper, 1e15) / unit, 9)) * unit
    crossed = np.ceil(np.round(problem.lower / unit, 9)) * unit > below
    eased = replace(problem, lower=np.where(crossed, below, problem.lower))
    told = [
        tell_rounding(case, int(i), int(f), float(problem.lower[i, f] - below[i, f])) for i, f in np.argwhere(crossed)
    ]
    try:
        return round_plan(eased, optimum, unit), [row for row in told if row["amount"] > 1e-9]
    except WholeConflict as error:
        return None, [*told, *list_whole_conflict(case, error.limits)]


def _list_amounts(case: Case, optimum: Optimum, whole: Whole) -> pl.DataFrame:
    problem, scores, finite = case.problem, case.scores, np.isfinite(case.problem.alpha)
    bounds = name_bounds(problem, optimum)
    price, toll, off = (part / case.worth for part in _split_price(problem, optimum))
    rows = []
    for f, factor in enumerate(case.programme.factor):
        one, unit = case.bounds[f], declared(factor.whole_unit)
        for i, area in enumerate(case.areas):
            quota = float(int(whole.units[i, f]) * unit)
            last = one.last[i]
            rows.append({
                "ref_area": area, "factor": factor.code, "unit": factor.unit, "base": float(one.base[i]),
                **{name: float(scores.scores[name][i]) if name in scores.scores else None for name in POWERS},
                "multiplier": float(scores.performance[i] * one.gate[i] * one.clearance[i]), "adjustment": float(case.adjustment[i, f]),
                "weight": float(case.omega[i, f]),
                "price": float(price[i, f]) if finite else None, "surcharge": float(toll[i, f]) if finite else None,
                "subsidy": float(off[i, f]) if finite else None, "lower": float(problem.lower[i, f]),
                "upper": float(one.upper[i]) if np.isfinite(one.upper[i]) else None,
                "lower_by": one.lower_by[i], "upper_by": one.upper_by[i], "bound": str(bounds[i, f]),
                "amount": float(optimum.x[i, f]), "quota": quota, "applied": one.applied[i], "last": last,
                "change": None if last is None else quota - last,
            })  # fmt: skip
    table = pl.DataFrame(rows, schema={k: v for k, v in AMOUNT_SCHEMA.items() if not k.startswith("why")}, orient="row")
    why = explain_amounts(case, table)
    return table.with_columns(
        why_zh=pl.Series([name.zh for name in why], dtype=pl.String),
        why_en=pl.Series([name.text("en") for name in why], dtype=pl.String),
    )


def _split_price(problem: Problem, optimum: Optimum) -> tuple[Array, Array, Array]:
    if not np.isfinite(problem.alpha):
        return np.zeros(problem.shape), np.zeros(problem.shape), np.zeros(problem.shape)
    price = np.broadcast_to(optimum.prices.supply, problem.shape)
    return price, surcharge(problem, optimum.prices), subsidy(problem, optimum.prices)


def _list_factors(case: Case, optimum: Optimum, whole: Whole) -> pl.DataFrame:
    rows = []
    for f, factor in enumerate(case.programme.factor):
        one = case.bounds[f]
        assert one.supply is not None
        supply, unit = exact(one.supply + one.reserve), declared(factor.whole_unit)
        reserve = supply * declared(factor.reserve)
        allotted = int(whole.units[:, f].sum()) * unit
        quotas = whole.x[:, f]
        last = np.array([np.nan if value is None else value for value in one.last])
        rows.append({
            "factor": factor.code, "name_zh": factor.name.zh, "name_en": factor.name.text("en"), "unit": factor.unit,
            "supply": float(supply), "reserve": float(reserve), "allotted": float(allotted),
            "returned": float(supply - reserve - allotted), "price": float(optimum.prices.supply[f] / case.worth[f]),
            "shadow_price": float(optimum.prices.supply[f]), "gini_base": measure_gini(quotas, case.problem.base[:, f]),
            "least_share": find_least_share(quotas, one.base),
            "below_last": int((quotas < last - 1e-9).sum()) if np.isfinite(last).any() else None,
        })  # fmt: skip
    return pl.DataFrame(rows, schema=FACTOR_SCHEMA, orient="row")


def _list_limits(case: Case, optimum: Optimum) -> pl.DataFrame:
    problem, rows = case.problem, []
    if problem.groups is not None:
        held = sum_groups(problem, optimum.x)
        for g, city in enumerate(case.cities):
            name = case.source.name(city)
            for f, factor in enumerate(case.programme.factor):
                most = float(problem.groups.cap[g, f])
                rows.append({
                    "kind": "group", "name_zh": name.zh, "name_en": name.text("en"), "factor": factor.code,
                    "at_least": float(problem.groups.floor[g, f]), "at_most": most if np.isfinite(most) else None,
                    "held": float(held[g, f]), "price": float(optimum.prices.groups[g, f]),
                })  # fmt: skip
    if problem.rows is not None:
        used = problem.rows.matrix @ optimum.x.ravel()
        for r, name in enumerate(case.rows):
            low, high = float(problem.rows.low[r]), float(problem.rows.high[r])
            rows.append({
                "kind": "row", "name_zh": name.zh, "name_en": name.text("en"), "factor": "",
                "at_least": low if np.isfinite(low) else None, "at_most": high if np.isfinite(high) else None,
                "held": float(used[r]), "price": float(optimum.prices.rows[r]),
            })  # fmt: skip
    return pl.DataFrame(rows, schema=LIMIT_SCHEMA, orient="row")


def _certify(case: Case, optimum: Optimum, whole: Whole) -> dict[str, Any]:
    found = optimum.certificate
    judge = found.judges[0] if found.judges else None
    return {
        "alpha": case.problem.alpha, "primal": found.primal, "dual": found.dual, "gap": found.gap, "relative_gap": found.relative_gap,
        "residual": max(found.residuals.values()), "rise": found.rise, "rounding_loss": whole.relative_loss,
        "solver": found.solver, "judged_by": judge.judge if judge else "", "judged_difference": judge.relative_difference if judge else None,
    }  # fmt: skip
