"""The problem that a declaration and its list of candidates state."""

import numpy as np

from junxian.allocation.projects.problem import (
    Array,
    Kind,
    Limits,
    ProjectProblem,
    join_limits,
    limit_budgets,
    limit_groups,
    state_problem,
)
from junxian.declared.project_choices import NUMBER, DeclaredProjects, ProjectChoices, ProjectLimit
from junxian.declared.project_list import NOT_READY, UNDER_WAY, ProjectList
from junxian.terms.errors import DeclarationError


def state_declared(declared: DeclaredProjects) -> ProjectProblem:
    """The problem in the units of the declaration; shares are of what is asked by all projects that are not `not ready`.

    DeclarationError names file, line and value of a project that asks for more than a cap leaves to its whole group.
    Checked in tests/unit/allocation/projects/test_declared_problem.py.
    """
    choices, listed = declared.choices, declared.listed
    table = listed.table
    excluded = (table["status"] == NOT_READY).to_numpy()
    asks = table.select(factor.code for factor in choices.factor).to_numpy().astype(float)
    budgets = measure_budgets(choices, asks[~excluded].sum(axis=0))
    factors = tuple(factor.code for factor in choices.factor)
    parts = [limit_budgets(asks, budgets, factors)]
    parts += [_limit(limit, choices, listed, ~excluded, budgets) for limit in choices.limit]
    parts += [_limit_sets(choices, listed)]
    limits = join_limits(*(part for part in parts if len(part)))
    _refuse_greater_than_cap(limits, listed, ~excluded)
    return state_problem(
        table["benefit"].to_numpy(), limits, listed.needs, (table["status"] == UNDER_WAY).to_numpy(), excluded
    )


def measure_budgets(choices: ProjectChoices, asked: Array) -> Array:
    """The budget of every factor (factors,): as declared, or its share of what is asked."""
    return np.array(
        [
            factor.budget if factor.budget is not None else (factor.budget_share or 0.0) * ask
            for factor, ask in zip(choices.factor, asked, strict=True)
        ],
        float,
    )


def _limit(limit: ProjectLimit, choices: ProjectChoices, listed: ProjectList, ready: Array, budgets: Array) -> Limits:
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


def _refuse_greater_than_cap(limits: Limits, listed: ProjectList, ready: Array) -> None:
    entries = limits.matrix.tocoo()
    over = entries.data > limits.high[entries.row] * (1 + 1e-9) + 1e-12
    over &= ready[entries.col]
    if not over.any():
        return
    first = np.flatnonzero(over)[np.argmin(entries.col[over])]
    row, place = entries.row[first], entries.col[first]
    whose = "the budget" if limits.kind[row] == "budget" else f"the cap of {limits.kind[row]} {limits.name[row]}"
    raise DeclarationError(
        f"{listed.where}, line {listed.lines[place]}",
        f"{listed.table['code'][int(place)]} asks {entries.data[first]:g} of {limits.measure[row]}, {whose} is {limits.high[row]:g}.",
        "Raise the cap, split the project, or set its status to `not ready`.",
    )
