"""Rank confidence sets: which ranks an area may have, given how far all scores move in the replicates.

Mogstad, Romano, Shaikh and Wilhelm (2024, Review of Economic Studies 91, 476-518). Let θ be the scores and T_jk =
(θ̂_j − θ̂_k) / σ̂_jk. "j does not lead k" is rejected where T_jk exceeds c, the `confidence` quantile of the largest
studentised noise over all hypotheses still in question; rejected ones are set aside, c is found again over the rest,
until nothing more is rejected (the step-down of Romano and Wolf 2005). An area's set reaches from 1 + the number that
lead it to n − the number that it leads. Simultaneous: the family holds both hypotheses of every pair, and with
probability `confidence` at least all sets hold at once. Marginal: the family of an area holds its own pairs only, and
the statement is for that area alone.

What the replicates stand for. The method is made for sampling noise: estimates that would differ in another sample.
Replicates of an assessment differ because weights, methods and figures are moved within reason. Read so, the sets
say: if the published score strays from "the" score by as much as replicates stray from their mean, then these ranks
cannot be excluded. They do not say that a true score exists, nor with what frequency a county would be placed
otherwise; choices that nobody varied (which indicators, which classes) are not in them, and a set is only as wide as
the declared variation. A wide set is good reason not to order; a narrow one is no proof.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from junxian.assessment.kinds import Array, Mask
from junxian.assessment.statements.differences import Differences, find_largest, studentise
from junxian.terms.errors import MethodError

Critical = Literal["replicates", "normal"]
DRAWS = 2000  # of the normal law, where critical values come from it


@dataclass(frozen=True)
class RankSets:
    """Of every area the ends of its `marginal` (low, high) and `simultaneous` sets; 1 is the best rank.

    `leads` (areas, areas): whether the row's area leads the column's by the simultaneous test.
    """

    low: NDArray[np.int64]
    high: NDArray[np.int64]
    simultaneous_low: NDArray[np.int64]
    simultaneous_high: NDArray[np.int64]
    leads: Mask


def find_rank_sets(
    scores: Array,
    published: Array | None = None,
    *,
    confidence: float = 0.9,
    critical: Critical = "replicates",
    seed: int = 1,
) -> RankSets:
    """Marginal and simultaneous confidence sets of the ranks of areas of one class.

    scores  (replicates, areas), more is better; published  (areas,) the estimates, by default the replicates' mean
    critical  quantiles from the replicates themselves, or from the normal law with their covariance (then `seed`)
    Areas that never differ are never told apart; an area whose lead never varies leads. Sets hold the published rank.
    MethodError where scores are missing or there are fewer than two replicates. Source: the module's text; the same
    procedure as R csranks. Checked in tests/unit/assessment/statements/test_rank_sets.py by simulation.
    """
    check_complete(scores)
    if not 0 < confidence < 1:
        raise MethodError("rank confidence sets", f"confidence {confidence} is no share.", "Take 0.9, or 0.95.")
    centre = scores.mean(axis=0)
    noise = np.ascontiguousarray((scores - centre).T)
    if critical == "normal":
        noise = _draw_normal(noise, seed)
    estimates = np.round(centre if published is None else published, 9)
    differences = studentise(estimates, noise)
    own = _reject(differences, confidence, together=False)
    every = _reject(differences, confidence, together=True)
    return RankSets(*_reach(*own), *_reach(*every), every[0])


def check_complete(scores: Array, least: int = 2) -> None:
    """MethodError where there are fewer than so many replicates or a score is missing."""
    if scores.ndim != 2 or len(scores) < least:
        raise MethodError("rank statements", f"scores have the shape {scores.shape}.", "Give (replicates, areas).")
    missing = np.isnan(scores)
    if missing.any():
        raise MethodError(
            "rank statements", f"{int(missing.any(axis=1).sum())} of {len(scores)} replicates lack a score.",
            "Give ranked areas only, and say what became of replicates that failed.",
        )  # fmt: skip


def _draw_normal(noise: Array, seed: int) -> Array:
    """Draws (areas, DRAWS) of the normal law that has the noise's covariance, about their mean."""
    factors = np.random.default_rng(seed).standard_normal((noise.shape[1], DRAWS)) / np.sqrt(noise.shape[1] - 1)
    drawn = noise @ factors
    return np.ascontiguousarray(drawn - drawn.mean(axis=1, keepdims=True))


def _reject(differences: Differences, confidence: float, *, together: bool) -> tuple[Mask, Mask]:
    """Which areas (rows) lead and which trail which others (columns): row by row, or in one family of all pairs."""
    ratio = np.round(differences.ratio, 9)
    leads, trails = ratio == np.inf, ratio == -np.inf
    asked = np.triu(differences.scale > 0) if together else differences.scale > 0
    rows = np.flatnonzero(asked.any(axis=1))
    while rows.size:
        above, below = (asked & ~leads)[rows], (asked & ~trails)[rows]
        largest = find_largest(differences, rows, above, below)
        critical = _find_quantile(largest.max(axis=0)[None] if together else largest, confidence)[:, None]
        more, less = above & (ratio[rows] > critical), below & (ratio[rows] < -critical)
        leads[rows] |= more
        trails[rows] |= less
        changed = (more | less).any(axis=1)
        rows = rows if together and changed.any() else rows[changed]
    return (leads | trails.T, trails | leads.T) if together else (leads, trails)


def _find_quantile(largest: Array, confidence: float) -> Array:
    """The least of the values of every row that at least `confidence` of them do not exceed."""
    place = int(np.ceil(np.round(confidence * largest.shape[1], 6))) - 1
    values: Array = np.round(np.partition(largest, place, axis=1)[:, place], 9)
    return values


def _reach(leads: Mask, trails: Mask) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    return 1 + trails.sum(axis=1), len(leads) - leads.sum(axis=1)
