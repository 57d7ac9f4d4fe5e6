"""Allocations: supply of one factor, pools, weights, floors, gates, collars. Formula mode of the handbook."""

from typing import Literal

from pydantic import Field, model_validator

from junxian.declared.declaration import Declaration
from junxian.declared.redlines import State
from junxian.terms.name import Name
from junxian.terms.unit import parse_unit

AWARDED_IN = {"land": "land", "funds": "money"}  # which amount of an award a factor gives


class Key(Declaration):
    """A published key of a pool: an item or indicator, and its share of the pool's weight."""

    of: str
    weight: float = Field(gt=0)
    below_zero: Literal["refuse", "zero"] = "refuse"  # zero: a value below zero counts as zero and is told (net inflow)


class Multiplier(Declaration):
    """Members of a class of a classification count this many times."""

    classification: str
    classes: tuple[str, ...]
    times: float = Field(gt=0)


class Performance(Declaration):
    """Scores of the assessment, ranked in class, stretched linearly from `low` (last) to `high` (first)."""

    low: float = Field(default=0.8, ge=0)
    high: float = Field(default=1.2, ge=0)

    @model_validator(mode="after")
    def _low_below_high(self) -> "Performance":
        if self.low > self.high:
            raise ValueError(f"low {self.low} is above high {self.high}; the last would count more than the first")
        return self


class Clearance(Declaration):
    """Tasks whose completion raises and whose miss lowers the factor result (land: ×1.10 both done, ×0.80 either missed)."""

    items: tuple[str, ...]  # 1 done, 0 missed
    all_done: float = Field(default=1.10, ge=0)
    any_missed: float = Field(default=0.80, ge=0)


class Collar(Declaration):
    """Limits of change against last year's quota."""

    last: str  # item: last year's quota
    low: float = Field(default=0.8, ge=0)
    high: float = Field(default=1.3, ge=0)
    new_projects: str = ""  # item added to the upper limit

    @model_validator(mode="after")
    def _low_below_high(self) -> "Collar":
        if self.low > self.high:
            raise ValueError(f"low {self.low} is above high {self.high}")
        return self


class Supply(Declaration):
    """The total to be allotted: a number set by the user, or an item that the province filed."""

    amount: float | None = Field(default=None, gt=0)
    item: str = ""

    @model_validator(mode="after")
    def _one_of_both(self) -> "Supply":
        if (self.amount is None) == (not self.item):
            raise ValueError("name either an amount or an item")
        return self


class Allocation(Declaration):
    """One factor's allocation in one edition, by formula (practice: reserve, basic pool, efficiency pool)."""

    code: str
    edition: str
    factor: str  # land | energy | funds | environment | …: the word that gates of red lines use
    name: Name
    heading: Name | None = None  # printed over the plan, e.g. 测算示例（假设总额）
    mode: Literal["formula"] = "formula"
    unit: str
    whole_unit: float = Field(default=1.0, gt=0)  # quotas are whole multiples of this
    classification: str  # its areas take part
    supply: Supply
    reserve: float = Field(default=0.20, ge=0, lt=1)
    basic: float = Field(default=0.20, ge=0, le=1)  # share of supply; the rest is the efficiency pool
    need: tuple[Key, ...] = Field(min_length=1)
    need_multiplier: tuple[Multiplier, ...] = ()
    efficiency: tuple[Key, ...] = Field(min_length=1)
    performance: Performance | None = None
    clearance: Clearance | None = None
    gates: tuple[str, ...] = ()  # red lines whose gates for this factor apply
    gate_unknown: State = "green"  # the state taken where a line was not filed; printed when used
    collar: Collar | None = None
    applied: str = ""  # item: amount applied for; nobody gets more
    award_from: tuple[str, ...] = ()  # awards of the scheme whose land or money is given on top, from the reserve
    basis: str = ""

    @model_validator(mode="after")
    def _pools_leave_something(self) -> "Allocation":
        parse_unit(self.unit)
        for pool, keys in (("need", self.need), ("efficiency", self.efficiency)):
            named = [key.of for key in keys]
            if twice := [of for of in named if named.count(of) > 1]:
                raise ValueError(f"{pool} names {twice[0]!r} twice; give it one weight")
        if self.reserve + self.basic > 1:
            raise ValueError(f"reserve {self.reserve} and basic pool {self.basic} exceed the supply")
        if self.award_from and self.factor not in AWARDED_IN:
            raise ValueError(f"awards are in land or money (factor 'funds'), not in {self.factor!r}")
        return self

    @property
    def key(self) -> str:
        """`code/edition`."""
        return f"{self.code}/{self.edition}"
