"""What would change an area's place: one indicator moved alone, the others standing still."""

from junxian.bulletin.contents.area.rows import AreaRows, Rival
from junxian.bulletin.contents.content import Contribution, Step
from junxian.bulletin.contents.naming import name_area
from junxian.bulletin.contents.results import Row
from junxian.bulletin.contents.wording import amount_name, format_number, read_plainly, suit_decimals
from junxian.declared.province import Province
from junxian.declared.schemes import Scheme
from junxian.terms.name import Name

_MOST = 3  # statements of each kind


def list_steps(
    province: Province, rows: AreaRows, code: str, contributions: tuple[Contribution, ...]
) -> tuple[Step, ...]:
    """Say what would move an area: three statements towards the class median, three towards the area ranked just above.

    The first are the indicators that bring most; the second those that need to move least of their range. Empty where
    the area is not ranked or the tree does not add up.
    """
    score = rows.scores.get(code, [{}])[0]
    if score.get("status") != "ranked" or score["rank"] is None or score["total"] is None:
        return ()
    return (*_reach_median(rows, score, contributions), *_catch_up(province, rows, score))


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


def _catch_up(province: Province, rows: AreaRows, score: Row) -> list[Step]:
    above = [rival for rival in rows.rivals.get(score["class"], []) if rival.total > score["total"]]
    if not above:
        return []
    rival = above[-1]
    points = rival.total - score["total"]
    moves = [_find_move(province, rows.scheme, row, points) for row in rows.indicators.get(score["ref_area"], [])]
    feasible = sorted((m for m in moves if m is not None), key=lambda m: (m[0], m[1]["indicator"]))
    return [_step_to_rival(province, row, target, points, rival) for _, row, target in feasible[:_MOST]]


def _find_move(province: Province, scheme: Scheme, row: Row, points: float) -> tuple[float, Row, float] | None:
    """The share of the indicator's range that must be gone, the row, and the target; None where the bound comes first."""
    normalise = scheme.normalise
    if normalise.method not in ("efficacy", "min_max") or row["status"] != "used" or not row["used_weight"]:
        return None
    if None in (row["points"], row["normalised"], row["low"], row["high"], row["value"]):
        return None
    wanted = row["normalised"] + points * 100 / row["used_weight"]
    if wanted > normalise.base + normalise.span or row["normalised"] <= normalise.base:
        return None
    better_above = province.indicators[row["indicator"]].direction == "more_is_better"
    worst, best = (min, max) if better_above else (max, min)
    low, high = worst(row["low"], row["high"]), best(row["low"], row["high"])
    target = low + (wanted - normalise.base) / normalise.span * (high - low)
    return (wanted - row["normalised"]) / normalise.span, row, target


def _step_to_rival(province: Province, row: Row, target: float, points: float, rival: Rival) -> Step:
    indicator = province.indicators[row["indicator"]]
    value, unit, decimals = read_plainly(row["value"], indicator.unit, indicator.decimals)
    goal, _, _ = read_plainly(target, indicator.unit, indicator.decimals)
    now, then = value or 0.0, goal or 0.0
    decimals = _tell_apart(now, then, decimals)
    amounts = amount_name(now, unit, decimals), amount_name(then, unit, decimals)
    name, other, gain = indicator.name, name_area(province, rival.code), format_number(points)
    sentence = Name(
        zh=f"与第{rival.rank}位{other.zh}相差{gain}分：{name.zh}由{amounts[0].zh}达到{amounts[1].zh}即可追平。",
        en=f"{gain} points behind rank {rival.rank}, {other.text('en')}: {name.text('en')} from {amounts[0].text('en')} "
        f"to {amounts[1].text('en')} would draw level.",
    )
    return Step("next_rank", indicator.code, name, now, then, unit, decimals, points, sentence)


def _tell_apart(a: float, b: float, decimals: int) -> int:
    decimals = max(decimals, min(suit_decimals(a), 2))
    while decimals < 4 and round(a, decimals) == round(b, decimals):
        decimals += 1
    return decimals
