"""Which period a command works on, and as of which day."""

from datetime import date

from junxian.declared.province import Province
from junxian.terms.errors import MethodError
from junxian.terms.period import Period


def choose_period(province: Province, period: str | None, as_of: date | None) -> tuple[Period, date]:
    """The period and cut-off day asked for, else the province's own; MethodError where the period had not begun by then."""
    chosen, day = Period.parse(period) if period else province.period, as_of or province.date
    if chosen.start > day:
        raise MethodError(
            f"period {chosen}", f"had not begun on {day}.", "Give an earlier --period, or a later --as-of."
        )
    return chosen, day
