"""Schemes: who is assessed, on which tree of indicators, with which weights per class and which steps."""

from collections.abc import Iterable
from typing import Literal, get_args

import polars as pl
from pydantic import Field, model_validator

from junxian.declared.declaration import MOST_DECIMALS, Declaration
from junxian.declared.frozen import Frozen
from junxian.declared.scheme_awards import Award
from junxian.declared.scheme_steps import (
    Change,
    ChangeIndicator,
    Impute,
    Normalise,
    NormaliseIndicator,
    Points,
    Robustness,
    Screen,
    Treat,
    TreatIndicator,
    Weigh,
)
from junxian.terms.errors import MethodError
from junxian.terms.name import Name
from junxian.terms.nearest import suggest
from junxian.terms.period import Period

__all__ = [
    "AGGREGATIONS", "Award", "Change", "ChangeIndicator", "Impute", "LeftOut", "Node", "Normalise", "NormaliseIndicator",
    "NotFiled", "Points", "Robustness", "Scheme", "SchemeClass", "Screen", "Treat", "TreatIndicator", "Weigh",
]  # fmt: skip

Aggregation = Literal[
    "arithmetic", "geometric", "harmonic", "generalised", "mean_min", "mazziotta_pareto", "adjusted_mazziotta_pareto",
    "copeland", "outranking", "kemeny", "wroclaw", "topsis", "vikor", "promethee", "benefit_of_the_doubt", "order_m",
]  # fmt: skip
AGGREGATIONS: tuple[str, ...] = get_args(Aggregation)
Parameter = bool | int | float | str
ON_OWN_SCALE = (
    "copeland", "outranking", "kemeny", "wroclaw", "topsis", "vikor", "promethee", "benefit_of_the_doubt", "order_m",
)  # fmt: skip


class SchemeClass(Declaration):
    """A class of areas that are ranked among themselves."""

    code: str
    name: Name
    heading: Name | None = None  # printed over its ranking, e.g. 仅经济社会部分
    award: bool = True  # whether its ranking counts for awards
    bounds_with: tuple[str, ...] = ()  # further classes whose members help to set same-year bounds
    neighbours: tuple[str, ...] = ()  # classes in which a member's rank is also shown


class Node(Declaration):
    """An aggregate of the tree; indicators hang below it through weights.csv."""

    code: str
    name: Name
    parent: str = ""
    aggregate: Aggregation = "arithmetic"
    parameters: dict[str, Parameter] = Field(default_factory=dict)  # e.g. { power = 0.5 }; see methods.md


class NotFiled(Declaration):
    """A part of the assessment for which no figures are filed: shown as 未报送, never invented."""

    name: Name
    why: Name


class LeftOut(Declaration):
    """Areas that are not assessed and the reason; `areas` empty means every other area of the level."""

    areas: tuple[str, ...] = ()
    why: Name


class Scheme(Declaration):
    """An assessment scheme of one edition. `weights` has node, parent and one column of points per class."""

    code: str
    edition: str
    period: str = ""  # the period that the edition assesses; its name where that is a period
    name: Name
    why: Name
    basis: str = ""
    classification: str
    level: Literal["county", "city", "zone", "park"] = "county"
    left_out: tuple[LeftOut, ...] = ()
    class_: tuple[SchemeClass, ...] = Field(alias="class")
    node: tuple[Node, ...]
    not_filed: tuple[NotFiled, ...] = ()
    coverage: float = Field(default=0.8, ge=0, le=1)  # least share of weight that must be filed to be ranked
    decimals: int = Field(default=2, ge=0, le=MOST_DECIMALS)  # scores are rounded to these before ranks are decided
    print_overall_rank: bool = False
    rank_across: tuple[str, ...] = ()  # classes that are scored apart and ranked together
    awards_per_class: int = Field(default=0, ge=0)  # short for one award of kind 'rank' with so many places
    award: tuple[Award, ...] = ()
    screen: Screen = Screen()
    impute: Impute = Impute()
    treat: Treat = Treat()
    normalise: Normalise = Normalise()
    weigh: Weigh = Weigh()
    change: Change | None = None
    robustness: Robustness = Robustness()
    bonus: Points | None = None
    deduction: Points | None = None
    veto: tuple[str, ...] = ()  # red lines whose red state bars from awards
    weights: pl.DataFrame = pl.DataFrame()  # node, parent, <class>… (points, exact decimals), from weights.csv
    bounds: pl.DataFrame | None = None  # class, indicator, low, high, from bounds.csv
    frozen: Frozen | None = None  # the seal, from frozen.toml

    @model_validator(mode="after")
    def _one_root(self) -> "Scheme":
        codes = [node.code for node in self.node]
        roots = [node.code for node in self.node if not node.parent]
        if len(roots) != 1:
            raise ValueError(f"one node must have no parent; found {', '.join(roots) or 'none'}")
        strangers = [n.parent for n in self.node if n.parent and n.parent not in codes]
        if strangers:
            raise ValueError(f"node {strangers[0]!r} is named as a parent and not declared")
        return self

    @model_validator(mode="after")
    def _names_are_known(self) -> "Scheme":
        awards = [award.code for award in self.award]
        _check_names("class", (code for code in self.rank_across), self.classes)
        _check_names("class", (code for award in self.award for code in award.classes), self.classes)
        _check_names("node", (award.of for award in self.award if award.of), [node.code for node in self.node])
        for place, award in enumerate(self.award):
            _check_names("earlier award", award.not_with, ["award", *awards[:place]])
        if self.weights.height:
            for step in (self.treat, self.normalise, self.change):
                codes = (own.code.partition("@")[0] for own in step.indicator) if step else ()
                _check_names("indicator", codes, self.indicators)
            _check_names("indicator", self.impute.predictors, self.indicators)
        _check_once("award", awards)
        for step in (self.treat, self.normalise, self.change):
            _check_once("indicator", [own.code for own in step.indicator] if step else [])
        if self.period:
            Period.parse(self.period)
        return self

    @model_validator(mode="after")
    def _steps_fit_together(self) -> "Scheme":
        if not self.treat.is_none and self.normalise.bounds != "same_year":
            raise ValueError(
                f"treatment is decided on the figures of the year, and {self.normalise.bounds} bounds are set before it; "
                "take one of the two"
            )
        if self.awards_per_class and any(award.kind == "rank" for award in self.award):
            raise ValueError(
                "awards_per_class stands for an award of kind 'rank', and one is declared; keep one of them"
            )
        return self

    @property
    def key(self) -> str:
        """`code/edition`."""
        return f"{self.code}/{self.edition}"

    @property
    def node_parameters(self) -> dict[str, dict[str, Parameter]]:
        """Parameters of every node's aggregation; a method with a scale of its own is brought to the scheme's scale."""
        scale: dict[str, Parameter] = {"base": self.normalise.base, "span": self.normalise.span}
        given = {n.code: (scale if n.aggregate in ON_OWN_SCALE else {}) | n.parameters for n in self.node}
        return {code: own for code, own in given.items() if own}

    @property
    def root(self) -> str:
        """The code of the top node."""
        return next(node.code for node in self.node if not node.parent)

    @property
    def classes(self) -> tuple[str, ...]:
        """Codes of the classes, in the declared order."""
        return tuple(c.code for c in self.class_)

    @property
    def indicators(self) -> tuple[str, ...]:
        """Codes of the indicators that carry weight, in the order of weights.csv."""
        nodes = {node.code for node in self.node}
        return tuple(code for code in self.weights["node"].to_list() if code not in nodes)

    @property
    def awards(self) -> tuple[Award, ...]:
        """Every award, `awards_per_class` as the award that it stands for."""
        if not self.awards_per_class:
            return self.award
        usual = Award(code="award", name=Name(zh="先进", en="Advanced"), kind="rank", places=self.awards_per_class)
        return (usual, *self.award)

    @property
    def assessed_period(self) -> Period | None:
        """The period that the edition assesses, where it says one."""
        try:
            return Period.parse(self.period or self.edition)
        except MethodError:
            return None


def _check_once(what: str, codes: list[str]) -> None:
    if twice := [code for code in codes if codes.count(code) > 1]:
        raise ValueError(f"{what} {twice[0]!r} is declared twice")


def _check_names(what: str, used: Iterable[str], known: Iterable[str]) -> None:
    for code in used:
        if code not in known:
            raise ValueError(f"{what} {code!r} is none of the scheme's. {suggest(code, known)}".rstrip("."))
