"""The ranking that most of the weight supports (Condorcet-Kemeny-Young-Levenglick): non-compensatory, exact."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from junxian.assessment.aggregate.cells import UNNAMED, Names
from junxian.assessment.aggregate.outranking import compare_pairs
from junxian.assessment.aggregate.population import read_population
from junxian.assessment.aggregate.whole_weights import count_weights
from junxian.assessment.kinds import Array
from junxian.terms.errors import MethodError

LARGEST = 16  # areas that can be ordered exactly: 2^n sets are looked at
LISTED = 100  # best orders that are written out

Whole = NDArray[np.int64]


@dataclass(frozen=True)
class KemenyRanking:
    """`support` of the best orders; how many tie (`number`); the first `orders` of them; `places` (areas,).

    orders  (listed, areas): which area stands first, second, …; places  mean place of each area over all best orders
    """

    support: float
    number: int
    orders: NDArray[np.intp]
    places: Array


def rank_kemeny(matrix: Array, names: Names = UNNAMED) -> KemenyRanking:
    """All orders of areas whose support, the sum of the matrix over pairs (above, below), is the largest.

    matrix  (areas, areas) of `compare_pairs`; a pair that cannot be compared (NaN) supports neither order
    Support is added in whole numbers, so that ties are exact. MethodError beyond 16 areas.
    Source: OECD/JRC Handbook (2008), step 6, table 37; Young & Levenglick (1978). Checked in
    tests/published/test_aggregate.py.
    """
    count = len(matrix)
    if count > LARGEST:
        raise MethodError(
            names.where("Kemeny ranking"),
            f"{count} areas; the best order is found exactly for up to {LARGEST}.",
            "Take aggregate = 'copeland', which compares the same pairs.",
        )
    known = np.nan_to_num(matrix)
    whole = count_weights(known.ravel())
    tight = _find_best(whole.numbers.reshape(known.shape), whole.margin)
    number, places = _count_orders(tight, count)
    listed = list(_list_orders(tight, count))
    orders = np.array(listed, dtype=np.intp).reshape(len(listed), count)
    above = np.triu_indices(count, 1)
    best = known[np.ix_(orders[0], orders[0])][above].sum()
    return KemenyRanking(float(best), number, orders, places)


def aggregate_kemeny(values: Array, weights: Array | None = None, names: Names = UNNAMED) -> Array:
    """Number of areas that stand below in the best order; its mean where several orders are best.

    values, weights  as in `compare_pairs`
    Returns (areas,) from 0 to n − 1, more is better; NaN without a value. MethodError beyond 16 areas, and where areas
    weigh children differently. Checked in tests/unit/assessment/aggregate/test_pairs.py.
    """
    population = read_population(values, weights, names)
    ranking = rank_kemeny(compare_pairs(population.values, population.weights, population.names), population.names)
    return population.fill(len(population.places) - ranking.places)


def _find_best(matrix: Whole, margin: int) -> NDArray[np.bool_]:
    """Which steps (area, set above it) lie on a best order of that set and the area; sets are bits of a number."""
    count = len(matrix)
    gain = np.zeros((count, 1), dtype=np.int64)  # (area, set): support of the pairs (member of the set, area)
    for above in range(count):
        gain = np.concatenate([gain, gain + matrix[above, :, None]], axis=1)
    best = np.zeros(1 << count, dtype=np.int64)
    tight = np.zeros((count, 1 << count), dtype=bool)
    for members in _sets_by_size(count):
        offers = np.full((count, len(members)), np.iinfo(np.int64).min)
        for area in range(count):
            last, without = _take_out(members, area)
            offers[area, last] = best[without] + gain[area, without]
        best[members] = offers.max(axis=0, initial=0)
        for area in range(count):
            last, without = _take_out(members, area)
            tight[area, without] = offers[area, last] >= best[members[last]] - margin
    return tight


def _sets_by_size(count: int) -> Iterator[NDArray[np.intp]]:
    every = np.arange(1 << count)
    size = sum(((every >> area) & 1 for area in range(count)), np.zeros_like(every))
    yield from (np.flatnonzero(size == number) for number in range(1, count + 1))


def _take_out(members: NDArray[np.intp], area: int) -> tuple[NDArray[np.bool_], NDArray[np.intp]]:
    """Which sets hold the area, and those sets without it."""
    holds = (members >> area) & 1 == 1
    return holds, members[holds] ^ (1 << area)


def _count_orders(tight: NDArray[np.bool_], count: int) -> tuple[int, Array]:
    """Number of best orders, and every area's mean place among them: ways to a set times ways on from it."""
    sets = list(_sets_by_size(count))
    before = np.zeros(1 << count, dtype=np.int64)
    after = np.zeros(1 << count, dtype=np.int64)
    before[0] = after[-1] = 1
    for members in sets:
        for area in range(count):
            last, without = _take_out(members, area)
            before[members[last]] += before[without] * tight[area, without]
    places = np.zeros(count)
    for place, members in reversed(list(enumerate(sets, start=1))):
        for area in range(count):
            last, without = _take_out(members, area)
            onward = after[members[last]] * tight[area, without]
            after[without] += onward
            places[area] += place * float((before[without] * onward).sum())
    return int(before[-1]), places / before[-1]


def _list_orders(tight: NDArray[np.bool_], count: int) -> Iterator[list[int]]:
    """Best orders, up to those that are listed, from the last place upwards."""
    waiting: list[tuple[int, list[int]]] = [((1 << count) - 1, [])]
    listed = 0
    while waiting and listed < LISTED:
        members, below = waiting.pop()
        if not members:
            listed += 1
            yield below
        for area in range(count):
            without = members ^ (1 << area)
            if members >> area & 1 and tight[area, without]:
                waiting.append((without, [area, *below]))
