"""A text that is being read, the words found so far, and the errors for what cannot be read."""

import re
from typing import NamedTuple

from junxian.quality.language.errors import ExpressionError, Span
from junxian.quality.language.fold import fold, fold_with_places
from junxian.quality.language.limits import MAX_LENGTH
from junxian.quality.language.names import Vocabulary, infix_words, prefix_words, unit_words
from junxian.quality.language.words import INFIXES, LEVELS
from junxian.terms.name import Name
from junxian.terms.nearest import find_nearest

_LONGEST_NAME = 60  # of an unknown word that is shown, and for which a near one is sought
_SHORT = {"在", "到", "至", "与", "和", "且", "或", "则"}  # too common inside names to end an unknown one
_DIGITS = re.compile(r"[0-9.]+")
_SIGNS = frozenset("+-*/()[],=<>≤≥≠≦≧±~%!\"' ")


class Token(NamedTuple):
    """One word: its kind, what it says (a key, digits, a unit), and where it stands in the text as written."""

    kind: str
    value: str
    span: Span


class Reading:
    """The folded text with the place of each sign, the words found, and what stands before each open bracket."""

    def __init__(self, text: str, vocabulary: Vocabulary) -> None:
        if len(text) > MAX_LENGTH:
            raise ExpressionError(
                Name(
                    zh=f"公式有{len(text)}个字符，最多{MAX_LENGTH}个",
                    en=f"the expression has {len(text)} characters, at most {MAX_LENGTH} are read",
                )
            )
        self.source, self.vocabulary = text, vocabulary
        self.text, self.places = fold_with_places(text)
        self.text = self.text.rstrip().removesuffix("。").rstrip()
        self.found: list[Token] = []
        self.open: list[str] = []  # what stands before each open bracket

    def _add(self, kind: str, value: str, start: int, end: int) -> int:
        self.found.append(Token(kind, value, self._span(start, end)))
        return end

    def _span(self, start: int, end: int) -> Span:
        return self.places[start], self.places[end - 1] + 1

    def _fail(self, zh: str, en: str, start: int, end: int) -> ExpressionError:
        return ExpressionError(Name(zh=zh, en=en), self.source, self._span(start, max(end, start + 1)))

    def _find_run(self, start: int) -> int:
        """The end of an unknown word: the next sign, blank or unmistakable operator."""
        end = start + 1
        while end < len(self.text) and self.text[end] not in _SIGNS:
            word = infix_words().match(self.text, end)
            if word and self.text[end : word[0]] not in _SHORT and not self.text[end].isascii():
                break
            end += 1
        return end

    def _refuse_unknown(self, place: int) -> ExpressionError:
        start = place
        if self.found and self.found[-1].kind in ("NOT", "PREVIOUS", "LAST_YEAR") and self.text[place - 1] != " ":
            start -= len(self.found[-1].value)  # 非 of 非税收入 is no 非
        if self.text[place] in _SIGNS or infix_words().match(self.text, place):
            return self._refuse_place(place)
        return self._refuse_name(start, self._find_run(place))

    def _refuse_place(self, place: int) -> ExpressionError:
        word = infix_words().match(self.text, place)
        end = word[0] if word else place + 1
        shown = self.text[place:end]
        return self._fail(f"“{shown}”前缺少项目或数字", f"an item or a number is missing before '{shown}'", place, end)

    def _show(self, start: int, end: int) -> str:
        shown = self.source[slice(*self._span(start, end))]
        return shown if len(shown) <= _LONGEST_NAME else f"{shown[:_LONGEST_NAME]}…"

    def _refuse_name(self, start: int, end: int) -> ExpressionError:
        shown = self._show(start, end)
        near = self._suggest(self.text[start:end].strip())
        zh = f"。您是要写{'还是'.join(f'“{n}”' for n in near)}吗？" if near else ""
        en = f". Did you mean {' or '.join(f'{n!r}' for n in near)}?" if near else ""
        return self._fail(f"没有名为“{shown}”的项目{zh}", f"no item is named '{shown}'{en}", start, end)

    def _refuse_level(self, place: int) -> ExpressionError:
        end = self._find_run(place)
        zh, en = ("、".join(forms[0] for forms in LEVELS.values()), ", ".join(LEVELS))
        shown = self._show(place, end)
        return self._fail(
            f"“{shown}”不是地区级别，可写{zh}", f"'{shown}' is no level of areas; write one of {en}", place, end
        )

    def _suggest(self, word: str) -> list[str]:
        if len(word) > _LONGEST_NAME:
            return []
        words = {n: n for n in prefix_words().words if n.isidentifier()}
        for entry in self.vocabulary.entries.values():
            words.update(
                (fold(name), name) for name in (entry.key, entry.name.zh, entry.name.en, *entry.aliases) if name
            )
        begun = [n for n in words if n.startswith(word)] if len(word) > 1 else []
        return _complete_unit(word) or [words[near] for near in find_nearest(word, words) or sorted(begun, key=len)[:3]]

    def _refuse_infix(self, place: int) -> ExpressionError:
        last, end = self.found[-1], self._find_run(place)
        adjacent = self.places[place] == last.span[1]
        if self.text[place] == "(" and last.kind == "NAME":
            return self._fail("项目名称后不能直接跟括号；它不是函数", "a name is followed by a bracket; it is no function", place, place + 1)  # fmt: skip
        if adjacent and last.kind in ("NAME", "NUMBER", "UNIT") and self.text[place] not in _SIGNS:
            start = next(n for n in range(len(self.places)) if self.places[n] >= last.span[0])
            if last.kind == "UNIT":
                start = next(n for n in range(len(self.places)) if self.places[n] >= self.found[-2].span[0])
            return self._refuse_name(start, end)
        shown = self._show(place, end)
        words = [form for forms in INFIXES.values() for form in forms if form.isidentifier()]
        near = find_nearest(self.text[place : min(end, place + _LONGEST_NAME)], words)
        zh, en = (f"，是否为“{near[0]}”", f"; did you mean '{near[0]}'") if near else ("", "")
        return self._fail(
            f"“{shown}”处应为运算符{zh}", f"an operator should stand where '{shown}' does{en}", place, end
        )


def _complete_unit(word: str) -> list[str]:
    """A number with the units that its unit may be the beginning of: of 10亿, 10亿元."""
    number = _DIGITS.match(word)
    begun = word[number.end() :] if number else ""
    units = [unit for unit in unit_words().words if begun and unit.startswith(begun)]
    return [f"{number[0]}{unit}" for unit in units[:3]] if number else []
