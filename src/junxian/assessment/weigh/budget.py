"""Budget allocation: experts share out points (专家打分)."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from junxian.assessment.kinds import Array
from junxian.terms.errors import MethodError

WHERE = "budget allocation"


@dataclass(frozen=True)
class BudgetAllocation:
    """`weights` (indicators,): mean shares; of every indicator's share among experts the standard deviation and range.

    `deviation` is NaN with one expert. A weight on which experts differ widely is an average, not an agreement.
    """

    weights: Array
    deviation: Array
    least: Array
    greatest: Array
    experts: int


def weigh_budget_allocation(points: ArrayLike, *, budget: float = 100.0) -> BudgetAllocation:
    """Average what experts allot.

    points  (experts, indicators), each expert's summing to the budget; 0 is a choice, a missing one is not
    MethodError names experts whose points are missing or negative or do not sum to the budget; they are never rescaled.
    Source: OECD/JRC Handbook (2008), 6.5. Checked in tests/unit/assessment/weigh/test_budget.py.
    """
    given = np.asarray(points, dtype=np.float64)
    if given.ndim != 2 or not given.size or not budget > 0:
        raise MethodError(WHERE, f"points of shape {given.shape} of a budget of {budget}.", "Give a row per expert.")
    _refuse_experts(~np.isfinite(given).all(axis=1), "left an indicator without points.", "0 is a choice; ask again.")
    _refuse_experts((given < 0).any(axis=1), "gave negative points.", "Give every indicator 0 or more.")
    sums = given.sum(axis=1)
    wrong = np.abs(sums - budget) > 1e-9 * budget
    told = ", ".join(f"{total:g}" for total in sums[wrong][:12])
    _refuse_experts(wrong, f"allotted {told} of {budget:g}.", "Ask again; points are never rescaled silently.")
    shares = given / budget
    spread = shares.std(axis=0, ddof=1) if len(shares) > 1 else np.full(shares.shape[1], np.nan)
    return BudgetAllocation(shares.mean(axis=0), spread, shares.min(axis=0), shares.max(axis=0), len(shares))


def _refuse_experts(wrong: ArrayLike, what: str, remedy: str) -> None:
    if np.any(wrong):
        raise MethodError(f"{WHERE}, expert {', '.join(map(str, np.flatnonzero(wrong)))} (from 0)", what, remedy)
