"""How many of a reference are worse than each value: what every normalisation by ranks is made of."""

from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from junxian.assessment.kinds import Array
from junxian.assessment.normalise.figures import list_columns, read_figures
from junxian.terms.errors import MethodError
from junxian.terms.nearest import suggest

Ties = Literal["min", "average"]


def count_among(
    where: str, values: ArrayLike, reference: ArrayLike | None, more_is_better: ArrayLike
) -> tuple[Array, Array, Array]:
    """Of every value: how many of the reference are worse, how many are equal; and how many are known per column.

    The first two have the shape of the values, NaN where a value is missing. Without a reference a value is equal to
    itself and counts.
    """
    own, others, direction = read_figures(where, values, reference, more_is_better)
    sign = np.where(direction, 1.0, -1.0)
    others = np.broadcast_to(others * sign, (len(others), *own.shape[1:]))
    columns = zip(list_columns(own * sign), list_columns(others), strict=True)
    counted = [_count_column(mine, theirs) for mine, theirs in columns]
    worse, equal = np.array(counted, dtype=np.float64).reshape(len(counted), 2, len(own)).transpose(1, 2, 0)
    return worse.reshape(own.shape), equal.reshape(own.shape), (~np.isnan(others)).sum(axis=0).astype(np.float64)


def _count_column(own: Array, others: Array) -> tuple[Array, Array]:
    known = np.sort(others[~np.isnan(others)])
    worse = np.where(np.isnan(own), np.nan, np.searchsorted(known, own, side="left").astype(np.float64))
    return worse, np.searchsorted(known, own, side="right").astype(np.float64) - worse


def rank_among(
    where: str, values: ArrayLike, reference: ArrayLike | None, ties: Ties, more_is_better: ArrayLike
) -> Array:
    """Ascending ranks among the reference, the worst 1; ties share their least or their average rank.

    Without a reference the value itself is among it; with one it is put into it.
    """
    if ties not in ("min", "average"):
        raise MethodError(where, f"ties {ties!r} are not known.", suggest(ties, ("min", "average")))
    worse, equal, _ = count_among(where, values, reference, more_is_better)
    if ties == "min":
        return worse + 1.0
    itself = 1.0 if reference is None else 0.0
    return worse + 1.0 + (equal - itself) / 2.0
