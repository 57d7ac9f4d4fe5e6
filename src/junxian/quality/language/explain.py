"""Why a condition is false in a row: the comparisons that make it so, with their numbers, and the figures behind them."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from junxian.quality.language.exact import show_decimal
from junxian.quality.language.interpret import judge
from junxian.quality.language.measure import Environment, measure
from junxian.quality.language.names import Vocabulary
from junxian.quality.language.shift_period import shift_period
from junxian.quality.language.syntax import (
    And,
    Between,
    Compare,
    Condition,
    If,
    InList,
    IsMissing,
    Item,
    Node,
    Not,
    Or,
    Shifted,
    SumChildren,
    SumParts,
    Term,
    list_parts,
)
from junxian.quality.language.units import check_term
from junxian.terms.unit import Unit

Leaf = Compare | Between | InList | IsMissing
Row = tuple[Environment, str, str]  # figures, area, period


@dataclass(frozen=True)
class Blame:
    """One simple condition that is not as it should be: it `is` true or false; `given` are conditions that ask it."""

    condition: Leaf
    holds: bool
    given: tuple[Condition, ...] = ()


@dataclass(frozen=True)
class Quantity:
    """A term's value in the unit in which people read it (None for a bare number), None where missing."""

    term: Term
    value: Decimal | None
    unit: Unit | None


@dataclass(frozen=True)
class Used:
    """One figure that an expression used: the item, where it stands, and whether it is a sum over the areas below."""

    key: str
    area: str
    period: str
    shifts: tuple[str, ...] = ()
    is_sum: bool = False
    children: tuple[str, ...] = ()


def list_blames(condition: Condition, checked: Condition, row: Row, is_wanted: bool = True) -> Iterator[Blame]:
    """The simple conditions that make a condition differ from what is wanted of it; `checked` is its checked form."""
    match condition, checked:
        case Not(), Not():
            yield from list_blames(condition.operand, checked.operand, row, not is_wanted)
        case (And(), And()) | (Or(), Or()):
            assert isinstance(condition, And | Or)
            assert isinstance(checked, And | Or)
            for part, own in zip(condition.operands, checked.operands, strict=True):
                if judge(own)(*row) is (not is_wanted):
                    yield from list_blames(part, own, row, is_wanted)
        case If(), If():
            yield from _blame_if(condition, checked, row, is_wanted)
        case _:
            assert isinstance(condition, Leaf)
            yield Blame(condition, not is_wanted)


def _blame_if(condition: If, checked: If, row: Row, is_wanted: bool) -> Iterator[Blame]:
    test = judge(checked.test)(*row)
    branch, own = (condition.then, checked.then) if test else (condition.otherwise, checked.otherwise)
    if branch is None or own is None or not is_wanted:
        return
    given = condition.test if test else Not(condition.test)
    for blame in list_blames(branch, own, row, is_wanted):
        yield Blame(blame.condition, blame.holds, (given, *blame.given))


def measure_term(term: Term, vocabulary: Vocabulary, row: Row) -> Quantity:
    """The value of a term as written, in the unit in which people read it."""
    measured = check_term(term, vocabulary)
    value = measure(measured.term)(*row)
    if value is not None:
        factor = measured.unit.factor / measured.read.factor if measured.unit and measured.read else Fraction(1)
        value = show_decimal(value, factor)
    return Quantity(term, value, measured.read)


def list_used(node: Node, row: Row, shifts: tuple[str, ...] = ()) -> Iterator[Used]:
    """The figures that an expression names, with where they stand; those of areas below as one."""
    env, area, now = row
    if isinstance(node, Shifted):
        yield from list_used(node.operand, row, (*shifts, node.by))
        return
    period = now
    for by in shifts:
        period = shift_period(period, by)
    if isinstance(node, Item):
        yield Used(node.key, area, period, shifts)
    elif isinstance(node, SumParts):
        yield from (Used(key, area, period, shifts) for key in node.keys)
    elif isinstance(node, SumChildren):
        below = env.children(area, period, node.level) if period else ()
        yield Used(node.key, area, period, shifts, True, tuple(child for child, _ in below))
    for part in list_parts(node):
        yield from list_used(part, row, shifts)
