"""Makes the claims of all areas from figures, scorecard and red lines."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from junxian.allocation.figures import Figures
from junxian.allocation.formula.claim import Claim
from junxian.allocation.multipliers import find_groups, multiply_need, read_clearance, read_gate, read_performance
from junxian.allocation.shares import KeyShares, add_shares, share_keys
from junxian.allocation.wording import name_key
from junxian.declared.allocations import Allocation
from junxian.terms.errors import MethodError
from junxian.terms.name import Name

if TYPE_CHECKING:
    from junxian.assessment import Scorecard
    from junxian.declared.province import Province
    from junxian.redlines import Lines


@dataclass(frozen=True)
class Judged:
    """What the other rooms found: rows of the scorecard by area, states of the lines by area and line."""

    ranks: Mapping[str, Mapping[str, Any]]
    states: Mapping[tuple[str, str], str]


@dataclass(frozen=True)
class Case:
    """All that the claims of one allocation are made of."""

    allocation: Allocation
    province: "Province"
    figures: Figures
    need: list[KeyShares]
    efficiency: list[KeyShares]
    judged: Judged


def open_case(allocation: Allocation, province: "Province", figures: Figures, judged: Judged) -> Case:
    """Share the need keys and the efficiency keys among the areas."""
    need = share_keys(allocation.need, figures.values)
    return Case(allocation, province, figures, need, share_keys(allocation.efficiency, figures.values), judged)


def read_judged(allocation: Allocation, scorecard: "Scorecard | None", lines: "Lines | None") -> Judged:
    """Take what the allocation asks for; MethodError where it asks for a scorecard or lines that were not handed in."""
    if allocation.performance is not None and scorecard is None:
        raise MethodError(f"allocation {allocation.key}", "uses performance.", "Hand in the scorecard.")
    if allocation.award_from and scorecard is None:
        raise MethodError(f"allocation {allocation.key}", "gives awards of the assessment.", "Hand in the scorecard.")
    if allocation.gates and lines is None:
        raise MethodError(f"allocation {allocation.key}", "is gated by red lines.", "Hand in the lines.")
    ranks = {} if scorecard is None else {row["ref_area"]: row for row in scorecard.table.iter_rows(named=True)}
    states = {} if lines is None else {(a, c): s for a, c, s in lines.table["ref_area", "line", "state"].iter_rows()}
    return Judged(ranks, states)


def make_claims(case: Case) -> list[Claim]:
    """One claim an area, in order of code; need shares sum to 1 after the multipliers."""
    groups = find_groups(case.allocation, case.province)
    multiplied = {area: multiply_need(groups, area) for area in case.figures.areas}
    needs = {area: add_shares(case.need, area) * times for area, (times, _) in multiplied.items()}
    total = sum(needs.values(), Fraction(0))
    return [_make_claim(case, area, needs[area] / total, notes) for area, (_, notes) in multiplied.items()]


def _make_claim(case: Case, area: str, need_share: Fraction, told: tuple[Name, ...]) -> Claim:
    figures, judged = case.figures, case.judged
    performance, unranked = read_performance(case.allocation.performance, judged.ranks, area)
    clearance, uncleared = read_clearance(case.allocation.clearance, figures.clearance, area)
    gate, gated = read_gate(case.allocation, case.province.lines, judged.states, area)
    return Claim(
        area=area,
        need_share=need_share,
        weight=add_shares(case.efficiency, area),
        performance=performance,
        clearance=clearance,
        gate=gate,
        last=figures.last.get(area),
        applied=figures.applied.get(area),
        new_projects=figures.new_projects.get(area),
        notes=(*told, *_say_missing(case, area), *unranked, *uncleared, *gated, *_say_no_collar(case, area)),
    )


def _say_missing(case: Case, area: str) -> list[Name]:
    """Keys that the area has no value of, and values below zero that count as zero; each key once."""
    keys = [*case.need, *case.efficiency]
    absent = list(dict.fromkeys(key.of for key in keys if area not in key.values))
    below = list(dict.fromkeys(key.of for key in keys if area in key.raised))
    notes = []
    if absent:
        zh, en = name_key(case.province, absent)
        zh, en = (
            f"{zh}未报送或暂不采用，不计该项份额，其余各项权重不放大，额度待补齐后重算",
            f"no share for {en} (missing), the other weights are kept, and the quota is provisional until it is filed",
        )
        notes.append(Name(zh=zh, en=en))
    if below:
        zh, en = name_key(case.province, below)
        notes.append(Name(zh=f"{zh}为负，按零计", en=f"{en} is below zero and counts as zero"))
    return notes


def _say_no_collar(case: Case, area: str) -> list[Name]:
    collar, figures = case.allocation.collar, case.figures
    if collar is None:
        return []
    if area not in figures.last:
        return [Name(zh="无上年额度，不设增减幅限制", en="no quota of last year, so no limit of change")]
    if collar.new_projects and area not in figures.new_projects:
        return [Name(zh="未报新增项目用量，上限不另增加", en="no new projects filed, so the upper limit is not raised")]
    return []
