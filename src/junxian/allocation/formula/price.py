"""The price λ of an efficiency pool: the amount per unit of weight at which the clipped shares sum to the pool."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

Outcome = Literal["solved", "surplus", "scaled"]


@dataclass(frozen=True)
class Price:
    """λ, the amounts, and how they came about; `scale` is the factor put on the lower limits where they exceed the pool."""

    price: Fraction | None
    amounts: tuple[Fraction, ...]
    outcome: Outcome
    scale: Fraction = Fraction(1)


def solve_price(
    weights: Sequence[Fraction], lower: Sequence[Fraction], upper: Sequence[Fraction | None], pool: Fraction
) -> Price:
    """Solve Σ clip(λ·w, lower, upper) = pool exactly; λ is the smallest solution.

    All in one unit; weights >= 0, 0 <= lower <= upper, upper None = no limit. The sum is piecewise linear and never falls
    with λ: its breakpoints lower/w and upper/w are sorted and the segment that holds the pool is solved in fractions.
    `surplus`: the upper limits do not take the pool; all amounts stand at them. `scaled`: the lower limits exceed the
    pool; they are scaled to it and λ is None. Checked in tests/unit/allocation/formula/test_price.py and
    tests/properties/test_allocation_laws.py.
    """
    least = sum(lower, Fraction(0))
    if least > pool:
        scale = pool / least
        return Price(None, tuple(limit * scale for limit in lower), "scaled", scale)
    price, reached = _walk(_breakpoints(weights, lower, upper), least, pool)
    amounts = tuple(clip(price * w, low, high) for w, low, high in zip(weights, lower, upper, strict=True))
    return Price(price, amounts, "solved" if reached else "surplus")


def clip(amount: Fraction, low: Fraction, high: Fraction | None) -> Fraction:
    """The amount, held between its limits."""
    held = max(amount, low)
    return held if high is None else min(held, high)


def _breakpoints(
    weights: Sequence[Fraction], lower: Sequence[Fraction], upper: Sequence[Fraction | None]
) -> list[tuple[Fraction, Fraction]]:
    """Prices at which the slope of the sum changes, with the change, in order."""
    found = []
    for weight, low, high in zip(weights, lower, upper, strict=True):
        if weight > 0:
            found.append((low / weight, weight))
            if high is not None:
                found.append((high / weight, -weight))
    return sorted(found)


def _walk(breakpoints: list[tuple[Fraction, Fraction]], total: Fraction, pool: Fraction) -> tuple[Fraction, bool]:
    """Follow the segments from λ = 0; return λ and whether the pool was reached."""
    price = slope = Fraction(0)
    for at, change in breakpoints:
        ahead = total + slope * (at - price)
        if ahead >= pool:
            break
        price, total, slope = at, ahead, slope + change
    if slope > 0:
        return price + (pool - total) / slope, True
    return price, total == pool
