"""Totals of a plan: what was given, how evenly, how many lie below last year, what fairness costs."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import polars as pl

from junxian.allocation.exact import declared
from junxian.allocation.formula.claim import Award
from junxian.allocation.formula.plan import TOTAL_SCHEMA
from junxian.allocation.formula.settle import Settlement
from junxian.declared.allocations import Allocation


def total_plan(allocation: Allocation, settlement: Settlement, awarded: Fraction = Fraction(0)) -> pl.DataFrame:
    """One row (TOTAL_SCHEMA). supply = reserve + allotted + returned, exactly; awarded  what awards take of the reserve.

    gini_before is taken of last year's quotas and gini_after of the quotas of the same areas; where no last year is on
    file, of the need shares and of all quotas. Checked in tests/unit/allocation/formula/test_totals.py.
    """
    pools, unit = settlement.pools, declared(allocation.whole_unit)
    quotas = [award.quota * unit for award in settlement.awards]
    allotted = sum(quotas, Fraction(0))
    amounts = {
        "supply": pools.supply, "reserve": pools.reserve, "basic_pool": pools.basic, "moved": pools.moved,
        "efficiency_pool": pools.efficiency, "allotted": allotted, "price": settlement.price.price,
        "returned": pools.supply - pools.reserve - allotted, "awarded": awarded,
        "fairness_price": price_fairness(settlement.awards, quotas),
    }  # fmt: skip
    row: dict[str, Any] = {name: None if value is None else float(value) for name, value in amounts.items()}
    return pl.DataFrame([row | _compare_with_last(settlement.awards, quotas)], schema=TOTAL_SCHEMA, orient="row")


def _compare_with_last(awards: tuple[Award, ...], quotas: list[Fraction]) -> dict[str, Any]:
    known = [(a.claim.last, quota) for a, quota in zip(awards, quotas, strict=True) if a.claim.last is not None]
    if not known:
        before = gini([award.claim.need_share for award in awards])
        return {"gini_before": before, "gini_after": gini(quotas), "gini_of": "need", "below_last": None}
    last, now = [pair[0] for pair in known], [pair[1] for pair in known]
    below = sum(quota < before for before, quota in known)
    return {"gini_before": gini(last), "gini_after": gini(now), "gini_of": "last", "below_last": below}


def gini(amounts: Sequence[Fraction]) -> float | None:
    """The Gini coefficient over areas, unweighted; None where the amounts sum to zero.

    G = (2 Σ i·x(i)) / (n Σ x) − (n + 1)/n with x(i) in rising order. Source: textbook.
    """
    total, n = sum(amounts, Fraction(0)), len(amounts)
    if total == 0:
        return None
    ranked = sum((place * x for place, x in enumerate(sorted(amounts), start=1)), Fraction(0))
    return float(2 * ranked / (n * total) - Fraction(n + 1, n))


def price_fairness(awards: Sequence[Award], quotas: Sequence[Fraction]) -> Fraction | None:
    """1 − Σ w·x / Σ w·x°, where x° allots the same total in proportion to the efficiency weights w; None without weight.

    The share of efficiency-weighted amount that basic shares, multipliers and limits give up. Our proposal.
    """
    weights = [award.claim.weight for award in awards]
    total = sum(weights, Fraction(0))
    squares = sum((w * w for w in weights), Fraction(0))
    allotted = sum(quotas, Fraction(0))
    if not squares or not allotted:
        return None
    reached = sum((w * x for w, x in zip(weights, quotas, strict=True)), Fraction(0))
    return 1 - reached * total / (allotted * squares)
