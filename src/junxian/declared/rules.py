"""Data-quality rules of named kinds. Each says why it is asked and what the filer should do."""

from decimal import Decimal
from typing import Annotated, Literal, Self

from pydantic import Field, PrivateAttr, field_validator, model_validator

from junxian.declared.any_rule import RuleOfAnyKind
from junxian.declared.declaration import Declaration
from junxian.declared.rules_of_chance import (
    Bunching,
    Coverage,
    FilingTrace,
    FirstDigits,
    Heaping,
    Matching,
    RevisionBias,
)
from junxian.terms.area import LEVELS
from junxian.terms.finding import Severity
from junxian.terms.nearest import suggest


class Completeness(RuleOfAnyKind):
    """Every area in scope is in the return, with every required item."""

    kind: Literal["completeness"]
    form: str


class Punctuality(RuleOfAnyKind):
    """Every return due by the cut-off was filed, and by its deadline."""

    kind: Literal["punctuality"]
    form: str


class Duplicates(RuleOfAnyKind):
    """No area stands twice in one return, and no two areas carry the same vector of figures."""

    kind: Literal["duplicates"]
    form: str
    min_items: int = 4  # a copied vector counts from this many figures
    copied: Severity = "explain"  # of two areas with equal figures none can be called the copy
    chance: float = Field(
        default=1e-6, ge=0, lt=1
    )  # largest p-value of some figures being equal; 0 asks whole rows only


class Bounds(RuleOfAnyKind):
    """Values lie between declared bounds, in the item's unit."""

    kind: Literal["bounds"]
    items: tuple[str, ...]
    low: float | None = None
    high: float | None = None


class SumOfParts(RuleOfAnyKind):
    """A total equals the sum of its parts within a tolerance in the total's unit."""

    kind: Literal["sum_of_parts"]
    total: str = ""  # an item key; empty where the parts come to a fixed sum
    equals: Decimal | None = None  # the fixed sum, in the unit of the parts: 1 for shares, 100 for per cent
    parts: tuple[str, ...]
    tolerance: Decimal

    @model_validator(mode="after")
    def _sum_is_known(self) -> Self:
        if bool(self.total) == (self.equals is not None):
            raise ValueError("give either `total`, an item, or `equals`, a fixed sum")
        return self


class SumOfAreas(RuleOfAnyKind):
    """The sum over areas equals the figure of the area above, within a tolerance relative to it."""

    kind: Literal["sum_of_areas"]
    items: tuple[str, ...]
    of: Literal["city", "province"]
    tolerance: float


class OrderOfMagnitude(RuleOfAnyKind):
    """A value is not about 10^k times that of the period before or the class median: a slip of unit or decimal."""

    kind: Literal["order_of_magnitude"]
    items: tuple[str, ...]
    per: str = ""  # item by which values are divided before peers are compared
    classification: str = ""
    nearness: float = 0.15  # |log10 ratio| this near to a whole number other than zero
    min_peers: int = 8  # a class with fewer is compared with all areas


class CarriedForward(RuleOfAnyKind):
    """A vector of figures does not repeat that of the period before."""

    kind: Literal["carried_forward"]
    form: str
    min_items: int = 3
    chance: float = Field(default=1e-5, ge=0, lt=1)  # largest p-value of some figures repeating; 0 asks whole rows only


class RatioInLine(RuleOfAnyKind):
    """A ratio of two items is not far out of line with the class: robust z of its logarithm beyond a limit."""

    kind: Literal["ratio_in_line"]
    numerator: str
    denominator: str
    classification: str
    limit: float = 5.0  # for large classes; small ones need more
    min_peers: int = 8  # a class with fewer is compared with all areas


class ShiftedRow(RuleOfAnyKind):
    """Within a row, no run of neighbouring columns fits its peers far better when read one or more columns aside."""

    kind: Literal["shifted_row"]
    form: str
    columns: tuple[str, ...]  # item keys in the order of the table
    anchors: tuple[str, ...]  # item keys that size a row and are taken to stand right
    classification: str = ""
    max_shift: int = 2
    limit: float = 20.0  # by which the sum of squared robust z must fall when the run is read aside
    min_peers: int = 8  # a class with fewer is compared with all areas


class YearToDate(RuleOfAnyKind):
    """A figure that runs on from January does not fall within a year, and its December agrees with the year's figure."""

    kind: Literal["year_to_date"]
    items: tuple[str, ...] = ()  # items that may not fall; items that may lie below zero and ratios are not asked
    corrections: dict[str, str] = Field(
        default_factory=dict
    )  # item -> item of the same row that holds its signed correction
    annual: dict[str, str] = Field(
        default_factory=dict
    )  # item -> item of a yearly form; figures of single months are added up
    tolerance: float = Field(default=0.0, ge=0)  # of December against the year, relative to the year's figure


class GrowthAgainstLevel(RuleOfAnyKind):
    """Reported growth follows from levels at constant prices; where none are filed, the implied deflator is looked at."""

    kind: Literal["growth_against_level"]
    growth: str  # an item in per cent: real growth over the same period of last year
    current: str = ""  # item at current prices
    constant: str = ""  # item at constant prices
    constant_before: str = ""  # item of the same row: last year's level at the same prices
    tolerance: float | None = Field(default=None, ge=0)  # percentage points; what rounding explains where it is empty
    low: float = -8.0  # of the implied deflator, per cent
    high: float = 12.0


class LevelShift(RuleOfAnyKind):
    """A figure does not leap out of its own history and return, or stay on another level, as no peer does."""

    kind: Literal["level_shift"]
    items: tuple[str, ...]
    classification: str = ""
    least: float = Field(default=0.25, gt=0)  # of the logarithm: a smaller deviation is not worth a question
    plain: float = Field(default=0.4, gt=0)  # a leap of so much and of eight spreads that returns is asked about anyway
    chance: float = Field(default=0.001, gt=0, lt=1)  # largest p-value that makes a suspicion
    min_peers: int = 8  # a class with fewer is compared with all areas


class SwappedColumns(RuleOfAnyKind):
    """No two items of a row fit their own histories only when exchanged."""

    kind: Literal["swapped_columns"]
    columns: tuple[str, ...]  # items of one form among which any two may have been exchanged
    classification: str = ""
    least: float = Field(default=0.15, gt=0)  # of the logarithm of their ratio: nearer figures cannot be told apart
    limit: float = Field(default=30.0, gt=0)  # what reading a period exchanged must save in squared steps
    min_peers: int = 8  # a class with fewer is compared with all areas


class Smoothing(RuleOfAnyKind):
    """Growth varies as it does among peers: no series runs all too evenly."""

    kind: Literal["smoothing"]
    items: tuple[str, ...]
    classification: str = ""
    growths: int = Field(default=5, ge=4)  # least number of growth rates in a row
    chance: float = Field(default=0.001, gt=0, lt=1)  # largest p-value that makes a suspicion
    min_peers: int = 20  # areas without whose growth nothing is said


class CopiedSeries(RuleOfAnyKind):
    """No area repeats growth and structure of another over several periods, and no item those of another item."""

    kind: Literal["copied_series"]
    items: tuple[str, ...]
    periods: int = Field(default=4, ge=3)
    chance: float = Field(default=1e-6, gt=0, lt=1)  # largest p-value that makes a suspicion
    min_peers: int = 20  # areas without whose distances nothing is said


class RuleExample(Declaration):
    """A worked example of a rule: figures by item (`上期[…]` or `previous(…)`: of the period before), and whether it fires."""

    given: dict[str, Decimal]  # an item that is not given is missing
    fires: bool


class AppliesTo(Declaration):
    """The areas that a rule asks: by level, by class, or both; all areas of the form where nothing is given."""

    level: tuple[str, ...] = ()  # county, city, …
    classification: str = ""  # `name/edition`
    classes: tuple[str, ...] = ()  # of the classification

    @field_validator("level", "classes", mode="before")
    @classmethod
    def _one_or_many(cls, value: object) -> object:
        return (value,) if isinstance(value, str) else value

    @field_validator("level")
    @classmethod
    def _levels_are_known(cls, levels: tuple[str, ...]) -> tuple[str, ...]:
        for level in levels:
            if level not in LEVELS:
                raise ValueError(f"no level of areas is called {level!r}. {suggest(level, LEVELS)}")
        return levels

    @model_validator(mode="after")
    def _classes_are_of_a_classification(self) -> Self:
        if bool(self.classification) != bool(self.classes):
            raise ValueError("give `classification` and `classes` together, or neither")
        return self


class Expression(RuleOfAnyKind):
    """A condition that every row must meet, as an expression: docs/handbook/rule-language.md. It fires where it is false."""

    kind: Literal["expression"]
    rule: str  # 营业收入 = 主营业务收入 + 其他业务收入
    form: str = ""  # whose rows are asked; that of the first item named where it is empty
    tolerance: Decimal | None = Field(default=None, ge=0)  # of the rule's comparison, in the unit of its left side
    applies_to: AppliesTo = AppliesTo()
    example: tuple[RuleExample, ...] = ()
    _place: str = PrivateAttr("")  # file, sheet and cell, for errors

    @property
    def place(self) -> str:
        """Where the rule stands, for errors: file and rule, or file, sheet and cell."""
        return self._place or f"rules, {self.code}"

    def put(self, place: str) -> Self:
        """The rule, which remembers where it stands."""
        self._place = place
        return self

    @property
    def classification(self) -> str:
        """The classification that `applies_to` names."""
        return self.applies_to.classification


Rule = Annotated[
    Completeness
    | Punctuality
    | Duplicates
    | Bounds
    | SumOfParts
    | SumOfAreas
    | OrderOfMagnitude
    | CarriedForward
    | RatioInLine
    | ShiftedRow
    | YearToDate
    | GrowthAgainstLevel
    | LevelShift
    | SwappedColumns
    | Smoothing
    | CopiedSeries
    | Expression
    | Matching
    | RevisionBias
    | Heaping
    | Bunching
    | FirstDigits
    | Coverage
    | FilingTrace,
    Field(discriminator="kind"),
]


class RuleFile(Declaration):
    """A file `rules/<rule>.toml`: one or several rules that are decided together."""

    rule: tuple[Rule, ...]
