"""Awards of the assessment in land or money: given on top of the plan, listed apart from it, drawn from the reserve."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import polars as pl

from junxian.allocation.exact import convert
from junxian.allocation.formula.plan import AWARD_SCHEMA
from junxian.allocation.wording import amount
from junxian.declared.allocations import AWARDED_IN, Allocation
from junxian.terms.name import Name

if TYPE_CHECKING:
    from junxian.assessment import Scorecard


@dataclass(frozen=True)
class Awarded:
    """`table` (AWARD_SCHEMA) of what is given, their `total`, and the rows of conflict where the reserve is too small."""

    table: pl.DataFrame
    total: Fraction
    conflicts: list[dict[str, Any]]


def list_awards(allocation: Allocation, scorecard: "Scorecard | None", reserve: Fraction) -> Awarded:
    """Amounts of this factor that go with the named awards of the assessment, in the plan's unit.

    Quotas are not touched: supply = reserve + allotted + returned holds as before, and the awards come out of the
    reserve. Where they exceed it none is given and a conflict says by how much. A barred area is awarded nothing.
    MethodError where an award's unit measures something else than the plan's. Source: practice §5.1 (award land is
    listed apart from the plan). Checked in tests/unit/allocation/formula/test_awarded.py.
    """
    rows = [] if scorecard is None else list(_read_awards(allocation, scorecard))
    total = sum((given for _, _, given, _ in rows), Fraction(0))
    if total > reserve:
        return Awarded(pl.DataFrame(schema=AWARD_SCHEMA), Fraction(0), [_refuse(allocation, total, reserve)])
    table = [(area, award, float(given), allocation.unit, why.zh, why.text("en")) for area, award, given, why in rows]
    return Awarded(pl.DataFrame(table, schema=AWARD_SCHEMA, orient="row"), total, [])


def _read_awards(allocation: Allocation, scorecard: "Scorecard") -> Iterator[tuple[str, str, Fraction, Name]]:
    amounts = AWARDED_IN.get(allocation.factor, "")
    if not allocation.award_from or scorecard.awards.is_empty():
        return
    chosen = scorecard.awards.filter(pl.col("award").is_in(allocation.award_from) & pl.col("given"))
    for row in chosen.sort("ref_area", "award").iter_rows(named=True):
        if row[amounts]:
            given = convert(row[amounts], row[f"{amounts}_unit"], allocation.unit)
            yield row["ref_area"], row["award"], given, _explain(allocation, row, given)


def _explain(allocation: Allocation, row: dict[str, Any], given: Fraction) -> Name:
    zh, en = (amount(given, allocation.unit, language) for language in ("zh", "en"))
    return Name(
        zh=f"{row['name_zh']}，{row['basis_zh']}；奖励{zh}，在计划外单列，由省级预留安排。",
        en=f"{row['name_en']}, {row['basis_en']}: {en}, listed apart from the plan and drawn from the reserve.",
    )


def _refuse(allocation: Allocation, total: Fraction, reserve: Fraction) -> dict[str, Any]:
    zh, en = (
        [amount(value, allocation.unit, language) for value in (total, reserve, total - reserve)]
        for language in ("zh", "en")
    )
    return {
        "limit": f"award_from = {', '.join(allocation.award_from)}; reserve = {allocation.reserve:g}", "area": "",
        "zh": f"奖励合计{zh[0]}，超过省级预留{zh[1]}，差{zh[2]}；本次均不列入。",
        "en": f"The awards need {en[0]}, more than the reserve of {en[1]} by {en[2]}; none of them is given.",
        "amount": float(total - reserve),
    }  # fmt: skip
