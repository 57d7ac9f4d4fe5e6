"""Declared limits that cannot all be kept: which ones, in the words of the declaration, and how they were settled."""

from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import polars as pl

from junxian.allocation.exact import declared
from junxian.allocation.figures import Figures
from junxian.allocation.formula.claim import Award
from junxian.allocation.formula.plan import CONFLICT_SCHEMA
from junxian.allocation.formula.settle import Settlement
from junxian.allocation.shares import refuse_key
from junxian.allocation.wording import amount, name_key, plain
from junxian.declared.allocations import Allocation
from junxian.terms.name import Name

if TYPE_CHECKING:
    from junxian.declared.province import Province


def find_gaps(allocation: Allocation, figures: Figures, province: "Province") -> list[dict[str, Any]]:
    """What makes the plan impossible to compute: no supply, or a key that cannot be shared."""
    rows = []
    if figures.supply is None or figures.supply <= 0:
        zh, en = name_key(province, [allocation.supply.item])
        text = Name(zh=f"{zh}未报送或不大于零，无总量可分。", en=f"{en} is not filed or not above zero: no supply.")
        rows.append(_row(f"supply.item = {allocation.supply.item}", "", text, None))
    for pool, keys in (("need", allocation.need), ("efficiency", allocation.efficiency)):
        for key in keys:
            if why := refuse_key(key, figures.values[key.of]):
                zh, en = name_key(province, [key.of])
                text = Name(zh=f"{zh}{why.zh}。", en=f"{en} {why.en}.")
                rows.append(_row(f"{pool}: {key.of}", "", text, None))
    return rows


def find_conflicts(allocation: Allocation, settlement: Settlement) -> pl.DataFrame:
    """Limits that contradict each other in a settled plan; empty where every limit holds.

    Three kinds: lower limits that exceed the efficiency pool (the smallest set of areas whose limits alone do so),
    applications below the collar's lower limit, and limits between which no whole number of units lies.
    Checked in tests/unit/allocation/formula/test_conflicts.py.
    """
    rows = [
        *_over_pool(allocation, settlement),
        *_below_collar(allocation, settlement.awards),
        *_not_whole(allocation, settlement),
    ]
    return pl.DataFrame(rows, schema=CONFLICT_SCHEMA, orient="row")


def _over_pool(allocation: Allocation, settlement: Settlement) -> Iterator[dict[str, Any]]:
    if settlement.price.outcome != "scaled" or allocation.collar is None:
        return
    pool = settlement.pools.efficiency + settlement.pools.moved
    members = _smallest_set(settlement.awards, pool)
    taken = sum((award.limits.lower for award in members), Fraction(0))
    over = sum((award.limits.lower for award in settlement.awards), Fraction(0)) - pool
    zh, en = (
        [amount(value, allocation.unit, language) for value in (pool, taken, over)] + [plain(settlement.price.scale, 6)]
        for language in ("zh", "en")
    )
    text = Name(
        zh=f"效率池{zh[0]}，仅下列{len(members)}地的下限就需{zh[1]}；全部下限共缺{zh[2]}。基本份额不动，下限部分一律乘{zh[3]}。",
        en=f"The efficiency pool is {en[0]}; the lower limits of these {len(members)} areas alone need {en[1]}; all of "
        f"them exceed it by {en[2]}. Basic shares are kept and the collar parts multiplied by {en[3]}.",
    )
    yield _row(_name_supply(allocation), "", text, over)
    for award in members:
        yield _row(
            _name_collar(allocation),
            award.claim.area,
            _say_collar(allocation, award),
            award.limits.lower - award.efficiency,
        )


def _smallest_set(awards: tuple[Award, ...], pool: Fraction) -> list[Award]:
    """The fewest awards whose lower limits alone exceed the pool: the largest limits first."""
    members, taken = [], Fraction(0)
    for award in sorted(awards, key=lambda a: (-a.limits.lower, a.claim.area)):
        if taken > pool:
            break
        members.append(award)
        taken += award.limits.lower
    return members


def _below_collar(allocation: Allocation, awards: tuple[Award, ...]) -> Iterator[dict[str, Any]]:
    for award in awards:
        upper = award.limits.upper
        if upper is None or award.limits.wanted <= upper or award.claim.gate == 0:
            continue
        limit = f"applied = {allocation.applied}; {_name_collar(allocation)}"
        yield _row(limit, award.claim.area, _say_below_collar(allocation, award), award.limits.wanted - upper)


def _say_below_collar(allocation: Allocation, award: Award) -> Name:
    collar, applied = _say_collar(allocation, award), award.claim.applied
    if applied is None:
        return Name(
            zh=f"{collar.zh}，但未报申请量，只核基本份额。",
            en=f"{collar.en}, but no application was filed; only the basic share is given.",
        )
    zh, en = (amount(applied, allocation.unit, language) for language in ("zh", "en"))
    return Name(
        zh=f"{collar.zh}，但申请量只有{zh}，按申请量核定。",
        en=f"{collar.en}, but only {en} was applied for; the application holds.",
    )


def _say_collar(allocation: Allocation, award: Award) -> Name:
    assert allocation.collar is not None
    low = plain(declared(allocation.collar.low), 4)
    zh, en = (
        [amount(value or Fraction(0), allocation.unit, language) for value in (award.claim.last, award.limits.wanted)]
        for language in ("zh", "en")
    )
    return Name(
        zh=f"上年额度{zh[0]}的{low}倍扣除基本份额，须由效率池保证{zh[1]}",
        en=f"{low} of last year's {en[0]}, less the basic share, needs {en[1]} from the efficiency pool",
    )


def _not_whole(allocation: Allocation, settlement: Settlement) -> Iterator[dict[str, Any]]:
    unit = declared(allocation.whole_unit)
    for award in settlement.awards:
        if award.claim.area in settlement.short:
            missed = award.basic + award.limits.lower - award.quota * unit
            text = Name(
                zh=f"取整到{plain(unit, 4)}后，其下限与总量或上限不能同时满足，下限少{amount(missed, allocation.unit, 'zh')}。",
                en=f"In whole multiples of {plain(unit, 4)} its lower limit cannot hold beside the total or the upper "
                f"limit; it is missed by {amount(missed, allocation.unit, 'en')}.",
            )
            yield _row(f"whole_unit = {plain(unit, 4)}; {_name_collar(allocation)}", award.claim.area, text, missed)


def _name_supply(allocation: Allocation) -> str:
    supply = allocation.supply
    return f"supply.item = {supply.item}" if supply.item else f"supply.amount = {supply.amount:g}"


def _name_collar(allocation: Allocation) -> str:
    collar = allocation.collar
    return f"collar.low = {collar.low:g} × {collar.last}" if collar else ""


def _row(limit: str, area: str, text: Name, missed: Fraction | None) -> dict[str, Any]:
    return {
        "limit": limit, "area": area, "zh": text.zh, "en": text.en, "amount": None if missed is None else float(missed)
    }  # fmt: skip
