"""Why a project was chosen or not: its benefit against its asks at the prices that the limits have."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from scipy.sparse import csc_array

from junxian.allocation.branching.mip import measure_rows
from junxian.allocation.projects.check import find_bounds
from junxian.allocation.projects.choose import Choice, choose_projects
from junxian.allocation.projects.moves import SLACK
from junxian.allocation.projects.problem import Array, Kind, Mask, ProjectProblem
from junxian.terms.errors import AllocationError


@dataclass(frozen=True)
class Charge:
    """One limit's part in the priced cost: amount · price; below 0 where a floor asks for more of it (a subsidy)."""

    kind: Kind
    name: str
    measure: str
    amount: float
    price: float

    @property
    def cost(self) -> float:
        """Amount times price, in units of benefit."""
        return self.amount * self.price


@dataclass(frozen=True)
class Explanation:
    """`merit` = benefit − Σ charges − `tied` (what projects that need it, or that it needs, add to or take from it).

    reason   promised | needed (by what is promised) | excluded | lacking (it needs what is excluded) | above (merit > 0,
             picked) | below (merit < 0, not picked) | margin: the price alone does not decide, whole projects had to fit
    enough   the benefit from which on the merit is above 0, at these prices; an estimate for whole projects
    """

    picked: bool
    reason: str
    benefit: float
    charges: tuple[Charge, ...]
    tied: float
    merit: float
    enough: float


def explain_project(problem: ProjectProblem, choice: Choice, place: int) -> Explanation:
    """Explain one project of a choice by the prices of the linear programme.

    Benefit, charges, tied and merit add up exactly. AllocationError where the choice has no prices.
    Checked in tests/unit/allocation/projects/test_explain.py.
    """
    if choice.relaxation is None or not 0 <= place < problem.size:
        raise AllocationError(
            f"project {place}", "has no prices to be explained by.", "Explain a choice that was found."
        )
    return _explain(problem, choice, place, _prepare(problem))


def explain_projects(problem: ProjectProblem, choice: Choice) -> Iterator[Explanation]:
    """`explain_project` of all, in their order."""
    ground = _prepare(problem)
    return (_explain(problem, choice, place, ground) for place in range(problem.size))


@dataclass(frozen=True)
class _Ground:
    """What explaining every project needs: limits by project, what promises and exclusions imply, a merit that is none."""

    columns: Any
    least: Array
    greatest: Array
    nothing: float


def _prepare(problem: ProjectProblem) -> _Ground:
    nothing = 1e-9 * max(1e-300, float(np.abs(problem.benefit).max()))
    return _Ground(csc_array(problem.limits.matrix), *find_bounds(problem), nothing)


def _explain(problem: ProjectProblem, choice: Choice, place: int, ground: _Ground) -> Explanation:
    limits, relaxation, columns = problem.limits, choice.relaxation, ground.columns
    assert relaxation is not None
    own = slice(columns.indptr[place], columns.indptr[place + 1])
    charges = tuple(
        Charge(limits.kind[r], limits.name[r], limits.measure[r], amount, float(relaxation.price[r]))
        for r, amount in sorted(zip(columns.indices[own].tolist(), columns.data[own].tolist(), strict=True))
    )
    benefit, merit = float(problem.benefit[place]), float(relaxation.reduced[place])
    tied = benefit - sum(charge.cost for charge in charges) - merit
    return Explanation(
        bool(choice.picked[place]),
        _name_reason(problem, choice, place, merit, ground),
        benefit,
        charges,
        tied,
        merit,
        benefit - merit,
    )


def _name_reason(problem: ProjectProblem, choice: Choice, place: int, merit: float, ground: _Ground) -> str:
    if ground.least[place]:
        return "promised" if problem.must[place] else "needed"
    if not ground.greatest[place]:
        return "excluded" if problem.excluded[place] else "lacking"
    if choice.picked[place]:
        return "above" if merit > ground.nothing else "margin"
    return "below" if merit < -ground.nothing else "margin"


def find_threshold(problem: ProjectProblem, choice: Choice, place: int, gap: float = 0.0, seconds: float | None = None) -> float | None:  # fmt: skip
    """The benefit from which on the project is chosen, found by choosing again with it promised and with it excluded.

    Exact up to the gaps of the two choices. None where no choice can have it, -inf where none can be without it.
    Checked in tests/unit/allocation/projects/test_explain.py.
    """
    one = np.arange(problem.size) == place
    without = _choose_again(replace(problem, must=problem.must & ~one, excluded=problem.excluded | one), gap, seconds)
    within = _choose_again(replace(problem, must=problem.must | one, excluded=problem.excluded & ~one), gap, seconds)
    if within is None:
        return None
    return -np.inf if without is None else without - (within - float(problem.benefit[place]))


def _choose_again(problem: ProjectProblem, gap: float, seconds: float | None) -> float | None:
    try:
        choice = choose_projects(problem, gap, seconds)
    except AllocationError:  # promised here, but needs an excluded one; or needed by a promised one
        return None
    return choice.benefit if choice.status in ("certified", "chosen") else None


def list_binding(problem: ProjectProblem, choice: Choice) -> Mask:
    """Limits (limits,) that have a price, or that the choice has used up to 1e-9 of their size."""
    limits = problem.limits
    near = SLACK * np.maximum(measure_rows(limits.matrix), np.abs(choice.taken))
    used_up = (choice.taken >= limits.high - near) | (choice.taken <= limits.low + near)
    priced = np.zeros(len(limits), bool) if choice.relaxation is None else choice.relaxation.price != 0
    return np.asarray(used_up | priced)
