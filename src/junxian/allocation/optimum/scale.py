"""Brings a problem to one scale: every factor in shares of its supply, weights around one; and prices back again.

Units of measure then change nothing, from 1e-9 to 1e10: the kernel sees the same numbers.
"""

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array

from junxian.allocation.optimum.problem import Array, Groups, Prices, Problem, Rows


@dataclass(frozen=True)
class Scaled:
    """The problem in shares; amounts are x · `amount` (factors,), prices y · `worth` / amount, rows' divided by `row` (rows,)."""

    problem: Problem
    amount: Array
    worth: float
    row: Array

    def restore(self, prices: Prices) -> Prices:
        """Prices of the scaled problem in the units of the original."""
        return Prices(
            prices.supply * self.worth / self.amount,
            prices.groups * self.worth / self.amount,
            prices.rows * self.worth / self.row,
        )

    def scale(self, prices: Prices) -> Prices:
        """Prices of the original in the units of the scaled problem."""
        return Prices(
            prices.supply / self.worth * self.amount,
            prices.groups / self.worth * self.amount,
            prices.rows / self.worth * self.row,
        )


def scale_problem(problem: Problem) -> Scaled:
    """Divide amounts by supply (1 where it is zero), rows by their greatest coefficient, weights so that base · weight sums to 1 a factor on average.

    Upper limits are made finite: nobody can get more than the supply less the lower limits of the others.
    """
    amount = np.where(problem.supply > 0, problem.supply, 1.0)
    base, lower = problem.base / amount, problem.lower / amount
    supply = problem.supply / amount
    room = np.maximum(supply - lower.sum(axis=0), 0.0) + lower
    upper = np.minimum(problem.upper / amount, room * (1 + 1e-9))
    weight = problem.weight * amount
    worth = float((base * weight).sum() / base.shape[1]) or 1.0
    rows, row = _scale_rows(problem.rows, amount, problem.shape)
    groups = problem.groups and Groups(
        problem.groups.member, problem.groups.floor / amount, problem.groups.cap / amount
    )
    scaled = Problem(base, weight / worth, lower, np.maximum(upper, lower), supply, problem.alpha, groups, rows)
    return Scaled(scaled, amount, worth, row)


def _scale_rows(rows: Rows | None, amount: Array, shape: tuple[int, int]) -> tuple[Rows | None, Array]:
    if rows is None or not len(rows.low):
        return None, np.ones(0)
    given, count = csr_array(rows.matrix), len(rows.low)
    line = np.repeat(np.arange(count), np.diff(given.indptr))
    entries = given.data * np.tile(amount, shape[0])[given.indices]
    greatest = np.zeros(count)
    np.maximum.at(greatest, line, np.abs(entries))
    row = np.where(greatest > 0, greatest, 1.0)
    matrix = csr_array((entries / row[line], given.indices, given.indptr), shape=given.shape)
    return Rows(matrix, rows.low / row, rows.high / row, rows.names), row
