"""Periods before a period."""

from functools import lru_cache

from junxian.terms.period import Period


@lru_cache(maxsize=4096)
def shift_period(period: str, by: str) -> str:
    """The period before (`previous`) or the same period a year before (`last_year`); "" where there is none.

    `previous_in_year` has none in January and in the first quarter.
    """
    if not period:
        return ""
    p = Period.parse(period)
    if by == "last_year":
        return str(p.year_before())
    restarts = p.frequency == "C" or (by == "previous_in_year" and p.frequency != "A")
    return "" if restarts and p.number == 1 else str(p.previous())
