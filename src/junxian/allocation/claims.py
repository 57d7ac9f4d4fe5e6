"""Makes the claims of all areas from figures, scorecard and red lines."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from junxian.allocation.claim import Claim
from junxian.allocation.figures import Figures
from junxian.allocation.multipliers import multiply_need, read_clearance, read_gate, read_performance
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


def read_judged(allocation: Allocation, scorecard: "Scorecard | None", lines: "Lines | None") -> Judged:
    """Take what the allocation asks for; MethodError where it asks for a scorecard or lines that were not handed in."""
    if allocation.performance is not None and scorecard is None:
        raise MethodError(f"allocation {allocation.key}", "uses performance.", "Hand in the scorecard.")
    if allocation.gates and lines is None:
        raise MethodError(f"allocation {allocation.key}", "is gated by red lines.", "Hand in the lines.")
    ranks = {} if scorecard is None else {row["ref_area"]: row for row in scorecard.table.iter_rows(named=True)}
    states = {} if lines is None else {(a, c): s for a, c, s in lines.table["ref_area", "line", "state"].iter_rows()}
    return Judged(ranks, states)


def share_pools(allocation: Allocation, figures: Figures) -> tuple[list[KeyShares], list[KeyShares]]:
    """Shares of the need keys and of the efficiency keys."""
    where = f"allocations/{allocation.key}.toml"
    return share_keys(allocation.need, figures.values, where), share_keys(allocation.efficiency, figures.values, where)


def make_claims(
    allocation: Allocation, figures: Figures, pools: tuple[list[KeyShares], list[KeyShares]], judged: Judged,
    province: "Province",
) -> list[Claim]:  # fmt: skip
    """One claim an area, in order of code; need shares sum to 1 after the multipliers."""
    need, efficiency = pools
    needs = {area: add_shares(need, area) * multiply_need(allocation, province, area) for area in figures.areas}
    total = sum(needs.values(), Fraction(0))
    return [
        _make_claim(allocation, figures, judged, province, area, needs[area] / total, (need, efficiency))
        for area in figures.areas
    ]


def _make_claim(
    allocation: Allocation, figures: Figures, judged: Judged, province: "Province", area: str, need_share: Fraction,
    pools: tuple[list[KeyShares], list[KeyShares]],
) -> Claim:  # fmt: skip
    performance, unranked = read_performance(allocation.performance, judged.ranks, area)
    clearance, uncleared = read_clearance(allocation.clearance, figures.clearance, area)
    gate, gated = read_gate(allocation, province.lines, judged.states, area)
    return Claim(
        area=area,
        need_share=need_share,
        weight=add_shares(pools[1], area),
        performance=performance,
        clearance=clearance,
        gate=gate,
        last=figures.last.get(area),
        applied=figures.applied.get(area),
        new_projects=figures.new_projects.get(area),
        notes=(
            *_say_missing([*pools[0], *pools[1]], province, area),
            *unranked,
            *uncleared,
            *gated,
            *_say_no_collar(allocation, figures, area),
        ),
    )


def _say_missing(keys: list[KeyShares], province: "Province", area: str) -> list[Name]:
    """Keys that the area has no value of, and values below zero that count as zero; each key once."""
    absent = list(dict.fromkeys(key.of for key in keys if area not in key.values))
    below = list(dict.fromkeys(key.of for key in keys if area in key.raised))
    notes = []
    if absent:
        zh, en = name_key(province, absent)
        notes.append(
            Name(
                zh=f"{zh}未报送或暂不采用，不计该项份额，其余各项权重不放大",
                en=f"no share for {en} (missing); other weights are kept",
            )
        )
    if below:
        zh, en = name_key(province, below)
        notes.append(Name(zh=f"{zh}为负，按零计", en=f"{en} is below zero and counts as zero"))
    return notes


def _say_no_collar(allocation: Allocation, figures: Figures, area: str) -> list[Name]:
    if allocation.collar is None:
        return []
    if area not in figures.last:
        return [Name(zh="无上年额度，不设增减幅限制", en="no quota of last year, so no limit of change")]
    if allocation.collar.new_projects and area not in figures.new_projects:
        return [Name(zh="未报新增项目用量，上限不另增加", en="no new projects filed, so the upper limit is not raised")]
    return []
