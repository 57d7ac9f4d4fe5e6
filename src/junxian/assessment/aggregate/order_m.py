"""Robust benefit of the doubt of order m: against the best of m areas drawn at random, in expectation."""

import numpy as np

from junxian.assessment.aggregate.cells import UNNAMED, Names, refuse_cells
from junxian.assessment.aggregate.population import read_population
from junxian.assessment.kinds import Array
from junxian.terms.errors import MethodError


def aggregate_order_m(values: Array, weights: Array | None = None, names: Names = UNNAMED, *, m: float = 20) -> Array:
    """1 / E[the largest of m draws of the least of x' / x], x' an area drawn with replacement, over an area's children.

    values  (areas, children) not negative, more is better, NaN for missing; weights  say only which children count; an
    area is compared on those that it has, the others counting 0 where they lack one
    m  areas drawn; the more, the nearer to the area that no other exceeds in everything
    The expectation is exact, Σ r₍ⱼ₎ · ((j/n)^m − ((j − 1)/n)^m) over the ordered ratios; Compind draws it.
    Returns (areas,) above 0, above 1 for an area better than what m draws bring, more is better; 0 where all is 0; NaN
    without a value. MethodError for negative values and m below 1. Source: Cazals, Florens & Simar (2002), Journal of
    Econometrics 106, 1-25. Checked in tests/published/test_aggregate.py (Compind, within the error of its draws).
    """
    if not m >= 1:
        raise MethodError(names.where("order m"), f"m = {m:g} areas cannot be drawn.", "Give m = 20, say.")
    population = read_population(values, weights, names)
    known = np.nan_to_num(population.values)
    refuse_cells(known < 0, known, population.names, "order m", "are negative", "Normalise to a base of zero or more.")
    edges = (np.arange(len(known) + 1) / max(1, len(known))) ** m
    scores = np.zeros(len(known))
    for place, row in enumerate(known):
        if (row > 0).any():
            ratios = np.sort((known[:, row > 0] / row[row > 0]).min(axis=1))
            scores[place] = 1.0 / (ratios * np.diff(edges)).sum()
    return population.fill(scores)
