"""Weights under which the index correlates with its parts as asked for."""

import numpy as np
from numpy.typing import ArrayLike

from junxian.assessment.kinds import Array
from junxian.assessment.weigh.optimise import (
    STATIONARY,
    Objective,
    OptimisedWeights,
    Space,
    as_weights,
    choose_starts,
    measure_stationarity,
    open_space,
    search,
)
from junxian.terms.errors import MethodError

WHERE = "weights for balance"


def weigh_for_balance(
    scores: ArrayLike,
    *,
    shares: ArrayLike | None = None,
    bounds: tuple[ArrayLike, ArrayLike] = (0.0, 1.0),
    starts: int = 10,
    seed: int = 0,
) -> OptimisedWeights:
    """Find weights that bring the correlations of indicators with their weighted mean into wanted proportions.

    scores  (areas, indicators) as they are aggregated, on one scale, more always better
    shares  (indicators,) wanted, any positive unit; equal by default; bounds  (low, high) of weights, one or each
    starts  drawn ones beside equal weights and the solution without bounds; seed  of their draw
    The objective is Σ_j (r_j / Σ r − share_j)², the residual its largest difference: not 0 where no weights within the
    bounds are balanced, as when an indicator runs against the others.
    Areas in which anything is missing are left out. MethodError as for any optimised weights, or where shares are not
    positive.
    Source: Becker, Saisana, Paruolo & Vandecasteele (2017), Ecological Indicators 80; COINr's get_opt_weights seeks the
    same, stops early and may leave 0 to 1. Checked in tests/published/test_weigh.py and
    tests/unit/assessment/weigh/test_optimised.py.
    """
    space = open_space(WHERE, scores, bounds)
    wanted = _read_shares(shares, len(space.deviation))
    standard = space.covariance / np.outer(space.deviation, space.deviation)
    solved = np.linalg.lstsq(standard, wanted, rcond=None)[0]
    objective = _ask_for(wanted, space)
    tried = choose_starts(space, [as_weights(space, solved)], starts, seed)
    weights, agreeing = search(objective, tried, space)
    value, slope = objective(weights)
    correlations = space.correlate(weights)[0]
    residual = float(np.abs(correlations / correlations.sum() - wanted).max())
    left = measure_stationarity(slope, weights, space)
    return OptimisedWeights(weights, correlations, value, residual, left, left <= STATIONARY, len(tried), agreeing)


def _read_shares(shares: ArrayLike | None, count: int) -> Array:
    wanted = np.ones(count) if shares is None else np.asarray(shares, dtype=np.float64)
    if wanted.shape != (count,) or not np.isfinite(wanted).all() or not (wanted > 0).all():
        raise MethodError(WHERE, f"shares {wanted.tolist()} are asked for.", f"Give {count} positive numbers.")
    total: Array = wanted / wanted.sum()
    return total


def _ask_for(wanted: Array, space: Space) -> Objective:
    def objective(weights: Array) -> tuple[float, Array]:
        correlations, slopes = space.correlate(weights)
        total = correlations.sum()
        if total < 1e-6:  # shares of nothing: away from here
            return 1e6 * (1 - float(total)), -1e6 * slopes.sum(axis=0)
        apart = correlations / total - wanted
        turn = slopes / total - np.outer(correlations, slopes.sum(axis=0)) / total**2
        return float(apart @ apart), 2 * apart @ turn

    return objective
