"""Competition ranks of many replicates at once: every score packed with its place into one whole number, then sorted."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from junxian.assessment.kinds import Array
from junxian.assessment.rank import rank_competition, round_scores

Ranks = NDArray[np.int32]
CHUNK_NUMBERS = 65_536  # scores ranked at once: few enough for the cache; no result depends on it
MOST_STEPS = 2.0**53  # of a score that are counted exactly
MOST_DECIMALS = 9  # the decimals to which scores are rounded first, as `round_scores` does


def rank_replicates(scores: Array, decimals: int) -> Ranks:
    """Competition ranks (replicates, areas) of every replicate, the highest score first; missing gets 0.

    scores  (replicates, areas), NaN for missing. Decided on `round_scores(scores, decimals)`, so that the last bits
    decide nothing; ties share the best rank. The same ranks as `rank_competition` on rounded scores, ten times faster:
    a score's steps of the last decimal and its place make one whole number, and sorting numbers is what processors do
    best. Checked in tests/unit/assessment/robustness/test_rank_replicates.py.
    """
    ranks = np.empty(scores.shape, dtype=np.int32)
    size = max(1, CHUNK_NUMBERS // max(1, scores.shape[1]))
    for start in range(0, len(scores), size):
        _rank_chunk(scores[start : start + size], decimals, ranks[start : start + size])
    return ranks


def _rank_chunk(scores: Array, decimals: int, ranks: Ranks) -> None:
    if not scores.size:
        return
    top, low = scores.max(), scores.min()
    missing = np.isnan(scores) if np.isnan(top) else None
    if missing is not None:
        top, low = np.fmax.reduce(scores, axis=None), np.fmin.reduce(scores, axis=None)
    bits = (scores.size - 1).bit_length()
    largest = float(np.maximum(np.abs(top), np.abs(low))) * 10.0**MOST_DECIMALS
    width = (float(top) - float(low)) * 10.0**decimals + 3 if largest < MOST_STEPS else np.inf
    if not width < 2.0 ** (62 - bits):
        ranks[:] = _rank_any(scores, decimals)
        return
    below = _count_steps(scores, decimals)
    np.subtract(below.max() if missing is None else np.fmax.reduce(below, axis=None), below, out=below)
    if missing is not None:
        below[missing] = np.rint(width)
    packed = _pack(below, bits, np.dtype(np.int32 if width + 1 < 2.0 ** (31 - bits) else np.int64))
    packed.sort(axis=-1)
    _scatter(packed, bits, ranks)
    if missing is not None:
        ranks[missing] = 0


def _rank_any(scores: Array, decimals: int) -> Ranks:
    """Ranks of scores that are infinite, all missing, or too large or too far apart for one whole number."""
    with np.errstate(over="ignore", invalid="ignore"):
        rounded = round_scores(scores, decimals)
        return rank_competition(np.where(np.isfinite(rounded), rounded, scores)).astype(np.int32)


def _count_steps(scores: Array, decimals: int) -> Array:
    """Rounded scores as whole numbers of the last decimal."""
    steps = scores * 10.0**MOST_DECIMALS
    np.rint(steps, out=steps)
    if decimals != MOST_DECIMALS:
        steps /= 10.0**MOST_DECIMALS
        steps *= 10.0**decimals
        np.rint(steps, out=steps)
    return steps


def _pack(below: Array, bits: int, kind: np.dtype[Any]) -> NDArray[Any]:
    """Steps below the best, and the place in the chunk, in one whole number each."""
    packed = below.reshape(-1).astype(kind)
    packed <<= bits
    packed |= np.arange(below.size, dtype=kind)
    return packed.reshape(below.shape)


def _scatter(packed: NDArray[Any], bits: int, ranks: Ranks) -> None:
    """Give every score the place of its number in the order of its replicate, ties the first of theirs.

    In one dimension throughout: loops over the areas of one replicate are short, and cost more than what they do.
    """
    areas, flat = packed.shape[1], packed.reshape(-1)
    to = (flat & ((1 << bits) - 1)).astype(np.intp, copy=False)
    flat >>= bits
    begins = np.ones(flat.size, dtype=bool)
    np.not_equal(flat[1:], flat[:-1], out=begins[1:])
    begins[::areas] = True  # with every replicate
    places = np.tile(np.arange(1, areas + 1, dtype=np.int32), len(packed))
    if not begins.all():
        first = np.flatnonzero(begins)
        places = np.repeat(places[first], np.diff(first, append=flat.size))
    ranks.reshape(-1)[to] = places
