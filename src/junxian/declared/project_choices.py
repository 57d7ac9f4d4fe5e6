"""Choosing projects: budgets, limits of counties and groups, either-or sets; the candidates stand in a CSV beside (项目遴选)."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import Field, model_validator

from junxian.declared.declaration import Declaration, check_declaration, read_toml
from junxian.declared.project_list import COLUMNS, ProjectList, read_project_list, read_register
from junxian.declared.redlines import State
from junxian.terms.area import Areas
from junxian.terms.errors import DeclarationError
from junxian.terms.name import Name
from junxian.terms.nearest import suggest
from junxian.terms.unit import parse_unit

NUMBER = "number"  # a limit of how many projects


class ProjectFactor(Declaration):
    """One factor that projects ask for; its column of the list bears its code."""

    code: str
    name: Name
    unit: str
    budget: float | None = Field(default=None, ge=0)  # in the unit
    budget_share: float | None = Field(default=None, ge=0)  # of what all that are ready ask for
    gates: tuple[
        str, ...
    ] = ()  # red lines: where one's gate for this factor is 0, no project of the county gets any of it
    gate_unknown: State = "green"  # the state taken where a line was not filed

    @model_validator(mode="after")
    def _has_one_budget(self) -> "ProjectFactor":
        parse_unit(self.unit)
        if (self.budget is None) == (self.budget_share is None):
            raise ValueError(f"factor {self.code}: declare either budget or budget_share")
        return self


class Measure(Declaration):
    """One measure of several factors: Σ times · ask, for limits across them."""

    code: str
    name: Name
    terms: dict[str, float] = Field(min_length=1)

    @model_validator(mode="after")
    def _adds_up(self) -> "Measure":
        if low := [factor for factor, times in self.terms.items() if times < 0]:
            raise ValueError(f"measure {self.code}: {low[0]} counts below 0")
        return self


class ProjectLimit(Declaration):
    """Floor and cap of every group of projects: county, city, or any column of the list."""

    name: Name | None = None  # of the one group that values names
    by: str = "county"
    values: tuple[str, ...] = ()  # these groups alone; all where none is named
    of: str  # factor, measure, or number
    at_least: float | None = Field(default=None, ge=0)
    at_most: float | None = Field(default=None, ge=0)
    share_of: Literal["", "ask", "budget"] = ""  # the two are shares of what the group asks for, or of the budget

    @model_validator(mode="after")
    def _limits_something(self) -> "ProjectLimit":
        if self.at_least is None and self.at_most is None:
            raise ValueError("limits nothing; declare at_least or at_most")
        if self.at_least is not None and self.at_most is not None and self.at_most < self.at_least:
            raise ValueError(f"at_most {self.at_most} is below at_least {self.at_least}")
        return self


class EitherOr(Declaration):
    """How many of a set of the list's column either_or are chosen; a set that is not declared: at most one."""

    set: str
    choose: Literal["at most one", "exactly one"]


class ProjectChoices(Declaration):
    """Which of many projects get the factors that they ask for, for the greatest benefit within declared limits."""

    code: str
    edition: str
    name: Name
    heading: Name | None = None
    mode: Literal["projects"]
    list: str = "projects.csv"  # beside this file
    areas: str = (
        ""  # register of areas, from this file: counties are checked and named, cities known; in a province, its own
    )
    benefit: Name
    factor: tuple[ProjectFactor, ...] = Field(min_length=1)
    measure: tuple[Measure, ...] = ()
    limit: tuple[ProjectLimit, ...] = ()
    either_or: tuple[EitherOr, ...] = ()
    gap: float = Field(default=1e-4, ge=0)
    seconds: float | None = Field(default=None, ge=0)  # none: limited by nodes, the same on every machine
    basis: str = ""

    @model_validator(mode="after")
    def _names_what_it_has(self) -> "ProjectChoices":
        factors = [factor.code for factor in self.factor]
        codes = [*factors, *(measure.code for measure in self.measure), NUMBER]
        if twice := [code for code in codes if codes.count(code) > 1 or code in COLUMNS]:
            raise ValueError(f"{twice[0]!r} stands twice, or is a column of the list; name it otherwise")
        named = [term for measure in self.measure for term in measure.terms]
        if unknown := [code for code in named if code not in factors]:
            raise ValueError(f"{unknown[0]!r} is no factor. {suggest(unknown[0], factors)}")
        if unknown := [limit.of for limit in self.limit if limit.of not in codes]:
            raise ValueError(f"a limit is of {unknown[0]!r}. {suggest(unknown[0], codes)}")
        if wrong := [limit for limit in self.limit if limit.share_of == "budget" and limit.of not in factors]:
            raise ValueError(f"a limit is a share of the budget of {wrong[0].of!r}, which has none")
        return self

    @property
    def key(self) -> str:
        """`code/edition`."""
        return f"{self.code}/{self.edition}"

    @property
    def columns(self) -> tuple[str, ...]:
        """Columns of the list by which limits group projects."""
        return tuple(dict.fromkeys(limit.by for limit in self.limit))


@dataclass(frozen=True)
class DeclaredProjects:
    """A declared choice with its list of candidates."""

    choices: ProjectChoices
    listed: ProjectList


def read_projects(path: Path, where: str) -> DeclaredProjects:
    """Read a TOML in mode "projects" and the list beside it; DeclarationError names file, line and value."""
    content = read_toml(path, where)
    if content.get("mode") != "projects":
        raise DeclarationError(where, 'does not declare mode = "projects".', "Add it, or use `junxian allocate`.")
    return join_list(check_declaration(content, ProjectChoices, where), path, where)


def join_list(choices: ProjectChoices, path: Path, where: str, register: Areas | None = None) -> DeclaredProjects:
    """A declared choice with the list that it names, read and checked against it and a register: the one given, else its own."""
    if register is None and choices.areas:
        register = read_register(path.parent / choices.areas)
    listed = read_project_list(
        path.parent / choices.list, where.rpartition("/")[0], tuple(factor.code for factor in choices.factor),
        choices.columns, register,
    )  # fmt: skip
    if strange := [one.set for one in choices.either_or if one.set not in set(listed.table["either_or"])]:
        raise DeclarationError(where, f"either_or set {strange[0]!r} has no project.", suggest(strange[0], set(listed.table["either_or"]) - {""}))  # fmt: skip
    for limit in choices.limit:
        found = set(listed.table[limit.by])
        if strange := [value for value in limit.values if value not in found]:
            raise DeclarationError(where, f"a limit names {limit.by} {strange[0]!r}.", suggest(strange[0], found))
    return DeclaredProjects(choices, listed)
