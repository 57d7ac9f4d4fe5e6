"""What every wider plan is made of: the case as it is solved at last, its optimum, and what is told beside it."""

from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

import numpy as np
import polars as pl

from junxian.allocation.optimum.problem import Array, Optimum
from junxian.allocation.optimum.solve import solve
from junxian.allocation.programme.build import Case
from junxian.allocation.programme.result import HORIZON_SCHEMA, SCENARIO_SCHEMA, WIDER_SCHEMA, YEAR_SCHEMA
from junxian.terms.errors import AllocationError
from junxian.terms.name import Name


@dataclass(frozen=True)
class WidePlan:
    """`case` as it is solved at last (weights, limits and supplies of this year), its optimum, and what is told beside it."""

    case: Case
    optimum: Optimum
    wider: pl.DataFrame = field(default_factory=partial(pl.DataFrame, schema=WIDER_SCHEMA))
    years: pl.DataFrame = field(default_factory=partial(pl.DataFrame, schema=YEAR_SCHEMA))
    horizon: pl.DataFrame = field(default_factory=partial(pl.DataFrame, schema=HORIZON_SCHEMA))
    scenarios: pl.DataFrame = field(default_factory=partial(pl.DataFrame, schema=SCENARIO_SCHEMA))

    @property
    def tables(self) -> dict[str, pl.DataFrame]:
        """The tables that are kept beside the amounts."""
        return {name: getattr(self, name) for name in ("wider", "years", "horizon", "scenarios")}


class WiderPlanError(AllocationError):
    """A programme has no plan because of limits of `case`: a further year, or the least of the supplies; `place` names it."""

    def __init__(self, case: Case, place: Name, error: AllocationError) -> None:
        super().__init__(error.where, error.what, error.remedy)
        self.case, self.place = case, place


def solve_here(case: Case, place: Name) -> Optimum:
    """Solve a case that stands for another year or supply; WiderPlanError names it."""
    try:
        return solve(case.problem)
    except AllocationError as error:
        raise WiderPlanError(case, place, error) from error


def reweigh(case: Case, weight: Array) -> Case:
    """The case with other weights (areas, factors) of the problem: `adjustment` is what they are of those published."""
    counted = (case.problem.weight > 0) & (weight > 0)
    times = np.where(
        counted, weight / np.where(counted, case.problem.weight, 1.0), np.where(case.problem.weight > 0, 0.0, 1.0)
    )
    given = case.problem.weight * times
    return replace(case, adjustment=times, omega=case.omega * times, problem=replace(case.problem, weight=given))


def measure_size(case: Case) -> float:
    """Σ base · weight: gains and losses are told in shares of it. One per cent is about what one per cent more of everything brings."""
    return float((case.problem.base * case.problem.weight).sum()) or 1.0


def tell_wider(
    kind: str, solver: str, gap: float | None, gain: float | None, loss: float | None = None, gives_way: int = 0
) -> pl.DataFrame:
    """The one row of `wider` (WIDER_SCHEMA)."""
    row: dict[str, Any] = {
        "kind": kind, "solver": solver, "relative_gap": gap, "gain": gain, "loss": loss, "gives_way": gives_way
    }  # fmt: skip
    return pl.DataFrame([row], schema=WIDER_SCHEMA, orient="row")
