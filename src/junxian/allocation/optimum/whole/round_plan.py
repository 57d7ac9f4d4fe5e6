"""Whole units: the plan rounded so that every floor, cap, group, row and total still holds, by marginal value."""

from dataclasses import dataclass

import numpy as np

from junxian.allocation.optimum.certify import meet_prices, relate, tighten, value
from junxian.allocation.optimum.problem import Array, Optimum, Prices, Problem
from junxian.allocation.optimum.whole.greedy import count_worth, settle_factor
from junxian.allocation.optimum.whole.hold_rows import give_left, hold_rows
from junxian.allocation.optimum.whole.search_whole import search_whole
from junxian.allocation.optimum.whole.whole_conflict import WholeConflict, find_whole_conflict
from junxian.allocation.optimum.whole.whole_limits import NEAR, Units, WholeLimits, count_limits
from junxian.terms.errors import MethodError


@dataclass(frozen=True)
class Whole:
    """Whole units (areas, factors) and the amounts that they are; `left` (factors,) of the supply; the loss of value.

    `loss` is the bound that the prices give to any plan, whole or not, less the value of this one: so whole units cannot
    do better by more than that. inf where an area gets no unit and its utility knows no zero; 0 for α = inf, which has no bound.
    """

    units: Units
    x: Array
    left: Array
    loss: float
    relative_loss: float


def round_plan(problem: Problem, optimum: Optimum, unit: Array) -> Whole:
    """Round a certified plan to whole multiples of `unit` (factors,) > 0, in each factor's unit of measure.

    Every area starts with the units whose value exceeds the price that it meets; groups are brought to their floors and
    caps, then the supply is used up, the most valuable units first. Without coupling rows no whole plan is worth more
    (Federgruen & Groenevelt 1986; groups are nested in the supply). Rows hold too: their surcharges rise until they do, and
    where that finds no plan, integer programming (HiGHS) looks for the nearest one. Supply that limits leave no use for is
    `left`. Equal areas: the first in order gets the unit.
    WholeConflict (an AllocationError) names a smallest set of limits that no whole plan keeps; MethodError for a unit that is
    not above zero. Checked in tests/properties/test_whole_units.py.
    """
    _check_unit(unit, problem.shape[1])
    limits = count_limits(problem, unit)
    units = _settle(problem, optimum, unit, limits)
    x = units * unit
    counted = (problem.weight > 0) & (tighten(problem) > 0)
    is_bounded = np.isfinite(problem.alpha)
    loss = optimum.certificate.dual - float(value(problem, x, counted).sum()) if is_bounded else 0.0
    left = problem.supply - x.sum(axis=0)
    left = np.where(np.abs(left) > NEAR * unit, left, 0.0)
    return Whole(units, x, left, loss, relate(problem, loss, optimum.certificate.primal))


def _check_unit(unit: Array, factors: int) -> None:
    if np.shape(unit) != (factors,) or not (np.isfinite(unit) & (np.asarray(unit) > 0)).all():
        raise MethodError("unit", f"is {unit}.", f"Hand in {factors} number(s) above zero.")


def _settle(problem: Problem, optimum: Optimum, unit: Array, limits: WholeLimits) -> Units:
    if (limits.lower > limits.upper).any() or (limits.floor > limits.cap).any():
        raise _refuse(problem, unit, limits)
    units = hold_rows(problem, unit, optimum.prices.rows, _Settler(problem, optimum, unit, limits))
    if units is not None:
        return give_left(problem, unit, limits, units)
    if problem.rows is None:
        raise _refuse(problem, unit, limits)
    near = np.clip(np.rint(optimum.x / unit).astype(np.int64), limits.lower, limits.upper)
    found, is_sure = search_whole(problem, unit, limits, near)
    if found is None:
        raise _refuse(problem, unit, limits) if is_sure else WholeConflict((), "no whole plan was found.")
    return give_left(problem, unit, limits, found)


def _refuse(problem: Problem, unit: Array, limits: WholeLimits) -> WholeConflict:
    return WholeConflict(find_whole_conflict(problem, unit, limits), "cannot hold together in whole units.")


class _Settler:
    """Whole units of all factors at given surcharges of rows."""

    def __init__(self, problem: Problem, optimum: Optimum, unit: Array, limits: WholeLimits) -> None:
        self.problem, self.optimum, self.unit, self.limits = problem, optimum, unit, limits
        self.order = np.argsort(limits.member, kind="stable")
        self.start = np.searchsorted(limits.member[self.order], np.arange(len(limits.floor) + 1))
        self.upper = np.minimum(limits.upper, limits.supply)
        self.wanted = np.zeros(limits.floor.shape, np.int64)
        if len(optimum.prices.groups):
            self.wanted[:-1] = np.sign(optimum.prices.groups)

    def __call__(self, row_prices: Array) -> Units | None:
        """Units (areas, factors), rows apart; None where groups or supply cannot be met."""
        problem, prices = self.problem, self.optimum.prices
        toll = (
            meet_prices(problem, Prices(np.zeros_like(prices.supply), np.zeros_like(prices.groups), row_prices))
            * self.unit
        )
        net = meet_prices(problem, Prices(prices.supply, prices.groups, row_prices)) * self.unit
        units = self._begin(net)
        if (self.limits.lower > self.upper).any():
            return None
        for f in range(problem.shape[1]):
            column = np.ascontiguousarray(units[:, f])
            base, weight = problem.base[:, f] / self.unit[f], problem.weight[:, f] * self.unit[f]
            lower, upper, floor, cap = (
                np.ascontiguousarray(side[:, f])
                for side in (self.limits.lower, self.upper, self.limits.floor, self.limits.cap)
            )
            if 0 < problem.alpha < np.inf:
                count_worth(np.ascontiguousarray(net[:, f]), base, weight, problem.alpha, column, lower, upper)
            is_settled = settle_factor(
                column, lower, upper, self.limits.member, self.order, self.start, floor, cap,
                np.ascontiguousarray(self.wanted[:, f]), self.limits.supply[f], base, weight,
                np.ascontiguousarray(toll[:, f]), problem.alpha,
            )  # fmt: skip
            if not is_settled:
                return None
            units[:, f] = column
        return units

    def _begin(self, net: Array) -> Units:
        """Units of the plan rounded up for max-min, down else; for 0 < α < inf they are counted anew at the prices."""
        whole = self.optimum.x / self.unit
        near = np.ceil(whole - 1e-9) if np.isinf(self.problem.alpha) else np.floor(whole + 1e-9)
        begun: Units = np.clip(near.astype(np.int64), self.limits.lower, np.maximum(self.upper, self.limits.lower))
        return begun
