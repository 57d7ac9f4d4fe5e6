"""The solver HiGHS, kept silent and repeatable: opened with one thread and a fixed seed, given finite models alone."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
from numpy.typing import NDArray

from junxian.terms.errors import MethodError

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]


@contextmanager
def _stdout_closed() -> Iterator[None]:
    """HiGHS prints a banner from C when a solver is made; the option that silences it comes too late."""
    sys.stdout.flush()
    saved, null = os.dup(1), os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, 1)
    try:
        yield
    finally:
        os.dup2(saved, 1)
        os.close(saved)
        os.close(null)


def open_solver(**options: Any) -> Any:
    """A solver of one thread and fixed seed; options as HiGHS names them (int for int, float for float)."""
    import highspy

    with _stdout_closed():
        solver = highspy.Highs()
    for name, value in {"output_flag": False, "threads": 1, "random_seed": 1, **options}.items():
        expect_ok(solver.setOptionValue(name, value))
    return solver


def expect_ok(status: Any) -> None:
    """Wrong options and models do not raise by themselves."""
    import highspy

    if status == highspy.HighsStatus.kError:
        raise MethodError("solver", "HiGHS refuses the model.", "Check that every rule and weight is a finite number.")


def pass_programme(
    solver: Any,
    cost: Array,
    columns: tuple[Array, Array],
    matrix: Any,
    rows: tuple[Array, Array],
    whole: bool | Mask = False,
) -> None:
    """Give the solver: least cost·x with columns[0] ≤ x ≤ columns[1] and rows[0] ≤ matrix·x ≤ rows[1].

    matrix  anything that scipy.sparse takes; whole  all x are whole numbers, or which are
    MethodError for a cost or coefficient that is not finite: HiGHS would take it and answer `optimal`.
    """
    import highspy
    from scipy.sparse import csc_array

    by_column = csc_array(matrix)
    if not (np.isfinite(cost).all() and np.isfinite(by_column.data).all()):
        raise MethodError("solver", "a weight or coefficient is not a finite number.", "Leave out what holds it.")
    programme = highspy.HighsLp()
    programme.num_row_, programme.num_col_ = by_column.shape
    programme.col_cost_ = cost
    programme.col_lower_, programme.col_upper_ = columns
    programme.row_lower_, programme.row_upper_ = rows
    programme.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    programme.a_matrix_.start_ = by_column.indptr
    programme.a_matrix_.index_, programme.a_matrix_.value_ = by_column.indices, by_column.data
    if np.any(whole):
        kinds = (highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger)
        programme.integrality_ = [kinds[is_whole] for is_whole in np.broadcast_to(whole, len(cost)).tolist()]
    expect_ok(solver.passModel(programme))
