"""Limits counted in whole units: floors up, caps and supply down."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from junxian.allocation.optimum.problem import Array, Problem

Units = NDArray[np.int64]
MANY = 2**53  # no limit
NEAR = 1e-9  # a count so near to a whole number is meant as one: 0.3 / 0.1 is 3
DIGITS = 1e-14  # what a quotient of two floats may be off, in its own size


@dataclass(frozen=True)
class WholeLimits:
    """Units: `lower`, `upper` (areas, factors), `supply` (factors,), `floor`, `cap` (groups, factors), `member` (areas,).

    Areas without a group stand in the last one, which has no limits.
    """

    lower: Units
    upper: Units
    supply: Units
    floor: Units
    cap: Units
    member: Units

    def sum_groups(self, units: Units) -> Units:
        """Units that every group holds, (groups, factors)."""
        total = np.zeros_like(self.floor)
        np.add.at(total, self.member, units)
        return total


def count_limits(problem: Problem, unit: Array) -> WholeLimits:
    """Limits in whole units; amounts within 1e-9 units of a whole number count as whole."""
    factors, groups = problem.shape[1], problem.groups
    none, every = np.zeros((1, factors), np.int64), np.full((1, factors), MANY)
    count = 0 if groups is None else len(groups.floor)
    return WholeLimits(
        lower=count_up(problem.lower / unit),
        upper=count_down(problem.upper / unit),
        supply=count_down(problem.supply / unit),
        floor=none if groups is None else np.concatenate([count_up(groups.floor / unit), none]),
        cap=every if groups is None else np.concatenate([count_down(groups.cap / unit), every]),
        member=np.zeros(problem.shape[0], np.int64)
        if groups is None
        else np.where(groups.member < 0, count, groups.member).astype(np.int64),
    )


def count_up(amount: Array) -> Units:
    """The least whole number that is not below the amount."""
    near = np.rint(amount)
    return np.where(_is_near(amount, near), near, np.ceil(amount)).astype(np.int64)


def count_down(amount: Array) -> Units:
    """The greatest whole number that is not above the amount; 2^53 for inf."""
    amount = np.minimum(amount, MANY)
    near = np.rint(amount)
    return np.where(_is_near(amount, near), near, np.floor(amount)).astype(np.int64)


def _is_near(amount: Array, whole: Array) -> NDArray[np.bool_]:
    near: NDArray[np.bool_] = np.abs(amount - whole) <= NEAR + DIGITS * np.abs(amount)
    return near
