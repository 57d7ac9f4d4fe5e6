"""What a programme may look at beyond one year, each factor for itself: complements, further years, the worst case."""

from typing import Literal

from pydantic import Field, model_validator

from junxian.declared.declaration import Declaration
from junxian.terms.name import Name


class Complement(Declaration):
    """Factors that are worth something only together: the CES aggregate of their shares of the base (要素配套)."""

    factors: tuple[str, ...] = Field(min_length=2)
    share: tuple[float, ...]  # of each factor; they sum to 1
    elasticity: float = Field(
        default=0.5, ge=0.25, le=4
    )  # of substitution: 1 Cobb-Douglas; the lower, the less one replaces another

    @model_validator(mode="after")
    def _shares_the_whole(self) -> "Complement":
        if len(self.share) != len(self.factors) or min(self.share) <= 0 or abs(sum(self.share) - 1) > 1e-9:
            raise ValueError("give every factor of the complement a share above 0; they sum to 1")
        if len(set(self.factors)) != len(self.factors):
            raise ValueError("name every factor of the complement once")
        return self


class Year(Declaration):
    """A further year: its supplies by factor, reserve included."""

    year: int
    supply: dict[str, float]

    @model_validator(mode="after")
    def _has_something(self) -> "Year":
        if low := [factor for factor, amount in self.supply.items() if amount <= 0]:
            raise ValueError(f"year {self.year}: supply of {low[0]} is not above 0")
        return self


class Years(Declaration):
    """Further years with what may be carried over, and how far an amount may change from one year to the next (滚动、统筹多年)."""

    plan: Literal["joint", "rolling"] = "joint"  # all years at once, or year by year
    down: float = Field(default=0.2, ge=0, lt=1)
    up: float = Field(default=0.3, ge=0)
    carry: float = Field(default=0.0, ge=0, le=1)  # share of a year's supply that may wait for the next
    discount: float = Field(default=1.0, gt=0, le=1)  # what a year counts of the year before
    year: tuple[Year, ...] = Field(min_length=1, max_length=9)

    @model_validator(mode="after")
    def _runs_on(self) -> "Years":
        years = [one.year for one in self.year]
        if years != list(range(years[0], years[0] + len(years))):
            raise ValueError(f"years are {years}; name one after the other without a gap")
        return self


class Scenario(Declaration):
    """One way in which things may come: other powers of the scores, other supplies (times those expected)."""

    name: Name
    powers: dict[Literal["efficiency", "need", "momentum"], float] = Field(default_factory=dict)
    supply: dict[str, float] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _is_possible(self) -> "Scenario":
        if high := [name for name, power in self.powers.items() if not 0 <= power <= 10]:
            raise ValueError(f"scenario {self.name.zh}: power of {high[0]} is not from 0 to 10")
        if wrong := [factor for factor, times in self.supply.items() if not 0 < times <= 1]:
            raise ValueError(f"scenario {self.name.zh}: supply of {wrong[0]} is above 0 and at most 1 of that expected")
        return self


class WorstCase(Declaration):
    """Scenarios among which the plan is the best in the worst (稳健方案); what is expected is always one of them."""

    measure: Literal["regret", "value"] = (
        "regret"  # what is lost against the scenario's own best plan, or the value itself
    )
    draws: int = Field(
        default=0, ge=0, le=200
    )  # scenarios drawn besides: powers and key weights within the spread of [sensitivity]
    scenario: tuple[Scenario, ...] = Field(default=(), max_length=50)

    @model_validator(mode="after")
    def _has_scenarios(self) -> "WorstCase":
        if not self.draws and not self.scenario:
            raise ValueError("names no scenario; declare [[worst_case.scenario]] or draws")
        return self
