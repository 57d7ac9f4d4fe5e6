"""Makes the parts of an expression while it is read, one method for each rule of grammar.lark."""

# ruff: noqa: D102

from decimal import Decimal
from typing import Any

from lark import Token, Transformer, v_args

from junxian.quality.language.errors import Span
from junxian.quality.language.syntax import (
    And,
    Between,
    Compare,
    Condition,
    Function,
    If,
    InList,
    IsMissing,
    Item,
    Negative,
    Not,
    Number,
    Or,
    Product,
    Quotient,
    Shifted,
    Sum,
    SumChildren,
    SumParts,
    Term,
    Text,
)
from junxian.quality.language.words import COMPARISON_SIGNS


def _span(parts: tuple[Any, ...]) -> Span:
    """From the first of the parts to the last."""
    first, last = parts[0], parts[-1]
    start = first.start_pos if isinstance(first, Token) else first.span[0]
    end = last.end_pos if isinstance(last, Token) else last.span[1]
    return start or 0, end or 0


def _nodes(parts: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(part for part in parts if not isinstance(part, Token))


@v_args(inline=True)
class Build(Transformer):  # type: ignore[type-arg]
    """Parts of the grammar to parts of the syntax."""

    # terms

    def number(self, digits: Token, unit: Token | None = None) -> Number:
        end = unit if unit is not None else digits
        return Number(Decimal(str(digits)), str(unit or ""), span=_span((digits, end)))

    def text(self, token: Token) -> Text:
        return Text(str(token), span=_span((token,)))

    def item(self, token: Token) -> Item:
        return Item(str(token), span=_span((token,)))

    def inside(self, _open: Token, node: Any, _close: Token) -> Any:
        return node

    def negative(self, *parts: Any) -> Negative:
        return Negative(parts[1], span=_span(parts))

    def plus(self, *parts: Any) -> Sum:
        left, _, right = parts
        return Sum((*_spread(left), right), span=_span(parts))

    def minus(self, *parts: Any) -> Sum:
        left, sign, right = parts
        return Sum((*_spread(left), Negative(right, span=_span((sign, right)))), span=_span(parts))

    def times(self, *parts: Any) -> Product:
        return Product(parts[0], parts[2], span=_span(parts))

    def over(self, *parts: Any) -> Quotient:
        return Quotient(parts[0], parts[2], span=_span(parts))

    def function(self, *parts: Any) -> Function:
        return Function(parts[0].type.lower(), _nodes(parts), span=_span(parts))

    def rounding(self, *parts: Any) -> Function:
        operand, *digits = _nodes(parts)
        return Function("round", (operand, digits[0] if digits else Number(Decimal(0))), span=_span(parts))

    def shifted(self, *parts: Any) -> Shifted:
        return Shifted(parts[1], parts[0].type.lower(), span=_span(parts))

    def sum_children(self, *parts: Token) -> SumChildren:
        named = {part.type: str(part) for part in parts}
        return SumChildren(named["NAME"], named.get("LEVEL", ""), span=_span(parts))

    def sum_parts(self, *parts: Token) -> SumParts:
        codes = [str(part).split("\n") for part in parts if part.type == "CODE"]
        keys = tuple(str(part) for part in parts if part.type == "NAME")
        code, *below = codes[0] if codes else ("", *keys)
        return SumParts(code, tuple(below), span=_span(parts))

    # conditions

    def compared(self, token: Token) -> Token:
        return token

    def comparison(self, *parts: Any) -> Compare:
        left, sign, right = parts
        return Compare(COMPARISON_SIGNS[sign.type], left, right, span=_span(parts))  # type: ignore[arg-type]

    def tolerant(self, *parts: Any) -> Compare:
        left, sign, right, _, tolerance = parts
        return Compare(COMPARISON_SIGNS[sign.type], left, right, tolerance, span=_span(parts))  # type: ignore[arg-type]

    def chain(self, *parts: Any) -> And:
        left, middle, right = parts[0:3], parts[2:5], _span(parts)
        return And((self.comparison(*left), self.comparison(*middle)), span=right)  # type: ignore[call-arg]

    def between(self, *parts: Any) -> Between:
        return Between(*_nodes(parts), span=_span(parts))

    def not_between(self, *parts: Any) -> Not:
        return Not(Between(*_nodes(parts), span=_span(parts)), span=_span(parts))

    def in_list(self, *parts: Any) -> InList:
        operand, *choices = _nodes(parts)
        return InList(operand, tuple(choices), span=_span(parts))

    def not_in_list(self, *parts: Any) -> Not:
        return Not(self.in_list(*parts), span=_span(parts))  # type: ignore[call-arg]

    def is_missing(self, operand: Term, word: Token) -> IsMissing:
        return IsMissing(operand, span=_span((operand, word)))

    def is_present(self, operand: Term, word: Token) -> Not:
        return Not(self.is_missing(operand, word), span=_span((operand, word)))  # type: ignore[call-arg]

    def negation(self, *parts: Any) -> Not:
        return Not(parts[1], span=_span(parts))

    def all_of(self, *parts: Any) -> And:
        return And(_nodes(parts), span=_span(parts))

    def any_of(self, *parts: Any) -> Or:
        return Or(_nodes(parts), span=_span(parts))

    def implication(self, *parts: Any) -> Condition:
        return If(*_nodes(parts), span=_span(parts))


def _spread(left: Term) -> tuple[Term, ...]:
    return left.terms if isinstance(left, Sum) else (left,)
