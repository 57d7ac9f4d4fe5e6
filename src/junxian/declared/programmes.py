"""Programmes: several factors allotted together to where they do most, with floors for all (要素统筹方案, welfare mode)."""

from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import Field, PlainValidator, model_validator

from junxian.declared.allocations import Clearance, Collar, Key, Multiplier, Performance, Supply
from junxian.declared.declaration import Declaration
from junxian.declared.redlines import State
from junxian.declared.wider import Complement, WorstCase, Years
from junxian.terms.name import Name
from junxian.terms.unit import parse_unit


def _check_alpha(value: Any) -> float | str:
    if value == "inf":
        return "inf"
    if isinstance(value, (int, float, Decimal)) and not isinstance(value, bool) and 0 <= float(value) <= MOST_ALPHA:
        return float(value)
    raise ValueError(f'alpha is a number from 0 to {MOST_ALPHA}; as even as possible is "inf"')


MOST_ALPHA = 16  # beyond, plans can hardly be told from "inf"
WIDER = ("complement", "years", "worst_case")
POWERS = ("efficiency", "need", "momentum")
Alpha = Annotated[float | Literal["inf"], PlainValidator(_check_alpha)]


class ScoreKey(Declaration):
    """A quantity by whose order areas are scored; an indicator's own direction holds, an item's is declared here."""

    of: str
    weight: float = Field(gt=0)
    less_is_better: bool | None = None


class Score(Declaration):
    """One of the three scores: the mean of the keys' scores, which run by rank from `least` (last) to 1 (first)."""

    keys: tuple[ScoreKey, ...] = Field(min_length=1)
    least: float = Field(default=0.2, gt=0, le=1)
    power: float = Field(default=1.0, ge=0, le=10)  # the published knob: weight = efficiency^a · need^b · momentum^c


class Weighing(Declaration):
    """What a unit of a factor counts for in an area: efficiency^a · need^b · momentum^c, times performance."""

    efficiency: Score | None = None
    need: Score | None = None
    momentum: Score | None = None
    performance: Performance | None = None


class Factor(Declaration):
    """One factor of a programme: its supply, what areas would get if all were alike, floors, caps and gates."""

    code: str  # land | energy | funds | environment | …: the word that gates of red lines use
    name: Name
    unit: str
    whole_unit: float = Field(default=1.0, gt=0)
    supply: Supply
    reserve: float = Field(default=0.20, ge=0, lt=1)
    basic: float = Field(default=0.20, ge=0, le=1)  # share of the supply that is given by need, as a floor
    base: tuple[Key, ...] = Field(min_length=1)  # keys that know neither merit nor need: people, say
    need: tuple[Key, ...] = Field(min_length=1)  # keys of the floor
    need_multiplier: tuple[Multiplier, ...] = ()
    at_least: float = Field(default=0.0, ge=0)  # multiple of the base share
    at_most: float | None = Field(default=None, gt=0)
    collar: Collar | None = None
    applied: str = ""
    clearance: Clearance | None = None
    gates: tuple[str, ...] = ()
    gate_unknown: State = "green"
    value: float = Field(default=1.0, gt=0)  # what the whole supply of this factor counts beside the others'

    @model_validator(mode="after")
    def _can_be_kept(self) -> "Factor":
        parse_unit(self.unit)
        if self.reserve + self.basic > 1:
            raise ValueError(f"factor {self.code}: reserve {self.reserve} and basic {self.basic} exceed the supply")
        if self.at_most is not None and self.at_most < self.at_least:
            raise ValueError(f"factor {self.code}: at_most {self.at_most} is below at_least {self.at_least}")
        return self


class Group(Declaration):
    """Floor and cap of what the areas of a group hold together, as multiples of their base shares together."""

    name: Name | None = None
    by: Literal["", "city"] = ""  # city: every city is a group
    classification: str = ""
    classes: tuple[str, ...] = ()
    factors: tuple[str, ...] = ()  # all where none is named
    at_least: float | None = Field(default=None, ge=0)
    at_most: float | None = Field(default=None, gt=0)

    @model_validator(mode="after")
    def _is_one_thing(self) -> "Group":
        if bool(self.by) == bool(self.classification and self.classes):
            raise ValueError('name either by = "city", or a classification and its classes')
        if self.at_least is None and self.at_most is None:
            raise ValueError("limits nothing; declare at_least or at_most")
        if self.at_least is not None and self.at_most is not None and self.at_most < self.at_least:
            raise ValueError(f"at_most {self.at_most} is below at_least {self.at_least}")
        return self


class Term(Declaration):
    """A term of a linear row: so much for every unit of a factor, in these areas (all where none are named)."""

    factor: str
    times: float | None = None
    of: str = ""  # item or indicator: every area its own coefficient
    classification: str = ""
    classes: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _has_one_coefficient(self) -> "Term":
        if (self.times is None) == (not self.of):
            raise ValueError("declare either times (one number) or of (every area its own)")
        if bool(self.classification) != bool(self.classes):
            raise ValueError("classification and classes belong together")
        return self


class Row(Declaration):
    """A linear limit of one's own: Σ terms ≤ at_most, ≥ at_least; a shared environmental capacity, say."""

    name: Name
    unit: str = "1"
    terms: tuple[Term, ...] = Field(min_length=1)
    at_most: float | None = None
    at_least: float | None = None
    at_most_item: str = ""  # what the province filed

    @model_validator(mode="after")
    def _limits_something(self) -> "Row":
        if self.at_most is None and self.at_least is None and not self.at_most_item:
            raise ValueError("limits nothing; declare at_most, at_most_item or at_least")
        if self.at_most is not None and self.at_most_item:
            raise ValueError("declare at_most or at_most_item, not both")
        if self.at_most is not None and self.at_least is not None and self.at_most < self.at_least:
            raise ValueError(f"at_most {self.at_most} is below at_least {self.at_least}")
        return self


class Sensitivity(Declaration):
    """How the knobs are drawn: powers and key weights within ± spread, so many times."""

    replicates: int = Field(default=200, ge=0, le=100_000)
    spread: float = Field(default=0.25, ge=0, lt=1)


class Programme(Declaration):
    """Several factors in one edition, allotted together for the greatest weighted welfare within declared limits."""

    code: str
    edition: str
    name: Name
    heading: Name | None = None
    mode: Literal["welfare"]
    classification: str
    alpha: Alpha = 1.0  # 0 as much as possible, 1 in proportion, inf as even as possible
    weight: Weighing
    factor: tuple[Factor, ...] = Field(min_length=1)
    group: tuple[Group, ...] = ()
    row: tuple[Row, ...] = ()
    sensitivity: Sensitivity = Sensitivity()
    complement: Complement | None = None
    years: Years | None = None
    worst_case: WorstCase | None = None
    basis: str = ""

    @model_validator(mode="after")
    def _names_its_factors(self) -> "Programme":
        codes = [factor.code for factor in self.factor]
        if twice := [code for code in codes if codes.count(code) > 1]:
            raise ValueError(f"factor {twice[0]!r} stands twice")
        named = [code for group in self.group for code in group.factors] + [
            t.factor for row in self.row for t in row.terms
        ]
        if unknown := [code for code in named if code not in codes]:
            raise ValueError(f"{unknown[0]!r} is no factor of this programme; its factors are {', '.join(codes)}")
        if sum(group.by == "city" for group in self.group) > 1:
            raise ValueError('two groups are by = "city"; give one both its floor and its cap')
        return self

    @model_validator(mode="after")
    def _looks_one_way(self) -> "Programme":
        wider = [key for key in WIDER if getattr(self, key) is not None]
        if len(wider) > 1:
            raise ValueError(
                f"{wider[0]} and {wider[1]} are declared; declare one, and the other in an edition of its own"
            )
        if wider and self.alpha in (0, "inf"):
            raise ValueError(f"{wider[0]} needs an alpha above 0 and below inf")
        codes, scored = {factor.code for factor in self.factor}, {name for name in POWERS if getattr(self.weight, name)}
        if self.complement and (unknown := sorted(set(self.complement.factors) - codes)):
            raise ValueError(f"complement: {unknown[0]!r} is no factor of this programme")
        for year in self.years.year if self.years else ():
            if unlike := sorted(codes ^ set(year.supply)):
                raise ValueError(
                    f"year {year.year}: declare the supply of every factor, and of no other ({unlike[0]!r})"
                )
        for one in self.worst_case.scenario if self.worst_case else ():
            if unknown := sorted((set(one.supply) - codes) | (set(one.powers) - scored)):
                raise ValueError(f"scenario {one.name.zh}: {unknown[0]!r} is no factor or score of this programme")
        return self

    @property
    def is_wide(self) -> bool:
        """Whether it looks beyond one year and each factor for itself."""
        return any(getattr(self, key) is not None for key in WIDER)

    @property
    def key(self) -> str:
        """`code/edition`."""
        return f"{self.code}/{self.edition}"
