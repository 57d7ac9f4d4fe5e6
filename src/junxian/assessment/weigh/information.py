"""Weights under which the index tells most about its parts."""

from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from junxian.assessment.kinds import Array
from junxian.assessment.weigh.optimise import (
    AT_BOUND,
    STATIONARY,
    Objective,
    OptimisedWeights,
    Space,
    as_weights,
    choose_starts,
    descend,
    measure_stationarity,
    open_space,
    search,
)
from junxian.terms.errors import MethodError
from junxian.terms.nearest import suggest

WHERE = "weights for information"
Aim = Literal["sum", "least"]


def weigh_for_information(
    scores: ArrayLike,
    *,
    aim: Aim = "sum",
    bounds: tuple[ArrayLike, ArrayLike] = (0.0, 1.0),
    starts: int = 10,
    seed: int = 0,
) -> OptimisedWeights:
    """Find weights that maximise the squared correlations of indicators with their weighted mean.

    scores  (areas, indicators) as they are aggregated, on one scale, more always better
    aim  "sum": the sum of squared correlations (without bounds, the first principal component); "least": the smallest
    of them, so that no indicator is left untold
    bounds  (low, high) of weights, one or each; starts  drawn ones beside likely solutions; seed  of their draw
    The objective returned is the sum, or the smallest. Areas in which anything is missing are left out.
    MethodError as for any optimised weights, or where the aim is not known.
    Source: Becker, Saisana, Paruolo & Vandecasteele (2017), Ecological Indicators 80; COINr's get_opt_weights
    (infomax). Checked in tests/unit/assessment/weigh/test_optimised.py.
    """
    if aim not in ("sum", "least"):
        raise MethodError(WHERE, f"aim {aim!r} is not known.", suggest(aim, ("sum", "least")))
    space = open_space(WHERE, scores, bounds)
    standard = space.covariance / np.outer(space.deviation, space.deviation)
    first = np.linalg.eigh(standard)[1][:, -1]
    level = np.linalg.lstsq(standard, np.ones(len(standard)), rcond=None)[0]
    likely = [as_weights(space, first * np.sign(first.sum() or 1.0)), as_weights(space, level)]
    tried = choose_starts(space, likely, starts, seed)
    objective = _sum_squares(space) if aim == "sum" else _least_square(space)
    weights, agreeing = search(objective, tried, space, descend if aim == "sum" else _ascend_least)
    value, slope = objective(weights)
    left = measure_stationarity(slope, weights, space) if aim == "sum" else _measure_least(weights, space)
    return OptimisedWeights(
        weights, space.correlate(weights)[0], -value, np.nan, left, left <= STATIONARY, len(tried), agreeing
    )


def _square(weights: Array, space: Space) -> tuple[Array, Array]:
    """Squared correlations and their slopes."""
    correlations, slopes = space.correlate(weights)
    return correlations**2, 2 * correlations[:, None] * slopes


def _sum_squares(space: Space) -> Objective:
    def objective(weights: Array) -> tuple[float, Array]:
        squares, slopes = _square(weights, space)
        return -float(squares.sum()), -slopes.sum(axis=0)

    return objective


def _least_square(space: Space) -> Objective:
    def objective(weights: Array) -> tuple[float, Array]:
        squares, slopes = _square(weights, space)
        least = int(np.argmin(squares))
        return -float(squares[least]), -slopes[least]

    return objective


def _ascend_least(objective: Objective, start: Array, space: Space) -> Array:
    """Raise a level that all squared correlations stay above: the smallest of them is no smooth objective."""
    from scipy.optimize import minimize

    count, unit = len(start), space.unit
    above = {
        "type": "ineq",
        "fun": lambda x: _square(x[:count] * unit, space)[0] - x[count],
        "jac": lambda x: np.column_stack([_square(x[:count] * unit, space)[1] * unit, -np.ones(count)]),
    }
    whole = {"type": "eq", "fun": lambda x: x[:count] @ unit - 1, "jac": lambda _: np.append(unit, 0.0)}
    found = minimize(
        lambda x: (-x[count], np.append(np.zeros(count), -1.0)), np.append(start / unit, -objective(start)[0]),
        jac=True, method="SLSQP", bounds=[*zip(space.low / unit, space.high / unit, strict=True), (0, 1)],
        constraints=[above, whole], options={"ftol": 1e-14, "maxiter": 500},
    )  # fmt: skip
    return space.project(found.x[:count] * unit) if np.isfinite(found.x).all() else start


def _measure_least(weights: Array, space: Space) -> float:
    """First-order rise of the smallest squared correlations, per deviation of the index that a move of weight is worth.

    A linear programme: what indicators take and what they give, in the index's own deviations.
    """
    from scipy.optimize import linprog

    squares, slopes = _square(weights, space)
    worth = space.deviation / space.measure_index(weights)
    tight = slopes[squares <= squares.min() + 1e-7] / worth
    count = len(weights)
    gives = np.where(weights > space.low + AT_BOUND, 1.0, 0.0)
    takes = np.where(weights < space.high - AT_BOUND, 1.0, 0.0)
    moved = np.concatenate([1 / worth, -1 / worth, [0.0]])
    whole = np.append(np.ones(2 * count), 0.0)
    found = linprog(
        np.append(np.zeros(2 * count), -1.0),
        A_ub=np.vstack([np.column_stack([-tight, tight, np.ones(len(tight))]), whole]),
        b_ub=np.append(np.zeros(len(tight)), 1.0), A_eq=moved[None] / np.abs(moved).max(), b_eq=[0.0],
        bounds=[*((0.0, top) for top in (*takes, *gives)), (None, None)], method="highs",
    )  # fmt: skip
    return max(0.0, float(-found.fun)) if found.success else float("inf")
