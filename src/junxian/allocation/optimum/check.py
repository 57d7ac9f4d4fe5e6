"""Refuses a problem that cannot be read: every message names the place and what to do."""

import numpy as np
from numpy.typing import NDArray

from junxian.allocation.optimum.problem import Groups, Problem, Rows
from junxian.terms.errors import MethodError


def check_problem(problem: Problem) -> None:
    """MethodError for wrong shapes, numbers that are not finite, base ≤ 0, weight < 0, lower > upper, α < 0.

    Limits that contradict each other are not looked at: these are a result (`limits`).
    Checked in tests/unit/allocation/optimum/test_check.py.
    """
    _check_shapes(problem)
    _refuse(~np.isfinite(problem.base) | (problem.base <= 0), "base", "must be above zero")
    _refuse(~np.isfinite(problem.weight) | (problem.weight < 0), "weight", "must be zero or above")
    _refuse(~np.isfinite(problem.lower) | (problem.lower < 0), "lower", "must be zero or above")
    _refuse(np.isnan(problem.upper) | (problem.upper < problem.lower), "upper", "must not be below lower")
    _refuse(~np.isfinite(problem.supply) | (problem.supply < 0), "supply", "must be zero or above")
    if not problem.alpha >= 0:
        raise MethodError("alpha", f"is {problem.alpha}.", "Choose 0 (efficiency) to inf (max-min).")
    if problem.groups is not None:
        _check_groups(problem.groups, problem.shape)
    if problem.rows is not None:
        _check_rows(problem.rows, problem.base.size)


def _check_shapes(problem: Problem) -> None:
    shape = problem.base.shape
    if len(shape) != 2 or 0 in shape:
        raise MethodError("base", f"has shape {shape}.", "Hand in areas × factors, at least one of each.")
    for name in ("weight", "lower", "upper"):
        if getattr(problem, name).shape != shape:
            raise MethodError(
                name, f"has shape {getattr(problem, name).shape}, base {shape}.", "Hand in areas × factors."
            )
    if problem.supply.shape != shape[1:]:
        raise MethodError(
            "supply", f"has shape {problem.supply.shape}, not {shape[1:]}.", "Hand in one for each factor."
        )


def _check_groups(groups: Groups, shape: tuple[int, int]) -> None:
    areas, factors = shape
    count = len(groups.floor)
    if (
        groups.member.shape != (areas,)
        or groups.floor.shape != (count, factors)
        or groups.cap.shape != (count, factors)
    ):
        raise MethodError("groups", "have the wrong shape.", "member (areas,), floor and cap (groups, factors).")
    _refuse((groups.member < -1) | (groups.member >= count), "groups.member", f"must be -1 to {count - 1}")
    _refuse(~np.isfinite(groups.floor) | (groups.floor < 0), "groups.floor", "must be zero or above")
    _refuse(np.isnan(groups.cap) | (groups.cap < groups.floor), "groups.cap", "must not be below the floor")


def _check_rows(rows: Rows, variables: int) -> None:
    count = len(rows.low)
    if rows.matrix.shape != (count, variables) or rows.high.shape != (count,):
        raise MethodError("rows", "have the wrong shape.", "matrix (rows, areas · factors), low and high (rows,).")
    if not np.isfinite(rows.matrix.data).all():
        raise MethodError("rows.matrix", "holds a number that is not finite.", "Correct it.")
    _refuse(np.isnan(rows.low) | np.isnan(rows.high) | (rows.low > rows.high), "rows.low", "must not be above high")


def _refuse(wrong: NDArray[np.bool_], name: str, rule: str) -> None:
    if wrong.any():
        place = tuple(int(i) for i in np.argwhere(wrong)[0])
        raise MethodError(f"{name}{list(place)}", f"{rule} ({int(wrong.sum())} such).", "Correct it.")
