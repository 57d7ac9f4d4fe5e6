"""What would change an area's place: one indicator moved alone, the others standing still."""

from junxian.bulletin.contents.area.rows import AreaRows, Rival
from junxian.bulletin.contents.area.step_sentences import GAINS
from junxian.bulletin.contents.area_content import Contribution, Step
from junxian.bulletin.contents.naming import name_area
from junxian.bulletin.contents.results import Row
from junxian.bulletin.contents.wording import amount_name, format_number, read_plainly, suit_decimals
from junxian.declared.province import Province
from junxian.terms.name import Name

_MOST = 3  # statements of each kind


def list_steps(
    province: Province, rows: AreaRows, code: str, contributions: tuple[Contribution, ...]
) -> tuple[Step, ...]:
    """Say what would move an area: towards the class median, the area ranked just above and the group above it.

    Three statements each at most: of the indicators that bring most, and of those with the shortest way by the diagnosis.
    Empty where the area is not ranked.
    """
    score = rows.scores.get(code, [{}])[0]
    if score.get("status") != "ranked" or score["rank"] is None or score["total"] is None:
        return ()
    return (*_reach_median(rows, score, contributions), *_move_ahead(province, rows, code))


def _reach_median(rows: AreaRows, score: Row, contributions: tuple[Contribution, ...]) -> list[Step]:
    short = [c for c in contributions if c.gap_points is not None and round(c.gap_points, 2) < 0 and c.status == "used"]
    rivals = rows.rivals.get(score["class"], [])
    return [
        _step_to_median(c, score, rivals)
        for c in short[:_MOST]
        if c.value is not None and c.reference_value is not None
    ]


def _step_to_median(c: Contribution, score: Row, rivals: list[Rival]) -> Step:
    points = -(c.gap_points or 0.0)
    others = [rival.total for rival in rivals if rival.code != score["ref_area"]]
    rank = 1 + sum(total > score["total"] + points for total in others)
    value, target = amount_name(c.value, c.unit, c.decimals), amount_name(c.reference_value, c.unit, c.decimals)
    gain = format_number(points)
    moved = rank < score["rank"]
    sentence = Name(
        zh=f"{c.name.zh}由{value.zh}达到本类中位水平{target.zh}，可增{gain}分"
        + (f"，名次约由第{score['rank']}位升至第{rank}位。" if moved else "，名次不变。"),
        en=f"{c.name.text('en')}: from {value.text('en')} to the class median {target.text('en')} adds {gain} points"
        + (f" and would move rank {score['rank']} to about {rank}." if moved else " and moves no rank."),
    )
    return Step(
        "median", c.indicator, c.name, c.value or 0.0, c.reference_value or 0.0, c.unit, c.decimals, points, sentence
    )


def _move_ahead(province: Province, rows: AreaRows, code: str) -> list[Step]:
    """Steps towards the next rank and, where that is another area, towards the next group."""
    known = [move for move in rows.moves.get(code, []) if move["indicator"] in province.indicators]
    rival = next((move["aim_area"] for move in known if move["aim"] == "next_rank"), None)
    kept = [move for move in known if move["aim"] == "next_rank"]
    kept += [move for move in known if move["aim"] == "next_group" and move["aim_area"] != rival]
    has_groups = code in rows.groups
    return [_tell_move(province, move, has_groups) for move in kept]


def _tell_move(province: Province, move: Row, has_groups: bool) -> Step:
    gap = _tell_gap(province, move, has_groups)
    return _step_ahead(province, move, gap) if move["answer"] == "enough" else _fall_short(province, move, gap)


def _step_ahead(province: Province, move: Row, gap: Name) -> Step:
    indicator = province.indicators[move["indicator"]]
    value, unit, decimals = read_plainly(move["value"], indicator.unit, indicator.decimals)
    goal, _, _ = read_plainly(move["target"], indicator.unit, indicator.decimals)
    now, then = value or 0.0, goal or 0.0
    decimals = _tell_apart(now, then, decimals)
    amounts = amount_name(now, unit, decimals), amount_name(then, unit, decimals)
    name, gain = indicator.name, GAINS[move["aim"]]
    way = Name(
        zh=f"{name.zh}由{amounts[0].zh}达到{amounts[1].zh}",
        en=f"{name.text('en')} from {amounts[0].text('en')} to {amounts[1].text('en')}",
    )
    sentence = Name(zh=f"{gap.zh}：{way.zh}即可{gain.zh}。", en=f"{gap.en}: {way.en} would {gain.en}.")
    points = move["needed"]
    return Step(move["aim"], indicator.code, name, now, then, unit, decimals, points, sentence, lead=gap, move=way)


def _fall_short(province: Province, move: Row, gap: Name) -> Step:
    """No single indicator is enough; the one that brings most, up to the best of the class."""
    indicator = province.indicators[move["indicator"]]
    gain, most = GAINS[move["aim"]], format_number(move["points"])
    sentence = Name(
        zh=f"{gap.zh}，单靠任何一项指标都不能{gain.zh}；{indicator.name.zh}最多可增{most}分。",
        en=f"{gap.en}, and no single indicator would {gain.en}; {indicator.name.text('en')} brings {most} at most.",
    )
    return Step(move["aim"], indicator.code, indicator.name, move["value"], None, indicator.unit, indicator.decimals, move["points"], sentence)  # fmt: skip


def _tell_gap(province: Province, move: Row, has_groups: bool) -> Name:
    other, rank, points = name_area(province, move["aim_area"]), move["aim_rank"], format_number(move["needed"])
    if move["aim"] == "next_rank":
        return Name(
            zh=f"与第{rank}位{other.zh}相差{points}分", en=f"{points} points behind rank {rank}, {other.text('en')}"
        )
    who = (
        Name(zh="上一组末位", en="the last of the group above")
        if has_groups
        else Name(zh="能够区分先后的", en="the nearest that is told apart")
    )
    return Name(
        zh=f"与{who.zh}{other.zh}（第{rank}位）相差{points}分",
        en=f"{points} points behind {who.en}, {other.text('en')} (rank {rank})",
    )


def _tell_apart(a: float, b: float, decimals: int) -> int:
    decimals = max(decimals, min(suit_decimals(a), 2))
    while decimals < 4 and round(a, decimals) == round(b, decimals):
        decimals += 1
    return decimals
