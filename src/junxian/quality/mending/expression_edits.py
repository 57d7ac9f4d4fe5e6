"""Rules written as expressions, as edit rules on the cells of a row, where they are linear; the others are told."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from junxian.declared.province import Province
from junxian.declared.rules import Expression
from junxian.quality.language.names import Vocabulary
from junxian.quality.language.read_rule import Formula, read_rule
from junxian.quality.language.syntax import Compare, Function, If, Negative, Or, Product, Quotient, Scaled, Term
from junxian.quality.mending.edits import INF, Edit
from junxian.quality.rule_limits import Line, list_demanded, read_line
from junxian.terms.name import Name

_SENSES = {"=": (True, True), "<": (False, True), "<=": (False, True), ">": (True, False), ">=": (True, False)}
_SOFT = Name(zh="不是强制规则，允许有例外", en="it does not hold figures back: there may be exceptions")
_DERIVED = Name(zh="用到推算项", en="it names a derived item")
_IF = Name(zh="含“如果”或“或”", en="it holds 'if' or 'or'")
_OTHER = Name(zh="不是同一地区同一时期各项的线性关系", en="it is no linear relation of items of one area and period")


@dataclass(frozen=True)
class RowEdit:
    """An edit on item keys, in the areas where its rule is asked; not asked where a divisor is zero."""

    edit: Edit
    divisors: tuple[str, ...] = ()
    areas: frozenset[str] | None = None

    def is_asked(self, area: str, figures: Mapping[str, float | None]) -> bool:
        """Whether the rule is asked of an area with these figures."""
        divided = bool(self.divisors) and all(not figures.get(key) for key in self.divisors)
        return not divided and (self.areas is None or area in self.areas)


class ReadRules(NamedTuple):
    """The edits of rules, and the rules that are none, with the reason."""

    edits: list[RowEdit]
    left_out: list[tuple[Expression, Name]]


class _Sides(NamedTuple):
    """left - right, and what it may differ from zero by; both are lines over the same denominator, which is not negative."""

    difference: Line
    slack: Line
    divisors: tuple[str, ...]


def read_expression_edits(province: Province, vocabulary: Vocabulary, items: Iterable[str]) -> ReadRules:
    """Sums, balances, limits and bounds of ratios that expressions demand, as edits on item keys.

    items  only rules all of whose items are among these are read, and only those are told as left out
    An equality counts whatever its severity but a note; a limit only where its rule holds figures back. A bound of a ratio is
    multiplied by its divisor, of items that may not be negative. Checked in tests/unit/quality/mending/test_expression_edits.py.
    """
    known, edits, left_out = set(items), list[RowEdit](), list[tuple[Expression, Name]]()
    for rule in province.rules.values():
        if isinstance(rule, Expression):
            formula = read_rule(rule, vocabulary)
            if set(formula.keys) <= known or any(province.items[key][1].computed for key in formula.keys):
                found = list(_read(formula, province))
                edits += [one for one in found if isinstance(one, RowEdit)]
                left_out += [(rule, one) for one in dict.fromkeys(x for x in found if isinstance(x, Name))]
    return ReadRules(edits, left_out)


def _read(formula: Formula, province: Province) -> Iterator[RowEdit | Name]:
    """The edits of a rule, or why a part of it is none."""
    if any(province.items[key][1].computed for key in formula.keys):
        yield _DERIVED
        return
    areas = _list_areas(formula.rule, province)
    for part in list_demanded(formula.checked):
        is_balance = isinstance(part, Compare) and part.comparison == "="
        if formula.rule.severity == "note" or (formula.rule.severity != "hold" and not is_balance):
            yield _SOFT
        elif not isinstance(part, Compare):
            yield _IF if isinstance(part, If | Or) else _OTHER
        elif (sides := _clear(part, province)) is None or part.comparison not in _SENSES:
            yield _OTHER
        else:
            yield from (RowEdit(e, sides.divisors, areas) for e in _state(formula.rule.code, part, sides, province))


def _list_areas(rule: Expression, province: Province) -> frozenset[str] | None:
    asked, chosen = rule.applies_to, None
    if asked.level:
        chosen = {code for level in asked.level for code in province.areas.at_level(level)}
    if asked.classification:
        table = province.classifications[asked.classification]
        own = {a for a, c in table.select("area", "class").rows() if c in asked.classes}
        chosen = own if chosen is None else chosen & own
    return None if chosen is None else frozenset(chosen)


def _clear(node: Compare, province: Province) -> _Sides | None:
    """Both sides without a divisor, where they are lines, or a line over a divisor and a number."""
    sides = [_split(side) for side in (node.left, node.right)]
    slack = {} if node.tolerance is None else _read_slack(node.tolerance, province)
    if None in sides or slack is None:
        return None
    (left, below), (right, under) = (side for side in sides if side is not None)
    divisor = below or under
    if divisor is None:
        found = _Sides(_minus(left, right), slack, ())
    elif (
        (below and under)
        or not _is_number(right if below else left)
        or not _is_number(slack)
        or not _is_positive(divisor, province)
    ):
        return None
    else:
        whole = _minus(left, _times(divisor, right)) if below else _minus(_times(divisor, left), right)
        found = _Sides(whole, _times(divisor, slack), tuple(cell for cell in divisor if cell))
    cells = {*found.difference, *found.slack} - {""}
    return found if cells and not any("|" in cell for cell in cells) else None


def _split(node: Term) -> tuple[Line, Line | None] | None:
    """A term as a line, or as a line over a line that is no number."""
    if isinstance(node, Scaled | Negative):
        inner, factor = _split(node.operand), node.factor if isinstance(node, Scaled) else Fraction(-1)
        return None if inner is None else ({cell: a * factor for cell, a in inner[0].items()}, inner[1])
    if isinstance(node, Quotient):
        above, below = read_line(node.left), read_line(node.right)
        if above is not None and below is not None and not _is_number(below):
            return above, below
    line = read_line(node)
    return None if line is None else (line, None)


def _read_slack(node: Term, province: Province) -> Line | None:
    """A tolerance as a line: a number, or a share of the size of a sum that is not negative."""
    if isinstance(node, Product) and isinstance(node.right, Function) and node.right.name == "abs":
        share, size = read_line(node.left), read_line(node.right.arguments[0])
        if share is None or size is None or not _is_number(share) or not _is_positive(size, province):
            return None
        return {cell: a * share[""] for cell, a in size.items()}
    return read_line(node)


def _is_number(line: Line) -> bool:
    return not set(line) - {""}


def _is_positive(line: Line, province: Province) -> bool:
    """Whether a line is never below zero."""
    return all(
        a >= 0 and (not cell or ("|" not in cell and not province.items[cell][1].signed)) for cell, a in line.items()
    )


def _times(line: Line, number: Line) -> Line:
    return {cell: a * number.get("", Fraction(0)) for cell, a in line.items()}


def _minus(a: Line, b: Line) -> Line:
    return {cell: a.get(cell, Fraction(0)) - b.get(cell, Fraction(0)) for cell in dict.fromkeys([*a, *b])}


def _state(code: str, node: Compare, sides: _Sides, province: Province) -> Iterator[Edit]:
    """The edits low ≤ Σ a·x ≤ high; a strict limit leaves room for one last digit."""
    is_low, is_high = _SENSES[node.comparison]
    if _is_number(sides.slack):
        terms, number, slack = (
            _share_out(sides.difference),
            sides.difference.get("", Fraction(0)),
            sides.slack.get("", Fraction(0)),
        )
        room = _measure_last_digit(terms, province) if node.comparison in ("<", ">") else 0.0
        yield Edit(
            code,
            terms,
            float(-slack - number) + room if is_low else -INF,
            float(slack - number) - room if is_high else INF,
        )
        return
    for is_asked, sign in ((is_low, 1), (is_high, -1)):
        if is_asked:
            whole = _minus(sides.difference, {cell: -sign * a for cell, a in sides.slack.items()})
            bound = float(-whole.get("", Fraction(0)))
            yield Edit(code, _share_out(whole), bound if sign > 0 else -INF, INF if sign > 0 else bound)


def _share_out(line: Line) -> dict[str, float]:
    return {cell: float(a) for cell, a in line.items() if cell and a}


def _measure_last_digit(terms: Mapping[str, float], province: Province) -> float:
    return min(abs(a) * 10.0 ** -province.items[cell][1].decimals for cell, a in terms.items())
