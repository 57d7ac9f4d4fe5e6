"""Limits counted in whole units: floors up, caps and supply down; told where no whole plan can keep them."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from junxian.allocation.optimum.problem import Array, Problem
from junxian.terms.errors import AllocationError

Units = NDArray[np.int64]
MANY = 2**53  # no limit
DIGITS = 9  # 0.3 / 0.1 is 3


@dataclass(frozen=True)
class WholeLimits:
    """Units: `lower`, `upper` (areas, factors), `supply` (factors,), `floor`, `cap` (groups, factors), `member` (areas,)."""

    lower: Units
    upper: Units
    supply: Units
    floor: Units
    cap: Units
    member: Units

    def refuse(self) -> None:
        """AllocationError where a limit cannot be kept in whole units whatever the others get."""
        empty = np.argwhere(self.lower > self.upper)
        if len(empty):
            area, factor = (int(k) for k in empty[0])
            raise AllocationError(
                f"area {area}, factor {factor}",
                f"has no whole unit between its limits ({len(empty)} such). Widen the limits or choose a smaller unit.",
            )
        for name, least, most in (("floor", self._least(), self.cap), ("cap", self.floor, self._most())):
            broken = np.argwhere(least > most)
            if len(broken):
                group, factor = (int(k) for k in broken[0])
                raise AllocationError(f"group {group}, factor {factor}", f"cannot keep its {name} in whole units.")
        over = np.flatnonzero(self._needed() > self.supply)
        if over.size:
            raise AllocationError(
                f"factor {int(over[0])}",
                f"floors need {int(self._needed()[over[0]])} units, there are {int(self.supply[over[0]])}.",
            )

    def _least(self) -> Units:
        return self.sum_groups(self.lower)

    def _most(self) -> Units:
        return np.minimum(self.sum_groups(np.minimum(self.upper, MANY // max(len(self.member), 1))), self.cap)

    def _needed(self) -> Units:
        outside = self.lower[self.member < 0].sum(axis=0)
        needed: Units = outside + np.maximum(self._least(), self.floor).sum(axis=0)
        return needed

    def sum_groups(self, units: Units) -> Units:
        """Units that every group holds, (groups, factors)."""
        total = np.zeros_like(self.floor)
        np.add.at(total, self.member[self.member >= 0], units[self.member >= 0])
        return total


def count_limits(problem: Problem, unit: Array) -> WholeLimits:
    """Limits in whole units; amounts that are whole to nine digits count as whole."""
    factors = problem.shape[1]
    groups = problem.groups
    none = np.zeros((0, factors), np.int64)
    return WholeLimits(
        lower=_up(problem.lower / unit),
        upper=_down(problem.upper / unit),
        supply=_down(problem.supply / unit),
        floor=none if groups is None else _up(groups.floor / unit),
        cap=none if groups is None else _down(groups.cap / unit),
        member=np.full(problem.shape[0], -1) if groups is None else groups.member.astype(np.int64),
    )


def _up(amount: Array) -> Units:
    return np.ceil(np.round(amount, DIGITS)).astype(np.int64)


def _down(amount: Array) -> Units:
    return np.floor(np.round(np.minimum(amount, MANY), DIGITS)).astype(np.int64)
