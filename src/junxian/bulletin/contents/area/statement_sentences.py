"""Sentences on what may be said of a rank: the group, who is led how often, who cannot be told apart, what moves it."""

from junxian.bulletin.contents.area_content import ChoiceEffect, PairStatement, RankStatement, Standing
from junxian.bulletin.contents.wording import format_share, join_names
from junxian.terms.name import Name

_NAMED = 6  # areas named in one sentence before the rest is only counted


def tell_statement(statement: RankStatement | None, standing: Standing) -> tuple[Name, ...]:
    """All sentences that the statement allows; none without one."""
    if statement is None or standing.rank is None:
        return ()
    told = [
        _tell_group(statement),
        _tell_pairs(statement, standing.rank),
        _tell_alike(statement, standing.rank),
        _tell_first(statement),
    ]
    return tuple(sentence for sentence in (*told, tell_effects(statement.effects)) if sentence is not None)


def _tell_group(s: RankStatement) -> Name | None:
    if s.group is None or s.group_from is None:
        return None
    if not s.group_members:
        return Name(zh=f"独列第{s.group}组。", en=f"It stands alone in group {s.group}.")
    count = len(s.group_members) + 1
    return Name(
        zh=f"列第{s.group}组，本组{count}个，占第{s.group_from}至第{s.group_to}位，组内先后不宜解读。",
        en=f"It is one of {count} in group {s.group}, which takes up places {s.group_from} to {s.group_to}; "
        "the order within it is not to be read.",
    )


def _tell_pairs(s: RankStatement, rank: int) -> Name | None:
    """How often it leads the next below, and how often it trails the next above."""
    above, below = find_neighbours(s, rank)
    parts = []
    if below:
        share = format_share(below.probability)
        parts.append(
            Name(
                zh=f"领先第{below.rank}位{below.name.zh}的情形占{share}",
                en=f"ahead of {below.name.text('en')} (rank {below.rank}) in {share} of cases",
            )
        )
    if above:
        share = format_share(1 - above.probability)
        parts.append(
            Name(
                zh=f"落后于第{above.rank}位{above.name.zh}的情形占{share}",
                en=f"behind {above.name.text('en')} (rank {above.rank}) in {share}",
            )
        )
    if not parts:
        return None
    zh, en = "，".join(part.zh for part in parts), ", ".join(part.en for part in parts)
    return Name(zh=f"{zh}。", en=f"{en[0].upper()}{en[1:]}.")


def find_neighbours(s: RankStatement, rank: int) -> tuple[PairStatement | None, PairStatement | None]:
    """The nearest other area above, or level with it, and the nearest below."""
    above = [pair for pair in s.pairs if pair.rank <= rank]
    below = [pair for pair in s.pairs if pair.rank > rank]
    return (above[-1] if above else None), (below[0] if below else None)


def _tell_alike(s: RankStatement, rank: int) -> Name | None:
    """Whom it cannot be told apart from by the simultaneous test, the nearest ranks first."""
    tested = [pair for pair in s.pairs if pair.told_apart is not None]
    if not tested:
        return None
    alike, sure = [pair for pair in tested if not pair.told_apart], f"{s.confidence:.0%}"
    if not alike:
        return Name(
            zh=f"全类一并检验（把握{sure}），与其他各县都能区分先后。",
            en=f"Tested with the whole class at once (confidence {sure}), it can be told apart from every other.",
        )
    names = shorten_names([pair.name for pair in sorted(alike, key=lambda pair: abs(pair.rank - rank))])
    return Name(
        zh=f"全类一并检验（把握{sure}），不能与{names.zh}区分先后。",
        en=f"Tested with the whole class at once (confidence {sure}), it cannot be told apart from {names.en}.",
    )


def _tell_first(s: RankStatement) -> Name | None:
    if s.probability_of_first is None or s.probability_of_first < 0.005:
        return None
    share = format_share(s.probability_of_first)
    return Name(zh=f"居首位的情形占{share}。", en=f"It is first in {share} of cases.")


def tell_effects(effects: tuple[ChoiceEffect, ...]) -> Name | None:
    """What moves the rank most, by the share of its variance and in places."""
    if not effects:
        return None
    told = [effect for effect in effects if effect.share >= 0.05]
    zh = "、".join(f"{e.name.zh}{e.share:.0%}（约±{e.places:.1f}位）" for e in told)
    en = ", ".join(f"{e.name.text('en')} {e.share:.0%} (about ±{e.places:.1f} places)" for e in told)
    return Name(zh=f"名次变动的来源：{zh}。", en=f"What moves the rank: {en}.")


def shorten_names(names: list[Name]) -> Name:
    """Names in a row; of more than eight the first six and how many there are."""
    if len(names) <= _NAMED + 2:
        return join_names(names)
    shown = join_names(names[:_NAMED])
    return Name(zh=f"{shown.zh}等{len(names)}个", en=f"{shown.en} and {len(names) - _NAMED} more")
