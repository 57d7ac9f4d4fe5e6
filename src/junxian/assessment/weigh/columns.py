"""What every weight from data starts from: a table of scores without anything that has no weight, and shares of a sum."""

import numpy as np
from numpy.typing import ArrayLike

from junxian.assessment.kinds import Array, Mask
from junxian.terms.errors import MethodError

CONSTANT = 1e-12  # a range smaller than this, relative to its ends, is no range


def read_scores(where: str, scores: ArrayLike, least: int = 2) -> Array:
    """Scores (areas, indicators) as an array; every indicator has at least `least` known values.

    MethodError names the columns that have not, or where the scores are no table or infinite.
    """
    table = np.asarray(scores, dtype=np.float64)
    if table.ndim != 2 or not table.shape[1]:
        raise MethodError(where, f"the scores have shape {table.shape}.", "Give areas in rows, indicators in columns.")
    if np.isinf(table).any():
        raise MethodError(where, "a score is infinite.", "A score is finite, or missing (NaN).")
    few = (~np.isnan(table)).sum(axis=0) < least
    refuse(where, few, f"has fewer than {least} known values.", "Leave it out, or declare its weight.")
    return table


class ColumnsError(MethodError):
    """Something is wrong in `columns` of the scores."""

    def __init__(self, where: str, columns: list[int], what: str, remedy: str) -> None:
        self.columns = columns
        shown = ", ".join(map(str, columns[:12])) + (", …" if len(columns) > 12 else "")
        super().__init__(f"{where}, column {shown} (from 0)", what, remedy)


def refuse(where: str, wrong: ArrayLike, what: str, remedy: str) -> None:
    """Raise an error that names the columns where something is wrong; no column is wrong, no error."""
    if np.any(wrong):
        raise ColumnsError(where, np.flatnonzero(wrong).tolist(), what, remedy)


def refuse_negative(where: str, table: Array) -> None:
    """MethodError where a score is negative: shares of a sum mean nothing there."""
    refuse(
        where, (table < 0).any(axis=0), "has negative values, of which there are no shares.",
        "Normalise first to a range from 0 (min-max), or take the standard deviation.",
    )  # fmt: skip


def find_constant(table: Array) -> Mask:
    """Which indicators have the same value everywhere, as far as known."""
    low, high = np.fmin.reduce(table, axis=0), np.fmax.reduce(table, axis=0)
    constant: Mask = high - low <= CONSTANT * np.maximum(np.abs(low), np.abs(high))
    return constant


def share_out(where: str, amounts: Array) -> Array:
    """Amounts as shares of their sum. MethodError where all of them are zero: nothing tells the indicators apart."""
    if amounts.size == 1:
        return np.ones(1)
    total = amounts.sum()
    if not total > 0:
        raise MethodError(where, "every indicator is constant.", "Declare the weights, or take equal ones.")
    shares: Array = amounts / total
    return shares


def keep_complete(where: str, table: Array, least: int) -> Array:
    """Rows in which everything is known. MethodError where there are fewer than `least`."""
    complete: Array = table[~np.isnan(table).any(axis=1)]
    if len(complete) < least:
        raise MethodError(
            where, f"only {len(complete)} areas have every indicator; at least {least} are needed.",
            "Impute first, or leave out indicators that are rarely filed.",
        )  # fmt: skip
    return complete
