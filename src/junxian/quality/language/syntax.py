"""The parts of an expression: a term has a value, a condition is true, false or unknown. All are frozen and compare by content.

`span` is where a part stands in the text; it takes no part in comparison, so that reading what was written gives the same.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from junxian.quality.language.errors import Span

NOWHERE: Span = (0, 0)

FUNCTIONS = ("abs", "round", "min", "max")
SHIFTS = ("previous", "last_year")
COMPARISONS = ("=", "!=", "<", "<=", ">", ">=")
Comparison = Literal["=", "!=", "<", "<=", ">", ">="]


@dataclass(frozen=True)
class Node:
    """Any part of an expression."""

    span: Span = field(default=NOWHERE, compare=False, repr=False, kw_only=True)


@dataclass(frozen=True)
class Number(Node):
    """A number as written, never below zero; `unit` is a symbol of `terms.unit`, "" for a bare number."""

    value: Decimal
    unit: str = ""


@dataclass(frozen=True)
class Text(Node):
    """A text in quotes, for columns of texts."""

    value: str


@dataclass(frozen=True)
class Item(Node):
    """The figure of an item in the row that is asked, in the item's declared unit."""

    key: str


@dataclass(frozen=True)
class Negative(Node):
    """Unary minus."""

    operand: "Term"


@dataclass(frozen=True)
class Sum(Node):
    """Two terms or more; a subtracted one is a `Negative`."""

    terms: tuple["Term", ...]


@dataclass(frozen=True)
class Product(Node):
    """left × right."""

    left: "Term"
    right: "Term"


@dataclass(frozen=True)
class Quotient(Node):
    """left ÷ right; missing where right is zero."""

    left: "Term"
    right: "Term"


@dataclass(frozen=True)
class Function(Node):
    """`abs` of one term, `round` of a term and a whole number of decimals, `min` and `max` of two terms or more."""

    name: str
    arguments: tuple["Term", ...]


@dataclass(frozen=True)
class Shifted(Node):
    """A term one period before (`previous`) or a year before (`last_year`).

    After the unit check `previous_in_year` where the term holds an item that is counted from January on: it has no
    value in the first period of a year, when the count begins anew.
    """

    operand: "Term"
    by: str


@dataclass(frozen=True)
class SumChildren(Node):
    """The sum of an item over the areas below; of one `level` where one is named."""

    key: str
    level: str = ""


@dataclass(frozen=True)
class SumParts(Node):
    """The sum over the breakdowns of an item code, or over named items (`code` is then empty)."""

    code: str
    keys: tuple[str, ...]


@dataclass(frozen=True)
class Scaled(Node):
    """A term times an exact factor: written by the unit check, never by hand."""

    operand: "Term"
    factor: Fraction


Term = Number | Text | Item | Negative | Sum | Product | Quotient | Function | Shifted | SumChildren | SumParts | Scaled


@dataclass(frozen=True)
class Compare(Node):
    """left <comparison> right; with a tolerance the comparison holds where it would after moving either side by that much."""

    comparison: Comparison
    left: Term
    right: Term
    tolerance: Term | None = None  # as written a Number; after the unit check a term in the unit of both sides


@dataclass(frozen=True)
class Between(Node):
    """low ≤ operand ≤ high."""

    operand: Term
    low: Term
    high: Term


@dataclass(frozen=True)
class InList(Node):
    """The operand equals one of the choices."""

    operand: Term
    choices: tuple[Term, ...]


@dataclass(frozen=True)
class IsMissing(Node):
    """The operand has no value; never unknown itself."""

    operand: Term


@dataclass(frozen=True)
class Not(Node):
    """Not the operand."""

    operand: "Condition"


@dataclass(frozen=True)
class And(Node):
    """All operands."""

    operands: tuple["Condition", ...]


@dataclass(frozen=True)
class Or(Node):
    """Any operand."""

    operands: tuple["Condition", ...]


@dataclass(frozen=True)
class If(Node):
    """Where `test` holds `then` must hold, and where it does not, `otherwise` (if given)."""

    test: "Condition"
    then: "Condition"
    otherwise: "Condition | None" = None


Condition = Compare | Between | InList | IsMissing | Not | And | Or | If
Expression = Term | Condition


def list_parts(node: Node) -> Iterator[Node]:
    """The direct parts of a node."""
    for name in _PARTS[type(node)]:
        value = getattr(node, name)
        if isinstance(value, Node):
            yield value
        elif isinstance(value, tuple):
            yield from (part for part in value if isinstance(part, Node))


_PARTS: dict[type, tuple[str, ...]] = {
    kind: tuple(f.name for f in fields(kind) if f.name not in ("span", "value", "key", "keys", "code", "factor"))
    for kind in (
        Number, Text, Item, Negative, Sum, Product, Quotient, Function, Shifted, SumChildren, SumParts, Scaled,
        Compare, Between, InList, IsMissing, Not, And, Or, If,
    )
}  # fmt: skip


def walk(node: Node) -> Iterator[tuple[Node, int]]:
    """Every part of an expression with its depth, itself first at 1; a stack of its own, so that no depth is too great."""
    ahead = [(node, 1)]
    while ahead:
        here, depth = ahead.pop()
        yield here, depth
        ahead.extend((part, depth + 1) for part in reversed(list(list_parts(here))))


def list_keys(node: Node) -> tuple[str, ...]:
    """The keys of every item that an expression names, each once, in the order of the text."""
    found: dict[str, None] = {}
    for part, _ in walk(node):
        if isinstance(part, Item | SumChildren):
            found[part.key] = None
        elif isinstance(part, SumParts):
            found.update(dict.fromkeys(part.keys))
    return tuple(found)
