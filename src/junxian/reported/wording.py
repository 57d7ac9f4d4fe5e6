"""Wordings made comparable: full-width and half-width, brackets, spaces, line breaks, letter case."""

import re
import unicodedata
from collections.abc import Iterable
from difflib import get_close_matches
from functools import cache, lru_cache

from junxian.terms import MethodError, parse_unit
from junxian.terms.unit import known_units

_BRACKETS = str.maketrans("〔【[〈「『﹙〕】]〉」』﹚", "(((((((" + ")))))))")
_LONGEST_WORD = 100  # of a filed text that is compared with known words
_GAPS = re.compile(r"[\s\u200b-\u200f\ufeff]+")


@lru_cache(maxsize=65536)
def normalise_text(text: str) -> str:
    """Half-width letters, digits and signs; one kind of bracket; no spaces and line breaks; case kept."""
    return _GAPS.sub("", unicodedata.normalize("NFKC", text)).translate(_BRACKETS)


def fold_text(text: str) -> str:
    """The normalised text without letter case: two wordings are the same where this is."""
    return normalise_text(text).casefold()


@cache
def _units_by_wording() -> dict[str, str]:
    symbols = [symbol for symbol in known_units() if symbol != "1"]
    english = {parse_unit(symbol).text("en"): symbol for symbol in symbols}
    both = {**english, **{symbol: symbol for symbol in symbols}}
    return {fold_text(text): symbol for text, symbol in both.items() if text}


@lru_cache(maxsize=4096)
def find_unit(text: str) -> str:
    """The unit that a text names, Chinese or English, bracketed or not; "" where it names none."""
    wording = fold_text(text).removeprefix("计量").removeprefix("单位").lstrip(":").strip("()")
    above, slash, below = wording.rpartition("/")
    table = _units_by_wording()
    if wording in table:
        return table[wording]
    if not slash or above not in table or below not in table:
        return ""
    try:
        return parse_unit(f"{table[above]}/{table[below]}").symbol
    except MethodError:
        return ""


def find_nearest(text: str, permitted: Iterable[str]) -> str:
    """The nearest of the permitted words, "" where none is near; among equals the first in order."""
    near = get_close_matches(text[:_LONGEST_WORD], sorted(set(permitted)), n=1, cutoff=0.5)
    return near[0] if near else ""
