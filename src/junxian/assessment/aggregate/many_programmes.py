"""Many small linear programmes that share most of their rows, solved together by the dual simplex method.

Every programme is: maximise c·x where rows·x ≤ 1, cone·x ≤ 0 and x ≥ 0; rows are not negative and no column of them is
0, so that x ≤ 1 / the largest of its column: a start from which no price is negative. All programmes take a step at once, which
costs a matrix product; rows are looked at only once some programme has exceeded them. Those that do not end, or whose
end does not stand a fresh check, are left to a general solver by the caller.
"""

from dataclasses import dataclass

import numpy as np

from junxian.assessment.kinds import Array, Mask, Places

TOLERANCE = 1e-11  # by which a row may be exceeded while solving
PROOF = 1e-9  # by which a row may be exceeded, or a price be negative, in the end
STEPS = 100  # for each variable, before a programme is given up


def maximise_many(objectives: Array, rows: Array, cones: Array) -> tuple[Array, Mask]:
    """The best x (n, m) of every programme, and which of them are proved to be best.

    objectives  (n, m) not negative; rows  (rows, m) not negative, no column 0; cones  (n, k, m)
    Checked against HiGHS in tests/unit/assessment/aggregate/test_benefit_of_the_doubt.py.
    """
    count, size = objectives.shape
    objectives = objectives / objectives.max(axis=1, keepdims=True, initial=1e-300)
    best, is_best = np.zeros((count, size)), np.zeros(count, dtype=bool)
    looked = np.unique(rows.argmax(axis=0))
    own, at = _begin(objectives, 1.0 / rows.max(axis=0)), np.arange(count)
    for _ in range(STEPS * size):
        if not at.size:
            break
        x = own.meet()
        row, right, excess = _find_worst(x, rows[looked], cones[at])
        ends = np.flatnonzero(excess <= TOLERANCE)
        place, beyond = _find_largest(x[ends] @ rows.T - 1)
        missed = beyond > TOLERANCE
        looked = np.union1d(looked, place[missed])
        row[ends[missed]], right[ends[missed]] = rows[place[missed]], 1.0
        ended = np.zeros(len(at), dtype=bool)
        ended[ends[~missed]] = True
        done = at[ended]
        best[done], is_best[done] = _prove(own.take(ended), objectives[done], rows, cones[done])
        own, at = own.take(~ended), at[~ended]
        is_possible = own.let_bind(row[~ended], right[~ended])
        own, at = own.take(is_possible), at[is_possible]
    return best, is_best


@dataclass
class _Vertices:
    """Of each open programme: `binding` rows (n, m, m), their `inverse`, what they equal (`right`), their `prices`."""

    binding: Array
    inverse: Array
    right: Array
    prices: Array

    def take(self, kept: Mask) -> "_Vertices":
        """Those of some programmes."""
        return self if kept.all() else _Vertices(*(part[kept] for part in vars(self).values()))

    def meet(self) -> Array:
        """Where the binding rows meet (n, m)."""
        x: Array = np.einsum("nij,nj->ni", self.inverse, self.right)
        return x

    def let_bind(self, row: Array, right: Array) -> Mask:
        """Bind a row in place of the one whose price is the first to reach zero; False where there is none such."""
        share = np.einsum("ni,nij->nj", row, self.inverse)
        ratio = np.where(share > TOLERANCE, self.prices / np.where(share > TOLERANCE, share, 1.0), np.inf)
        place, step = _find_largest(-ratio)
        is_possible = np.isfinite(step)
        step = np.where(is_possible, -step, 0.0)
        at = np.arange(len(row))
        column = self.inverse[at, :, place] / np.where(is_possible, share[at, place], 1.0)[:, None]
        self.inverse -= column[:, :, None] * share[:, None, :]
        self.inverse[at, :, place] = column
        self.prices = np.maximum(self.prices - step[:, None] * share, 0.0)
        self.prices[at, place], self.binding[at, place], self.right[at, place] = step, row, right
        return is_possible


def _begin(objectives: Array, most: Array) -> _Vertices:
    """At the most that each variable can be, where the objective's own terms are the prices."""
    unit = np.broadcast_to(np.eye(objectives.shape[1]), (*objectives.shape, objectives.shape[1]))
    right = np.broadcast_to(most, objectives.shape).copy()
    return _Vertices(unit.copy(), unit.copy(), right, objectives.astype(float))


def _find_worst(x: Array, rows: Array, cones: Array) -> tuple[Array, Array, Array]:
    """Of each programme the row that is exceeded most, what it should equal, and by how much it is exceeded.

    Rows that should equal 0 are measured against the size of their terms, so that small scores are as exact as large.
    """
    place, excess = _find_largest(x @ rows.T - 1)
    row, right = rows[place], np.ones(len(x))
    size = np.einsum("nkm,nm->nk", np.abs(cones), np.abs(x))
    beyond_cones = np.einsum("nkm,nm->nk", cones, x) / np.where(size > 0, size, 1.0)
    for others, value in ((-np.eye(x.shape[1])[None], -x * rows.max(axis=0)), (cones, beyond_cones)):
        if not value.shape[1]:
            continue
        place, beyond = _find_largest(value)
        further = np.flatnonzero(beyond > excess)
        among = np.broadcast_to(others, (len(x), *others.shape[1:]))
        row[further], right[further], excess[further] = among[further, place[further]], 0.0, beyond[further]
    return row, right, excess


def _find_largest(table: Array) -> tuple[Places, Array]:
    place = table.argmax(axis=1)
    return place, table[np.arange(len(table)), place]


def _prove(ended: _Vertices, objectives: Array, rows: Array, cones: Array) -> tuple[Array, Mask]:
    """The vertex from its binding rows afresh, and whether it keeps every row at prices that are not negative."""
    if not len(objectives):
        return objectives, np.zeros(0, dtype=bool)
    try:
        x = np.asarray(np.linalg.solve(ended.binding, ended.right[..., None])[..., 0], dtype=np.float64)
        prices = np.linalg.solve(ended.binding.transpose(0, 2, 1), objectives[..., None])[..., 0]
    except np.linalg.LinAlgError:
        return objectives * 0.0, np.zeros(len(objectives), dtype=bool)
    _, _, excess = _find_worst(x, rows, cones)
    return np.maximum(x, 0.0), (excess <= PROOF) & (prices.min(axis=1) >= -PROOF)
