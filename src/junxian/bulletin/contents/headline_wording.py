"""The sentences of headline figures, in Chinese and English."""

from collections.abc import Callable
from dataclasses import dataclass

from junxian.bulletin.contents.wording import NOT_FILED, amount_name, format_number
from junxian.declared.bulletins import Headline
from junxian.terms.name import Name

Phrase = Callable[[Headline, "Reading", float, "float | None"], Name]


@dataclass(frozen=True)
class Reading:
    """Values of one quantity in the headline's unit: of the members that filed, and of the province itself."""

    members: list[str]
    values: dict[str, float]
    province: float | None
    group: Name


def write_missing(headline: Headline, reading: Reading) -> Name:
    """The sentence where no figure can be given, with the reason."""
    name = headline.name
    if reading.values and headline.kind in ("share_of_province", "count_above_province"):
        zh, en = f"全省数{NOT_FILED.zh}，无法比较", "the province's own figure was not filed; no comparison"
    else:
        zh, en = NOT_FILED.zh, NOT_FILED.en
    return Name(zh=f"{name.zh}：{zh}。", en=f"{name.text('en')}: {en}.")


def _tell_coverage(reading: Reading) -> Name:
    filed, members = len(reading.values), len(reading.members)
    if filed == members:
        return Name(zh="")
    return Name(zh=f"（{members}个中{filed}个有数）", en=f" ({filed} of {members} have a figure)")


def _tell_previous(headline: Headline, previous: float | None) -> Name:
    if previous is None:
        return Name(zh="")
    amount = amount_name(previous, headline.unit, headline.decimals)
    return Name(zh=f"，上年为{amount.zh}", en=f"; a year before, {amount.en}")


def _write_total(headline: Headline, reading: Reading, value: float, previous: float | None) -> Name:
    covered, was = _tell_coverage(reading), _tell_previous(headline, previous)
    amount = amount_name(value, headline.unit, headline.decimals)
    return Name(
        zh=f"{reading.group.zh}{headline.name.zh}合计{amount.zh}{covered.zh}{was.zh}。",
        en=f"{headline.name.text('en')} of {reading.group.text('en')}: {amount.en} in total{covered.en}{was.en}.",
    )


def _write_median(headline: Headline, reading: Reading, value: float, previous: float | None) -> Name:
    covered, was = _tell_coverage(reading), _tell_previous(headline, previous)
    amount = amount_name(value, headline.unit, headline.decimals)
    return Name(
        zh=f"{reading.group.zh}{headline.name.zh}中位数为{amount.zh}{covered.zh}{was.zh}。",
        en=f"Median {headline.name.text('en')} of {reading.group.text('en')}: {amount.en}{covered.en}{was.en}.",
    )


def _write_share(headline: Headline, reading: Reading, value: float, previous: float | None) -> Name:
    covered, change = _tell_coverage(reading), _tell_change(value, previous, headline.decimals)
    number = format_number(value, headline.decimals)
    return Name(
        zh=f"{reading.group.zh}{headline.name.zh}占全省的{number}%{covered.zh}{change.zh}。",
        en=f"{headline.name.text('en')} of {reading.group.text('en')}: {number}% of the province{covered.en}{change.en}.",
    )


def _tell_change(value: float, previous: float | None, decimals: int) -> Name:
    if previous is None:
        return Name(zh="")
    points = round(value - previous, decimals)
    if points == 0:
        return Name(zh="，与上年持平", en=", as the year before")
    size = format_number(abs(points), decimals)
    rose = points > 0
    return Name(
        zh=f"，比上年{'提高' if rose else '下降'}{size}个百分点",
        en=f", {size} pp {'above' if rose else 'below'} the year before",
    )


def _write_count_at_least(headline: Headline, reading: Reading, value: float, previous: float | None) -> Name:
    least = headline.threshold or 0.0
    amount = amount_name(least, headline.unit, 0 if least == int(least) else headline.decimals)
    condition = Name(zh=f"达到{amount.zh}", en=f"of at least {amount.en}")
    return _write_count(headline, reading, condition, (value, previous))


def _write_count_above(headline: Headline, reading: Reading, value: float, previous: float | None) -> Name:
    own = amount_name(reading.province, headline.unit, headline.decimals)
    condition = Name(zh=f"高于全省（{own.zh}）", en=f"above the province ({own.en})")
    return _write_count(headline, reading, condition, (value, previous))


def _write_count(headline: Headline, reading: Reading, condition: Name, counts: tuple[float, float | None]) -> Name:
    covered, (value, previous) = _tell_coverage(reading), counts
    was = (
        Name(zh="") if previous is None else Name(zh=f"（上年{previous:.0f}个）", en=f" ({previous:.0f} a year before)")
    )
    return Name(
        zh=f"{headline.name.zh}{condition.zh}的县（市、区）{value:.0f}个{was.zh}{covered.zh}。",
        en=f"Counties with {headline.name.text('en')} {condition.en}: {value:.0f}{was.en}{covered.en}.",
    )


PHRASES: dict[str, Phrase] = {
    "total": _write_total,
    "group_total": _write_total,
    "share_of_province": _write_share,
    "median": _write_median,
    "count_at_least": _write_count_at_least,
    "count_above_province": _write_count_above,
}
