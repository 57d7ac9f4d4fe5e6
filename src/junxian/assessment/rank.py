"""Competition ranks: the best is 1, ties share the best rank, decided on rounded values."""

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
    worst_last = np.where(np.isnan(scores), -np.inf, scores)
    order = np.argsort(-worst_last, axis=-1, kind="stable")
    ordered = np.take_along_axis(worst_last, order, axis=-1)
    places = np.broadcast_to(np.arange(1, scores.shape[-1] + 1), scores.shape)
    begins = np.ones(scores.shape, dtype=bool)
    begins[..., 1:] = ordered[..., 1:] != ordered[..., :-1]
    shared = np.maximum.accumulate(np.where(begins, places, 0), axis=-1)
    ranks = np.empty(scores.shape, dtype=np.int64)
    np.put_along_axis(ranks, order, shared, axis=-1)
    return np.where(np.isnan(scores), 0, ranks)


def place_among(score: float, others: Array) -> int:
    """The rank that a score would have among others that it does not belong to."""
    return 1 + int((others > score).sum())
