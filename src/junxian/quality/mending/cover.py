"""The lightest set of cells that has one of every implied edit: searched through where it is small, else by HiGHS."""

import numpy as np

from junxian.quality.mending.highs import Array, open_solver, pass_programme, solve

MOST_BRANCHES = 20_000


class Cover:
    """Demands that grow: one cell of each implied edit, and not all cells of a solution that is known already."""

    def __init__(self, weights: Array) -> None:
        """`weights` (cells,), above zero."""
        self.weights = weights
        self._demands, self._forbidden = list[frozenset[int]](), list[frozenset[int]]()

    def demand_one_of(self, cells: frozenset[int]) -> None:
        """At least one of these."""
        self._demands.append(cells)

    def forbid(self, cells: frozenset[int]) -> None:
        """Not all of these."""
        self._forbidden.append(cells)

    def find_lightest(self) -> frozenset[int] | None:
        """The lightest set, None where there is none. Checked in tests/unit/quality/mending/test_cover.py."""
        search = _Search(self.weights, self._demands, self._forbidden)
        search.branch(frozenset(), frozenset(), 0.0)
        return search.best if search.branches < MOST_BRANCHES else self.find_by_highs()

    def find_by_highs(self) -> frozenset[int] | None:
        """The same by integer programming."""
        from scipy.sparse import csr_array

        rows = [*self._demands, *self._forbidden]
        start = np.cumsum([0, *map(len, rows)])
        columns = np.array([c for row in rows for c in sorted(row)], dtype=np.int32)
        count = len(self.weights)
        matrix = csr_array((np.ones(len(columns)), columns, start), shape=(len(rows), count))
        least = np.r_[np.ones(len(self._demands)), np.full(len(self._forbidden), -np.inf)]
        most = np.r_[np.full(len(self._demands), np.inf), [len(f) - 1.0 for f in self._forbidden]]
        solver = open_solver(mip_rel_gap=0.0, mip_abs_gap=0.0)
        pass_programme(solver, self.weights, (np.zeros(count), np.ones(count)), matrix, (least, most), whole=True)
        if solve(solver) != "optimal":
            return None
        return frozenset(np.flatnonzero(np.array(solver.getSolution().col_value) > 0.5).tolist())


class _Search:
    """Branch on the cells of the shortest demand that is not met; the cells tried before are left out of later branches."""

    def __init__(self, weights: Array, demands: list[frozenset[int]], forbidden: list[frozenset[int]]) -> None:
        self._weights, self._forbidden = weights.tolist(), forbidden
        self._demands = sorted(set(demands), key=len)
        self.best: frozenset[int] | None = None
        self._least, self.branches = float("inf"), 0

    def branch(self, chosen: frozenset[int], left_out: frozenset[int], weight: float) -> None:
        self.branches += 1
        if weight >= self._least or self.branches >= MOST_BRANCHES or any(f <= chosen for f in self._forbidden):
            return
        unmet = next((d for d in self._demands if not d & chosen), None)
        if unmet is None:
            self.best, self._least = chosen, weight
            return
        for cell in sorted(unmet - left_out, key=lambda c: (self._weights[c], c)):
            self.branch(chosen | {cell}, left_out, weight + self._weights[cell])
            left_out |= {cell}
