"""Chooses projects: a linear bound and a first choice by rounding, then plans of counties combined, then cores that grow."""

import time
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from junxian.allocation.branching.limited import solve_within
from junxian.allocation.branching.mip import Answer, Mip, solve_mip
from junxian.allocation.projects.blocks import cut_blocks
from junxian.allocation.projects.check import check_problem
from junxian.allocation.projects.combine import agree_on_prices, combine_plans
from junxian.allocation.projects.core import bound_all, find_core, state_core, widen_choice
from junxian.allocation.projects.moves import SLACK, hold_limits
from junxian.allocation.projects.problem import Array, Mask, ProjectProblem
from junxian.allocation.projects.relax import Relaxation, relax_projects
from junxian.allocation.projects.rounding import round_relaxation
from junxian.terms.errors import MethodError

CORES = (1500, 4000)  # open projects of a core; then all of them
WHOLE = 10_000  # open projects up to which all are searched together
SHARED = 2000  # limits across counties up to which plans of counties are combined
FEW_NODES, NODES = 1000, 20_000  # of a core that another follows, of the last

By = Literal["linear bound", "county prices", "branch and bound"]
Way = Literal["", "rounding", "counties", "core", "all projects"]


@dataclass(frozen=True)
class Choice:
    """The projects picked, and the certificate: no choice has more than `bound`.

    status   certified: within the gap asked for; chosen: all limits hold, the gap is larger; conflict: no choice keeps all
             limits; not found: neither a choice nor a conflict came out in time
    gap      (bound − benefit) / benefit; linear_bound  of the linear programme; proved_by  whose word the bound is
    by       what found the choice; repeatable  False where it was ended by time: another machine may choose otherwise
    taken    (limits,) of every limit; relaxation  prices; None where the linear programme has no answer
    """

    status: Literal["certified", "chosen", "conflict", "not found"]
    picked: Mask
    benefit: float
    bound: float
    gap: float
    linear_bound: float
    proved_by: By
    by: Way
    repeatable: bool
    taken: Array
    relaxation: Relaxation | None


@dataclass(frozen=True)
class _Search:
    """How far the search has come."""

    picked: Mask | None
    benefit: float
    bound: float
    proved_by: By = "linear bound"
    by: Way = ""
    repeatable: bool = True
    is_conflict: bool = False

    def gap(self) -> float:
        """Relative to the benefit; inf where there is no choice."""
        if self.picked is None:
            return float("inf")
        return (
            max(0.0, self.bound - self.benefit) / max(abs(self.benefit), 1e-300) if self.bound != self.benefit else 0.0
        )


def choose_projects(problem: ProjectProblem, gap: float = 1e-4, seconds: float | None = 60.0) -> Choice:
    """Choose projects for the greatest benefit within `gap` of the bound, or as near as time permits.

    problem  ProjectProblem (benefit in one unit, asks in each factor's own); gap  relative, ≥ 0
    seconds  for branch and bound in a child process with a hard stop; the linear programme and the rounding before it are not
             limited. None: in this process, limited by nodes alone, so that every machine gives the same choice
    Missing values are refused. AllocationError for a problem that is not defined, MethodError for a gap or time below 0;
    limits that conflict are a result. Same input, same choice, unless `repeatable` is False.
    Sources: core and its bound after Balas and Zemel 1980, Operations Research 28:1130; prices at which plans of counties agree
    after Dantzig and Wolfe 1960, Operations Research 8:101.
    Checked against all subsets in tests/properties/test_project_laws.py.
    """
    if not gap >= 0 or (seconds is not None and not seconds >= 0):
        raise MethodError("choose_projects", f"gap {gap} or seconds {seconds} is below 0.", "Give numbers from 0 on.")
    check_problem(problem)
    relaxation = relax_projects(problem)
    if relaxation is None:
        return _conclude(problem, None, _Search(None, -np.inf, -np.inf, is_conflict=True), gap)
    picked = round_relaxation(problem, relaxation)
    search = _Search(picked, _value(problem, picked), relaxation.bound, by="rounding" if picked is not None else "")
    until = None if seconds is None else time.monotonic() + seconds
    if problem.size > CORES[0] and picked is not None and search.gap() > gap:
        search = _search_counties(problem, relaxation, search, gap, until)
    for count in _list_sizes(problem):
        if search.is_conflict or search.gap() <= gap:
            break
        search = _search_core(problem, relaxation, search, count, gap, until)
    return _conclude(problem, relaxation, search, gap)


def _list_sizes(problem: ProjectProblem) -> list[int]:
    """Sizes of the cores to search, one after the other; the last are all open projects where these are few enough."""
    cores = [count for count in CORES if count < problem.size]
    return [*cores, problem.size] if problem.size <= WHOLE else [*cores, WHOLE]


def _search_counties(
    problem: ProjectProblem, relaxation: Relaxation, search: _Search, gap: float, until: float | None
) -> _Search:
    cut = cut_blocks(problem, relaxation)
    if cut is None or search.picked is None or len(cut.low) > SHARED:
        return search
    priced, columns = agree_on_prices(problem, cut, search.picked, gap)
    if priced.bound < search.bound:
        search = replace(search, bound=priced.bound, proved_by="county prices")
    target = _aim(search, gap)
    combined = combine_plans(problem, cut, priced, columns, search.benefit, target, gap / 2, FEW_NODES)
    answer = _ask(combined.mip, until)
    return _take(problem, replace(search, repeatable=answer.end != "time"), combined.make(answer), "counties")


def _search_core(
    problem: ProjectProblem, relaxation: Relaxation, search: _Search, count: int, gap: float, until: float | None
) -> _Search:
    core = find_core(problem, relaxation, search.picked, count)
    nodes = FEW_NODES if count in CORES else NODES
    mip, fixed = state_core(problem, core, search.picked, _aim(search, gap), gap / 2, nodes)
    answer = _ask(mip, until)
    is_all = not np.isfinite(core.outside)
    if answer.end == "conflict" and is_all and search.picked is None:
        return replace(search, is_conflict=True)
    bound = bound_all(core, answer, fixed, relaxation.bound)
    if bound < search.bound:
        search = replace(search, bound=bound, proved_by="branch and bound")
    search = replace(search, repeatable=search.repeatable and answer.end != "time")
    return _take(problem, search, widen_choice(core, answer), "all projects" if is_all else "core")


def _aim(search: _Search, gap: float) -> float:
    """The benefit at which the gap is met, whatever else there is."""
    return search.bound - gap * abs(search.bound) / (1 + gap) if gap else np.inf


def _ask(mip: Mip, until: float | None) -> Answer:
    if until is None:
        return solve_mip(mip)
    left = until - time.monotonic()
    return solve_within(mip, left) if left > 0 else Answer(mip.start, np.inf, "time")


def _take(problem: ProjectProblem, search: _Search, found: Mask | None, by: Way) -> _Search:
    """Take what was found where it keeps all limits and has more benefit."""
    if found is None or not hold_limits(problem, found) or _value(problem, found) <= search.benefit:
        return search
    return replace(search, picked=found, benefit=_value(problem, found), by=by)


def _value(problem: ProjectProblem, picked: Mask | None) -> float:
    return -np.inf if picked is None else float(problem.benefit[picked].sum())


def _conclude(problem: ProjectProblem, relaxation: Relaxation | None, search: _Search, gap: float) -> Choice:
    picked = np.zeros(problem.size, bool) if search.picked is None else search.picked
    is_found = search.picked is not None
    found: Literal["certified", "chosen"] = "certified" if search.gap() <= gap + SLACK else "chosen"
    none: Literal["conflict", "not found"] = "conflict" if search.is_conflict else "not found"
    return Choice(
        status=found if is_found else none, picked=picked, benefit=search.benefit if is_found else 0.0,
        bound=search.bound, gap=search.gap(), linear_bound=-np.inf if relaxation is None else relaxation.bound,
        proved_by=search.proved_by, by=search.by, repeatable=search.repeatable,
        taken=problem.limits.matrix @ picked.astype(float), relaxation=relaxation,
    )  # fmt: skip
