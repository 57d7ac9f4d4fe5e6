"""On which ground an award is given, in Chinese and English."""

from junxian.assessment.progress import Progress
from junxian.assessment.ranked import Ranked
from junxian.assessment.standing import Standing
from junxian.declared.scheme_awards import Award
from junxian.terms.name import Name
from junxian.terms.unit import conversion, parse_unit

NOBODY_ROSE = Name(
    zh="没有符合条件且较上年进步的单位。", en="Nobody who may be awarded has made progress over last year."
)
WAS_UNRANKED = Name(
    zh="上年未参与排位，无法判定是否首次进入。", en="Not ranked last year, so a first entry cannot be told."
)


def say_rank(rank: int, of: int, node: Name | None) -> Name:
    """The rank, in one dimension where the award is of one."""
    zh, en = ("", "") if node is None else (node.zh, f" in {node.text('en')}")
    return Name(zh=f"{zh}第{rank}名（共{of}个）", en=f"rank {rank} of {of}{en}")


def say_gain(now: Ranked, progress: Progress, row: int) -> Name:
    """The gain of score against the year before."""
    decimals = now.setting.scheme.decimals
    score, gain = now.scores.score[row], progress.gain[row]
    earlier, after, more = (f"{value:.{decimals}f}" for value in (score - gain, score, gain))
    return Name(
        zh=f"得分由上年{earlier}升至{after}，提高{more}（不含加减分）",
        en=f"score up {more} from {earlier} to {after}, before points",
    )


def say_rise(now: Ranked, progress: Progress, row: int) -> Name:
    """The rise in rank against the year before."""
    before, rank, rise = progress.rank_before[row], now.standing.rank[row], progress.rise[row]
    return Name(
        zh=f"由上年第{before}名升至第{rank}名，上升{rise}位",
        en=f"up {rise} {'place' if rise == 1 else 'places'} from rank {before} to rank {rank}",
    )


def say_first_entry(standing: Standing, progress: Progress, award: Award, row: int) -> Name:
    """Within the first places now, outside them the year before."""
    rank, before = standing.rank[row], progress.rank_before[row]
    return Name(
        zh=f"首次进入前{award.places}名：第{rank}名，上年第{before}名",
        en=f"first within the first {award.places}: rank {rank}, last year {before}",
    )


def say_per_rank(award: Award, rise: int, money: float) -> Name:
    """Ranks gained or lost, and what they are worth."""
    is_capped = abs(money) < abs(rise * award.money)
    unit, in_yuan = parse_unit(award.money_unit).text("zh"), float(conversion(award.money_unit, "元"))
    verb_zh, verb_en = ("上升", "up") if rise > 0 else ("下降", "down")
    places = "place" if abs(rise) == 1 else "places"
    return Name(
        zh=f"较上年{verb_zh}{abs(rise)}位，每位{award.money:g}{unit}"
        + (f"，以{award.cap:g}{unit}为限" if is_capped else ""),
        en=f"{verb_en} {abs(rise)} {places} on last year at {award.money * in_yuan:,.0f} CNY each"
        + (f", held at {(award.cap or 0) * in_yuan:,.0f} CNY" if is_capped else ""),
    )
