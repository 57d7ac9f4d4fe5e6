"""Small pieces of the page as markup: texts in both languages, numbers, states with symbol and colour, links."""

import datetime
import re
from functools import lru_cache
from typing import Any

from markupsafe import Markup, escape

from junxian.bulletin.contents import wording
from junxian.terms.name import Name

_NONE = Markup("<span class=none>—</span>")
_FIGURE = re.compile(
    r"（[^）]*）|\([^)]*\)|[−+]?\d+(?:,\d{3})*(?:\.\d+)?(?![\dk位])(?:%|‰|亿元|万元|元/人|元|万人|人|个百分点|个(?!县))?"
)


def _join(zh: Markup, en: Markup) -> Markup:
    return Markup(f"<span lang=zh>{zh}</span><span lang=en>{en}</span>")


@lru_cache(maxsize=16384)
def say(zh: str, en: str = "") -> Markup:
    """A text in both languages, of which the page shows one."""
    return escape(zh) if not en or en == zh else _join(escape(zh), escape(en))


class Titles:
    """Numbered titles of one page: 一、 二、 … in the order in which they are asked for."""

    def __init__(self) -> None:
        self._number = 0

    def __call__(self, zh: str, en: str) -> Markup:
        """The next title in both languages with its number."""
        self._number += 1
        number = wording.number_section(self._number)
        return say(f"{number.zh}{zh}", f"{number.en} {en}")


@lru_cache(maxsize=1024)
def say_both(zh: str, en: str) -> Markup:
    """Fixed words of the page, where an empty text means that one language needs no word."""
    return escape(zh) if en == zh else _join(escape(zh), escape(en))


def say_name(name: Name | None) -> Markup:
    """A name in both languages; nothing for None."""
    return say(name.zh, name.en) if name else Markup("")


def say_row(row: dict[str, Any], prefix: str) -> Markup:
    """The columns `<prefix>_zh` and `<prefix>_en` of a row in both languages."""
    return say(row[f"{prefix}_zh"] or "", row[f"{prefix}_en"] or "")


@lru_cache(maxsize=256)
def say_unit(symbol: str) -> Markup:
    """A unit in both languages."""
    return say(wording.format_unit(symbol, "zh"), wording.format_unit(symbol, "en"))


def say_amount(value: float | None, symbol: str, decimals: int) -> Markup:
    """A number with its unit in both languages; 未报送 for None."""
    return say_figure(wording.amount_name(value, symbol, decimals))


def say_figure(amount: Name) -> Markup:
    """A number with its unit, which holds nothing that could become markup."""
    if amount.zh == amount.en:
        return Markup(amount.zh)
    return Markup(f"<span lang=zh>{amount.zh}</span><span lang=en>{amount.en}</span>")


def say_day(day: datetime.date | None) -> Markup:
    """A day in both languages."""
    return say_name(wording.name_date(day))


def show_number(value: float | None, decimals: int = 2, sign: bool = False) -> Markup:
    """A number with thousands apart; a grey dash for None."""
    return _NONE if value is None else Markup(wording.format_number(value, decimals, sign))


def show_span(low: int | None, high: int | None) -> Markup:
    """A rank interval: `4–12`, one number where both are the same, a dash where there is none."""
    if low is None or high is None:
        return _NONE
    return Markup(str(low) if low == high else f"{low}–{high}")


def show_link(code: str, text: Markup) -> Markup:
    """A link to the page of an area."""
    return Markup(f'<a href="#{escape(code)}">{escape(text)}</a>')


@lru_cache(maxsize=64)
def show_state(code: str) -> Markup:
    """The state of a line: symbol, colour and word."""
    return _mark("s", code, wording.STATE_SYMBOLS.get(code, "○"), wording.STATE_NAMES.get(code, Name(zh=code)))


@lru_cache(maxsize=64)
def show_light(code: str) -> Markup:
    """The light of a task: symbol, colour and word."""
    return _mark("l", code, wording.LIGHT_SYMBOLS.get(code, "●"), wording.LIGHT_NAMES.get(code, Name(zh=code)))


def _mark(kind: str, code: str, symbol: str, name: Name) -> Markup:
    frame = Markup('<span class="state {}-{}"><i aria-hidden="true">{}</i>{}</span>')
    return frame.format(kind, code, symbol, say_name(name))


def show_severity(code: str, name: Markup) -> Markup:
    """The severity of a finding as a badge."""
    return Markup('<span class="sev v-{}">{}</span>').format(code, name)


def stress_figures(sentence: Name) -> Markup:
    """A sentence in both languages with its figures in bold; what stands in brackets is left alone."""
    return _join(_stress_text(sentence.zh), _stress_text(sentence.text("en")))


def _stress_text(text: str) -> Markup:
    return Markup(_FIGURE.sub(_stress, str(escape(text))))


def _stress(match: re.Match[str]) -> str:
    return match[0] if match[0][0] in "（(" else f"<b>{match[0]}</b>"
