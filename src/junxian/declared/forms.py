"""Forms: the items of a return, who files it, when it is due."""

from datetime import date
from decimal import Decimal
from typing import Any, Literal, Self

from pydantic import Field, field_validator, model_validator

from junxian.declared.declaration import MOST_DAYS, MOST_DECIMALS, Declaration
from junxian.terms.name import Name
from junxian.terms.nearest import suggest
from junxian.terms.unit import parse_unit

COMPUTED = {"quality.score": "分", "quality.coverage": "1", "quality.punctuality": "1"}  # by the run itself, with units


MOST_DERIVED_DECIMALS = 6  # as figures in expressions have


class ItemExample(Declaration):
    """A worked example of a derived item: figures by item (`上期[…]`, `previous(…)`: of the period before), and the result."""

    given: dict[str, Decimal]  # an item that is not given is missing
    expect: Decimal | None = None  # None: the result is missing


class Item(Declaration):
    """One column of a form. Its key is `code`, or `code.breakdown` where a figure is broken down."""

    code: str
    breakdown: str = ""
    name: Name
    header: tuple[str, ...] = ()  # further headers under which it is filed, beside its key and its names
    unit: str
    decimals: int = Field(default=0, ge=0, le=MOST_DECIMALS)
    measure: Literal["stock", "flow", "ratio"] = "flow"  # a ratio is never summed over areas
    accumulation: Literal["period", "year_to_date"] = "period"
    price_basis: str = ""  # current, constant-2020, …
    required: bool = True
    zero_means_missing: bool = False
    signed: bool = False  # may be below zero
    data_error: float = Field(default=0.0, ge=0)  # relative standard deviation assumed for rank intervals
    computed_by: str = ""  # of COMPUTED, what the run computes itself; any other text only tells who does
    computed: str = ""  # an expression of other items, in the language of rules: the run derives the item
    tolerance: Decimal | None = Field(default=None, ge=0)  # between derived and filed; one last digit by default
    example: tuple[ItemExample, ...] = ()  # of a derived item
    note: Name | None = None

    @model_validator(mode="before")
    @classmethod
    def _what_a_run_computes_is_not_asked_for(cls, item: Any) -> Any:
        own = isinstance(item, dict) and (
            item.get("computed") or str(item.get("computed_by", "")).startswith("quality.")
        )
        return item | {"required": False} if own else item

    @model_validator(mode="after")
    def _derived_as_it_can_be(self) -> Self:
        if not self.computed and (self.tolerance is not None or self.example):
            raise ValueError("`tolerance` and `example` are of a derived item: give `computed`, or leave them out")
        if self.computed and self.computed_by.startswith("quality."):
            raise ValueError("give either `computed` or `computed_by`")
        if self.computed and self.decimals > MOST_DERIVED_DECIMALS:
            raise ValueError(f"a derived item has at most {MOST_DERIVED_DECIMALS} decimals")
        return self

    @model_validator(mode="after")
    def _computed_as_it_can_be(self) -> Self:
        if self.computed_by.startswith("quality."):
            if self.computed_by not in COMPUTED:
                raise ValueError(
                    f"computed_by {self.computed_by!r} is not known. {suggest(self.computed_by, COMPUTED)}"
                )
            unit = COMPUTED[self.computed_by]
            if not parse_unit(self.unit).is_comparable(parse_unit(unit)):
                raise ValueError(f"{self.computed_by} is in {unit!r}, which does not convert to {self.unit!r}")
        return self

    @field_validator("unit")
    @classmethod
    def _unit_is_known(cls, text: str) -> str:
        parse_unit(text)
        return text

    @property
    def key(self) -> str:
        """`code` or `code.breakdown`."""
        return f"{self.code}.{self.breakdown}" if self.breakdown else self.code

    @property
    def headers(self) -> tuple[str, ...]:
        """Every header under which the item may stand."""
        return (self.key, self.name.zh, *((self.name.en,) if self.name.en else ()), *self.header)


class Form(Declaration):
    """A return: its items and the rules of its filing."""

    code: str
    name: Name
    kind: Literal["administrative", "statistical"]
    frequency: Literal["A", "Q", "M", "C"]
    filed_by: str  # a level (every area of it files) or the code of one area or department
    covers: Literal["province", "city", "county", "zone", "park"] = "county"  # level of the areas in its rows
    scope: str = ""  # classification `name/edition` whose areas must appear; all of the level when empty
    area_header: tuple[str, ...] = ("code", "ref_area", "行政区划代码", "地区代码", "代码")
    name_header: tuple[str, ...] = ("name", "地区", "名称", "单位名称", "县区名称")
    period_header: tuple[str, ...] = ("period", "time_period", "报告期", "时期")
    ignore_header: tuple[str, ...] = ()
    due_days: int = Field(ge=-MOST_DAYS, le=MOST_DAYS)  # after the end of the period
    table_number: str = ""
    issuer: Name | None = None
    approval_number: str = ""
    valid_until: date | None = None
    confidentiality: Literal["F", "N", "C"] = "F"  # SDMX CL_CONF_STATUS: free, not for publication, confidential
    source: str = ""  # document id
    note: Name | None = None
    item: tuple[Item, ...]
