"""Where no plan keeps all limits: a smallest set of them that conflict, and the least relaxation that would mend it."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from junxian.allocation.optimum.limits.list_limits import Limit, LimitRows, list_limits
from junxian.allocation.optimum.limits.relax import NOTHING, measure_slack, state_in_shares
from junxian.allocation.optimum.problem import Array, Problem

Chosen = NDArray[np.int64]
FEW = 300  # limits that are tried one by one


@dataclass(frozen=True)
class Conflict:
    """`limits` cannot hold together; `relaxed` by so much of its own unit mends all, at the least total.

    Any one limit less could hold where `is_smallest`; conflicts of more than 300 limits are not tried one by one. The least
    total is measured in shares of every limit's own size, so that a great limit gives more than a small one.
    Both empty where a plan exists.
    """

    limits: tuple[Limit, ...]
    relaxed: tuple[tuple[Limit, float], ...]
    is_smallest: bool = True


def find_conflict(problem: Problem) -> Conflict:
    """Explain an infeasible problem by linear programming (HiGHS), the same way every time.

    The least relaxation is an elastic programme (`relax_limits`); its duals name limits that already conflict (Farkas).
    Floors that this proof can spare are left out, small ones first, then limits in halves as long as the rest still conflict
    (deletion filter, Chinneck 2008): what is left is irreducible, not always the fewest. A conflict of less than 1e-9 of a
    limit's size is none. Checked in tests/unit/allocation/optimum/limits/test_conflict.py.
    """
    rows = list_limits(problem)
    shares = state_in_shares(rows, problem)
    slack, duals = measure_slack(shares)
    if slack.sum() <= NOTHING:
        return Conflict((), ())
    relaxed = tuple((rows.limits[k], float(slack[k] * rows.size[k])) for k in np.flatnonzero(slack > NOTHING))
    core = _spare_floors(shares, duals)
    if len(core) > FEW:
        core = _spare_factors(shares, core)
    is_few = len(core) <= FEW
    if is_few:
        core = reduce_limits(rows.limits, core, lambda chosen: _do_conflict(shares, chosen))
    return Conflict(tuple(rows.limits[k] for k in core), relaxed, is_few)


def _spare_factors(rows: LimitRows, core: Chosen) -> Chosen:
    """Leave out all limits of a factor, and rows, as long as the rest still conflict: several conflicts at once are told one by one."""
    places = sorted(
        {(limit.factor is None, limit.factor, limit.row) for limit in (rows.limits[k] for k in core)}, key=str
    )
    for _, factor, row in places:
        rest = np.array(
            [k for k in core if (rows.limits[k].factor, rows.limits[k].row) != (factor, row)], dtype=np.int64
        )
        if not rest.size:
            continue
        slack, duals = measure_slack(_choose(rows, rest))
        if slack.sum() > NOTHING:
            whole = np.zeros(len(rows.limits))
            whole[rest] = duals
            core = _spare_floors(rows, whole)
    return core


def _spare_floors(rows: LimitRows, duals: Array) -> Chosen:
    """Limits of the proof Σ dual · end < 0 ≤ Σ dual · row · x without the floors that it can spare: left out, it proves still."""
    core = np.flatnonzero(duals > NOTHING)
    proof = -float(duals[core] @ rows.end[core])
    spared = set()
    for k in sorted(core, key=lambda k: _order(rows.limits, int(k))):
        gain = float(-duals[k] * rows.end[k])
        if rows.limits[k].kind in ("lower", "floor") and proof - gain > 1e-6:
            proof -= gain
            spared.add(int(k))
    return np.array([k for k in core if int(k) not in spared], dtype=np.int64)


def _order(limits: tuple[Limit, ...], k: int) -> tuple[bool, float, int]:
    """Who is left out first: limits of areas, the smallest first, then the others."""
    return limits[k].kind not in ("lower", "upper"), abs(limits[k].amount), k


def reduce_limits(limits: tuple[Limit, ...], core: Chosen, do_conflict: Callable[[Chosen], bool]) -> Chosen:
    """Leave out limits while the rest conflict: first limits of areas, the smallest first, then the others."""
    kept = sorted(core, key=lambda k: _order(limits, k))
    chunk, place = max(1, len(kept) // 2), 0
    while place < len(kept):
        tried = kept[:place] + kept[place + chunk :]
        if do_conflict(np.array(sorted(tried), dtype=np.int64)):
            kept = tried
        elif chunk > 1:
            chunk = max(1, chunk // 2)
        else:
            place += 1
    return np.array(sorted(kept), dtype=np.int64)


def _do_conflict(rows: LimitRows, chosen: Chosen) -> bool:
    return bool(chosen.size) and bool(measure_slack(_choose(rows, chosen))[0].sum() > NOTHING)


def _choose(rows: LimitRows, chosen: Chosen) -> LimitRows:
    """The chosen limits alone, and the amounts that they concern."""
    matrix = csr_array(rows.matrix[chosen])
    return LimitRows((), csr_array(matrix[:, np.unique(matrix.indices)]), rows.end[chosen], rows.size[chosen])
