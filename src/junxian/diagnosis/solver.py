"""The least effort where gains do not add up: sequential quadratic programming from several starts, checked by scoring.

Weighted means with a power of at most 1 reward balance: above a wanted score lies a convex set, and the least effort found
is the least there is, to the solver's accuracy. For other aggregations it is the best of the starts.
Checked against brute force in tests/unit/diagnosis/test_solver.py.
"""

from collections.abc import Callable, Iterator
from itertools import product

import numpy as np

from junxian.assessment.kinds import Array
from junxian.diagnosis.separable import Effort, measure_effort

Score = Callable[[Array], Array]  # efforts (trials, levers) → points gained (trials,)
HALVINGS = 60
CHOICES = 16  # of which levers leave their lower bound
STARTS = 3  # single levers from which the solver starts
STEP = 1e-6  # of a lever's range, for slopes
TRIFLE = 1e-5  # of a lever's range, which counts as none
SLACK = 1e-9  # points that decide no rank: totals are rounded to nine decimals first
NEARLY = 1.001  # times an answer that falls short by the solver's tolerance


def search_least_effort(score: Score, limit: Array, leave: Array, needed: float, norm: str = "l1") -> Effort:
    """Efforts within `limit` (levers,) whose score gains `needed` points, with the least size found.

    score  must not fall as an effort rises; leave  (levers,) the effort from which a lever brings anything
    `enough` is False, and all levers stand at their limits, where even those do not do. `exact` is False always.
    """
    if needed <= 0:
        return Effort(np.zeros(len(limit)), 0.0, enough=True, exact=True)
    if score(limit[None])[0] < needed - SLACK:
        return Effort(limit.copy(), measure_effort(limit, norm), enough=False, exact=True)
    best, size = limit, measure_effort(limit, norm)
    for low, high in _choose_levers(score, limit, leave, needed):
        if measure_effort(low, norm) >= size:
            continue
        for start in _list_starts(score, low, high, needed, norm):
            effort = _trim(score, _solve(score, start, low, high, needed, norm), needed)
            if (found := measure_effort(effort, norm)) < size:
                best, size = effort, found
    return Effort(best.copy(), size, enough=True, exact=False)


def _choose_levers(score: Score, limit: Array, leave: Array, needed: float) -> Iterator[tuple[Array, Array]]:
    """Ranges of efforts (low, high): every lever that must leave a lower bound first stays at 0, or is beyond it."""
    stuck = np.flatnonzero((leave > 0) & (leave < limit))
    pays = score(np.diag(np.where(leave < limit, limit, 0.0)))[stuck] / limit[stuck]
    tried = stuck[np.argsort(-pays, kind="stable")][: CHOICES.bit_length() - 1]
    high = np.where(leave < limit, limit, 0.0)
    high[stuck] = 0.0
    for out in product([False, True], repeat=len(tried)):
        chosen = tried[np.array(out, dtype=bool)]
        low, top = np.zeros(len(limit)), high.copy()
        low[chosen], top[chosen] = leave[chosen], limit[chosen]
        if score(top[None])[0] >= needed - SLACK:
            yield low, top
    if len(tried) < len(stuck):
        yield np.zeros(len(limit)), limit


def _list_starts(score: Score, low: Array, high: Array, needed: float, norm: str) -> list[Array]:
    """Efforts that are just enough: all levers in proportion to their range, and single levers, the least ones.

    The sum of efforts is also started from the least sum of squares, which is smoother to find.
    """
    even = _draw_back(score, low, high, needed)
    alone = np.tile(low, (len(low), 1))
    np.fill_diagonal(alone, high)
    able = np.flatnonzero((score(alone) >= needed) & (high > low))
    single = sorted((_draw_back(score, low, alone[k], needed) for k in able), key=lambda e: measure_effort(e, norm))
    smooth = [_solve(score, even, low, high, needed, "l2")] if norm == "l1" else []
    return [even, *smooth, *single[:STARTS]]


def _draw_back(score: Score, low: Array, high: Array, needed: float) -> Array:
    """The first point on the way from low to high that is enough, high being so."""
    short, enough = 0.0, 1.0
    if score(low[None])[0] >= needed:
        return low
    for _ in range(HALVINGS):
        middle = (short + enough) / 2
        does = score((low + middle * (high - low))[None])[0] >= needed
        short, enough = (short, middle) if does else (middle, enough)
    return np.asarray(low + enough * (high - low))


def _solve(score: Score, start: Array, low: Array, high: Array, needed: float, norm: str) -> Array:
    """Run the solver from a start; its answer, moved towards the upper ends until it is enough, or the start."""
    from scipy.optimize import minimize

    width = np.where(high > low, high - low, 1.0)

    def slope(effort: Array) -> Array:
        up = np.minimum(effort + STEP * width, high)
        down = np.maximum(effort - STEP * width, low)
        rows = (
            np.where(np.eye(len(effort), dtype=bool), up[:, None], effort),
            np.where(np.eye(len(effort), dtype=bool), down[:, None], effort),
        )
        gains = score(np.concatenate(rows))
        return (gains[: len(effort)] - gains[len(effort) :]) / np.where(up > down, up - down, 1.0)

    enough = {"type": "ineq", "fun": lambda effort: score(effort[None])[0] - needed, "jac": slope}
    size, tilt = _size_in(norm)
    answer = minimize(
        size, start, jac=tilt, method="SLSQP", bounds=list(zip(low, high, strict=True)), constraints=[enough],
        options={"maxiter": 100, "ftol": 1e-12},
    )  # fmt: skip
    effort = np.clip(np.nan_to_num(answer.x, nan=np.inf), low, high)
    effort = np.where(effort - low < TRIFLE * width, low, effort)
    above = np.where(effort > low, np.minimum(low + (effort - low) * NEARLY, high), low)
    moved = _draw_back(score, effort, above if score(above[None])[0] >= needed else high, needed)
    return moved if measure_effort(moved, norm) <= measure_effort(start, norm) else start


def _size_in(norm: str) -> tuple[Callable[[Array], float], Callable[[Array], Array]]:
    if norm == "l1":
        return lambda effort: float(effort.sum()), np.ones_like
    return lambda effort: float((effort**2).sum()), lambda effort: 2 * effort


def _trim(score: Score, effort: Array, needed: float) -> Array:
    """Take back what is not needed, lever by lever, the least first; most levers of a tight answer need all of theirs."""
    trimmed = effort.copy()
    for lever in np.argsort(effort, kind="stable"):
        if trimmed[lever] > 0:
            less, without = trimmed.copy(), trimmed.copy()
            less[lever], without[lever] = trimmed[lever] * (1 - TRIFLE), 0.0
            if score(less[None])[0] >= needed:
                trimmed = _draw_back(score, without, less, needed)
    return trimmed
