"""The least effort that brings enough points where every lever's gain is a line of pieces and gains add up: exact.

A lever below its scale's lower bound gains nothing until it reaches the bound, so gains are not concave: each is cut
into concave pieces, one piece a lever is chosen, every choice is solved exactly, and the cheapest holds. Within a choice
the sum of efforts (L1) is a continuous knapsack, solved by the dearest points last; the sum of squares (L2) has one
multiplier, found exactly among the ends of the pieces. Checked against brute force in tests/unit/diagnosis/test_separable.py.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise, product
from math import prod

import numpy as np

from junxian.assessment.kinds import Array, Places
from junxian.terms.errors import MethodError
from junxian.terms.nearest import suggest

NORMS = ("l1", "l2")
CHOICES = (
    4096  # of pieces that are tried; beyond, the levers that pay least for leaving their lower bound stay below it
)
SHORT = 1e-12  # of what is needed that may be wanting


@dataclass(frozen=True)
class Gain:
    """What one lever brings: `points` (knots,) at `effort` (knots,), both from 0, not falling; straight between."""

    effort: Array
    points: Array


@dataclass(frozen=True)
class Piece:
    """A concave part of a gain: it begins at `effort` with `points`; then segments from `low` to `high`, `rate` falling.

    Segments that bring nothing are left out.
    """

    effort: float
    points: float
    low: Array
    high: Array
    rate: Array


@dataclass(frozen=True)
class Effort:
    """`effort` (levers,), its `size` in the norm, whether it is enough, and whether every choice was tried."""

    effort: Array
    size: float
    enough: bool
    exact: bool


def find_least_effort(gains: Sequence[Gain], needed: float, norm: str = "l1") -> Effort:
    """The least Σ effort (l1) or √Σ effort² (l2) of levers whose points sum to `needed`.

    Where all levers together do not bring enough, `enough` is False and all stand at their ends. MethodError for another
    norm.
    """
    if norm not in NORMS:
        raise MethodError(f"norm {norm!r}", "is not known.", suggest(norm, NORMS))
    if needed <= 0:
        return Effort(np.zeros(len(gains)), 0.0, enough=True, exact=True)
    ends = np.array([gain.effort[-1] for gain in gains])
    if sum(gain.points[-1] for gain in gains) < needed * (1 - SHORT):
        return Effort(ends, measure_effort(ends, norm), enough=False, exact=True)
    pieces, exact = _limit_choices([_cut(gain) for gain in gains])
    solve = _fill_cheapest if norm == "l1" else _fill_evenly
    tried = [found for choice in product(*pieces) if (found := solve(choice, needed)) is not None]
    best = min(tried, key=lambda effort: measure_effort(effort, norm), default=ends)
    return Effort(best, measure_effort(best, norm), enough=True, exact=exact)


def measure_effort(effort: Array, norm: str) -> float:
    """Sum of efforts, or the root of their squares."""
    return float(effort.sum()) if norm == "l1" else float(np.sqrt((effort**2).sum()))


def _cut(gain: Gain) -> list[Piece]:
    """Concave pieces of a gain; where the rate rises, the next one begins."""
    keep = np.diff(gain.effort) > 0
    low, high, points = gain.effort[:-1][keep], gain.effort[1:][keep], gain.points[:-1][keep]
    rate = np.diff(gain.points)[keep] / (high - low)
    if not rate.size:
        return [Piece(0.0, 0.0, low, high, rate)]
    cuts = [0, *(np.flatnonzero(np.diff(rate) > 1e-12 * rate.max()) + 1), len(rate)]
    return [_take_piece(low[a:b], high[a:b], rate[a:b], points[a]) for a, b in pairwise(cuts)]


def _take_piece(low: Array, high: Array, rate: Array, points: float) -> Piece:
    pays = rate > 0
    return Piece(float(low[0]), float(points), low[pays], high[pays], rate[pays])


def _limit_choices(pieces: list[list[Piece]]) -> tuple[list[list[Piece]], bool]:
    """Keep so many choices that all can be tried: further pieces of the levers that pay best for them."""
    if prod(map(len, pieces)) <= CHOICES:
        return pieces, True
    worth = [max((p.rate.max(initial=0.0) / (1 + p.effort) for p in own[1:]), default=0.0) for own in pieces]
    kept = [own[:1] for own in pieces]
    for lever in np.argsort(worth)[::-1]:
        if prod(map(len, kept)) * len(pieces[lever]) <= CHOICES:
            kept[lever] = pieces[lever]
    return kept, False


def _fill_cheapest(choice: Sequence[Piece], needed: float) -> Array | None:
    """Efforts that bring what is needed with the least sum, segments by falling rate; None where it is not enough."""
    effort = np.array([piece.effort for piece in choice])
    missing = needed - sum(piece.points for piece in choice)
    lever, rate, low, high = _line_up(choice)
    for k in np.argsort(-rate, kind="stable"):
        if missing <= 0:
            break
        step = min(high[k] - low[k], missing / rate[k])
        effort[lever[k]] += step
        missing -= step * rate[k]
    return effort if missing <= needed * SHORT else None


def _fill_evenly(choice: Sequence[Piece], needed: float) -> Array | None:
    """Efforts that bring what is needed with the least sum of squares; None where it is not enough.

    At the optimum effort = multiplier · rate wherever a lever stands within a segment, so that gains are a line of pieces
    in the multiplier as well.
    """
    start = np.array([piece.effort for piece in choice])
    missing = needed - sum(piece.points for piece in choice)
    if missing <= 0:
        return start
    lever, rate, low, high = _line_up(choice)
    if (rate * (high - low)).sum() < missing - needed * SHORT:
        return None
    knots = np.unique(np.concatenate([low / rate, high / rate]))
    points = (rate * (np.clip(knots[:, None] * rate, low, high) - low)).sum(axis=1)
    multiplier = np.interp(missing, points, knots)
    effort = start.copy()
    np.add.at(effort, lever, np.clip(multiplier * rate, low, high) - low)
    return effort


def _line_up(choice: Sequence[Piece]) -> tuple[Places, Array, Array, Array]:
    """Lever, rate, start and end of every segment of a choice."""
    lever = np.repeat(np.arange(len(choice)), [piece.rate.size for piece in choice])
    rate, low, high = (np.concatenate([getattr(p, name) for p in choice]) for name in ("rate", "low", "high"))
    return lever, rate, low, high
