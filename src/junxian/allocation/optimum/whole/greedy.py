"""Gives and takes single units where that is worth most or costs least, never across a limit."""

import heapq

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_array

from junxian.allocation.optimum.problem import Array, Problem
from junxian.allocation.optimum.whole.whole_limits import WholeLimits
from junxian.terms.errors import AllocationError

SAME = 1e-9


class Greedy:
    """Units of every area and factor while they are settled; `toll` is what the rows charge for a unit."""

    def __init__(
        self, problem: Problem, unit: Array, limits: WholeLimits, units: NDArray[np.int64], toll: Array
    ) -> None:
        self.problem, self.unit, self.limits, self.units, self.toll = problem, unit, limits, units, toll
        self.held = limits.sum_groups(units)
        self.given = units.sum(axis=0)

    def settle_groups(self) -> None:
        """Bring every group between its floor and its cap."""
        for g, f in np.ndindex(self.held.shape):
            inside = np.flatnonzero(self.limits.member == g)
            self._repeat(inside, f, int(self.limits.floor[g, f] - self.held[g, f]), is_giving=True)
            self._repeat(inside, f, int(self.held[g, f] - self.limits.cap[g, f]), is_giving=False)

    def settle_supply(self) -> None:
        """Give what is left of the supply, or take back what is too much, over all areas whose group allows it."""
        areas = np.arange(len(self.units))
        for f in range(len(self.given)):
            self._repeat(areas, f, int(self.given[f] - self.limits.supply[f]), is_giving=False)
            self._repeat(areas, f, int(self.limits.supply[f] - self.given[f]), is_giving=True)

    def settle_rows(self) -> None:
        """Mend rows that whole units break: take or give where a unit of the row costs least value."""
        rows = self.problem.rows
        if rows is None:
            return
        columns = csc_array(rows.matrix)
        size = abs(rows.matrix) @ np.maximum(self.units * self.unit, self.unit).ravel()
        for r in range(len(rows.low)):
            self._mend(columns, r, rows.high[r] + SAME * size[r], is_high=True)
            self._mend(columns, r, rows.low[r] - SAME * size[r], is_high=False)
        used = rows.matrix @ (self.units * self.unit).ravel()
        broken = np.flatnonzero((used > rows.high + SAME * size) | (used < rows.low - SAME * size))
        if broken.size:
            name = rows.names[broken[0]] if rows.names else f"row {int(broken[0])}"
            raise AllocationError(name, "cannot be kept in whole units. Widen it or choose a smaller unit.")

    def _repeat(self, areas: NDArray[np.int64], f: int, times: int, *, is_giving: bool) -> None:
        """Give (take) `times` units of factor f among the areas, the most valuable (the least) first."""
        if times <= 0:
            return
        gain = self._gains(areas, f, is_giving)
        may = self._may_give if is_giving else self._may_take
        heap = [(-worth, int(i)) for i, worth in zip(areas, gain, strict=True) if may(int(i), f)]
        heapq.heapify(heap)
        while times and heap:
            _, i = heapq.heappop(heap)
            if not may(i, f):
                continue
            self._change(i, f, 1 if is_giving else -1)
            times -= 1
            if may(i, f):
                heapq.heappush(heap, (-float(self._gains(np.array([i]), f, is_giving)[0]), i))

    def _mend(self, columns: csc_array, r: int, end: float, *, is_high: bool) -> None:
        """Take units that use the row (or give units that ease it), least loss of value for each unit of the row first."""
        times = np.zeros(self.units.size)
        entries = columns.indices == r
        place = np.repeat(np.arange(self.units.size), np.diff(columns.indptr))[entries]
        times[place] = columns.data[entries] * self.unit[place % len(self.unit)]
        over = (times @ self.units.ravel() - end) * (1 if is_high else -1)
        if not over > 0:
            return
        helped = times if is_high else -times
        heap = [(self._cost(int(j), helped), int(j)) for j in place if self._can_help(int(j), helped)]
        heapq.heapify(heap)
        while over > 0 and heap:
            _, j = heapq.heappop(heap)
            if not self._can_help(j, helped):
                continue
            i, f = divmod(j, len(self.unit))
            if helped[j] < 0 and self.given[f] >= self.limits.supply[f]:
                donor = self._find_donor(f, helped)
                if donor is None:
                    continue
                self._change(donor, f, -1)
            self._change(i, f, -1 if helped[j] > 0 else 1)
            over -= abs(helped[j])
            if self._can_help(j, helped):
                heapq.heappush(heap, (self._cost(j, helped), j))

    def _find_donor(self, f: int, helped: Array) -> int | None:
        """Who loses least by giving up a unit of factor f that the row does not count."""
        outside = helped.reshape(self.units.shape)[:, f] == 0
        areas = np.array([i for i in np.flatnonzero(outside) if self._may_take(int(i), f)], dtype=int)
        return int(areas[np.argmax(self._gains(areas, f, is_giving=False))]) if areas.size else None

    def _cost(self, j: int, helped: Array) -> float:
        i, f = divmod(j, len(self.unit))
        gain = float(self._gains(np.array([i]), f, is_giving=helped[j] < 0, with_toll=False)[0])
        return -gain / abs(float(helped[j]))

    def _can_help(self, j: int, helped: Array) -> bool:
        i, f = divmod(j, len(self.unit))
        if helped[j] == 0:
            return False
        return self._may_take(i, f) if helped[j] > 0 else self._may_give(i, f)

    def _gains(self, areas: NDArray[np.int64], f: int, is_giving: bool, *, with_toll: bool = True) -> Array:
        """What the next unit adds in value, or what taking the last one adds (below zero), tolls included."""
        now = self.units[areas, f]
        high, low = (now + 1, now) if is_giving else (now, now - 1)
        more = self._value(areas, f, high) - self._value(areas, f, low)
        if with_toll:
            more = more - self.toll[areas, f]
        return more if is_giving else -more

    def _value(self, areas: NDArray[np.int64], f: int, units: NDArray[np.int64]) -> Array:
        base, weight, alpha = self.problem.base[areas, f], self.problem.weight[areas, f], self.problem.alpha
        z = np.maximum(units, 0) * self.unit[f] / base
        if not np.isfinite(alpha):
            return -base / np.maximum(z, 1e-300)
        with np.errstate(divide="ignore"):
            worth = np.log(z) if alpha == 1 else z ** (1 - alpha) / (1 - alpha)
        worth = np.where(np.isfinite(worth), worth, -1e300)
        return np.where(weight > 0, base * weight * worth, 0.0)

    def _may_give(self, i: int, f: int) -> bool:
        g = self.limits.member[i]
        return bool(self.units[i, f] < self.limits.upper[i, f] and (g < 0 or self.held[g, f] < self.limits.cap[g, f]))

    def _may_take(self, i: int, f: int) -> bool:
        g = self.limits.member[i]
        return bool(self.units[i, f] > self.limits.lower[i, f] and (g < 0 or self.held[g, f] > self.limits.floor[g, f]))

    def _change(self, i: int, f: int, by: int) -> None:
        self.units[i, f] += by
        self.given[f] += by
        if self.limits.member[i] >= 0:
            self.held[self.limits.member[i], f] += by
