"""Data-quality rules of named kinds. Each says why it is asked and what the filer should do."""

from decimal import Decimal
from typing import Annotated, Literal, Self

from pydantic import Field, PrivateAttr, field_validator, model_validator

from junxian.declared.declaration import Declaration
from junxian.terms.finding import Severity
from junxian.terms.name import Name


class RuleOfAnyKind(Declaration):
    """What every rule has."""

    code: str
    name: Name
    severity: Severity
    why: Name
    remedy: Name
    basis: str = ""
    level: Annotated[int, Field(ge=0, le=5)] = 1  # ESS validation level


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
    | Expression,
    Field(discriminator="kind"),
]


class RuleFile(Declaration):
    """A file `rules/<rule>.toml`: one or several rules that are decided together."""

    rule: tuple[Rule, ...]
