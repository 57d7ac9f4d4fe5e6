"""Settles an allocation: basic shares, the price of the efficiency pool, quotas in whole units."""

import math
from dataclasses import dataclass, replace
from fractions import Fraction

from junxian.allocation.exact import ceil_units, declared, floor_units
from junxian.allocation.formula.claim import Award, Bound, Claim, Limits
from junxian.allocation.formula.limits import limit_efficiency, take_basic
from junxian.allocation.formula.price import Price, solve_price
from junxian.allocation.formula.whole_units import round_within
from junxian.declared.allocations import Allocation


@dataclass(frozen=True)
class Pools:
    """The supply and its declared parts, and what applications below the basic share move to the efficiency pool."""

    supply: Fraction
    reserve: Fraction
    basic: Fraction
    efficiency: Fraction
    moved: Fraction = Fraction(0)


@dataclass(frozen=True)
class Settlement:
    """Pools, price and awards; `short` are the areas whose collar no whole number of units could keep."""

    pools: Pools
    price: Price
    awards: tuple[Award, ...]
    short: tuple[str, ...]


def divide_supply(allocation: Allocation, supply: Fraction) -> Pools:
    """The reserve, the basic pool, and the efficiency pool, which is the rest."""
    reserve, basic = supply * declared(allocation.reserve), supply * declared(allocation.basic)
    return Pools(supply, reserve, basic, supply - reserve - basic)


def settle(allocation: Allocation, claims: list[Claim], supply: Fraction) -> Settlement:
    """Give every area its basic share, solve the price, and round to whole units (practice §5.3, steps 2 to 5).

    What an application below the basic share leaves goes to the efficiency pool. What the upper limits do not take
    returns to the reserve. Where the lower limits exceed the pool the collar parts are scaled and basic shares kept.
    Checked in tests/unit/allocation/test_settle.py and tests/properties/test_allocation_laws.py.
    """
    pools = divide_supply(allocation, supply)
    basics = [take_basic(allocation, claim, pools.basic) for claim in claims]
    pools = replace(pools, moved=pools.basic - sum(basics, Fraction(0)))
    limits = [limit_efficiency(allocation, claim, basic) for claim, basic in zip(claims, basics, strict=True)]
    price = solve_price(
        [claim.pull for claim in claims],
        [limit.lower for limit in limits],
        [limit.upper for limit in limits],
        pools.efficiency + pools.moved,
    )
    awards = [
        Award(claim, basic, limit, amount, _find_bound(allocation, claim, limit, amount, basic, pools), 0, None, 0)
        for claim, basic, limit, amount in zip(claims, basics, limits, price.amounts, strict=True)
    ]
    return Settlement(pools, price, *_round(allocation, awards, price))


def _find_bound(
    allocation: Allocation, claim: Claim, limits: Limits, amount: Fraction, basic: Fraction, pools: Pools
) -> Bound:
    """The limit that decides the area's amount; `none` where its weight does."""
    if claim.gate == 0:
        return "gate"
    if allocation.applied and (claim.applied is None or basic < pools.basic * claim.need_share):
        return "applied"
    if limits.upper is not None and amount == limits.upper:
        return limits.upper_by
    return "lower" if limits.lower > 0 and amount <= limits.lower else "none"


def _round(allocation: Allocation, awards: list[Award], price: Price) -> tuple[tuple[Award, ...], tuple[str, ...]]:
    """Quotas in whole units, and the areas whose lower limit had to give way to the rounding."""
    unit = declared(allocation.whole_unit)
    basics = _round_basics(awards, unit)
    wanted = basics if price.outcome == "scaled" else _least_quotas(awards, basics, unit)
    upper = _greatest_quotas(awards, basics, unit)
    amounts = [(award.basic + award.efficiency) / unit for award in awards]
    lower, quotas = _fit(amounts, basics, _cut(wanted, upper), upper)
    rounded = tuple(
        replace(award, lower=low, upper=high, quota=quota)
        for award, low, high, quota in zip(awards, lower, upper, quotas, strict=True)
    )
    short = [a.claim.area for a, least, quota in zip(awards, wanted, quotas, strict=True) if quota < least]
    return rounded, tuple(short)


def _fit(
    amounts: list[Fraction], basics: list[int], lower: list[int], upper: list[int | None]
) -> tuple[list[int], list[int]]:
    """Round within the limits; where the lower limits, once whole, exceed the total, only the basic shares bind."""
    total = _find_total(amounts, upper)
    quotas = round_within(amounts, lower, upper, total)
    if quotas is not None:
        return lower, quotas
    within_basics = round_within(amounts, basics, upper, total)
    assert within_basics is not None  # Σ basics <= total: both are cut from sums of which one holds the other
    return basics, within_basics


def _cut(lower: list[int], upper: list[int | None]) -> list[int]:
    return [low if high is None else min(low, high) for low, high in zip(lower, upper, strict=True)]


def _find_total(amounts: list[Fraction], upper: list[int | None]) -> int:
    """Whole units to be given: what the amounts sum to, cut to whole units, at most what the limits take."""
    total = math.floor(sum(amounts, Fraction(0)))
    limits = [limit for limit in upper if limit is not None]
    return total if len(limits) < len(upper) else min(total, sum(limits))


def _round_basics(awards: list[Award], unit: Fraction) -> list[int]:
    """Basic shares in whole units: largest remainder within the application, their sum cut to whole units."""
    amounts = [award.basic / unit for award in awards]
    lower = [math.floor(amount) for amount in amounts]
    upper: list[int | None] = [_most_basic(award, unit) for award in awards]
    rounded = round_within(amounts, lower, upper, _find_total(amounts, upper))
    assert rounded is not None  # Σ floor(amount) <= floor(Σ amount)
    return rounded


def _most_basic(award: Award, unit: Fraction) -> int:
    most = ceil_units(award.basic, unit)
    return most if award.claim.applied is None else min(most, floor_units(award.claim.applied, unit))


def _least_quotas(awards: list[Award], basics: list[int], unit: Fraction) -> list[int]:
    """Lower limits of the quotas: the collar in whole units, at least the basic share in whole units."""
    return [
        max(basic, ceil_units(award.basic + award.limits.lower, unit)) if award.limits.lower > 0 else basic
        for award, basic in zip(awards, basics, strict=True)
    ]


def _greatest_quotas(awards: list[Award], basics: list[int], unit: Fraction) -> list[int | None]:
    """Upper limits of the quotas in whole units, at least the basic share in whole units; None without limit."""
    return [
        None if award.limits.upper is None else max(basic, floor_units(award.basic + award.limits.upper, unit))
        for award, basic in zip(awards, basics, strict=True)
    ]
