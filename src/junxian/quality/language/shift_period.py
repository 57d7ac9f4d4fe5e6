"""Periods before a period."""

from functools import lru_cache

from junxian.terms.period import Period


@lru_cache(maxsize=4096)
def shift_period(period: str, by: str) -> str:
    """The period before (`previous`) or the same period a year before (`last_year`); "" where there is none."""
    if not period:
        return ""
    p = Period.parse(period)
    if by == "last_year":
        return str(p.year_before())
    return "" if p.frequency == "C" and p.number == 1 else str(p.previous())
