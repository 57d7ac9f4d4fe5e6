"""Whole units: the plan rounded so that every floor, cap, group, row and total still holds, greedily by marginal value."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from junxian.allocation.optimum.certify import meet_prices, surcharge, value
from junxian.allocation.optimum.problem import Array, Optimum, Problem
from junxian.allocation.optimum.whole.greedy import Greedy
from junxian.allocation.optimum.whole.whole_limits import WholeLimits, count_limits

Units = NDArray[np.int64]


@dataclass(frozen=True)
class Whole:
    """Whole units (areas, factors) and the amounts that they are; `left` (factors,) of the supply; the loss of value.

    `loss` is the bound that the prices give to any plan, whole or not, less the value of this one: so whole units cannot
    do better by more than that.
    """

    units: Units
    x: Array
    left: Array
    loss: float
    relative_loss: float


def round_plan(problem: Problem, optimum: Optimum, unit: Array) -> Whole:
    """Round a certified plan to whole multiples of `unit` (factors,).

    Every area starts with the units whose marginal value exceeds the price that it meets; groups below their floor are
    given more, above their cap less, then the rest of the supply goes unit by unit to where it is worth most. Without
    coupling rows this is the best whole plan (Federgruen & Groenevelt 1986; groups are nested in the supply). A row that
    does not hold then is mended where that costs least; its supply may stay unused. AllocationError where whole limits
    leave no plan: it names the limit. Checked in tests/properties/test_whole_units.py.
    """
    limits = count_limits(problem, unit)
    limits.refuse()
    greedy = Greedy(problem, unit, limits, _begin(problem, optimum, unit, limits), _toll(problem, optimum, unit))
    greedy.settle_groups()
    greedy.settle_supply()
    greedy.settle_rows()
    x = greedy.units * unit
    counted = (problem.weight > 0) & (problem.upper > 0)
    loss = optimum.certificate.dual - float(value(problem, x, counted).sum()) if np.isfinite(problem.alpha) else 0.0
    return Whole(
        greedy.units, x, problem.supply - x.sum(axis=0), loss, loss / max(1.0, abs(optimum.certificate.primal))
    )


def _begin(problem: Problem, optimum: Optimum, unit: Array, limits: WholeLimits) -> Units:
    """Units whose marginal value is at least the price of a unit; near x / unit, so a few trials find it."""
    near = np.floor(optimum.x / unit).astype(np.int64)
    if not np.isfinite(problem.alpha):
        return np.clip(near, limits.lower, limits.upper)
    price = meet_prices(problem, optimum.prices) * unit
    best = np.clip(near - 1, 0, None)
    with np.errstate(invalid="ignore"):
        for step in (0, 1, 2):
            more = value(problem, (near + step) * unit) - value(problem, np.maximum(near + step - 1, 0) * unit)
            best = np.where((near + step > 0) & (more >= price), np.maximum(best, near + step), best)
    return np.clip(best, limits.lower, limits.upper)


def _toll(problem: Problem, optimum: Optimum, unit: Array) -> Array:
    """What the rows charge for a unit: it is taken off the marginal value."""
    return surcharge(problem, optimum.prices) * unit
