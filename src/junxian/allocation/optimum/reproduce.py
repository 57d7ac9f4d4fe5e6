"""Every amount from five published numbers: price, surcharge, subsidy, weight and the bound that binds."""

import numpy as np
from numpy.typing import NDArray

from junxian.allocation.optimum.certify import meet_prices, respond
from junxian.allocation.optimum.problem import Array, Optimum, Problem

NEAR = 1e-9


def reproduce_amounts(problem: Problem, optimum: Optimum) -> Array:
    """clip(base · (weight / (price + surcharge − subsidy))^(1/α), lower, upper), (areas, factors); 0 < α < inf.

    Equals the plan to rounding. Checked in tests/unit/allocation/optimum/test_reproduce.py.
    """
    return respond(problem, meet_prices(problem, optimum.prices))


def name_bounds(problem: Problem, optimum: Optimum) -> NDArray[np.str_]:
    """Which limit of its own an amount stands at: none | lower | upper | fixed (both are one)."""
    size = np.maximum(problem.supply, 1e-300)
    low = optimum.x - problem.lower <= NEAR * size
    high = problem.upper - optimum.x <= NEAR * size
    return np.select([low & high, low, high], ["fixed", "lower", "upper"], "none")
