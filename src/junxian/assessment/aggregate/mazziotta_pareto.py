"""Mazziotta-Pareto index: the mean of standardised children, less a penalty for being unbalanced."""

from typing import Literal

import numpy as np

from junxian.assessment.aggregate.cells import UNNAMED, Names
from junxian.assessment.aggregate.population import Population, read_population
from junxian.assessment.kinds import Array, Mask
from junxian.terms.errors import MethodError

CENTRE, SPREAD = 100.0, 10.0  # mean and standard deviation of a standardised child

Penalty = Literal["downward", "upward"]
Deviation = Literal["population", "sample"]


def aggregate_mazziotta_pareto(
    values: Array,
    weights: Array | None = None,
    names: Names = UNNAMED,
    *,
    penalty: Penalty = "downward",
    deviation: Deviation = "population",
    standardise: bool = True,
    more_is_better: Mask | None = None,
) -> Array:
    """M ∓ S²/M of an area's children after they are brought to a mean of 100 and a standard deviation of 10.

    values  (areas, children), NaN for missing; weights  (children,) or (areas, children), equal when not given: M and S
    are weighted, each area's own weights counting over the children that it knows
    penalty  downward (M − S²/M, where more of the index is better) or upward (M + S²/M, where it is worse)
    deviation  divides by n, as the authors do, or by n − 1, as Compind does; standardise  False: values as they stand
    Returns (areas,), about 70 to 130, more is better with the downward penalty; NaN without a value. A better value does
    not always raise the index: it may unbalance the area.
    MethodError where a child is constant or a mean is not positive. Source: De Muro, Mazziotta & Pareto (2011), Social
    Indicators Research 104, 1-18. Checked in tests/published/test_aggregate.py.
    """
    population = read_population(values, weights, names, more_is_better)
    standard = _standardise(population, deviation) if standardise else population.values
    index = average_penalised(standard, population.weights, population.names, penalty=penalty, deviation=deviation)
    return population.fill(index)


def average_penalised(
    values: Array,
    weights: Array,
    names: Names = UNNAMED,
    *,
    penalty: Penalty = "downward",
    deviation: Deviation = "population",
) -> Array:
    """M ∓ S²/M over the last axis of values as they stand, which needs no other areas.

    values  (..., children); weights  (..., children) summing to 1, 0 for a missing child
    Returns (...), NaN where no weight is positive. MethodError where a mean is not positive; it names the area.
    """
    if penalty not in ("downward", "upward") or deviation not in ("population", "sample"):
        raise MethodError(
            names.where("Mazziotta-Pareto"), f"penalty {penalty!r} with deviation {deviation!r}.",
            "The penalty is downward or upward, the deviation population or sample.",
        )  # fmt: skip
    used = weights > 0
    is_known = used.any(axis=-1)
    mean = (np.where(used, values, 0.0) * weights).sum(axis=-1)
    if (wrong := np.argwhere(is_known & ~(mean > 0))).size:
        area = names.area(int(wrong[0][-1])) if mean.ndim else "a row"
        raise MethodError(
            names.where("Mazziotta-Pareto"),
            f"the mean of {area} is not positive ({mean[tuple(wrong[0])]:g}): a share of it is no penalty.",
            "Normalise to a base above zero, or standardise to 100 ± 10.",
        )
    square = (weights * np.where(used, values - mean[..., None], 0.0) ** 2).sum(axis=-1)
    if deviation == "sample":
        number = used.sum(axis=-1)
        square = square * number / np.maximum(number - 1, 1)
    share = square / np.where(is_known, mean, 1.0)
    return np.where(is_known, mean - share if penalty == "downward" else mean + share, np.nan)


def _standardise(population: Population, deviation: str) -> Array:
    values, known = population.values, population.known
    number = known.sum(axis=0)
    centre = np.where(known, values, 0.0).sum(axis=0) / np.maximum(number, 1)
    square = np.where(known, values - centre, 0.0) ** 2
    spread = np.sqrt(square.sum(axis=0) / np.maximum(number - (deviation == "sample"), 1))
    if (wrong := np.flatnonzero(spread <= 1e-12 * np.abs(centre))).size:
        raise MethodError(
            population.names.where("Mazziotta-Pareto"),
            f"{population.names.child(int(wrong[0]))} is the same for all areas: it has no standard score.",
            "Leave it out, or set standardise = false and normalise between goalposts.",
        )
    return CENTRE + SPREAD * (values - centre) / spread
