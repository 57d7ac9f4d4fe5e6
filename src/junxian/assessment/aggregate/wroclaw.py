"""Wroclaw taxonomy: how far an area is from the ideal one, which has the best value in every child."""

import numpy as np

from junxian.assessment.aggregate.cells import UNNAMED, Names
from junxian.assessment.aggregate.population import read_population
from junxian.assessment.kinds import Array, Mask
from junxian.terms.errors import MethodError


def aggregate_wroclaw(
    values: Array, weights: Array | None = None, names: Names = UNNAMED, *, more_is_better: Mask | None = None
) -> Array:
    """Distance to the ideal area, as a share of the mean distance plus twice its standard deviation (n − 1).

    values  (areas, children) on one scale (they are not standardised), NaN for missing
    weights  (children,) or (areas, children), equal when not given: of the squared distances, each area's own over the
    children that it knows; the ideal is the best known value of each child
    Returns (areas,) from 0 (the ideal area) to about 1, LESS is better; in a tree 1 − d stands instead; NaN without a
    value. All 0 where all areas are ideal. MethodError with fewer than two areas.
    Source: Hellwig (1968); Mazziotta & Pareto (2013). Checked in tests/published/test_aggregate.py (Compind).
    """
    population = read_population(values, weights, names, more_is_better)
    if len(population.places) == 1:
        raise MethodError(
            names.where("Wroclaw taxonomy"), "one area alone has no mean distance.", "Take an average instead."
        )
    known = population.known
    ideal = np.where(known, population.values, -np.inf).max(axis=0, initial=-np.inf)
    gaps = np.where(known, population.values - ideal, 0.0)
    distance = np.sqrt((population.weights * gaps**2).sum(axis=1))
    if not distance.any():
        return population.fill(distance)
    return population.fill(distance / (distance.mean() + 2 * distance.std(ddof=1)))
