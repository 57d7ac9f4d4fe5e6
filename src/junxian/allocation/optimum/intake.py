"""What areas take at given prices, and how fast that falls as prices rise: the one loop over all amounts (Numba)."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray
from scipy.sparse import csc_array

from junxian.allocation.optimum.problem import Array, Groups, Prices, Problem


class Intake(NamedTuple):
    """Amounts (areas, factors), their sums and those of slopes −dx/dprice by factor, by group and by row.

    `loose_slope` (factors,) is that of areas of no group. `row_slope` (rows, groups + 1, factors): Σ coefficient · slope, the last group holding areas of none; `row_pair` (rows, rows):
    Σ coefficient · coefficient · slope.
    """

    amount: Array
    supply: Array
    loose_slope: Array
    group: Array
    group_slope: Array
    row: Array
    row_slope: Array
    row_pair: Array


@dataclass(frozen=True)
class Levels:
    """Prices as Newton moves them: `supply` (factors,), `group` (groups, factors) what a group meets before surcharges, `row`.

    `bound` (groups, factors): 1 where the floor of a group holds its price below that of supply, -1 where the cap holds it
    above, 0 where the two are one. Kept as prices, not as differences: a great subsidy then costs no digits.
    """

    supply: Array
    group: Array
    bound: NDArray[np.int64]
    row: Array

    def as_prices(self) -> Prices:
        """The same as prices of supply, subsidies and surcharges."""
        return Prices(self.supply, np.where(self.bound != 0, self.supply - self.group, 0.0), self.row)


def read_levels(prices: Prices) -> Levels:
    """Levels of given prices."""
    bound = np.sign(prices.groups).astype(np.int64)
    return Levels(prices.supply, prices.supply - prices.groups, bound, prices.rows)


@dataclass(frozen=True)
class Market:
    """A scaled problem laid out for the loops, its coupling rows in both orders.

    By row: `line`, `cell`, `entry`, and `place` among the sums by group and factor; by amount: `start`, `row`, `times`.
    """

    problem: Problem
    groups: Groups
    low: Array
    high: Array
    line: NDArray[np.int64]
    cell: NDArray[np.int64]
    entry: Array
    place: NDArray[np.int64]
    start: NDArray[np.int64]
    row: NDArray[np.int64]
    times: Array

    def take(self, levels: Levels) -> Intake:
        """What everybody takes at these prices."""
        own = self.problem
        net, amount = self._meet(levels, levels.group), np.empty(own.shape)
        base, weight, lower, upper = (part.reshape(-1) for part in (own.base, own.weight, own.lower, own.upper))
        respond_in_place(base, weight, lower, upper, float(own.alpha), net.reshape(-1), amount.reshape(-1))
        return self.add_up(amount, net)

    def meet(self, levels: Levels) -> Array:
        """The price that every amount meets, (areas, factors); also of changes of prices."""
        return self._meet(levels, np.where(levels.bound != 0, levels.group, levels.supply))

    def _meet(self, levels: Levels, group: Array) -> Array:
        net, lines = np.empty(self.problem.shape), (self.line, self.cell, self.entry)
        _meet(levels.supply, group, levels.row, self.groups.member, *lines, net, net.reshape(-1))
        return net

    def add_up(self, amount: Array, slope: Array) -> Intake:
        """The sums of any amounts and slopes (areas, factors)."""
        groups, rows, factors = len(self.groups.floor), len(self.low), amount.shape[1]
        held, pull = np.zeros((groups + 1, factors)), np.zeros((groups + 1, factors))
        row, row_slope, row_pair = np.zeros(rows), np.zeros((rows, groups + 1, factors)), np.zeros((rows, rows))
        _sum_groups(self.groups.member, amount, slope, held, pull)
        by_row, by_amount = (self.line, self.cell, self.entry, self.place), (self.start, self.row, self.times)
        flat = row_slope.reshape(rows, (groups + 1) * factors)
        _sum_rows(*by_row, *by_amount, amount.reshape(-1), slope.reshape(-1), row, flat, row_pair)
        return Intake(amount, held.sum(axis=0), pull[-1], held[:-1], pull[:-1], row, row_slope, row_pair)


def open_market(problem: Problem) -> Market:
    """Lay out a scaled problem; a problem without groups or rows has none of them."""
    areas, factors = problem.shape
    nobody = Groups(np.full(areas, -1), np.zeros((0, factors)), np.zeros((0, factors)))
    groups = nobody if problem.groups is None else problem.groups
    columns = csc_array((0, areas * factors)) if problem.rows is None else csc_array(problem.rows.matrix)
    columns.sum_duplicates()
    lines = columns.tocsr()
    cell = lines.indices.astype(np.int64)
    first = groups.member % (len(groups.floor) + 1) * factors  # of its group, the last of none
    return Market(
        problem=problem,
        groups=groups,
        low=np.zeros(0) if problem.rows is None else problem.rows.low,
        high=np.zeros(0) if problem.rows is None else problem.rows.high,
        line=lines.indptr.astype(np.int64),
        cell=cell,
        entry=lines.data.astype(np.float64),
        place=(first[:, None] + np.arange(factors)).ravel()[cell],
        start=columns.indptr.astype(np.int64),
        row=columns.indices.astype(np.int64),
        times=columns.data.astype(np.float64),
    )


@njit(cache=True, error_model="numpy")
def _meet(p, pg, rho, member, line, cell, entry, net, flat):  # type: ignore[no-untyped-def] # noqa: ANN001
    """The price that every amount meets: of its group, and what the rows charge."""
    areas, factors = net.shape
    for i in range(areas):
        for f in range(factors):
            net[i, f] = pg[member[i], f] if member[i] >= 0 else p[f]
    for r in range(rho.size):
        if rho[r] != 0.0:
            for k in range(line[r], line[r + 1]):
                flat[cell[k]] += rho[r] * entry[k]


@njit(cache=True, error_model="numpy")
def respond_in_place(base, weight, lower, upper, alpha, net, amount):  # type: ignore[no-untyped-def] # noqa: ANN001, ANN201
    """Amounts at these prices, in place of `net` their slopes; everything flat."""
    power = 1.0 / alpha
    for j in range(base.size):
        price, low, high = net[j], lower[j], upper[j]
        ratio = weight[j] / price
        free = base[j] * (ratio if alpha == 1.0 else max(ratio, 0.0) ** power)
        if price <= 0.0:
            free = high if weight[j] > 0.0 or price < 0.0 else low
        held = min(max(free, low), high)
        amount[j] = held
        net[j] = held * power / price if free == held and price > 0.0 and low < held < high else 0.0


@njit(cache=True, error_model="numpy")
def _sum_groups(member, x, slope, held, held_slope):  # type: ignore[no-untyped-def] # noqa: ANN001
    """Sums by group; -1, an area of none, is the last."""
    areas, factors = x.shape
    for i in range(areas):
        g = member[i]
        for f in range(factors):
            held[g, f] += x[i, f]
            held_slope[g, f] += slope[i, f]


@njit(cache=True, error_model="numpy")
def _sum_rows(line, cell, entry, place, start, row, times, x, slope, rows, row_slope, row_pair):  # type: ignore[no-untyped-def] # noqa: ANN001
    for r in range(rows.size):
        used, pair = 0.0, 0.0
        for k in range(line[r], line[r + 1]):
            j, pull = cell[k], entry[k] * slope[cell[k]]
            used += entry[k] * x[j]
            pair += entry[k] * pull
            row_slope[r, place[k]] += pull
        rows[r], row_pair[r, r] = used, pair
    if rows.size < 2:
        return
    for j in range(start.size - 1):
        for k in range(start[j], start[j + 1]):
            for m in range(start[j], k):
                pull = times[k] * times[m] * slope[j]
                row_pair[row[k], row[m]] += pull
                row_pair[row[m], row[k]] += pull
