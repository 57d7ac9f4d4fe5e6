"""Sections and paragraphs of the document, and the words that all of them share."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from junxian.terms.name import Name
from junxian.terms.period import Period

LISTED = 12  # names in one sentence before the rest is only counted
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
LEADERS = 5  # areas named as the first or the largest


@dataclass(frozen=True)
class Part:
    """Paragraphs under a second-level heading, or under none."""

    heading: Name | None
    paragraphs: tuple[Name, ...]


@dataclass(frozen=True)
class Section:
    """A first-level heading with its parts."""

    title: Name
    parts: tuple[Part, ...]


def name_period(period: Period) -> Name:
    """A period in words: 2020年, 2020年一季度, 2020年3月, 2020年1—3月."""
    year, number = period.year, period.number
    quarter = "一二三四"[(number - 1) % 4]
    zh = {"A": f"{year}年", "Q": f"{year}年{quarter}季度", "M": f"{year}年{number}月", "C": f"{year}年1—{number}月"}
    return Name(zh=zh[period.frequency], en=str(period))


def write_date(day: datetime.date) -> Name:
    """A day in words: 2021年6月30日, 30 June 2021."""
    return Name(zh=f"{day.year}年{day.month}月{day.day}日", en=f"{day.day} {_MONTHS[day.month - 1]} {day.year}")


def name_area_of(row: dict[str, object]) -> Name:
    """The name of the area of a row that has name_zh and name_en."""
    return Name(zh=str(row["name_zh"]), en=str(row["name_en"] or row["name_zh"]))


def list_names(names: Iterable[Name]) -> Name:
    """Names in a row; beyond a dozen the rest is counted."""
    listed = list(names)
    shown, rest = listed[:LISTED], len(listed) - LISTED
    zh, en = "、".join(n.zh for n in shown), ", ".join(n.text("en") for n in shown)
    return Name(zh=f"{zh}等{len(listed)}个" if rest > 0 else zh, en=f"{en} and {rest} more" if rest > 0 else en)


def end_sentence(text: str, mark: str) -> str:
    """A text that ends with a full stop, its own or the one given."""
    return text if not text or text[-1] in "。.；;！!？?" else text + mark
