"""Sentences on what would change a rank: several ways to one goal in one sentence."""

from collections.abc import Sequence
from itertools import groupby

from junxian.bulletin.contents.area_content import Step
from junxian.terms.name import Name

GAINS = {
    "next_rank": Name(zh="追平", en="draw level"),
    "next_group": Name(zh="达到其水平", en="reach that level"),
}


def tell_steps(steps: Sequence[Step]) -> tuple[Name, ...]:
    """One sentence for every goal that is reached by one indicator or another; the other steps as they stand."""
    told: list[Name] = []
    for (goal, lead, can_join), found in groupby(steps, key=lambda step: (step.goal, step.lead.zh, bool(step.move.zh))):
        own = list(found)
        joins = bool(lead) and can_join and len(own) > 1
        told += [_join_ways(own, GAINS[goal])] if joins else [step.sentence for step in own]
    return tuple(told)


def _join_ways(steps: list[Step], gain: Name) -> Name:
    lead, ways_zh = steps[0].lead, "；".join(step.move.zh for step in steps)
    ways_en = "; ".join(step.move.text("en") for step in steps)
    return Name(
        zh=f"{lead.zh}，下列任一项即可{gain.zh}：{ways_zh}。",
        en=f"{lead.text('en')}; any one of these would {gain.text('en')}: {ways_en}.",
    )
