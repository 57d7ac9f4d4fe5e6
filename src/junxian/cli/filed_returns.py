"""Reads what a province folder has filed, for commands that ask it something and write no run."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from junxian.declared import Province, choose_period, read_province
from junxian.quality import Quality, check_returns
from junxian.quality.filed import Filed, gather_filed
from junxian.reported import Returns, read_returns
from junxian.terms import Period


@dataclass(frozen=True)
class FiledReturns:
    """A province, its returns up to a period as known on a day."""

    province: Province
    period: Period
    day: date
    returns: Returns

    def check(self) -> Quality:
        """All rules asked."""
        return check_returns(self.returns, self.province, self.period, self.day)

    def gather(self) -> Filed:
        """The figures in force, as rules see them."""
        return gather_filed(self.returns, self.province, self.period, self.day)


def read_filed_returns(folder: Path, period: str | None, as_of: date | None) -> FiledReturns:
    """Read declarations and figures of a province folder."""
    province = read_province(folder)
    chosen, day = choose_period(province, period, as_of)
    return FiledReturns(province, chosen, day, read_returns(province, day, chosen))
