"""Competition ranks: the best is 1, ties share the best rank, decided on rounded values."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from junxian.assessment.kinds import Array


def round_scores(scores: Array, decimals: int) -> Array:
    """Round to the decimals on which ranks are decided.

    Rounded to nine decimals first, so that the last bits, which may differ between machines, decide nothing.
    """
    rounded: Array = np.round(np.round(scores, 9), decimals)
    return rounded


def rank_competition(scores: Array) -> NDArray[np.int64]:
    """Ranks over the last axis, highest score first; ties share the best rank (1, 2, 2, 4); missing gets 0.

    scores  (..., areas), NaN for missing. Checked in tests/published/test_asem.py, tests/unit/assessment/test_rank.py.
    """
    ranks = _rank_ascending(np.where(np.isnan(scores), np.inf, -scores))
    return np.where(np.isnan(scores), 0, ranks)


def _rank_ascending(values: NDArray[Any]) -> NDArray[np.int64]:
    order = np.argsort(values, axis=-1, kind="stable")
    ordered = np.take_along_axis(values, order, axis=-1)
    places = np.broadcast_to(np.arange(1, values.shape[-1] + 1), values.shape)
    begins = np.ones(values.shape, dtype=bool)
    begins[..., 1:] = ordered[..., 1:] != ordered[..., :-1]
    ranks = np.empty(values.shape, dtype=np.int64)
    np.put_along_axis(ranks, order, np.maximum.accumulate(np.where(begins, places, 0), axis=-1), axis=-1)
    return ranks


def place_among(score: float, others: Array) -> int:
    """The rank that a score would have among others that it does not belong to."""
    return 1 + int((others > score).sum())
