"""Where no plan keeps all limits: a smallest set of them that conflict, and the least relaxation that would mend it."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from junxian.allocation.optimum.limits.list_limits import Limit, LimitRows, list_limits
from junxian.allocation.optimum.limits.relax import NOTHING, measure_slack, state_in_shares
from junxian.allocation.optimum.problem import Problem

Chosen = NDArray[np.int64]


@dataclass(frozen=True)
class Conflict:
    """`limits` cannot hold together and any one less could; `relaxed` by so much of its own unit mends all, at the least total.

    The least total is measured in shares of every limit's own size, so that a great limit gives more than a small one.
    Both empty where a plan exists.
    """

    limits: tuple[Limit, ...]
    relaxed: tuple[tuple[Limit, float], ...]


def find_conflict(problem: Problem) -> Conflict:
    """Explain an infeasible problem by linear programming (HiGHS), the same way every time.

    The least relaxation is an elastic programme (`relax_limits`); its duals name limits that already conflict (Farkas); of
    these, limits are left out in halves, small amounts first, as long as the rest still conflict (deletion filter,
    Chinneck 2008): what is left is irreducible, not always the fewest. A conflict of less than 1e-9 of a limit's size is
    none. Checked in tests/unit/allocation/optimum/limits/test_conflict.py.
    """
    rows = list_limits(problem)
    shares = state_in_shares(rows, problem)
    slack, duals = measure_slack(shares)
    if slack.sum() <= NOTHING:
        return Conflict((), ())
    relaxed = tuple((rows.limits[k], float(slack[k] * rows.size[k])) for k in np.flatnonzero(slack > NOTHING))
    core = reduce_limits(rows.limits, np.flatnonzero(duals > NOTHING), lambda chosen: _do_conflict(shares, chosen))
    return Conflict(tuple(rows.limits[k] for k in core), relaxed)


def reduce_limits(limits: tuple[Limit, ...], core: Chosen, do_conflict: Callable[[Chosen], bool]) -> Chosen:
    """Leave out limits while the rest conflict: first limits of areas, the smallest first, then the others."""
    kept = sorted(core, key=lambda k: (limits[k].kind not in ("lower", "upper"), abs(limits[k].amount), k))
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
    if not chosen.size:
        return False
    matrix = csr_array(rows.matrix[chosen])
    narrow = csr_array(matrix[:, np.unique(matrix.indices)])
    return bool(measure_slack(LimitRows((), narrow, rows.end[chosen], rows.size[chosen]))[0].sum() > NOTHING)
