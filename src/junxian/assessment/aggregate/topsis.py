"""TOPSIS: near to the ideal and far from the anti-ideal, by weighted distance."""

from typing import Literal

import numpy as np

from junxian.assessment.aggregate.cells import UNNAMED, Names
from junxian.assessment.aggregate.population import Population, read_population
from junxian.assessment.kinds import Array, Mask
from junxian.terms.errors import MethodError

Normalisation = Literal["vector", "min_max", "none"]


def aggregate_topsis(
    values: Array,
    weights: Array | None = None,
    names: Names = UNNAMED,
    *,
    normalisation: Normalisation = "vector",
    more_is_better: Mask | None = None,
) -> Array:
    """Closeness d⁻ / (d⁺ + d⁻), with d⁺ and d⁻ the distances of the weighted children to their best and worst values.

    values  (areas, children), NaN for missing; weights  (children,) or (areas, children), equal when not given, each
    area's own over the children that it knows, in both of its distances
    normalisation  vector (by the root of the sum of squares, as in the textbook), min_max (pymcdm's default) or none
    Returns (areas,) from 0 to 1, more is better; NaN without a value. MethodError for an area whose known children are
    the same for all areas: it has no distance to either end.
    Source: Hwang & Yoon (1981). Checked in tests/published/test_aggregate.py (textbook; scikit-criteria and pymcdm).
    """
    population = read_population(values, weights, names, more_is_better)
    scaled = _normalise(population, normalisation)
    known, weight = population.known, population.weights
    best = np.where(known, scaled, -np.inf).max(axis=0, initial=-np.inf)
    worst = np.where(known, scaled, np.inf).min(axis=0, initial=np.inf)
    to_best, to_worst = (
        np.sqrt((np.where(known, weight * (scaled - end), 0.0) ** 2).sum(axis=1)) for end in (best, worst)
    )
    whole = to_best + to_worst
    if (wrong := np.flatnonzero(whole == 0)).size:
        raise MethodError(
            names.where("TOPSIS"),
            f"{population.names.area(int(wrong[0]))} is at the best and at the worst end: its children do not differ.",
            "Take an average instead, or leave out children that are the same for all areas.",
        )
    return population.fill(to_worst / whole)


def _normalise(population: Population, normalisation: str) -> Array:
    values, known = population.values, population.known
    if normalisation == "none":
        return values
    if normalisation == "vector":
        low, size = 0.0, np.sqrt((np.where(known, values, 0.0) ** 2).sum(axis=0))
    elif normalisation == "min_max":
        low = np.where(known, values, np.inf).min(axis=0, initial=np.inf)
        size = np.where(known, values, -np.inf).max(axis=0, initial=-np.inf) - low
    else:
        raise MethodError(
            population.names.where("TOPSIS"), f"normalisation {normalisation!r} is not vector, min_max or none."
        )
    return (values - low) / np.where(size > 0, size, 1.0)
