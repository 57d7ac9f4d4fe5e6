"""Periods: a year, a quarter, a month, or the cumulative time from January to a month.

Written `2020`, `2020-Q1`, `2020-03` and, cumulative, `2020-01..03`. Source: SDMX observational time period, CL_FREQ.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from junxian.terms.errors import MethodError

_FORMS = (
    (re.compile(r"(\d{4})", re.ASCII), "A"),
    (re.compile(r"(\d{4})-Q([1-4])", re.ASCII), "Q"),
    (re.compile(r"(\d{4})-(0[1-9]|1[0-2])", re.ASCII), "M"),
    (re.compile(r"(\d{4})-01\.\.(0[1-9]|1[0-2])", re.ASCII), "C"),
)
FIRST_YEAR, LAST_YEAR = 1900, 2999
_PER_YEAR = {"A": 1, "Q": 4, "M": 12, "C": 12}


@dataclass(frozen=True, order=True)
class Period:
    """A period; `frequency` is A, Q, M (SDMX CL_FREQ) or C, cumulative from January to month `number`."""

    year: int
    number: int = 1
    frequency: str = "A"

    @classmethod
    def parse(cls, text: str) -> "Period":
        """Read `2020`, `2020-Q1`, `2020-03` or `2020-01..03`, of the years 1900 to 2999; MethodError for anything else."""
        for pattern, frequency in _FORMS:
            if match := pattern.fullmatch(text.strip()):
                year = int(match[1])
                if not FIRST_YEAR <= year <= LAST_YEAR:
                    break
                return cls(year, int(match[2]) if frequency != "A" else 1, frequency)
        raise MethodError(f"period {text!r}", "is no period.", "Write 2020, 2020-Q1, 2020-03 or 2020-01..03.")

    def __str__(self) -> str:
        return {"A": "{y}", "Q": "{y}-Q{n}", "M": "{y}-{n:02}", "C": "{y}-01..{n:02}"}[self.frequency].format(
            y=self.year, n=self.number
        )

    @property
    def start(self) -> date:
        """The first day."""
        months = {"A": 1, "Q": 3 * self.number - 2, "M": self.number, "C": 1}
        return date(self.year, months[self.frequency], 1)

    @property
    def end(self) -> date:
        """The last day."""
        month = {"A": 12, "Q": 3 * self.number, "M": self.number, "C": self.number}[self.frequency]
        following = date(self.year + month // 12, month % 12 + 1, 1)
        return following - timedelta(days=1)

    def previous(self) -> "Period":
        """The period just before; for a cumulative one the same year's, and an error in January."""
        if self.frequency == "C" and self.number == 1:
            raise MethodError(f"period {self}", "has no previous cumulative period in its year.")
        if self.number > 1:
            return Period(self.year, self.number - 1, self.frequency)
        return Period(self.year - 1, _PER_YEAR[self.frequency], self.frequency)

    def year_before(self) -> "Period":
        """The same period of last year (上年同期)."""
        return Period(self.year - 1, self.number, self.frequency)

    def lies_in(self, other: "Period") -> bool:
        """Whether every day of this period is a day of the other."""
        return other.start <= self.start and self.end <= other.end
