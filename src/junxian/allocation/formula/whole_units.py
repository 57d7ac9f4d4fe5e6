"""Rounds amounts to whole units so that the total holds to the last unit and no limit is violated."""

import heapq
import math
from collections.abc import Sequence
from fractions import Fraction


def round_within(
    amounts: Sequence[Fraction], lower: Sequence[int], upper: Sequence[int | None], total: int
) -> list[int] | None:
    """Whole numbers nearest to `amounts` (least sum of squares) within the limits, that sum to `total`; None if none do.

    Amounts and limits in whole units; upper None = no limit. Each amount is first cut to the whole number below it and
    held within its limits; what is lacking then goes, unit by unit, to the largest remainder that still has room, and
    what is too much is taken from the smallest that may give. Exact for a convex loss. Ties: the larger amount, then
    the earlier place. Largest remainder without limits can break a floor or a cap, so limits
    are part of the rounding. Checked in tests/properties/test_allocation_laws.py (10,000 random roundings).
    """
    if sum(lower) > total or _is_short(upper, total):
        return None
    rounded = [_hold(math.floor(a), low, high) for a, low, high in zip(amounts, lower, upper, strict=True)]
    lacking = total - sum(rounded)
    if lacking > 0:
        _give(rounded, amounts, upper, lacking)
    elif lacking < 0:
        _take(rounded, amounts, lower, -lacking)
    return rounded


def _is_short(upper: Sequence[int | None], total: int) -> bool:
    limits = [limit for limit in upper if limit is not None]
    return len(limits) == len(upper) and sum(limits) < total


def _hold(value: int, low: int, high: int | None) -> int:
    held = max(value, low)
    return held if high is None else min(held, high)


def _give(rounded: list[int], amounts: Sequence[Fraction], upper: Sequence[int | None], units: int) -> None:
    heap = [
        (rounded[i] - a, -a, i)
        for i, (a, high) in enumerate(zip(amounts, upper, strict=True))
        if high is None or rounded[i] < high
    ]
    heapq.heapify(heap)
    for _ in range(units):
        gap, size, i = heapq.heappop(heap)
        rounded[i] += 1
        limit = upper[i]
        if limit is None or rounded[i] < limit:
            heapq.heappush(heap, (gap + 1, size, i))


def _take(rounded: list[int], amounts: Sequence[Fraction], lower: Sequence[int], units: int) -> None:
    heap = [(a - rounded[i], a, -i) for i, (a, low) in enumerate(zip(amounts, lower, strict=True)) if rounded[i] > low]
    heapq.heapify(heap)
    for _ in range(units):
        gap, size, place = heapq.heappop(heap)
        rounded[-place] -= 1
        if rounded[-place] > lower[-place]:
            heapq.heappush(heap, (gap + 1, size, place))
