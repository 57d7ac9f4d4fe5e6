"""Units of products and quotients, factors between units, and how units are said."""

from decimal import Decimal

from junxian.quality.language.syntax import Item, Node, Number, Product, Scaled, SumChildren, SumParts, Term, walk
from junxian.terms.unit import Unit

_HUNDRED = Decimal(100)


def know(unit: Unit | None) -> Unit:
    """The unit, which is there."""
    assert unit is not None
    return unit


def scale_term(term: Term, source: Unit, target: Unit) -> Term:
    """The term in another unit."""
    factor = source.factor / target.factor
    return term if factor == 1 else Scaled(term, factor, span=term.span)


def combine_units(a: Unit, b: Unit, sign: int) -> Unit:
    """The unit of a product (sign 1) or quotient (sign -1)."""
    powers = dict(a.powers)
    for base, power in b.powers:
        powers[base] = powers.get(base, 0) + sign * power
    kept = tuple(sorted((base, power) for base, power in powers.items() if power))
    factor = a.factor * b.factor**sign
    if not kept:
        return Unit("1", factor, ())
    if not b.powers and b.factor == 1:
        return Unit(a.symbol, factor, kept)
    if not a.powers and a.factor == 1 and sign > 0:
        return Unit(b.symbol, factor, kept)
    return Unit(f"{a.symbol}{'·' if sign > 0 else '/'}{b.symbol}", factor, kept)


def say_unit(unit: Unit | None, language: str) -> str:
    """A unit in 'zh' or 'en'; words for none and for counts."""
    if unit is None or unit.symbol == "1":
        return "纯数" if language == "zh" else "pure numbers"
    return unit.text(language) or ("个数" if language == "zh" else "counts")


def names_item(node: Node) -> bool:
    """Whether a term uses any item."""
    return any(isinstance(part, Item | SumChildren | SumParts) for part, _ in walk(node))


def holds_hundred(node: Node) -> bool:
    """Whether something in a term is multiplied by 100."""
    return any(
        isinstance(part, Product) and any(isinstance(x, Number) and x.value == _HUNDRED and not x.unit for x in (part.left, part.right))
        for part, _ in walk(node)
    )  # fmt: skip
