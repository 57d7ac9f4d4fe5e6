"""A declared choice made: tables of projects, limits and certificate, and sentences in two languages."""

import itertools
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import polars as pl

from junxian.allocation.projects.barred import mark
from junxian.allocation.projects.choose import Choice, choose_projects
from junxian.allocation.projects.declared_problem import Stated, state_declared
from junxian.allocation.projects.explain import Explanation, explain_projects, list_binding
from junxian.allocation.projects.gates import Closed
from junxian.allocation.projects.infeasible import ProjectConflict, find_conflict
from junxian.allocation.projects.problem import ProjectProblem
from junxian.allocation.projects.result import (
    CERTIFICATE_SCHEMA,
    CONFLICT_SCHEMA,
    LIMIT_SCHEMA,
    PROJECT_SCHEMA,
    ProjectPlan,
)
from junxian.allocation.projects.wording import (
    LANGUAGES,
    WORDS,
    name_limit,
    tell_barred,
    tell_certificate,
    tell_conflict,
    tell_project,
)
from junxian.declared.project_choices import DeclaredProjects
from junxian.terms.errors import AllocationError


def choose_declared(declared: DeclaredProjects, closed: Closed | None = None) -> ProjectPlan:
    """Choose among declared projects, their gap and seconds as declared; `closed`: factors that gates close to counties.

    AllocationError for what is not defined; limits that conflict are told in `conflicts`.
    Checked in tests/unit/allocation/projects/test_plan.py.
    """
    stated = state_declared(declared, closed)
    return tabulate_choice(declared, stated, solve_declared(declared, stated.problem))


def solve_declared(
    declared: DeclaredProjects, problem: ProjectProblem, gap: float | None = None, seconds: float | None = None
) -> Choice:
    """Solve a stated problem; gap and seconds as declared where not given."""
    own = declared.choices
    return choose_projects(problem, own.gap if gap is None else gap, own.seconds if seconds is None else seconds)


def tabulate_choice(declared: DeclaredProjects, stated: Stated, choice: Choice) -> ProjectPlan:
    """The tables of a choice, with reasons and conflicts in words."""
    problem = stated.problem
    conflicts = _list_conflicts(declared, stated) if choice.status == "conflict" else []
    return ProjectPlan(
        _list_projects(declared, stated, choice), _list_limits(declared, problem, choice),
        pl.DataFrame([_certify(choice)], CERTIFICATE_SCHEMA, orient="row"), pl.DataFrame(conflicts, CONFLICT_SCHEMA, orient="row"),
    )  # fmt: skip


def _list_projects(declared: DeclaredProjects, stated: Stated, choice: Choice) -> pl.DataFrame:
    table = declared.listed.table
    rows = [
        {**row, "picked": bool(choice.picked[k]), **told}
        for k, (row, told) in enumerate(
            zip(
                table.select("code", "name", "county", "status", "benefit").iter_rows(named=True),
                _explain_all(declared, stated, choice), strict=True,
            )
        )
    ]  # fmt: skip
    asks = table.select(factor.code for factor in declared.choices.factor)
    return pl.DataFrame(rows, PROJECT_SCHEMA, orient="row").hstack(asks)


def _explain_all(declared: DeclaredProjects, stated: Stated, choice: Choice) -> Iterator[dict[str, Any]]:
    """Reason, price and sentence of every project in turn."""
    problem, is_found = stated.problem, choice.status in ("certified", "chosen")
    explanations: Iterator[Explanation | None] = (
        itertools.repeat(None, problem.size) if choice.relaxation is None else explain_projects(problem, choice)
    )
    for place, explained in enumerate(explanations):
        row = dict.fromkeys(("reason", "priced_cost", "merit", "enough", "zh", "en"))
        if explained is not None and is_found:
            row |= {
                "priced_cost": explained.benefit - explained.merit,
                "merit": explained.merit,
                "enough": explained.enough,
            }
        if place in stated.barred:
            barred = stated.barred[place]
            told = (tell_barred(declared, problem.limits, barred, language) for language in LANGUAGES)
            row |= {"reason": barred.reason, **dict(zip(LANGUAGES, told, strict=True))}
        elif problem.excluded[place]:
            row |= {"reason": "excluded"} | {language: WORDS[language]["excluded"] for language in LANGUAGES}
        elif explained is not None and is_found:
            told = (tell_project(declared, explained, language) for language in LANGUAGES)
            row |= {"reason": explained.reason, **dict(zip(LANGUAGES, told, strict=True))}
        yield row


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


def _list_conflicts(declared: DeclaredProjects, stated: Stated) -> list[dict[str, Any]]:
    """Limits that conflict and the least relaxation; where these are not found, that they were not."""
    conflict = _find_conflict(stated)
    if conflict is None:
        return [{"part": "conflict", "end": "", "amount": None, **{one: WORDS[one]["unknown"] for one in LANGUAGES}}]
    return [
        {"part": part, "end": fault.end, "amount": fault.amount}
        | {language: tell_conflict(declared, stated.problem, fault, part, language) for language in LANGUAGES}
        for part, faults in (("conflict", conflict.limits), ("relax", conflict.relaxed))
        for fault in faults
    ]


def _find_conflict(stated: Stated) -> ProjectConflict | None:
    """The conflict of the limits, that which a project alone exceeds among them: with such projects first, then without."""
    large = mark(
        [place for place, barred in stated.barred.items() if barred.reason == "too large"], stated.problem.size
    )
    for excluded in (stated.problem.excluded & ~large, stated.problem.excluded):
        try:
            conflict = find_conflict(replace(stated.problem, excluded=excluded))
        except AllocationError:  # not to be found
            continue
        if conflict.limits:
            return conflict
    return None


def _finite(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None
