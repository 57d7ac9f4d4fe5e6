"""Schemes: who is assessed, on which tree of indicators, with which weights per class and which steps."""

from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path
from typing import Literal

import polars as pl
from pydantic import Field, model_validator

from junxian.declared.declaration import Declaration
from junxian.declared.scheme_awards import Award
from junxian.declared.scheme_steps import (
    Change,
    ChangeIndicator,
    Impute,
    Normalise,
    NormaliseIndicator,
    Points,
    Robustness,
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
    "NotFiled", "Points", "Robustness", "Scheme", "SchemeClass", "Treat", "TreatIndicator", "Weigh", "read_weights",
    "weight_of",
]  # fmt: skip

Aggregation = Literal[
    "arithmetic", "geometric", "harmonic", "generalised", "copeland", "outranking", "mazziotta_pareto", "wroclaw",
    "topsis", "vikor", "promethee", "benefit_of_the_doubt", "mean_min",
]  # fmt: skip
AGGREGATIONS: tuple[str, ...] = Aggregation.__args__  # type: ignore[attr-defined]


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
    parameters: dict[str, float | str] = Field(default_factory=dict)  # { power = 0.5 } for generalised
