"""Writes an expression in one canonical way: in Chinese, in English, or in codes. Reading what was written gives the same."""

import re
from decimal import Decimal

from junxian.quality.language.fold import fold
from junxian.quality.language.names import Vocabulary, level_words, prefix_words
from junxian.quality.language.syntax import (
    And,
    Between,
    Compare,
    Expression,
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
    Scaled,
    Shifted,
    Sum,
    SumChildren,
    SumParts,
    Text,
)
from junxian.quality.language.words import COMPARISON_SIGNS, LEVELS, spell

_SUM, _PRODUCT, _SIGN, _ATOM = range(4)
_IF, _OR, _AND, _NOT, _PREDICATE = range(5)
_PLAIN = re.compile(r"[^\W\d][\w.]*")
_KINDS = {sign: kind for kind, sign in COMPARISON_SIGNS.items()}
_LONGEST_PLAIN = 24


def write(expression: Expression, vocabulary: Vocabulary, language: str = "zh") -> str:
    """The canonical text of an expression.

    language  'zh' (names and words in Chinese), 'en' (in English) or 'code' (item keys and English words)
    Names that could be misread stand in square brackets; names of several items stand behind their form's.
    Checked in tests/properties/test_language_laws.py: reading it gives the expression again.
    """
    return _Writer(vocabulary, language).write(expression)


class _Writer:
    def __init__(self, vocabulary: Vocabulary, language: str) -> None:
        self.vocabulary, self.language = vocabulary, language
        self.words = "zh" if language == "zh" else "en"

    def write(self, node: Expression) -> str:
        return str(getattr(self, f"_{type(node).__name__.lower()}")(node))

    def _say(self, kind: str) -> str:
        return spell(kind, self.words)

    def name(self, key: str) -> str:
        """The name of an item as it may stand in an expression."""
        name = self.vocabulary.qualify(key, self.language)
        if set(fold(name)) & set("[]"):
            name = key
        return name if self._is_plain(name) else f"[{name}]"

    def _is_plain(self, name: str) -> bool:
        folded = fold(name)
        if not _PLAIN.fullmatch(name) or folded.endswith("."):
            return False
        word = prefix_words().match(folded, 0)
        if folded in level_words().words or (word and word[0] == len(folded)):
            return False
        return folded in self.vocabulary.names.words and not self.vocabulary.continues(folded)

    def _inside(self, node: Expression, least: int) -> str:
        text = self.write(node)
        return text if _LEVELS.get(type(node), _ATOM) >= least else f"({text})"

    # terms

    def _number(self, node: Number) -> str:
        return f"{write_number(node.value)}{node.unit}"

    def _text(self, node: Text) -> str:
        quote = "'" if '"' in fold(node.value) else '"'
        return f"{quote}{node.value}{quote}"

    def _item(self, node: Item) -> str:
        return self.name(node.key)

    def _negative(self, node: Negative) -> str:
        return f"-{self._inside(node.operand, _SIGN)}"

    def _sum(self, node: Sum) -> str:
        first, *others = node.terms
        parts = [self._inside(first, _PRODUCT)]
        for term in others:
            minus = isinstance(term, Negative)
            inner = term.operand if isinstance(term, Negative) else term
            parts.append(f"{'-' if minus else '+'} {self._inside(inner, _PRODUCT)}")
        return " ".join(parts)

    def _product(self, node: Product) -> str:
        return f"{self._inside(node.left, _PRODUCT)} * {self._inside(node.right, _SIGN)}"

    def _quotient(self, node: Quotient) -> str:
        return f"{self._inside(node.left, _PRODUCT)} / {self._inside(node.right, _SIGN)}"

    def _function(self, node: Function) -> str:
        return f"{self._say(node.name.upper())}({', '.join(map(self.write, node.arguments))})"

    def _shifted(self, node: Shifted) -> str:
        return f"{self._say('LAST_YEAR' if node.by == 'last_year' else 'PREVIOUS')}({self.write(node.operand)})"

    def _sumchildren(self, node: SumChildren) -> str:
        level = (LEVELS[node.level][0] if self.words == "zh" else node.level) if node.level else ""
        return f"{self._say('SUM_CHILDREN')}({self.name(node.key)}{', ' + level if level else ''})"

    def _sumparts(self, node: SumParts) -> str:
        if not node.code:
            return f"{self._say('SUM_PARTS')}({', '.join(map(self.name, node.keys))})"
        shown = self.name(node.code) if node.code in self.vocabulary.entries else node.code
        return f"{self._say('SUM_PARTS')}({shown})"

    def _scaled(self, node: Scaled) -> str:
        return self.write(node.operand)

    # conditions

    def _compare(self, node: Compare) -> str:
        sign = self._say(_KINDS[node.comparison])
        text = f"{self.write(node.left)} {sign} {self.write(node.right)}"
        return f"{text} {self._say('TOLERANCE')} {self.write(node.tolerance)}" if node.tolerance else text

    def _between(self, node: Between, word: str = "BETWEEN") -> str:
        operand, low, high = (self.write(part) for part in (node.operand, node.low, node.high))
        if self.words == "zh":
            return f"{operand} {self._say(word)} {low} 至 {high} 之间"
        return f"{operand} {self._say(word)} {low} and {high}"

    def _inlist(self, node: InList, word: str = "IN") -> str:
        return f"{self.write(node.operand)} {self._say(word)} ({', '.join(map(self.write, node.choices))})"

    def _ismissing(self, node: IsMissing, word: str = "IS_MISSING") -> str:
        return f"{self.write(node.operand)} {self._say(word)}"

    def _not(self, node: Not) -> str:
        match node.operand:
            case Between() as inner:
                return self._between(inner, "NOT_BETWEEN")
            case InList() as inner:
                return self._inlist(inner, "NOT_IN")
            case IsMissing() as inner:
                return self._ismissing(inner, "IS_PRESENT")
        return f"{self._say('NOT')} {self._inside(node.operand, _NOT)}"

    def _and(self, node: And) -> str:
        return f" {self._say('AND')} ".join(self._inside(part, _NOT) for part in node.operands)

    def _or(self, node: Or) -> str:
        return f" {self._say('OR')} ".join(self._inside(part, _AND) for part in node.operands)

    def _if(self, node: If) -> str:
        parts = [("IF", node.test), ("THEN", node.then)] + ([("ELSE", node.otherwise)] if node.otherwise else [])
        return " ".join(f"{self._say(word)} {self._inside(part, _OR)}" for word, part in parts)


_LEVELS: dict[type, int] = {
    Sum: _SUM, Product: _PRODUCT, Quotient: _PRODUCT, Negative: _SIGN, If: _IF, Or: _OR, And: _AND, Not: _NOT,
    Compare: _PREDICATE, Between: _PREDICATE, InList: _PREDICATE, IsMissing: _PREDICATE,
}  # fmt: skip


def write_number(value: Decimal) -> str:
    """The digits of a number, with an exponent only where it is very large or small."""
    plain = f"{value.normalize():f}" if value else "0"
    return plain if len(plain) <= _LONGEST_PLAIN else f"{value.normalize():e}"
