"""A declared choice made: tables of projects, limits and certificate, and sentences in two languages."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl

from junxian.allocation.projects.choose import Choice, choose_projects
from junxian.allocation.projects.declared_problem import state_declared
from junxian.allocation.projects.explain import explain_project, list_binding
from junxian.allocation.projects.infeasible import find_conflict
from junxian.allocation.projects.problem import ProjectProblem
from junxian.allocation.projects.wording import LANGUAGES, name_limit, tell_certificate, tell_conflict, tell_project
from junxian.declared.project_choices import DeclaredProjects

PROJECT_SCHEMA: dict[str, Any] = {
    "code": pl.String, "name": pl.String, "county": pl.String, "status": pl.String, "picked": pl.Boolean, "benefit": pl.Float64,
    "reason": pl.String, "priced_cost": pl.Float64, "merit": pl.Float64, "enough": pl.Float64, "zh": pl.String, "en": pl.String,
}  # fmt: skip
LIMIT_SCHEMA: dict[str, Any] = {
    "kind": pl.String, "name": pl.String, "measure": pl.String, "low": pl.Float64, "high": pl.Float64, "taken": pl.Float64,
    "price": pl.Float64, "binds": pl.Boolean, "zh": pl.String, "en": pl.String,
}  # fmt: skip
CERTIFICATE_SCHEMA: dict[str, Any] = {
    "status": pl.String, "picked": pl.Int64, "candidates": pl.Int64, "benefit": pl.Float64, "bound": pl.Float64,
    "relative_gap": pl.Float64, "linear_bound": pl.Float64, "proved_by": pl.String, "found_by": pl.String,
    "repeatable": pl.Boolean, "zh": pl.String, "en": pl.String,
}  # fmt: skip
CONFLICT_SCHEMA: dict[str, Any] = {"part": pl.String, "end": pl.String, "amount": pl.Float64, "zh": pl.String, "en": pl.String}  # fmt: skip


@dataclass(frozen=True)
class ProjectPlan:
    """`projects` in the order of the list, with every ask; `limits`; `certificate` (one row); `conflicts` where limits conflict.

    `merit`, `enough`, `priced_cost` and `price` are null where there are no prices; `low` and `high` where there is no such end.
    """

    projects: pl.DataFrame
    limits: pl.DataFrame
    certificate: pl.DataFrame
    conflicts: pl.DataFrame
    problem: ProjectProblem
    choice: Choice


def choose_declared(declared: DeclaredProjects, gap: float | None = None, seconds: float | None = None) -> ProjectPlan:
    """Choose among declared projects; gap and seconds as declared where not given.

    DeclarationError or AllocationError for what is not defined; limits that conflict are told in `conflicts`.
    Checked in tests/unit/allocation/projects/test_plan.py.
    """
    choices = declared.choices
    problem = state_declared(declared)
    choice = choose_projects(
        problem, choices.gap if gap is None else gap, choices.seconds if seconds is None else seconds
    )
    conflicts = _list_conflicts(declared, problem) if choice.status == "conflict" else []
    return ProjectPlan(
        _list_projects(declared, problem, choice), _list_limits(declared, problem, choice),
        pl.DataFrame([_certify(choice)], CERTIFICATE_SCHEMA, orient="row"), pl.DataFrame(conflicts, CONFLICT_SCHEMA, orient="row"),
        problem, choice,
    )  # fmt: skip


def _list_projects(declared: DeclaredProjects, problem: ProjectProblem, choice: Choice) -> pl.DataFrame:
    table = declared.listed.table
    rows = [
        {**row, "picked": bool(choice.picked[k]), **_explain(declared, problem, choice, k)}
        for k, row in enumerate(table.select("code", "name", "county", "status", "benefit").iter_rows(named=True))
    ]
    asks = table.select(factor.code for factor in declared.choices.factor)
    return pl.DataFrame(rows, PROJECT_SCHEMA, orient="row").hstack(asks)


def _explain(declared: DeclaredProjects, problem: ProjectProblem, choice: Choice, place: int) -> dict[str, Any]:
    if choice.relaxation is None:
        return dict.fromkeys(("reason", "priced_cost", "merit", "enough", "zh", "en"))
    explained = explain_project(problem, choice, place)
    told = {language: tell_project(declared, explained, language) for language in LANGUAGES}
    cost = explained.benefit - explained.merit
    return {
        "reason": explained.reason,
        "priced_cost": cost,
        "merit": explained.merit,
        "enough": explained.enough,
        **told,
    }


def _list_limits(declared: DeclaredProjects, problem: ProjectProblem, choice: Choice) -> pl.DataFrame:
    limits, binds = problem.limits, list_binding(problem, choice)
    prices = [None] * len(limits) if choice.relaxation is None else choice.relaxation.price.tolist()
    rows = [
        {
            "kind": limits.kind[r], "name": limits.name[r], "measure": limits.measure[r], "low": _finite(limits.low[r]),
            "high": _finite(limits.high[r]), "taken": float(choice.taken[r]), "price": prices[r], "binds": bool(binds[r]),
            **{language: name_limit(declared, limits, r, language) for language in LANGUAGES},
        }
        for r in range(len(limits))
    ]  # fmt: skip
    return pl.DataFrame(rows, LIMIT_SCHEMA, orient="row")


def _certify(choice: Choice) -> dict[str, Any]:
    return {
        "status": choice.status, "picked": int(choice.picked.sum()), "candidates": len(choice.picked), "benefit": choice.benefit,
        "bound": _finite(choice.bound), "relative_gap": _finite(choice.gap), "linear_bound": _finite(choice.linear_bound),
        "proved_by": choice.proved_by, "found_by": choice.by, "repeatable": choice.repeatable,
        **{language: tell_certificate(choice, language) for language in LANGUAGES},
    }  # fmt: skip


def _list_conflicts(declared: DeclaredProjects, problem: ProjectProblem) -> list[dict[str, Any]]:
    conflict = find_conflict(problem)
    return [
        {"part": part, "end": fault.end, "amount": fault.amount}
        | {language: tell_conflict(declared, problem, fault, part, language) for language in LANGUAGES}
        for part, faults in (("conflict", conflict.limits), ("relax", conflict.relaxed))
        for fault in faults
    ]


def _finite(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None
