"""Indicators: a named method with named items (or other indicators), a unit, a direction, worked examples."""

from datetime import date
from typing import Literal

from pydantic import Field, field_validator, model_validator

from junxian.declared.declaration import MOST_DECIMALS, Declaration
from junxian.terms.name import Name
from junxian.terms.unit import parse_unit

METHOD_ROLES: dict[str, tuple[str, ...]] = {
    "value": ("of",),
    "sum": ("of",),  # one or more
    "ratio": ("numerator", "denominator"),
    "share": ("part", "whole"),
    "complement": ("of",),  # 1 - share
    "growth": ("of",),  # against the same period of last year
    "change": ("of",),  # difference to the same period of last year
    "difference": ("minuend", "subtrahend"),
    "per_resident": ("amount", "residents"),
    "per_area": ("amount", "area"),
    "log": ("of",),
    "completion": ("actual", "target"),
}
Method = Literal[
    "value", "sum", "ratio", "share", "complement", "growth", "change", "difference", "per_resident", "per_area", "log",
    "completion",
]  # fmt: skip


class Version(Declaration):
    """From which day a definition holds and what changed; versions are added, never edited."""

    valid_from: date
    change: str
    basis: str = ""


class Example(Declaration):
    """A worked example: values of the sources by key (`key@-1` for the same period of last year) and the result."""

    given: dict[str, float]
    expect: float | None = None  # None: the result is missing


class Indicator(Declaration):
    """One indicator. `of` names the sources of each role of its method: item keys or indicator codes."""

    code: str
    name: Name
    concept: Name
    unit: str
    direction: Literal["more_is_better", "less_is_better"] = "more_is_better"
    method: Method
    of: dict[str, tuple[str, ...]]
    back: int = Field(default=1, ge=1)  # growth, change: years to the value that is compared with
    decimals: int = Field(default=2, ge=0, le=MOST_DECIMALS)
    owner: str = ""
    basis: str = ""  # document id
    alert: float | None = None
    excellent: float | None = None
    version: tuple[Version, ...] = ()
    example: tuple[Example, ...] = ()

    @field_validator("unit")
    @classmethod
    def _unit_is_known(cls, text: str) -> str:
        parse_unit(text)
        return text

    @field_validator("of", mode="before")
    @classmethod
    def _one_or_many(cls, of: dict[str, object]) -> dict[str, object]:
        return {role: (keys,) if isinstance(keys, str) else keys for role, keys in of.items()}

    @model_validator(mode="after")
    def _roles_fit_the_method(self) -> "Indicator":
        wanted = METHOD_ROLES[self.method]
        if set(self.of) != set(wanted):
            raise ValueError(f"method {self.method!r} takes {', '.join(wanted)}; found {', '.join(self.of)}")
        many = [role for role, keys in self.of.items() if len(keys) != 1]
        if many and self.method != "sum":
            raise ValueError(
                f"method {self.method!r} takes one source for {many[0]!r}; use an indicator of method 'sum'"
            )
        return self

    @property
    def sources(self) -> tuple[str, ...]:
        """Every source, in the order of the method's roles."""
        return tuple(key for role in METHOD_ROLES[self.method] for key in self.of[role])
