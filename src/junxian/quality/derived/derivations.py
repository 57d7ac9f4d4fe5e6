"""Derived items as declared: their expressions read, units checked, in an order in which each stands behind what it uses."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import cached_property
from graphlib import CycleError, TopologicalSorter

from junxian.declared.forms import COMPUTED, Form, Item
from junxian.declared.province import Province
from junxian.quality.language.errors import ExpressionError
from junxian.quality.language.exact import EXACT, show_decimal
from junxian.quality.language.measure import Environment, Measure, measure
from junxian.quality.language.names import Vocabulary, list_names
from junxian.quality.language.parse import parse_term
from junxian.quality.language.syntax import Term, list_keys
from junxian.quality.language.unit_algebra import say_unit, scale_term
from junxian.quality.language.units import Measured, check_term
from junxian.terms.errors import DeclarationError
from junxian.terms.name import Name
from junxian.terms.unit import parse_unit

LONGEST_CHAIN = 20  # derived items of derived items


@dataclass(frozen=True)
class Derivation:
    """One derived item: its expression as written (`term`) and in the item's unit (`checked`)."""

    form: Form
    item: Item
    vocabulary: Vocabulary
    term: Term
    checked: Term

    @property
    def place(self) -> str:
        """Where it is declared, for errors."""
        return name_place(self.form, self.item)

    @property
    def tolerance(self) -> Decimal:
        """By how much a filed figure may differ, in the item's unit."""
        return Decimal(1).scaleb(-self.item.decimals) if self.item.tolerance is None else self.item.tolerance

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """The items that it uses, in the order of the text."""
        return list_keys(self.term)

    @cached_property
    def _measure(self) -> Measure:
        return measure(self.checked)

    def value(self, figures: Environment, area: str, period: str) -> Decimal | None:
        """The value in the item's unit, rounded to its decimals, halves away from zero; None where a figure is missing."""
        found = self._measure(figures, area, period)
        if found is None:
            return None
        last = Decimal(1).scaleb(-self.item.decimals)
        return show_decimal(Fraction(found)).quantize(last, ROUND_HALF_UP, EXACT)


def name_place(form: Form, item: Item) -> str:
    """Where an item is declared, for errors."""
    return f"forms/{form.code}.toml, item {item.key}"


def has_derived(province: Province) -> bool:
    """Whether any item is derived."""
    return any(item.computed for _, item in province.items.values())


def read_derivations(province: Province) -> dict[str, Derivation]:
    """Every derived item by key, each behind the derived items that it uses.

    DeclarationError, naming form and item, for an expression that cannot be read, whose units do not convert to the
    item's, that names no item or one that only the run's end knows (`computed_by = "quality.score"`), and for derived
    items that use each other in a circle or in a chain of more than 20. Checked in tests/unit/quality/derived.
    """
    derived = {key: pair for key, pair in province.items.items() if pair[1].computed}
    if not derived:
        return {}
    names = list_names(province.forms.values())
    read = {key: read_derivation(form, item, names) for key, (form, item) in derived.items()}
    _expect_filed(read, province)
    return {key: read[key] for key in _put_in_order(read)}


def read_derivation(form: Form, item: Item, names: Vocabulary) -> Derivation:
    """Read the expression of one derived item; errors as in `read_derivations`."""
    words = names.within(form.code)
    try:
        term = parse_term(item.computed, words)
        measured = check_term(term, words, item.computed)
        return Derivation(form, item, words, term, _convert(measured, item, term))
    except ExpressionError as error:
        raise DeclarationError(name_place(form, item), error.describe()) from None


def _expect_filed(read: Mapping[str, Derivation], province: Province) -> None:
    for one in read.values():
        for key in one.keys:
            if province.items[key][1].computed_by in COMPUTED:
                raise DeclarationError(
                    one.place, f"{key!r} is computed at the end of a run.", "Derive from filed items."
                )


def _convert(measured: Measured, item: Item, term: Term) -> Term:
    """The checked term in the item's unit."""
    if not list_keys(term):
        raise ExpressionError(
            Name(zh="公式没有用到任何项目", en="the expression names no item"), item.computed, term.span
        )
    unit, own = measured.unit, parse_unit(item.unit)
    if unit is None or unit.is_comparable(own):
        return measured.term if unit is None else scale_term(measured.term, unit, own)
    said = [(say_unit(one, "zh"), say_unit(one, "en")) for one in (measured.read, own)]
    raise ExpressionError(
        Name(
            zh=f"公式以{said[0][0]}计，“{item.name.zh}”以{said[1][0]}计，不能换算",
            en=f"the expression is in {said[0][1]}, '{item.name.text('en')}' in {said[1][1]}: they do not convert",
        ),
        item.computed,
        term.span,
    )


def _put_in_order(read: Mapping[str, Derivation]) -> list[str]:
    graph = {key: [used for used in one.keys if used in read] for key, one in read.items()}
    try:
        order = list(TopologicalSorter(graph).static_order())
    except CycleError as error:
        circle = error.args[1]
        names = " ← ".join(f"{read[key].item.name.zh} ({key})" for key in circle)
        raise DeclarationError(
            read[circle[0]].place, f"is derived from itself: {names}.", "Break the circle."
        ) from error
    deep: dict[str, int] = {}
    for key in order:
        deep[key] = 1 + max((deep[used] for used in graph[key]), default=0)
        if deep[key] > LONGEST_CHAIN:
            raise DeclarationError(read[key].place, f"is derived through more than {LONGEST_CHAIN} items.", "Name the filed items.")  # fmt: skip
    return order


def list_origins(province: Province) -> dict[str, frozenset[str]]:
    """Of every derived item the filed items that it comes from, through other derived ones."""
    return find_origins(read_derivations(province))


def find_origins(derivations: Mapping[str, Derivation]) -> dict[str, frozenset[str]]:
    """The same of derivations, each behind the derived items that it uses."""
    found: dict[str, frozenset[str]] = {}
    for key, one in derivations.items():
        found[key] = frozenset(origin for used in one.keys for origin in found.get(used, (used,)))
    return found
