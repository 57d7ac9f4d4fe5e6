"""Periods as people write them: `2020`, `2020年`, `2020年3月`, `2020年1-3月`, `2020年一季度`."""

import re
from functools import lru_cache

from junxian.reported.wording import normalise_text
from junxian.terms import MethodError, Period

_FLOAT_YEAR = re.compile(r"(\d{4})(?:\.0+|年度?)")
_QUARTER = re.compile(r"(\d{4})年?第?[Qq]?([1-4一二三四])(?:季度)")
_MONTH = re.compile(r"(\d{4})[年/.](\d{1,2})月?")
_CUMULATIVE = re.compile(r"(\d{4})年?0?1(?:-|—|–|~|至)(\d{1,2})月")
_HAN = {"一": "1", "二": "2", "三": "3", "四": "4"}


@lru_cache(maxsize=4096)
def read_period(text: str) -> Period | None:
    """The period that a cell or folder names; None where it names none."""
    wording = normalise_text(text)
    try:
        return Period.parse(_standardise(wording))
    except MethodError:
        return None


def _standardise(text: str) -> str:
    if match := _FLOAT_YEAR.fullmatch(text):
        return match[1]
    if match := _QUARTER.fullmatch(text):
        return f"{match[1]}-Q{_HAN.get(match[2], match[2])}"
    if match := _CUMULATIVE.fullmatch(text):
        return f"{match[1]}-01..{int(match[2]):02}"
    if match := _MONTH.fullmatch(text):
        return f"{match[1]}-{int(match[2]):02}"
    return text
