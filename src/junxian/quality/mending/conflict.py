"""Rules and bounds that cannot hold together: by how much at least they are missed, and which ones clash."""

from typing import Any, NamedTuple

import numpy as np

from junxian.quality.mending.highs import Array, open_solver, pass_programme, solve

NOTHING = 1e-8


class Conflict(NamedTuple):
    """`amount`: the least sum by which rules are missed, in their unit; `rules`: places of the rules that clash."""

    amount: float
    rules: tuple[int, ...]


def find_conflict(matrix: Any, rows: tuple[Array, Array], columns: tuple[Array, Array]) -> Conflict | None:
    """The clash of rows[0] ≤ matrix·x ≤ rows[1] with columns[0] ≤ x ≤ columns[1]; None where some x keeps them all.

    Checked in tests/unit/quality/mending/test_adjust.py.
    """
    from scipy.sparse import csc_array, eye_array, hstack

    given = csc_array(matrix)
    rules, cells = given.shape
    ends = np.concatenate([*rows, *columns])
    size = float(np.abs(ends[np.isfinite(ends)]).max(initial=0.0)) or 1.0
    slack, no_limit = eye_array(rules), np.full(2 * rules, np.inf)
    solver = open_solver()
    pass_programme(
        solver, np.r_[np.zeros(cells), np.ones(2 * rules)],
        (np.r_[columns[0] / size, np.zeros(2 * rules)], np.r_[columns[1] / size, no_limit]),
        hstack([given, slack, -slack]), (rows[0] / size, rows[1] / size),
    )  # fmt: skip
    solve(solver)
    missed = float(solver.getInfo().objective_function_value)
    if missed <= NOTHING:
        return None
    duals = np.array(solver.getSolution().row_dual)
    return Conflict(missed * size, tuple(np.flatnonzero(np.abs(duals) > NOTHING).tolist()))
