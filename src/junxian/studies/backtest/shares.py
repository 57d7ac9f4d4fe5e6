"""The rules that divide the year's total: the plan, and what it is compared with."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from junxian.allocation.optimum.problem import Groups, Problem
from junxian.allocation.optimum.solve import solve
from junxian.allocation.programme.scores import rank_values
from junxian.studies.backtest.known import Known
from junxian.studies.backtest.panel import Array


@dataclass(frozen=True)
class Policy:
    """The knobs of a plan: α, the powers of efficiency, need and momentum, pace of change, and the basic guarantee.

    `low`, `high` bound an area's amount by last year's share of the total; the poorest `guaranteed` share of areas keep, as a
    group, at least their share of last year.
    """

    alpha: float = 1.0
    efficiency: float = 1.0
    need: float = 0.5
    momentum: float = 0.5
    low: float = 0.8
    high: float = 1.3
    guaranteed: float = 0.25


def score(values: Array) -> Array:
    """Mean rank over the number of areas, in (0, 1]: the greatest value scores 1. Not moved by outliers."""
    ranks: Array = rank_values(values) / len(values)
    return ranks


def plan_shares(known: Known, policy: Policy, order: Array | None = None) -> Array:
    """Shares of the total by the plan, made of what was known before the year; `order` permutes efficiency (a placebo)."""
    earned = known.earned if order is None else known.earned[order.astype(int)]
    weight = score(earned) ** policy.efficiency * score(-known.per_head) ** policy.need
    weight *= score(known.growth) ** policy.momentum
    base, last = known.people / known.people.sum(), known.last / known.last.sum()
    problem = Problem(
        base=base[:, None],
        weight=weight[:, None],
        lower=policy.low * last[:, None],
        upper=policy.high * last[:, None],
        supply=np.ones(1),
        alpha=policy.alpha,
        groups=_guarantee(known, policy, last),
    )
    return solve(problem).x[:, 0]


def _guarantee(known: Known, policy: Policy, last: Array) -> Groups | None:
    poorest = score(-known.per_head) > 1 - policy.guaranteed
    if not poorest.any():
        return None
    floor = np.array([[last[poorest].sum()]])
    return Groups(np.where(poorest, 0, -1), floor, np.full((1, 1), np.inf))


RULES: dict[str, Callable[[Known], Array]] = {
    "last": lambda known: known.last / known.last.sum(),
    "per_person": lambda known: known.people / known.people.sum(),
    "equal": lambda known: np.full(len(known.last), 1 / len(known.last)),
}
