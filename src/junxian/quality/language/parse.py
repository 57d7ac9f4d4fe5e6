"""Reads the text of an expression into its parts. A kept parser library holds the grammar; nothing of a text is ever executed."""

from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from junxian.quality.language.errors import ExpressionError
from junxian.quality.language.limits import MAX_CHOICES, MAX_DEPTH, MAX_NODES
from junxian.quality.language.names import Vocabulary
from junxian.quality.language.reading import Token
from junxian.quality.language.syntax import Condition, Function, InList, Node, SumParts, Term, walk
from junxian.quality.language.tokens import cut
from junxian.quality.language.words import EXPECTED, INFIXES, PREFIXES
from junxian.terms.name import Name

if TYPE_CHECKING:
    from lark import Lark

_TELLING = ("NAME", "NUMBER", "LPAR", "RPAR", "THEN", "EQ", "AND", "COMMA", "TO", "CODE", "LEVEL")  # what helps most


def parse_condition(text: str, vocabulary: Vocabulary) -> Condition:
    """Read a condition, as a rule states it.

    text        at most 2,000 characters; full-width signs and letters of either case are the same
    vocabulary  the names that may stand in it (`names.list_names`, `names.list_columns`)
    ExpressionError, in both languages and with the place, for a text that is no condition, an unknown or ambiguous name,
    and for more than 40 levels, 500 parts, 100 choices or a number beyond 1e300.
    Checked in tests/unit/quality/language/test_parse.py and, for any text, in tests/properties/test_language_laws.py.
    """
    condition: Condition = _parse(text, vocabulary, "condition")
    return condition


def parse_term(text: str, vocabulary: Vocabulary) -> Term:
    """Read a term: what has a value, such as `营业收入 - 营业成本`. Errors as in `parse_condition`."""
    term: Term = _parse(text, vocabulary, "sum")
    return term


def _parse(text: str, vocabulary: Vocabulary, start: str) -> Any:
    tokens = cut(text, vocabulary)
    if not tokens:
        raise ExpressionError(Name(zh="公式是空的", en="the expression is empty"))
    from lark import UnexpectedInput

    try:
        node: Any = _load(start).parse(tokens)  # type: ignore[arg-type]
    except UnexpectedInput as fault:
        raise _explain(fault, text, tokens) from None
    _check_size(node, text)
    return node


@lru_cache(maxsize=2)
def _load(start: str) -> "Lark":
    from lark import Lark
    from lark import Token as Word
    from lark.lexer import Lexer

    from junxian.quality.language.build import Build

    class Words(Lexer):
        """Hands on the words that were cut already."""

        def __init__(self, _: Any) -> None:
            pass

        def lex(self, data: Any) -> Any:  # type: ignore[override]
            for kind, value, (begin, end) in data:
                yield Word(kind, value, start_pos=begin, end_pos=end)

    grammar = files(__package__).joinpath("grammar.lark").read_text(encoding="utf-8")
    return Lark(grammar, parser="lalr", lexer=Words, transformer=Build(), start=start)


def _check_size(node: Node, text: str) -> None:
    for parts, (part, depth) in enumerate(walk(node), start=1):
        if depth > MAX_DEPTH:
            raise ExpressionError(Name(zh=f"公式嵌套超过{MAX_DEPTH}层", en=f"the expression is nested more than {MAX_DEPTH} deep"), text, part.span)  # fmt: skip
        if parts > MAX_NODES:
            raise ExpressionError(Name(zh=f"公式超过{MAX_NODES}个成分", en=f"the expression has more than {MAX_NODES} parts"), text, part.span)  # fmt: skip
        listed = part.choices if isinstance(part, InList) else part.arguments if isinstance(part, Function) else part.keys if isinstance(part, SumParts) else ()  # fmt: skip
        if len(listed) > MAX_CHOICES:
            raise ExpressionError(Name(zh=f"列表超过{MAX_CHOICES}项", en=f"the list has more than {MAX_CHOICES} values"), text, part.span)  # fmt: skip


def _explain(fault: Any, text: str, tokens: list[Token]) -> ExpressionError:
    """What stands where something else should."""
    token = fault.token
    expected = sorted(fault.expected) or ["$END"]
    wanted = [_call(kind) for kind in [k for k in _TELLING if k in expected] or expected][:4]
    zh, en = "、".join(w[0] for w in wanted), " or ".join(w[1] for w in wanted)
    if token.type == "$END":
        end = tokens[-1].span[1]
        return ExpressionError(
            Name(zh=f"公式没有写完，后面应有{zh}", en=f"the expression is not finished; {en} should follow"),
            text, (end, end),
        )  # fmt: skip
    span = (token.start_pos, token.end_pos)
    shown = text[slice(*span)]
    if token.type in ("THEN", "ELSE") and all(t.kind != "IF" for t in tokens):
        return ExpressionError(Name(zh=f"“{shown}”前缺少“如果”", en=f"'if' is missing before '{shown}'"), text, span)
    return ExpressionError(
        Name(zh=f"“{shown}”不能在这里，应为{zh}", en=f"'{shown}' cannot stand here; {en} should"), text, span
    )


def _call(kind: str) -> tuple[str, str]:
    if kind in EXPECTED:
        return EXPECTED[kind]
    forms = PREFIXES.get(kind) or INFIXES[kind]
    return f"“{forms[0]}”", f"'{next((f for f in forms if f.isascii()), forms[0])}'"
