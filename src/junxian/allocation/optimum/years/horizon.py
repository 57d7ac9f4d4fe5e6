"""Several years: supplies that may be carried over, amounts that change no faster than a pace; year by year, and jointly."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, eye_array, hstack, vstack

from junxian.allocation.optimum.certify import value
from junxian.allocation.optimum.concave.program import Program, Tangent, bound_gap, measure_break
from junxian.allocation.optimum.extremes.linear import list_rows
from junxian.allocation.optimum.problem import Array, Problem
from junxian.allocation.optimum.scale import scale_problem
from junxian.allocation.optimum.solve import solve
from junxian.terms.errors import AllocationError, MethodError

ACCEPTED = 1e-4  # what an interior point method reaches over years; the horizon tells how near it came


@dataclass(frozen=True)
class Pace:
    """An amount is within 1 − `down` and 1 + `up` times that of the year before; `carry` of a supply may wait for the next year.

    `discount`: what a year later counts of the year before. `last` (areas, factors): amounts of the year before the first, None for no limit then.
    """

    down: float = 0.2
    up: float = 0.3
    carry: float = 0.0
    discount: float = 1.0
    last: Array | None = None


@dataclass(frozen=True)
class Horizon:
    """Amounts (years, areas, factors), what is carried over (years, factors), the value of each year, discounted, and their sum.

    `relative_gap` bounds how much better any plan could be (None for a plan year by year, which promises nothing over the years).
    `gives_way`: at how many amounts the pace gives way to a limit of the year itself.
    """

    x: Array
    carried: Array
    values: Array
    total: float
    relative_gap: float | None
    gives_way: int = 0


class YearError(AllocationError):
    """A year has no plan: `year` counts from 0, `problem` is that year's with the pace and what was carried over in it."""

    def __init__(self, year: int, problem: Problem, error: AllocationError) -> None:
        super().__init__(f"year {year + 1}", error.what, error.remedy)
        self.year, self.problem = year, problem


def plan_rolling(problems: list[Problem], pace: Pace) -> Horizon:
    """Plan year by year, each with what the last one left. YearError names the year whose limits then conflict.

    0 < α < inf. Checked in tests/unit/allocation/optimum/years/test_horizon.py.
    """
    _check(problems, pace)
    problems = _leave_out(problems, pace)
    last, left = pace.last, np.zeros_like(problems[0].supply)
    amounts, carried = [], []
    for year, problem in enumerate(problems):
        own = _bind(replace(problem, supply=problem.supply + left), last, pace)
        try:
            last = solve(own).x
        except AllocationError as error:
            raise YearError(year, own, error) from error
        left = np.minimum(np.maximum(own.supply - last.sum(axis=0), 0.0), pace.carry * problem.supply)
        amounts.append(last)
        carried.append(left)
    x = np.array(amounts)
    found = _sum_up(problems, pace, x, np.array(carried), None)
    return replace(found, gives_way=int((~find_kept(x, pace)).any(axis=0).sum()))


def plan_jointly(problems: list[Problem], pace: Pace, rolling: Horizon | None = None) -> Horizon:
    """Plan all years at once, by Clarabel; the gap is bounded by the tangent of the objective. 0 < α < inf.

    The pace gives way where limits of the years contradict it; and, where that leaves no plan, wherever it does in the plan
    year by year (`rolling`), which then is a plan of this problem too. So it is never worth less: the difference is the price
    of not looking ahead. AllocationError where no plan keeps all limits.
    """
    _check(problems, pace)
    problems = _leave_out(problems, pace)
    try:
        return _plan_within(problems, pace, keep_pace(problems, pace))
    except AllocationError:
        if rolling is None or not rolling.gives_way:
            raise
        return _plan_within(problems, pace, find_kept(rolling.x, pace))


def find_kept(x: Array, pace: Pace) -> NDArray[np.bool_]:
    """Which sides of the pace a plan (years, areas, factors) keeps: (down and up, years − 1, areas, factors)."""
    slack = 1e-9 * np.maximum(x[1:], x[:-1])
    return np.array([x[1:] >= (1 - pace.down) * x[:-1] - slack, x[1:] <= (1 + pace.up) * x[:-1] + slack])


def keep_pace(problems: list[Problem], pace: Pace) -> NDArray[np.bool_]:
    """Which sides of the pace the limits of single amounts leave possible, year after year: as `find_kept`."""
    low, high = problems[0].lower, problems[0].upper
    kept = []
    for problem in problems[1:]:
        least, most = (1 - pace.down) * low, (1 + pace.up) * high
        kept.append((least <= problem.upper, most >= problem.lower))
        low = np.clip(np.maximum(problem.lower, least), None, problem.upper)
        high = np.clip(np.minimum(problem.upper, most), problem.lower, None)
    return np.array(kept).reshape(len(problems) - 1, 2, *problems[0].shape).swapaxes(0, 1)


def _leave_out(problems: list[Problem], pace: Pace) -> list[Problem]:
    """The problems without weights of amounts that can only be 0: from nothing no pace leads to something."""
    left, is_some = [], np.ones(problems[0].shape, dtype=bool)
    for problem in problems:
        is_some = (problem.upper > 0) & (is_some | (problem.lower > 0))
        upper, weight = (np.where(is_some, given, 0.0) for given in (problem.upper, problem.weight))
        left.append(replace(problem, upper=upper, weight=weight))
    return left


def _plan_within(problems: list[Problem], pace: Pace, kept: NDArray[np.bool_]) -> Horizon:
    years, (areas, factors) = len(problems), problems[0].shape
    scaled = [scale_problem(replace(problem, supply=_widest(problems, pace, k))) for k, problem in enumerate(problems)]
    amount = scaled[0].amount
    inner = [_in_shares(problem, amount) for problem in problems]
    rows, end = _list_all(inner, pace, amount, kept)
    size = areas * factors
    lower = np.concatenate([*(one.lower.ravel() for one in inner), np.zeros(years * factors)])
    caps = [np.minimum(one.upper, _widest(problems, pace, k) / amount).ravel() for k, one in enumerate(inner)]
    upper = np.concatenate([*caps, *(pace.carry * one.supply for one in inner)])
    program = Program(lower.size, lower, np.maximum(upper, lower), rows, end)
    worth = sum(float((one.base * one.weight).sum()) for one in inner) or 1.0
    for k, one in enumerate(inner):
        base, weight = one.base.ravel(), one.weight.ravel() * pace.discount**k / worth
        for j in np.flatnonzero((weight > 0) & (program.upper[k * size : (k + 1) * size] > 0)):
            program.add_utility(k * size + int(j), 1 / float(base[j]), float(base[j] * weight[j]), one.alpha)
    x, _ = program.solve()
    amounts = x[: years * size].reshape(years, areas, factors)
    slope = np.concatenate(
        [*(_slope(one, amounts[k], pace.discount**k / worth) for k, one in enumerate(inner)), np.zeros(years * factors)]
    )
    gap = bound_gap(Tangent(slope), x, program.lower, program.upper, rows, end)
    found = _sum_up(problems, pace, amounts * amount, x[years * size :].reshape(years, factors) * amount, None)
    relative = gap / max(1.0, abs(found.total) / worth)  # gap and worth: of the sum of base · weight over the years
    if not (relative <= ACCEPTED and measure_break(x, rows, end) <= ACCEPTED):
        raise AllocationError("allocation", f"the gap {relative:.1e} could not be closed to {ACCEPTED:g}.")
    return replace(found, relative_gap=relative, gives_way=int((~kept).any(axis=0).sum()))


def _check(problems: list[Problem], pace: Pace) -> None:
    if not problems or any(
        problem.shape != problems[0].shape or problem.alpha != problems[0].alpha for problem in problems
    ):
        raise MethodError(
            "years", "have different areas, factors or α.", "Hand in one problem a year, all alike in these."
        )
    if not 0 < problems[0].alpha < np.inf:
        raise MethodError("alpha", f"is {problems[0].alpha}.", "Several years need 0 < α < inf.")
    if not (0 <= pace.down <= 1 and pace.up >= 0 and 0 <= pace.carry <= 1 and 0 < pace.discount <= 1):
        raise MethodError(
            "pace",
            f"is {pace.down}, {pace.up}, carry {pace.carry}, discount {pace.discount}.",
            "down, carry and discount lie within 0 and 1, up is not below 0.",
        )


def _bind(problem: Problem, last: Array | None, pace: Pace) -> Problem:
    """The limits of a year after `last`; where the pace contradicts a limit of the year itself, that limit holds."""
    if last is None:
        return problem
    lower = np.minimum(np.maximum(problem.lower, (1 - pace.down) * last), problem.upper)
    return replace(
        problem, lower=lower, upper=np.maximum(np.minimum(problem.upper, (1 + pace.up) * last), problem.lower)
    )


def _widest(problems: list[Problem], pace: Pace, year: int) -> Array:
    before = problems[year - 1].supply * pace.carry if year else 0.0
    return np.asarray(problems[year].supply + before)


def _in_shares(problem: Problem, amount: Array) -> Problem:
    scaled = replace(
        problem, base=problem.base / amount, lower=problem.lower / amount, upper=problem.upper / amount, supply=problem.supply / amount,
        weight=problem.weight * amount, rows=None,
        groups=problem.groups and replace(problem.groups, floor=problem.groups.floor / amount, cap=problem.groups.cap / amount),
    )  # fmt: skip
    if problem.rows is None:
        return scaled
    times = np.tile(amount, problem.shape[0])
    return replace(scaled, rows=replace(problem.rows, matrix=csr_array(problem.rows.matrix * times[None, :])))


def _list_all(inner: list[Problem], pace: Pace, amount: Array, kept: NDArray[np.bool_]) -> tuple[csr_array, Array]:
    """Rows of every year with what is carried in and out, and the pace between years; variables: amounts, then what is carried."""
    years, (areas, factors) = len(inner), inner[0].shape
    size, parts, ends = areas * factors, [], []
    for k, one in enumerate(inner):
        matrix, end = list_rows(one)
        carry = csr_array((matrix.shape[0], years * factors)).tolil()
        for f in range(factors):
            carry[f, k * factors + f] = 1.0
            if k:
                carry[f, (k - 1) * factors + f] = -1.0
        parts.append(hstack([_at(matrix, k, years, size), csr_array(carry)]))
        ends.append(end)
    whole, none = eye_array(size, format="csr"), csr_array((size, years * factors))
    for k in range(1, years):
        for side, (now, before) in enumerate(((-1.0, 1 - pace.down), (1.0, -(1 + pace.up)))):
            held = np.flatnonzero(kept[side, k - 1])
            both = hstack([_at(now * whole, k, years, size) + _at(before * whole, k - 1, years, size), none])
            parts.append(csr_array(both)[held])
            ends.append(np.zeros(held.size))
    if pace.last is not None:
        last = (pace.last / amount).ravel()
        parts += [hstack([_at(sign * whole, 0, years, size), none]) for sign in (-1.0, 1.0)]
        ends += [-(1 - pace.down) * last, (1 + pace.up) * last]
    return csr_array(vstack(parts)), np.concatenate(ends)


def _at(matrix: csr_array, year: int, years: int, size: int) -> csr_array:
    """A matrix over one year's amounts as one over all years'."""
    blank = csr_array((matrix.shape[0], size))
    return csr_array(hstack([matrix if k == year else blank for k in range(years)]))


def _slope(problem: Problem, x: Array, times: float) -> Array:
    weight = problem.weight
    z = np.where(weight > 0, x / problem.base, 1.0)
    with np.errstate(over="ignore"):
        return np.asarray(np.where(weight > 0, times * weight * np.maximum(z, 1e-300) ** -problem.alpha, 0.0)).ravel()


def _sum_up(problems: list[Problem], pace: Pace, x: Array, carried: Array, gap: float | None) -> Horizon:
    values = np.array([pace.discount**k * value(problem, x[k]).sum() for k, problem in enumerate(problems)])
    return Horizon(x, carried, values, float(values.sum()), gap)
