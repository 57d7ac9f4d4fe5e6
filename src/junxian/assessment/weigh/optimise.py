"""Weights that are best in some way, from several starts, with a certificate that does not trust the solver."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from junxian.assessment.kinds import Array
from junxian.assessment.weigh.columns import find_constant, keep_complete, read_scores, refuse
from junxian.terms.errors import MethodError

STATIONARY = 1e-6  # greatest first-order gain by moving weight at which a solution counts as one
AT_BOUND = 1e-9
Objective = Callable[[Array], tuple[float, Array]]


@dataclass(frozen=True)
class OptimisedWeights:
    """`weights` (indicators,) within their bounds, summing to 1; `correlations` (indicators,) of each with the index.

    `objective` what was sought, at these weights; `residual` how far it is from what was asked for (0: reached; NaN where
    nothing was). `stationarity` the most that the objective would still gain, to first order, by moving weight from one
    indicator to another within the bounds, per deviation of the index that the move is worth; `is_converged` where that
    is at most 1e-6. `starts` were tried,
    `agreeing` of them ended at the best objective: when few do, there may be a better one.
    """

    weights: Array
    correlations: Array
    objective: float
    residual: float
    stationarity: float
    is_converged: bool
    starts: int
    agreeing: int


@dataclass(frozen=True)
class Space:
    """What an optimisation moves in: covariances of the indicators, their deviations, and bounds of each weight."""

    covariance: Array
    deviation: Array
    low: Array
    high: Array

    def correlate(self, weights: Array) -> tuple[Array, Array]:
        """Correlations of every indicator with the weighted sum, and their slopes (indicators, weights)."""
        joint = self.covariance @ weights
        size = self.measure_index(weights)
        correlations = joint / (self.deviation * size)
        slopes = self.covariance / (self.deviation[:, None] * size) - np.outer(correlations, joint) / size**2
        return correlations, slopes

    @property
    def unit(self) -> Array:
        """Weights that give every indicator the same deviation within the index: steps of a search are measured in them."""
        inverse: Array = 1 / self.deviation
        return inverse / inverse.sum()

    def measure_index(self, weights: Array) -> float:
        """Standard deviation of the weighted sum."""
        return float(np.sqrt(max(float(weights @ self.covariance @ weights), np.finfo(float).tiny)))

    def project(self, weights: Array) -> Array:
        """The nearest weights within the bounds that sum to 1."""
        least, most = float((weights - self.high).min()), float((weights - self.low).max())
        for _ in range(200):
            level = (least + most) / 2
            if np.clip(weights - level, self.low, self.high).sum() > 1:
                least = level
            else:
                most = level
        return np.clip(weights - (least + most) / 2, self.low, self.high)


def open_space(where: str, scores: ArrayLike, bounds: tuple[ArrayLike, ArrayLike]) -> Space:
    """Read scores (areas, indicators) and bounds on weights, one for all or one per indicator.

    Areas in which anything is missing are left out.
    MethodError where fewer than three are complete, an indicator is constant, or no weights within the bounds sum to 1.
    """
    table = keep_complete(where, read_scores(where, scores), least=3)
    refuse(where, find_constant(table), "is constant and has no correlations.", "Leave it out.")
    count = table.shape[1]
    low, high = (np.broadcast_to(np.asarray(end, dtype=np.float64), (count,)) for end in bounds)
    if not ((low >= 0) & (low <= high)).all() or low.sum() > 1 + 1e-12 or high.sum() < 1 - 1e-12:
        raise MethodError(
            where, f"no {count} weights between {low.tolist()} and {high.tolist()} sum to 1.",
            "Give bounds from 0, low not above high, whose sums have 1 between them.",
        )  # fmt: skip
    covariance = np.atleast_2d(np.cov(table, rowvar=False))
    return Space(covariance / covariance.max(), np.sqrt(np.diag(covariance / covariance.max())), low, high)


def choose_starts(space: Space, likely: Sequence[Array], number: int, seed: int) -> list[Array]:
    """Where to start: equal weights, those that make deviations equal, likely solutions, and `number` drawn ones."""
    count = len(space.deviation)
    drawn = np.random.default_rng(np.random.SeedSequence(seed)).dirichlet(np.ones(count), size=number)
    standard = [as_weights(space, start) for start in drawn]
    return [space.project(start) for start in (np.full(count, 1 / count), space.unit, *likely, *standard)]


def as_weights(space: Space, standardised: NDArray[np.floating[Any]]) -> Array:
    """Weights of indicators as measured from weights of standardised ones, brought to a sum of 1 where they have one."""
    weights: Array = standardised / space.deviation
    return weights / weights.sum() if abs(weights.sum()) > 1e-12 else np.full(len(weights), 1 / len(weights))


def descend(objective: Objective, start: Array, space: Space) -> Array:
    """The weights at which SLSQP ends from a start, brought within the bounds."""
    from scipy.optimize import minimize

    scale = max(1.0, abs(objective(start)[0]))  # so that the solver's tolerance lies above rounding
    unit = space.unit

    def scaled(steps: Array) -> tuple[float, Array]:
        value, slope = objective(steps * unit)
        return value / scale, slope * unit / scale

    found = minimize(
        scaled, start / unit, jac=True, method="SLSQP",
        bounds=list(zip(space.low / unit, space.high / unit, strict=True)),
        constraints={"type": "eq", "fun": lambda steps: steps @ unit - 1, "jac": lambda _: unit},
        options={"ftol": 1e-14, "maxiter": 500},
    )  # fmt: skip
    return space.project(found.x * unit) if np.isfinite(found.x).all() else start


Move = Callable[[Objective, Array, Space], Array]


def measure_stationarity(slope: Array, weights: Array, space: Space) -> float:
    """Greatest first-order fall of an objective by moving weight from who can give to who can take.

    Per deviation of the index that the move is worth, so that the units of the scores do not count. 0 exactly where the
    conditions of Karush, Kuhn and Tucker hold for bounds and a sum of 1.
    """
    gives, takes = weights > space.low + AT_BOUND, weights < space.high - AT_BOUND
    if not gives.any() or not takes.any():
        return 0.0
    fall = slope[gives][:, None] - slope[takes]
    worth = np.maximum(space.deviation[gives][:, None], space.deviation[takes]) / space.measure_index(weights)
    return max(0.0, float((fall / worth).max()))


def search(objective: Objective, starts: Sequence[Array], space: Space, move: Move = descend) -> tuple[Array, int]:
    """Move from every start; the weights with the least objective, the first of equals, and how many starts reach it."""
    ends = [min((start, move(objective, start, space)), key=lambda end: objective(end)[0]) for start in starts]
    reached = np.array([objective(end)[0] for end in ends])
    return ends[int(np.argmin(reached))], int((reached <= reached.min() + 1e-9).sum())
