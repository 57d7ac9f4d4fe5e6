"""Sections and paragraphs of the document, and the words that all of them share."""

from collections.abc import Iterable
from dataclasses import dataclass

from junxian.terms.name import Name

LISTED = 12  # names in one sentence before the rest is only counted
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


def head_with(name: Name, label: Name | None) -> Name:
    """A heading with the label that a plan bears (an exercise, a trial), where it bears one."""
    if label is None:
        return name
    return Name(zh=f"{name.zh}【{label.zh}】", en=f"{name.text('en')} [{label.text('en')}]")


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
