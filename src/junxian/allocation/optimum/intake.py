"""What areas take at given prices, and how fast that falls as prices rise: the one loop over all amounts (Numba)."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray
from scipy.sparse import csc_array

from junxian.allocation.optimum.problem import Array, Groups, Prices, Problem


class Intake(NamedTuple):
    """Amounts and slopes −dx/dprice (areas, factors), and their sums by factor, by group and by row.

    `row_slope` (rows, groups + 1, factors): Σ coefficient · slope, the last group holding areas of none; `row_pair` (rows, rows):
    Σ coefficient · coefficient · slope.
    """

    amount: Array
    slope: Array
    supply: Array
    supply_slope: Array
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
    """A scaled problem laid out for the loop; coupling rows by amount (`start`, `row`, `times`)."""

    problem: Problem
    groups: Groups
    low: Array
    high: Array
    start: NDArray[np.int64]
    row: NDArray[np.int64]
    times: Array

    def take(self, levels: Levels) -> Intake:
        """What everybody takes at these prices."""
        problem = self.problem
        areas, factors = problem.shape
        groups, rows = len(self.groups.floor), len(self.low)
        intake = Intake(
            np.empty((areas, factors)), np.empty((areas, factors)), np.zeros(factors), np.zeros(factors),
            np.zeros((groups, factors)), np.zeros((groups, factors)), np.zeros(rows),
            np.zeros((rows, groups + 1, factors)), np.zeros((rows, rows)),
        )  # fmt: skip
        _take_all(
            problem.base, problem.weight, problem.lower, problem.upper, problem.alpha, self.groups.member,
            self.start, self.row, self.times, levels.supply, levels.group, levels.row, *intake,
        )  # fmt: skip
        return intake


def open_market(problem: Problem) -> Market:
    """Lay out a scaled problem; a problem without groups or rows has none of them."""
    areas, factors = problem.shape
    nobody = Groups(np.full(areas, -1), np.zeros((0, factors)), np.zeros((0, factors)))
    groups = nobody if problem.groups is None else problem.groups
    columns = csc_array((0, areas * factors)) if problem.rows is None else csc_array(problem.rows.matrix)
    columns.sum_duplicates()
    return Market(
        problem=problem,
        groups=groups,
        low=np.zeros(0) if problem.rows is None else problem.rows.low,
        high=np.zeros(0) if problem.rows is None else problem.rows.high,
        start=columns.indptr.astype(np.int64),
        row=columns.indices.astype(np.int64),
        times=columns.data.astype(np.float64),
    )


@njit(cache=True)
def _take_all(  # type: ignore[no-untyped-def]
    base, weight, lower, upper, alpha, member, start, row, times, p, pg, rho,  # noqa: ANN001
    amounts, slopes, supply, supply_slope, group, group_slope, rows, row_slope, row_pair,  # noqa: ANN001
):  # fmt: skip
    areas, factors = base.shape
    j, first = 0, start[0]
    power = 1.0 / alpha
    for i in range(areas):
        g = member[i]
        for f in range(factors):
            last = start[j + 1]
            price = pg[g, f] if g >= 0 else p[f]
            for k in range(first, last):
                price += rho[row[k]] * times[k]
            low, high, slope = lower[i, f], upper[i, f], 0.0
            if weight[i, f] <= 0.0:
                amount = high if price < 0.0 else low
            elif price <= 0.0:
                amount = high
            else:
                ratio = weight[i, f] / price
                amount = base[i, f] * (ratio if alpha == 1.0 else ratio**power)
                if amount <= low:
                    amount = low
                elif amount >= high:
                    amount = high
                else:
                    slope = amount * power / price
            amounts[i, f], slopes[i, f] = amount, slope
            supply[f] += amount
            supply_slope[f] += slope
            if g >= 0:
                group[g, f] += amount
                group_slope[g, f] += slope
            for k in range(first, last):
                rows[row[k]] += times[k] * amount
                pull = times[k] * slope
                row_slope[row[k], g, f] += pull
                for m in range(first, last):
                    row_pair[row[k], row[m]] += pull * times[m]
            first = last
            j += 1
