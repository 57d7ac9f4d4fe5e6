"""One whole-number programme solved by HiGHS by branch and bound, stopped at a benefit, a gap or a number of nodes."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np

from junxian.engine.highs import Array, Mask, open_solver, pass_programme


@dataclass(frozen=True)
class Mip:
    """Greatest benefit · picked with low ≤ matrix · picked ≤ high; `start`: a choice to begin with, where there is one.

    It ends at `target` (a benefit), at a relative `gap` to its own bound, or after so many `nodes` or `seconds`.
    """

    benefit: Array
    matrix: Any
    low: Array
    high: Array
    start: Mask | None
    target: float
    gap: float
    nodes: int
    seconds: float


@dataclass(frozen=True)
class Answer:
    """The best choice found (None for none), a bound that no choice exceeds, and why the search ended."""

    picked: Mask | None
    bound: float
    end: Literal["proved", "target", "nodes", "time", "conflict"]


def solve_mip(mip: Mip, on_better: Callable[[Answer], None] | None = None) -> Answer:
    """Solve it in this process; `on_better` is given every better choice at once. Same input, same answer.

    The answer depends on the machine only where it ends by time. Where the solver calls a choice the best that its own bound does
    not bear out (seen with a choice to start from), it is asked again without start and presolve.
    Checked in tests/unit/allocation/branching/test_mip.py.
    """
    answer = _solve(mip, on_better, presolve="choose")
    if not _contradicts_itself(mip, answer):
        return answer
    return _solve(replace(mip, start=None), on_better, presolve="off")


def _contradicts_itself(mip: Mip, answer: Answer) -> bool:
    if answer.end != "proved" or answer.picked is None:
        return False
    return answer.bound - float(mip.benefit[answer.picked].sum()) > mip.gap * abs(
        answer.bound
    ) + 1e-6 * measure_benefit(mip.benefit)


def _solve(mip: Mip, on_better: Callable[[Answer], None] | None, presolve: str) -> Answer:
    unit, each = measure_benefit(mip.benefit), measure_rows(mip.matrix)
    solver = open_solver(
        presolve=presolve, mip_rel_gap=mip.gap, objective_target=-mip.target / unit, mip_max_nodes=mip.nodes, mip_abs_gap=0.0,
        time_limit=min(mip.seconds, 1e20), mip_feasibility_tolerance=1e-9, primal_feasibility_tolerance=1e-9,
    )  # fmt: skip
    ends = np.zeros(len(mip.benefit)), np.ones(len(mip.benefit))
    rows = mip.matrix.multiply(1 / each[:, None])
    pass_programme(solver, -mip.benefit / unit, ends, rows, (mip.low / each, mip.high / each), whole=True)
    if mip.start is not None:
        _start_from(solver, mip.start)
    if on_better is not None:
        solver.cbMipImprovingSolution.subscribe(lambda event: on_better(_read_event(event.data_out, unit)))
    solver.run()
    return _read_answer(solver, unit)


def measure_rows(matrix: Any) -> Array:
    """The greatest coefficient of every row, 1 where it is empty: solvers' tolerances are absolute."""
    size = abs(matrix).max(axis=1).toarray().ravel() if matrix.shape[0] else np.ones(0)
    return np.asarray(np.where(size > 0, size, 1.0), float)


def measure_benefit(benefit: Array) -> float:
    """The greatest benefit in size, 1 where all are nought."""
    return float(np.abs(benefit).max(initial=0)) or 1.0


def _start_from(solver: Any, start: Mask) -> None:
    import highspy

    solution = highspy.HighsSolution()
    solution.col_value = start.astype(float).tolist()
    solver.setSolution(solution)


def _read_event(event: Any, unit: float) -> Answer:
    return Answer(np.array(event.mip_solution) > 0.5, -float(event.mip_dual_bound) * unit, "time")


def _read_answer(solver: Any, unit: float) -> Answer:
    import highspy

    status, info = solver.getModelStatus(), solver.getInfo()
    ends: dict[Any, Any] = {
        highspy.HighsModelStatus.kOptimal: "proved",
        highspy.HighsModelStatus.kObjectiveTarget: "target",
        highspy.HighsModelStatus.kTimeLimit: "time",
    }
    is_found = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
    picked = np.array(solver.getSolution().col_value) > 0.5 if is_found else None
    if status == highspy.HighsModelStatus.kInfeasible:
        return Answer(None, -np.inf, "conflict")
    return Answer(picked, -float(info.mip_dual_bound) * unit, ends.get(status, "nodes"))
