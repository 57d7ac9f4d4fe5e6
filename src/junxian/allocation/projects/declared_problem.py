"""The problem that a declaration and its list of candidates state."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from junxian.allocation.projects.barred import Barred, close_promises, find_gated, find_too_large, mark
from junxian.allocation.projects.gates import Closed
from junxian.allocation.projects.problem import (
    Array,
    Kind,
    Limits,
    Mask,
    ProjectProblem,
    join_limits,
    limit_budgets,
    limit_groups,
    state_problem,
)
from junxian.declared.project_choices import NUMBER, DeclaredProjects, ProjectChoices, ProjectLimit
from junxian.declared.project_list import NOT_READY, UNDER_WAY, ProjectList


@dataclass(frozen=True)
class Stated:
    """The problem, and which ready projects it excludes and why, by place."""

    problem: ProjectProblem
    barred: Mapping[int, Barred]


def state_declared(declared: DeclaredProjects, closed: Closed | None = None) -> Stated:
    """The problem in the units of the declaration; `closed`: factors that a red line closes to a county.

    A project that asks for a closed factor is excluded as one that is not ready; shares are of what all others ask. One that
    alone asks for more than a cap or budget is excluded too. What is promised, and what that needs, never is.
    Checked in tests/unit/allocation/projects/test_declared_problem.py.
    """
    choices, listed = declared.choices, declared.listed
    table = listed.table
    must, needs = (table["status"] == UNDER_WAY).to_numpy(), np.array(listed.needs, np.int64).reshape(-1, 2)
    kept = close_promises(must, needs)
    gated = find_gated(choices, listed, closed or {}, kept)
    not_ready = (table["status"] == NOT_READY).to_numpy()
    excluded = not_ready | mark(gated, table.height)
    limits = _state_limits(declared, excluded)
    large = find_too_large(limits, kept | excluded)
    excluded |= mark(large, table.height)
    barred = {place: why for place, why in (large | gated).items() if not not_ready[place]}
    return Stated(state_problem(table["benefit"].to_numpy(), limits, needs, must, excluded), barred)


def _state_limits(declared: DeclaredProjects, excluded: Mask) -> Limits:
    choices, listed = declared.choices, declared.listed
    table = listed.table
    asks = table.select(factor.code for factor in choices.factor).to_numpy().astype(float)
    budgets = measure_budgets(choices, asks[~excluded].sum(axis=0))
    factors = tuple(factor.code for factor in choices.factor)
    parts = [limit_budgets(asks, budgets, factors)]
    parts += [_limit(limit, choices, listed, ~excluded, budgets) for limit in choices.limit]
    parts += [_limit_sets(choices, listed)]
    return join_limits(*(part for part in parts if len(part)))


def measure_budgets(choices: ProjectChoices, asked: Array) -> Array:
    """The budget of every factor (factors,): as declared, or its share of what is asked."""
    return np.array(
        [
            factor.budget if factor.budget is not None else (factor.budget_share or 0.0) * ask
            for factor, ask in zip(choices.factor, asked, strict=True)
        ],
        float,
    )


def _limit(limit: ProjectLimit, choices: ProjectChoices, listed: ProjectList, ready: Mask, budgets: Array) -> Limits:
    amounts = _measure(limit.of, choices, listed)
    names, group = np.unique(listed.table[limit.by].to_numpy().astype(str), return_inverse=True)
    size: Array = np.ones(len(names))
    if limit.share_of == "ask":
        size = np.bincount(group, amounts * ready, minlength=len(names)).astype(float)
    elif limit.share_of == "budget":
        size = size * budgets[[factor.code for factor in choices.factor].index(limit.of)]
    named = np.isin(names, limit.values) if limit.values else names != ""
    low = np.where(named, -np.inf if limit.at_least is None else limit.at_least * size, -np.inf)
    high = np.where(named, np.inf if limit.at_most is None else limit.at_most * size, np.inf)
    kind: Kind = "county" if limit.by == "county" else "group"
    return limit_groups(kind, amounts, group, tuple(names.tolist()), low, high, limit.of)


def _measure(code: str, choices: ProjectChoices, listed: ProjectList) -> Array:
    if code == NUMBER:
        return np.ones(listed.table.height)
    terms = {measure.code: measure.terms for measure in choices.measure}.get(code, {code: 1.0})
    return np.asarray(sum(listed.table[factor].to_numpy() * float(times) for factor, times in terms.items()), float)


def _limit_sets(choices: ProjectChoices, listed: ProjectList) -> Limits:
    names, group = np.unique(listed.table["either_or"].to_numpy().astype(str), return_inverse=True)
    exact = [one.set for one in choices.either_or if one.choose == "exactly one"]
    high = np.where(names == "", np.inf, 1.0)
    low = np.where(np.isin(names, exact), 1.0, -np.inf)
    return limit_groups("either-or", np.ones(listed.table.height), group, tuple(names.tolist()), low, high, NUMBER)
