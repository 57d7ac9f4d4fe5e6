"""Outranking: how much of the weight says that one area is better than another; how much better does not count."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from junxian.assessment.aggregate.cells import UNNAMED, Names
from junxian.assessment.aggregate.population import Population, read_population, share_weights
from junxian.assessment.aggregate.whole_weights import count_weights
from junxian.assessment.kinds import Array

CHUNK_PAIRS = 1_000_000  # compared at once; no result depends on it

Balance = NDArray[np.int64]


def compare_pairs(values: Array, weights: Array | None = None, names: Names = UNNAMED) -> Array:
    """The outranking matrix (areas, areas): share of the weight on which the row is better than the column.

    values  (areas, children), more is better, NaN for missing; weights  (children,) or (areas, children), equal when not
    given. A child on which both are equal counts half for each. A pair is compared on the children known to both, their
    weights brought to 1; NaN where there are none; 0 on the diagonal.
    MethodError where areas weigh children differently. Source: OECD/JRC Handbook (2008), step 6, table 36.
    Checked in tests/published/test_aggregate.py against that table and COINr 1.1.14.
    """
    population = read_population(values, weights, names)
    matrix = np.full((population.shape[0],) * 2, np.nan)
    np.fill_diagonal(matrix, 0.0)
    for start, balance, both, _ in weigh_pairs(population):
        share = np.full(balance.shape, np.nan)
        np.divide(both + balance, 2.0 * both, out=share, where=both > 0)
        own = population.places[start : start + len(balance)]
        share[np.arange(len(own)), start + np.arange(len(own))] = 0.0
        matrix[np.ix_(own, population.places)] = share
    return matrix


def aggregate_outranking(values: Array, weights: Array | None = None, names: Names = UNNAMED) -> Array:
    """Mean share of the weight on which an area is better, over the others that it can be compared with.

    values, weights  as in `compare_pairs`
    Returns (areas,) from 0 (worse than all in everything) to 1, more is better; NaN without a value or with nobody to
    compare with. MethodError as there. Checked in tests/unit/assessment/aggregate/test_pairs.py.
    """
    matrix = compare_pairs(values, weights, names)
    np.fill_diagonal(matrix, np.nan)
    compared = ~np.isnan(matrix)
    number = compared.sum(axis=1)
    total = np.where(compared, matrix, 0.0).sum(axis=1)
    return np.divide(total, number, out=np.full(len(matrix), np.nan), where=number > 0)


def weigh_pairs(population: Population) -> Iterator[tuple[int, Balance, Balance, int]]:
    """In portions of rows: where it starts, whole weight for less against, whole weight known to both, margin of a tie.

    Every portion is (portion, areas).
    """
    whole = count_weights(share_weights(population, "comparison in pairs"))
    values, known = population.values, population.known
    size = max(1, CHUNK_PAIRS // max(1, len(values)))
    for start in range(0, len(values), size):
        own, knows = values[start : start + size], known[start : start + size]
        balance = np.zeros((len(own), len(values)), dtype=np.int64)
        both = np.zeros_like(balance)
        for child, number in enumerate(whole.numbers):
            mine, other = own[:, child, None], values[None, :, child]
            balance += number * ((mine > other).astype(np.int8) - (mine < other))
            both += number * (knows[:, child, None] & known[None, :, child])
        yield start, balance, both, whole.margin
