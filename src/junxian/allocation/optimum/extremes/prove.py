"""α = inf: proof that no amount of a plan can rise without lowering one that stands no higher, by weak duality, at every level."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from junxian.allocation.optimum.certify import sum_groups, tighten
from junxian.allocation.optimum.problem import Array, Problem

SAME = 1e-7  # levels within this part of each other are one
PROVED = 1e-9  # rise, in shares of supply, below which an amount is not asked about
NOISE = 1e-9  # of the greatest multiplier, below which one counts as none
ASKED = 20  # levels about which a linear programme is asked


def bound_rise(problem: Problem, x: Array, limits: tuple[csr_array, Array], known: list[Array]) -> Array:
    """By how much each amount (areas, factors) of a plan could rise at most, nobody at its level or below losing anything.

    Scaled problem: in shares of supply. Any multipliers ≥ 0 of the limits (`list_rows`) give a bound, Σ c·x ≤ end with c = Σ multiplier · row:
    what those who stand higher can give up, over the amount's own c. Tried are multipliers that follow from counting, those `known`, and where these
    leave more than 1e-9 open those of a linear programme (HiGHS), for the lowest levels first. Checked in tests/unit/allocation/optimum/extremes/test_prove.py.
    """
    ladder = _Ladder(problem, x, limits)
    rise = np.maximum(ladder.upper - ladder.x, 0.0)
    for multipliers in (*_count_out(problem, x, limits), *known):
        rise = np.minimum(rise, ladder.bound(multipliers))
    asked: list[float] = []
    while len(asked) < ASKED:
        is_new = (rise > PROVED) & (ladder.level > max(asked, default=-1.0) * (1 + SAME))
        if not is_new.any():
            break
        asked.append(float(ladder.level[is_new].min()))
        rise = np.minimum(rise, ladder.bound(ladder.ask(rise > PROVED, asked[-1])))
    return rise.reshape(problem.shape)


class _Ladder:
    """A plan with its amounts in the order of their levels."""

    def __init__(self, problem: Problem, x: Array, limits: tuple[csr_array, Array]) -> None:
        self.matrix, self.limit = limits
        self.x, self.base = x.ravel(), problem.base.ravel()
        self.lower, self.upper = problem.lower.ravel(), tighten(problem).ravel()
        self.level, self.left = self.x / self.base, np.maximum(self.limit - self.matrix @ self.x, 0.0)
        self.order = np.argsort(self.level)
        self.above = np.searchsorted(self.level[self.order], self.level * (1 + SAME), side="right")

    def bound(self, multipliers: Array) -> Array:
        """What every amount could gain at most by these multipliers; inf where they say nothing."""
        y = np.where(multipliers > NOISE * multipliers.max(initial=0.0), multipliers, 0.0)
        price = self.matrix.T @ y
        price = np.where(np.abs(price) > 1e-12 * (abs(self.matrix).T @ y), price, 0.0)
        given = np.where(price > 0, price * np.maximum(self.x - self.lower, 0.0), 0.0)[self.order]
        higher = np.append(np.cumsum(given[::-1])[::-1], 0.0)[self.above]
        freed = float(y @ self.left + np.where(price < 0, -price * np.maximum(self.upper - self.x, 0.0), 0.0).sum())
        return np.where(price > 0, (freed + higher) / np.where(price > 0, price, 1.0), np.inf)

    def ask(self, is_open: NDArray[np.bool_], level: float) -> Array:
        """Multipliers of the programme that lifts those open at a level as far as it can; zeros where HiGHS has no answer."""
        from scipy.optimize import linprog

        kept = self.level <= level * (1 + SAME)
        rising = is_open & kept & (self.level >= level * (1 - SAME))
        answer = linprog(
            np.where(rising, -1.0, 0.0),
            self.matrix,
            self.limit + np.maximum(self.matrix @ self.x - self.limit, 0.0),
            bounds=np.column_stack([np.where(kept, np.minimum(self.x, self.upper), self.lower), self.upper]),
            method="highs",
            options={"primal_feasibility_tolerance": 1e-10, "dual_feasibility_tolerance": 1e-10},
        )
        return np.maximum(-answer.ineqlin.marginals, 0.0) if answer.status == 0 else np.zeros_like(self.limit)


def _count_out(problem: Problem, x: Array, limits: tuple[csr_array, Array]) -> Iterator[Array]:
    """Of every factor: its supply; supply less the floors of the groups that floors hold highest, one more each time; every cap reached."""
    factors, size, groups = problem.shape[1], limits[1].size, problem.groups
    for f in range(factors):
        yield _at(size, [f])
    if groups is None:
        return
    held, count = sum_groups(problem, x), len(groups.floor)
    caps = np.cumsum(np.isfinite(groups.cap.ravel())).reshape(groups.cap.shape) - 1 + factors * (count + 1)
    top = np.where(x > problem.lower, x / problem.base, 0.0)
    for f in range(factors):
        floored = np.flatnonzero((groups.floor[:, f] > 0) & (held[:, f] <= groups.floor[:, f] * (1 + SAME)))
        level = {int(g): float(top[groups.member == g, f].max(initial=0.0)) for g in floored}
        highest = sorted(level, key=lambda g: -level[g])
        for k in range(len(highest)):
            yield _at(size, [f, *(factors * (g + 1) + f for g in highest[: k + 1])])
        for g in np.flatnonzero(held[:, f] >= groups.cap[:, f] * (1 - SAME)):
            yield _at(size, [int(caps[g, f])])


def _at(size: int, places: list[int]) -> Array:
    one = np.zeros(size)
    one[places] = 1.0
    return one
