"""Red lines: thresholds with dates, states, and what a state does to awards, factors and tasks."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, model_validator

from junxian.declared.declaration import MOST_DAYS, Declaration
from junxian.terms.name import Name

State = Literal["green", "yellow", "orange", "red"]
NotNegative = Annotated[float, Field(ge=0)]
STATES: tuple[State, ...] = ("green", "yellow", "orange", "red")  # from good to bad


class LineVersion(Declaration):
    """Thresholds from a day on. Below lines: a value < threshold takes the state; above lines: a value >= threshold."""

    valid_from: date
    thresholds: dict[Literal["yellow", "orange", "red"], float] = Field(min_length=1)
    basis: str = ""


class RedLine(Declaration):
    """One bottom line (底线), watched through one indicator."""

    code: str
    name: Name
    level: Literal["county", "city", "zone", "park"] = "county"  # whose areas are watched
    indicator: str = ""  # "" where nobody files figures for the line: its state is unknown
    breach: Literal["below", "above"]
    version: tuple[LineVersion, ...]
    raise_after: int = Field(
        default=2, ge=0
    )  # this many periods of worsening in a row raise yellow to orange; 0: never
    veto: bool = False  # red bars from awards where the scheme names the line
    gates: dict[str, dict[State, NotNegative]] = Field(
        default_factory=dict
    )  # factor → multiplier of the efficiency pool by state
    task_days: int | None = Field(
        default=None, ge=0, le=MOST_DAYS
    )  # a breach (red) becomes a task due after these days; the batch's days when absent
    task_evidence: Name | None = None
    owner: str = ""
    basis: str = ""
    not_filed: Name | None = None  # why a line has no figures, where that is known

    @model_validator(mode="after")
    def _one_version_at_a_time(self) -> "RedLine":
        if self.indicator and not self.version:
            raise ValueError(f"watches {self.indicator!r} and has no version with thresholds")
        days = [version.valid_from for version in self.version]
        if twice := [day for day in days if days.count(day) > 1]:
            raise ValueError(f"two versions hold from {twice[0]}; which of them cannot be told")
        return self

    @model_validator(mode="after")
    def _thresholds_in_order(self) -> "RedLine":
        for version in self.version:
            values = [version.thresholds[s] for s in ("yellow", "orange", "red") if s in version.thresholds]  # type: ignore[index]
            if values != sorted(values, reverse=self.breach == "below"):
                raise ValueError(f"thresholds of {version.valid_from} do not run from yellow to red: {values}")
        return self
