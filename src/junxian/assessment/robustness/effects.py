"""Which choice moves ranks: the variance of ranks over replicates, shared out to what each replicate varied."""

import numpy as np
from numpy.typing import NDArray

from junxian.assessment.kinds import Array
from junxian.assessment.robustness.choices import Choices

REST = "rest"  # data error, and what the choices do only together


def measure_effects(ranks: NDArray[np.integer], choices: Choices, points: Array) -> dict[str, Array]:
    """Share (areas,) of the variance of every area's rank that each choice accounts for by itself; the rest as `rest`.

    ranks  (replicates, areas) of areas ranked together; choices  of the same replicates, of these areas' classes only
    points  (classes, parts): parts without points move nothing
    Choices are drawn independently, so main effects add up: of normalisation and aggregation the variance between their
    levels, of the weights what a linear regression on their factors explains, each less what chance alone would explain
    (ω², adjusted R²). Only choices that vary are named. NaN for an area whose rank never moves; empty where there are
    hardly more replicates than weights. Source: main effects as in OECD/JRC Handbook (2008), step 7, by analysis of
    variance instead of a Sobol design. Checked in tests/unit/assessment/robustness/test_effects.py.
    """
    centred = ranks - ranks.mean(axis=0)
    whole = np.where((ranks != ranks[:1]).any(axis=0), (centred**2).sum(axis=0), np.nan)
    factors = choices.factors[:, points > 0]
    explained = {
        "weights": _regress(factors - factors.mean(axis=0), centred),
        "normalisation": _compare_levels(choices.normalisation, centred),
        "aggregation": _compare_levels(choices.aggregation, centred),
    }
    if any(freedom + 2 > len(ranks) for _, freedom in explained.values()):
        return {}
    shares = {
        name: _take_chance_off(squares / whole, freedom, len(ranks))
        for name, (squares, freedom) in explained.items()
        if freedom
    }
    total: Array = np.sum([*shares.values(), 0 * whole], axis=0)
    of = np.maximum(total, 1.0)
    return {name: share / of for name, share in shares.items()} | {REST: np.maximum(0.0, 1 - total)}


def _regress(factors: Array, centred: Array) -> tuple[Array, int]:
    """Sum of squares (areas,) that the factors explain, and their rank."""
    sizes, vectors = np.linalg.eigh(factors.T @ factors)
    kept = sizes > 1e-12 * max(1.0, sizes.max(initial=0.0))
    along = vectors[:, kept].T @ (factors.T @ centred)
    explained: Array = (along**2 / sizes[kept, None]).sum(axis=0)
    return explained, int(kept.sum())


def _compare_levels(levels: NDArray[np.int64], centred: Array) -> tuple[Array, int]:
    """Sum of squares (areas,) between the levels, and how many there are less one."""
    found = [centred[levels == level] for level in np.unique(levels)]
    between: Array = np.sum([len(own) * own.mean(axis=0) ** 2 for own in found], axis=0)
    return between, len(found) - 1


def _take_chance_off(share: Array, freedom: int, count: int) -> Array:
    """The share less what as many directions would explain of pure chance; at least 0."""
    kept: Array = np.maximum(0.0, share - (1 - share) * freedom / (count - freedom - 1))
    return kept
