"""Columns as contiguous rows, so that a sum over areas has the same bits whatever stands beside it."""

from math import prod
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from junxian.assessment.kinds import Array

Kind = TypeVar("Kind", np.float64, np.bool_)


def to_rows(values: Array) -> Array:
    """Copy (areas,) or (..., areas, indicators) to (columns, areas), the columns in their order."""
    values = np.asarray(values, dtype=float)
    if values.ndim == 1:
        return np.array(values[None])
    turned = np.moveaxis(values, -2, -1)
    return np.array(turned, order="C").reshape(prod(turned.shape[:-1]), turned.shape[-1])


def to_columns(rows: NDArray[Kind], shape: tuple[int, ...]) -> NDArray[Kind]:
    """Bring rows back to the shape that they had as columns."""
    if len(shape) == 1:
        return rows[0]
    return np.ascontiguousarray(np.moveaxis(rows.reshape(*shape[:-2], shape[-1], shape[-2]), -1, -2))


def find_ends(rows: Array) -> tuple[Array, Array]:
    """Lowest and highest known value of every row, NaN where nothing is known; (columns, 1) each."""
    if not rows.shape[-1]:
        return np.full((len(rows), 1), np.nan), np.full((len(rows), 1), np.nan)
    return np.fmin.reduce(rows, axis=-1)[:, None], np.fmax.reduce(rows, axis=-1)[:, None]
