"""Implied edits: whether rules can hold while some cells stay as filed, and if not, which cells clash.

Rules that cannot hold together with the cells that stay have a combination that names no other cell and is broken by
them: Fellegi and Holt's implied edit. It is read from the duals of the least violation, a linear programme that is kept
and only re-bounded from one choice of cells to the next.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from junxian.quality.mending.edits import Edits
from junxian.quality.mending.highs import Array, Mask, expect_ok, open_solver, pass_programme, solve

NOTHING = 1e-8  # of the largest violation, which counts as none
NO_PART = 1e-7  # of the largest coefficient: the cell is not in the implied edit


@dataclass(frozen=True)
class Implied:
    """An implied edit that is broken: the rules that it combines and the cells that it names, one of which must change."""

    rules: tuple[int, ...]
    cells: frozenset[int]


class Feasibility:
    """Asks of one record which implied edits are broken while all cells but some stay as filed."""

    def __init__(self, edits: Edits, values: Array, missing: Mask) -> None:
        """`values` (cells,) as filed, anything where `missing`; missing cells are free always."""
        from scipy.sparse import csc_array, eye_array, hstack

        self.edits, self.missing = edits, missing
        self.filed = np.where(missing, 0.0, values)
        sums = edits.matrix @ self.filed
        broken = np.maximum(np.maximum(edits.low - sums, sums - edits.high), 0.0)
        self.size = float(broken.max(initial=0.0)) or 1.0
        rules, cells = edits.matrix.shape
        slack = eye_array(rules)
        self._matrix = hstack([csc_array(edits.matrix), slack, -slack])
        self._solver, self._cells = open_solver(), np.arange(cells, dtype=np.int32)
        pass_programme(
            self._solver,
            np.r_[np.zeros(cells), np.ones(2 * rules)],
            (np.zeros(cells + 2 * rules), np.r_[np.zeros(cells), np.full(2 * rules, np.inf)]),
            self._matrix,
            ((edits.low - sums) / self.size, (edits.high - sums) / self.size),
        )

    def list_broken_rules(self) -> list[Implied]:
        """The rules that are broken as filed, however little beside others; those with a missing cell are not."""
        over = self.edits.measure_excess(np.where(self.missing, np.nan, self.filed))
        rules = np.flatnonzero(np.nan_to_num(over) > 0).tolist()
        return [Implied((r,), frozenset(np.flatnonzero(self.edits.matrix[r]).tolist())) for r in rules]

    def find_broken(self, changed: frozenset[int]) -> list[Implied]:
        """The implied edits that stay broken when only `changed` and missing cells may move; empty where rules can hold."""
        if not self.edits.codes:
            return []
        free = self.missing.copy()
        free[list(changed)] = True
        reach = np.where(free, np.inf, 0.0)
        expect_ok(self._solver.changeColsBounds(len(free), self._cells, -reach, reach))
        solve(self._solver)
        if self._solver.getInfo().objective_function_value <= NOTHING:
            return []
        duals = np.array(self._solver.getSolution().row_dual)
        return list(self._split(duals, free))

    def _split(self, duals: Array, free: Mask) -> Iterator[Implied]:
        """One implied edit for each set of rules that hang together by the cells they cancel."""
        used = np.flatnonzero(np.abs(duals) > NO_PART)
        rows = self.edits.matrix[used] * duals[used, None]
        label = _label_linked(rows[:, free] != 0)
        for part in dict.fromkeys(label.tolist()):
            chosen = label == part
            combined = rows[chosen].sum(axis=0)
            names = (np.abs(combined) > NO_PART * np.abs(rows[chosen]).max()) & ~free
            limit = np.where(duals > 0, self.edits.low, self.edits.high)[used[chosen]]
            gap = float(np.sum(limit * duals[used[chosen]]) - combined[names] @ self.filed[names])
            if gap > NOTHING * self.size:
                yield Implied(tuple(used[chosen].tolist()), frozenset(np.flatnonzero(names).tolist()))


def _label_linked(names: Mask) -> NDArray[np.intp]:
    """A label for each row of names (rows, columns): the same where rows share a column, also by way of others."""
    label = np.arange(len(names))
    for column in names.T[names.sum(axis=0) > 1]:
        label[np.isin(label, label[column])] = label[column].min()
    return label
