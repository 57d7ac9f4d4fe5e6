"""Where no choice keeps all limits: a smallest set of limits and promises that conflict, and the least that must give way."""

from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np
from scipy.sparse import csr_array, eye_array, hstack, vstack

from junxian.allocation.branching.mip import measure_rows
from junxian.allocation.projects.problem import Array, ProjectProblem, Whole
from junxian.engine.highs import open_solver, pass_programme
from junxian.terms.errors import AllocationError

NOTHING = 1e-8  # of a limit's size: a relaxation that counts as none
MOST_WHOLE = 2000  # projects up to which whole choices are searched for the conflict
NODES = 20_000

End = Literal["at least", "at most", "promised"]


@dataclass(frozen=True)
class Fault:
    """An end of a limit (`place` in problem.limits) or a promise (`place` of the project); `amount` of the end's own unit."""

    end: End
    place: int
    amount: float


@dataclass(frozen=True)
class ProjectConflict:
    """`limits` cannot hold together and any one less could; `relaxed` by so much mends all, at the least total in shares.

    `in_parts`: even choosing projects in parts does not help; otherwise only whole projects conflict. Both empty where a
    choice exists. `relaxed_whole` is False where the relaxation was found for projects in parts alone (over 2,000 of them):
    whole ones may need more.
    """

    limits: tuple[Fault, ...]
    relaxed: tuple[Fault, ...]
    in_parts: bool
    relaxed_whole: bool


@dataclass(frozen=True)
class _Ends:
    """Every end as matrix · x ≤ end, in shares of its own size; `fixed`: the pairs of needs, which never give way."""

    faults: tuple[Fault, ...]
    matrix: Any
    end: Array
    size: Array
    fixed: Any
    greatest: Array


def find_conflict(problem: ProjectProblem) -> ProjectConflict:
    """Explain limits that conflict, the same way every time.

    An elastic programme (least Σ relaxation in shares of each limit's size) finds the relaxation; its duals name limits that
    conflict already, and these are left out in halves as long as the rest still conflict (deletion filter, Chinneck 2008,
    Feasibility and Infeasibility in Optimization): what remains is irreducible, not always the fewest.
    AllocationError where only whole projects conflict and there are more than 2,000 of them.
    Checked in tests/unit/allocation/projects/test_infeasible.py.
    """
    ends = _list_ends(problem)
    every, is_small = np.arange(len(ends.faults)), problem.size <= MOST_WHOLE
    slack, dual = _relax(ends, every, whole=False)
    in_parts = bool(slack.sum() > NOTHING)
    if not in_parts and not is_small:
        raise AllocationError("projects", "only whole projects may conflict; too many to say which.", "Raise a cap.")
    if is_small:
        slack, _ = _relax(ends, every, whole=True)
    if slack.sum() <= NOTHING:
        return ProjectConflict((), (), False, is_small)
    core = _reduce(ends, np.flatnonzero(dual > NOTHING) if in_parts else every, not in_parts)
    relaxed = (replace(ends.faults[k], amount=float(slack[k] * ends.size[k])) for k in np.flatnonzero(slack > NOTHING))
    return ProjectConflict(tuple(ends.faults[k] for k in core), tuple(relaxed), in_parts, is_small)


def _list_ends(problem: ProjectProblem) -> _Ends:
    limits = problem.limits
    low, high = np.flatnonzero(np.isfinite(limits.low)), np.flatnonzero(np.isfinite(limits.high))
    must = np.flatnonzero(problem.must)
    promised = -eye_array(problem.size, format="csr")[must]
    end = np.r_[limits.high[high], -limits.low[low], -np.ones(len(must))]
    row = np.r_[measure_rows(limits.matrix)[high], measure_rows(limits.matrix)[low], np.ones(len(must))]
    size = np.asarray(np.where(end != 0, np.abs(end), row), float)
    kinds: list[tuple[End, Whole, Array]] = [
        ("at most", high, limits.high[high]), ("at least", low, limits.low[low]), ("promised", must, np.ones(len(must)))
    ]  # fmt: skip
    faults = tuple(
        Fault(k, int(p), float(a)) for k, places, amounts in kinds for p, a in zip(places, amounts, strict=True)
    )
    matrix = csr_array(vstack([limits.matrix[high], -limits.matrix[low], promised]))
    pairs = len(problem.needs)
    below = (np.tile([1.0, -1.0], pairs), (np.repeat(np.arange(pairs), 2), problem.needs.ravel()))
    fixed = csr_array(below, shape=(pairs, problem.size))
    return _Ends(
        faults,
        csr_array(matrix.multiply(1 / size[:, None])),
        end / size,
        size,
        fixed,
        1.0 - problem.excluded.astype(float),
    )


def _relax(ends: _Ends, chosen: Whole, whole: bool) -> tuple[Array, Array]:
    """Least Σ slack so that the chosen ends hold with it: slack and duals."""
    count, size = len(chosen), len(ends.greatest)
    pairs = ends.fixed.shape[0]
    matrix = vstack([hstack([ends.matrix[chosen], -eye_array(count)]), hstack([ends.fixed, csr_array((pairs, count))])])
    cost = np.r_[np.zeros(size), np.ones(count)]
    columns = np.zeros(size + count), np.r_[ends.greatest, np.full(count, np.inf)]
    rows = np.full(count + pairs, -np.inf), np.r_[ends.end[chosen], np.zeros(pairs)]
    solver = open_solver(mip_feasibility_tolerance=1e-9, primal_feasibility_tolerance=1e-9, mip_max_nodes=NODES)
    pass_programme(solver, cost, columns, matrix, rows, whole=np.r_[np.full(size, whole), np.zeros(count, bool)])
    solver.run()
    solution = solver.getSolution()
    if len(solution.col_value) != size + count:
        raise AllocationError("projects", "the conflict of the limits was not found.", "Leave out limits by hand.")
    dual = np.zeros(count) if whole else -np.array(solution.row_dual[:count])
    return np.array(solution.col_value[size:]), dual


def _reduce(ends: _Ends, core: Whole, whole: bool) -> list[int]:
    """Leave out ends while the rest conflict: promises and limits of counties before groups before budgets."""
    kept = sorted(core, key=lambda k: (ends.faults[k].end != "promised", -ends.faults[k].place, k))
    chunk, place = max(1, len(kept) // 2), 0
    while place < len(kept):
        tried = kept[:place] + kept[place + chunk :]
        if tried and _relax(ends, np.array(sorted(tried)), whole)[0].sum() > NOTHING:
            kept = tried
        elif chunk > 1:
            chunk = max(1, chunk // 2)
        else:
            place += 1
    return sorted(kept)
