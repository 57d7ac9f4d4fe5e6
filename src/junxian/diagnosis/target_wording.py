"""What must be true for a target to be met, in Chinese and English."""

from dataclasses import dataclass

import numpy as np

from junxian.diagnosis.wording import name_change, name_share, name_value, tell_apart
from junxian.terms.name import Name


@dataclass(frozen=True)
class Proposal:
    """One target of one area with what is known of its feasibility; changes in the unit's own sign."""

    row: int
    lever: int
    value: float
    change: float
    own_pace: float
    own_best: float
    reached: float | None
    years: int
    percentile: float | None
    basis: str
    feasible: str
    is_wider: bool  # whether the years are those of all classes together
    itself: bool  # whether the area once did as much in a year
    closing: float
    quantile: float


def explain_target(one: Proposal, name: Name, unit: str) -> Name:
    """The sentence of a target: from, to, what the class and the area itself have done, and what must be true."""
    past, must = _tell_past(one, unit), _tell_condition(one)
    if one.change == 0:
        held = name_value(one.value, unit)
        begin = Name(zh=f"{name.zh}保持{held.zh}，不低于现有水平。", en=f"{name.text('en')}: hold {held.text('en')}.")
    else:
        now, then = tell_apart(one.value, one.value + one.change, unit)
        change = name_change(one.change, unit)
        begin = Name(
            zh=f"{name.zh}由{now.zh}到{then.zh}（{change.zh}）。",
            en=f"{name.text('en')}: from {now.text('en')} to {then.text('en')} ({change.text('en')}).",
        )
    return Name(
        zh=f"{begin.zh}{past.zh}{must.zh}", en=" ".join(t for t in (begin.en, past.text("en"), must.text("en")) if t)
    )


def _tell_past(one: Proposal, unit: str) -> Name:
    if one.reached is None and not one.years:
        return Name(zh="没有可比的年度变化，无从判断快慢。", en="No yearly changes are known by which to judge a pace.")
    if one.reached is None:
        return Name(
            zh=f"可比的年度变化只有{one.years}个，不足以判断快慢。",
            en=f"Only {one.years} yearly {'change is' if one.years == 1 else 'changes are'} known, too few to judge a pace.",
        )
    whose = (
        Name(zh="本类年份少，各类合计", en="all classes (its own has few)")
        if one.is_wider
        else Name(zh="本类", en="the class")
    )
    parts = [Name(
        zh=f"{whose.zh}{one.years}个县年中有{name_share(one.reached)}达到过这一幅度",
        en=f"Of {one.years} area-years of {whose.text('en')} {name_share(one.reached)} reached as much",
    )]  # fmt: skip
    if not np.isnan(one.own_pace):
        pace, best = name_change(one.own_pace, unit), name_change(one.own_best, unit)
        parts.append(
            Name(
                zh=f"本单位年均{pace.zh}，最快一年{best.zh}",
                en=f"its own mean is {pace.text('en')} a year, its best {best.text('en')}",
            )
        )
    return Name(zh="；".join(p.zh for p in parts) + "。", en="; ".join(p.en for p in parts) + ".")


def _tell_condition(one: Proposal) -> Name:
    if one.feasible == "unknown":
        closing, top = name_share(one.closing), name_share(1 - one.quantile)
        if one.basis != "cross_section" or one.change == 0:
            return Name(zh="能否达到，未知。", en="Whether it can be met is not known.")
        return Name(
            zh=f"目标只取自本类当年水平：补上与前{top}水平差距的{closing}；能否达到，未知。",
            en=f"The target rests on the class's levels of one year: {closing} of the distance to its best {top}; whether it can be met is not known.",
        )
    if one.feasible == "likely" and one.itself:
        return Name(zh="须再有一年本单位已有过的步子。", en="What must be true: one more year such as it has had.")
    must = _CONDITIONS[one.feasible]
    if one.is_wider:
        return Name(zh=must.zh.replace("本类", "各类"), en=must.text("en").replace("the class", "all classes"))
    return must


_CONDITIONS = {
    "likely": Name(zh="须有本类常见的步子。", en="What must be true: a year as is common in the class."),
    "stretch": Name(
        zh="须有本类较好年份的步子。", en="What must be true: a year as good as the better ones of the class."
    ),
    "unlikely": Name(
        zh="须有本类和本单位几乎没有过的变化；宜说明新的条件，或调低目标。",
        en="What must be true: a change that the class hardly ever and the area never made; name what is new, or aim lower.",
    ),
}
