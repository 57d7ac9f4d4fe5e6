"""Schemes: who is assessed, on which tree of indicators, with which weights per class and which steps."""

from decimal import Decimal
from pathlib import Path
from typing import Literal

import polars as pl
from pydantic import Field, model_validator

from junxian.declared.declaration import Declaration
from junxian.terms.name import Name


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
    aggregate: Literal["arithmetic", "geometric"] = "arithmetic"


class NotFiled(Declaration):
    """A part of the assessment for which no figures are filed: shown as 未报送, never invented."""

    name: Name
    why: Name


class LeftOut(Declaration):
    """Areas that are not assessed and the reason; `areas` empty means every other area of the level."""

    areas: tuple[str, ...] = ()
    why: Name


class Impute(Declaration):
    """How a missing indicator is filled before scoring."""

    method: Literal["none", "class_mean", "class_median"] = "none"


class Normalise(Declaration):
    """How indicators are brought to one scale. `base` and `span` give the range (60 + 40 in practice)."""

    method: Literal["min_max", "efficacy", "rank", "z_score"] = "efficacy"
    bounds: Literal["same_year", "frozen", "declared"] = "same_year"
    low_percentile: float = 5.0
    high_percentile: float = 95.0
    base: float = 60.0
    span: float = Field(default=40.0, gt=0)

    @model_validator(mode="after")
    def _bounds_fit_the_method(self) -> "Normalise":
        if self.method in ("rank", "z_score") and self.bounds != "same_year":
            raise ValueError(f"method {self.method!r} knows no {self.bounds} bounds; take efficacy or min_max")
        if not 0 <= self.low_percentile < self.high_percentile <= 100:
            raise ValueError(
                f"percentiles {self.low_percentile} and {self.high_percentile} are no range within 0 to 100"
            )
        return self


class Points(Declaration):
    """Bonus or deduction points, filed as an item, within a cap."""

    item: str
    cap: float = Field(ge=0)


class Robustness(Declaration):
    """What is varied for rank intervals."""

    replicates: int = Field(default=1000, ge=0)  # 0: no rank intervals
    weights_vary: float = Field(default=0.25, ge=0, lt=1)
    data_error: bool = True
    normalisations: tuple[Literal["efficacy", "min_max", "z_score"], ...] = Field(
        default=("efficacy", "min_max", "z_score"), min_length=1
    )
    aggregations: tuple[Literal["arithmetic", "geometric"], ...] = Field(
        default=("arithmetic", "geometric"), min_length=1
    )
    interval: float = Field(default=0.90, gt=0, lt=1)


class Scheme(Declaration):
    """An assessment scheme of one edition. `weights` has node, parent and one column of points per class."""

    code: str
    edition: str
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
    decimals: int = 2  # scores are rounded to these before ranks are decided
    print_overall_rank: bool = False
    awards_per_class: int = 0
    impute: Impute = Impute()
    normalise: Normalise = Normalise()
    robustness: Robustness = Robustness()
    bonus: Points | None = None
    deduction: Points | None = None
    veto: tuple[str, ...] = ()  # red lines whose red state bars from awards
    weights: pl.DataFrame = pl.DataFrame()  # node, parent, <class>… (points, exact decimals), from weights.csv
    bounds: pl.DataFrame | None = None  # class, indicator, low, high, from bounds.csv

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

    @property
    def key(self) -> str:
        """`code/edition`."""
        return f"{self.code}/{self.edition}"

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


def read_weights(path: Path) -> pl.DataFrame:
    """Read weights.csv as text, then exact decimals; cells keep what was written."""
    table = pl.read_csv(path, infer_schema=False)
    return table.with_columns(pl.exclude("node", "parent").fill_null("0").cast(pl.Decimal(18, 6)))


def weight_of(scheme: Scheme, node: str, class_code: str) -> Decimal:
    """Points of a node or indicator in a class."""
    return Decimal(scheme.weights.filter(pl.col("node") == node)[class_code][0])
