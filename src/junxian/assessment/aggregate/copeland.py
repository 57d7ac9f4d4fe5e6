"""Copeland's rule: areas that one beats less areas that beat one, when compared in pairs."""

import numpy as np

from junxian.assessment.aggregate.cells import UNNAMED, Names
from junxian.assessment.aggregate.outranking import weigh_pairs
from junxian.assessment.aggregate.population import read_population
from junxian.assessment.kinds import Array


def aggregate_copeland(values: Array, weights: Array | None = None, names: Names = UNNAMED) -> Array:
    """Pairs won less pairs lost; a pair is won by whoever is better on more of the weight, and may be a draw.

    values  (areas, children), more is better, NaN for missing; weights  (children,) or (areas, children), equal when not
    given. A pair is compared on the children known to both, a draw where there are none. Weights are whole numbers
    within, so that draws are exact: with 49 equal weights COINr 1.1.14 counts some as wins.
    Returns (areas,) whole numbers from −(n − 1) to n − 1, more is better; NaN without a value.
    MethodError where areas weigh children differently. Source: OECD/JRC Handbook (2008), step 6; Munda & Nardo (2009).
    Checked in tests/published/test_aggregate.py.
    """
    population = read_population(values, weights, names)
    scores = np.zeros(len(population.places))
    for start, balance, _, margin in weigh_pairs(population):
        won, lost = (balance > margin).sum(axis=1), (balance < -margin).sum(axis=1)
        scores[start : start + len(balance)] = won - lost
    return population.fill(scores)
