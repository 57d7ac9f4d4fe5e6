"""What every normalisation starts from: values, the reference that sets their scale, which way is better.

`values` (areas, …, indicators) or (areas,) for one indicator, NaN for missing; statistics are taken over the areas.
`reference`, of the same columns and any number of rows, sets the scale instead of the values themselves.
`more_is_better` is a bool, or one per indicator.
"""

import math

import numpy as np
from numpy.typing import ArrayLike

from junxian.assessment.kinds import Array, Mask
from junxian.terms.errors import MethodError

CONSTANT = 1e-12  # a range smaller than this, relative to its ends, is no range


def read_figures(
    where: str, values: ArrayLike, reference: ArrayLike | None, more_is_better: ArrayLike
) -> tuple[Array, Array, Mask]:
    """Values, reference (the values where none is given) and direction as arrays.

    MethodError where a figure is infinite, the reference has other columns, or the directions are not one bool or one
    per indicator.
    """
    own = _read_numbers(where, values)
    others = own if reference is None else _read_numbers(where, reference)
    if own.ndim and others.ndim and not _columns_fit(own, others):
        raise MethodError(where, f"the reference has columns {others.shape[1:]}, the values {own.shape[1:]}.")
    return own, others, _read_direction(where, more_is_better, own)


def _read_numbers(where: str, figures: ArrayLike) -> Array:
    numbers = np.asarray(figures, dtype=np.float64)
    if np.isinf(numbers).any():
        raise MethodError(where, "a value is infinite.", "A figure is finite, or missing (NaN).")
    return numbers


def _columns_fit(own: Array, others: Array) -> bool:
    wanted, given = own.shape[1:], others.shape[1:]
    return len(wanted) == len(given) and all(b in (1, a) for a, b in zip(wanted, given, strict=True))


def _read_direction(where: str, more_is_better: ArrayLike, values: Array) -> Mask:
    direction = np.asarray(more_is_better)
    per_indicator = values.shape[-1:] if values.ndim > 1 else ()
    if direction.dtype != np.bool_ or direction.shape not in ((), per_indicator):
        raise MethodError(
            where, f"more_is_better is {more_is_better!r}.", "Give True or False, or one of them per indicator."
        )
    return direction


def refuse(where: str, wrong: Array | Mask, what: str, remedy: str) -> None:
    """Raise a MethodError that names the columns where something is wrong; no column is wrong, no error."""
    mask = np.asarray(wrong, dtype=bool)
    if mask.any():
        places = sorted({int(place) for place in np.nonzero(mask)[-1]}) if mask.ndim else []
        shown = ", ".join(map(str, places[:12])) + (", …" if len(places) > 12 else "")
        named = f"{where}, column {shown} (from 0)" if places else where
        raise MethodError(named, what, remedy)


def list_columns(figures: Array) -> Array:
    """Columns in rows: one for every indicator (of every period)."""
    return figures.reshape(len(figures), math.prod(figures.shape[1:])).T


def find_least(reference: Array) -> Array:
    """Least known value of every column, NaN where none is known."""
    least: Array = (
        np.fmin.reduce(reference, axis=0) if reference.shape[:1] != (0,) else np.full(reference.shape[1:], np.nan)
    )
    return least


def find_greatest(reference: Array) -> Array:
    """Greatest known value of every column, NaN where none is known."""
    return -find_least(-reference)


def find_worst(reference: Array, direction: Mask) -> Array:
    """Worst known value of every column, NaN where none is known."""
    worst: Array = np.where(direction, find_least(reference), find_greatest(reference))
    return worst
