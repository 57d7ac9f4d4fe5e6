"""Cuts the text of an expression into words.

Where a term or condition may begin, names and numbers are read, longest first; where one has ended, only operators are.
So a name that holds a word of the language, or begins with another name, stays whole.
"""

import re
import unicodedata
from decimal import Decimal

from junxian.quality.language.errors import ExpressionError
from junxian.quality.language.limits import MAX_DEPTH, MAX_DIGITS, MAX_NUMBER
from junxian.quality.language.names import (
    Vocabulary,
    infix_words,
    is_word_sign,
    level_words,
    prefix_words,
    unit_words,
)
from junxian.quality.language.reading import Reading, Token
from junxian.terms.name import Name
from junxian.terms.unit import parse_unit

_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?(?:e[+-]?[0-9]{1,4})?", re.ASCII)
_THOUSANDS = re.compile(r"[0-9]{3}(?![0-9])", re.ASCII)  # behind a comma
_ENDS_TERM = frozenset(
    ("NAME", "CODE", "NUMBER", "TEXT", "UNIT", "LEVEL", "RPAR", "WITHIN_END", "IS_MISSING", "IS_PRESENT")
)
_LISTS = ("ROUND", "MIN", "MAX", "SUM_CHILDREN", "SUM_PARTS", "IN", "NOT_IN")  # a bracket behind these holds a list
_AFTER_COMMA = ("THEN", "ELSE", "AND", "OR")


def cut(text: str, vocabulary: Vocabulary) -> list[Token]:
    """The words of an expression, names resolved to item keys; ExpressionError at the first that is none.

    Every step moves forward by a word, and each word is found by at most as many look-ups as there are lengths of words.
    Checked in tests/unit/quality/language/test_parse.py.
    """
    return _Cutter(text, vocabulary).cut()


class _Cutter(Reading):
    def cut(self) -> list[Token]:
        place = 0
        while place < len(self.text):
            if self.text[place] == " ":
                place += 1
            elif self.found and self.found[-1].kind in _ENDS_TERM:
                place = self._read_infix(place)
            else:
                place = self._read_operand(place)
        return self.found

    # where a term or condition begins

    def _read_operand(self, place: int) -> int:
        sign = self.text[place]
        if sign == "[":
            return self._read_bracketed(place)
        if sign in "\"'":
            return self._read_text(place)
        may_be_level = self.open and self.open[-1] == "SUM_CHILDREN" and self.found[-1].kind == "COMMA"
        if may_be_level and (level := level_words().match(self.text, place)):
            return self._add("LEVEL", level[1], place, level[0])
        if may_be_level and sign != ")":
            raise self._refuse_level(place)
        name, word = self._match_name(place), prefix_words().match(self.text, place)
        number = _NUMBER.match(self.text, place)
        ends = (word[0] if word else 0, name[0] if name else 0, number.end() if number else 0)
        if not any(ends):
            raise self._refuse_unknown(place)
        if word and ends[0] == max(ends):
            return self._read_prefix(word[1], place, word[0])
        if name and ends[1] == max(ends):
            return self._read_name(name[1], place, name[0])
        return self._read_number(place, ends[2])

    def _read_prefix(self, kind: str, start: int, end: int) -> int:
        if kind == "LPAR":
            self.open.append(self.found[-1].kind if self.found else "")
            if len(self.open) > MAX_DEPTH:
                raise self._fail(f"括号超过{MAX_DEPTH}层", f"brackets stand more than {MAX_DEPTH} deep", start, end)
        return self._add(kind, self.text[start:end], start, end)

    def _match_name(self, place: int) -> tuple[int, tuple[str, ...]] | None:
        """The longest name, with a form's name and a dot before it or not."""
        plain = self.vocabulary.names.match(self.text, place)
        if form := self.vocabulary.form_names.match(self.text, place):
            qualified = self.vocabulary.names.match(self.text, form[0])
            if qualified and (plain is None or qualified[0] > plain[0]):
                own = tuple(k for k in qualified[1] if self.vocabulary.entries[k].form == form[1])
                return (qualified[0], own) if own else plain
        return plain or self._match_code(place)

    def _match_code(self, place: int) -> tuple[int, tuple[str, ...]] | None:
        inside = bool(self.open) and self.open[-1] == "SUM_PARTS"
        code = self.vocabulary.codes.match(self.text, place) if inside else None
        return (code[0], ()) if code else None

    def _read_name(self, keys: tuple[str, ...], start: int, end: int) -> int:
        if not keys:
            code, parts = self.vocabulary.codes.words[self.text[start:end]]
            return self._add("CODE", "\n".join((code, *parts)), start, end)
        key = self._choose(keys, start, end)
        self._add("NAME", key, start, end)
        return self._skip_unit(key, end)

    def _choose(self, keys: tuple[str, ...], start: int, end: int) -> str:
        if len(keys) == 1:
            return keys[0]
        own = [key for key in keys if self.vocabulary.entries[key].form == self.vocabulary.form]
        if len(own) == 1:
            return own[0]
        shown = self.source[slice(*self._span(start, end))]
        zh = "、".join(f"[{self.vocabulary.qualify(key, 'zh')}]" for key in keys)
        en = ", ".join(f"[{self.vocabulary.qualify(key, 'code')}]" for key in keys)
        raise self._fail(
            f"“{shown}”在{len(keys)}处都有，请写明是哪一个：{zh}",
            f"'{shown}' is the name of {len(keys)} items; write which is meant: {en}", start, end,
        )  # fmt: skip

    def _skip_unit(self, key: str, place: int) -> int:
        """Step over the unit in brackets behind a name, as in 营业收入（万元）, once it is found to be the item's."""
        after = place + 1 if self.text[place : place + 1] == " " else place
        close = self.text.find(")", after, after + 16) if self.text[after : after + 1] == "(" else -1
        unit = unit_words().words.get(self.text[after + 1 : close].strip()) if close > 0 else None
        if unit is None:
            return place
        declared = self.vocabulary.entries[key].unit
        if declared == "text" or parse_unit(unit) != parse_unit(declared):
            name = self.vocabulary.entries[key].name
            raise self._fail(
                f"“{name.zh}”的计量单位是{declared}，不是{unit}",
                f"'{name.text('en')}' is filed in {declared}, not in {unit}", after + 1, close,
            )  # fmt: skip
        return close + 1

    def _read_bracketed(self, start: int) -> int:
        end = self.text.find("]", start)
        if end < 0:
            raise self._fail("方括号没有右括号", "the bracket is not closed", start, start + 1)
        inner = self.text[start + 1 : end].strip()
        begin = self.text.index(inner, start + 1) if inner else start + 1
        keys = self._find_whole(inner)
        named = inner.rpartition("(")[0].rstrip()
        if keys is None and named and (keys := self._find_whole(named)):
            key = self._choose(keys, begin, begin + len(named))
            keys = keys if self._skip_unit(key, begin + len(named)) == begin + len(inner) else None
        if keys is None:
            raise self._refuse_name(begin, begin + max(len(inner), 1))
        if keys:
            self._add("NAME", self._choose(keys, begin, end), start, end + 1)
        else:
            self._read_name((), begin, begin + len(inner))
        return end + 1

    def _find_whole(self, name: str) -> tuple[str, ...] | None:
        """The keys of a name that stands in brackets, alone or behind its form's; () for the code of breakdowns."""
        if keys := self.vocabulary.names.words.get(name):
            return keys
        form = self.vocabulary.form_names.match(name, 0)
        if form and (keys := self.vocabulary.names.words.get(name[form[0] :])):
            return tuple(k for k in keys if self.vocabulary.entries[k].form == form[1]) or None
        inside = bool(self.open) and self.open[-1] == "SUM_PARTS"
        return () if inside and name in self.vocabulary.codes.words else None

    def _read_text(self, start: int) -> int:
        end = self.text.find(self.text[start], start + 1)
        if end < 0:
            raise self._fail("引号没有配对", "the quotation mark is not closed", start, start + 1)
        written = self.source[self.places[start] + 1 : self.places[end]]
        return self._add("TEXT", written, start, end + 1)

    def _read_number(self, start: int, end: int) -> int:
        digits = self.text[start:end]
        after = self.text[end : end + 1]
        if after == "." or (is_word_sign(after) and not unit_words().match(self.text, end)):
            raise self._refuse_unknown(start)
        self._check_number(digits, start, end)
        self._add("NUMBER", digits, start, end)
        return self._read_unit(end)

    def _check_number(self, digits: str, start: int, end: int) -> None:
        if any(unicodedata.category(sign) == "No" for sign in self.source[slice(*self._span(start, end))]):
            raise self._fail("序号、角标不是数字", "circled and raised digits are no numbers", start, end)
        if re.match(r"0[0-9]", digits):
            raise self._fail("数字不能以0开头；千分位请勿加逗号", "a number does not begin with 0; write no thousands separators", start, end)  # fmt: skip
        mantissa = digits.partition("e")[0]
        if len(mantissa) > MAX_DIGITS:
            raise self._fail(f"数字超过{MAX_DIGITS}位", f"the number has more than {MAX_DIGITS} digits", start, end)
        value = Decimal(digits)
        if value and not 1 / MAX_NUMBER <= value <= MAX_NUMBER:
            raise self._fail("数字过大或过小（须在1e-300至1e300之间）", "the number does not lie between 1e-300 and 1e300", start, end)  # fmt: skip

    def _read_unit(self, place: int) -> int:
        start = place + 1 if self.text[place : place + 1] == " " else place
        unit = unit_words().match(self.text, start)
        if unit is None:
            return place
        end, symbol = unit
        while self.text[end : end + 1] == "/" and (below := unit_words().match(self.text, end + 1)):
            name = self.vocabulary.names.match(self.text, end + 1)
            if name and name[0] > below[0]:
                break
            end, symbol = below[0], f"{symbol}/{below[1]}"
        return self._add("UNIT", symbol, start, end)

    # where a term or condition has ended

    def _read_infix(self, place: int) -> int:
        word = infix_words().match(self.text, place)
        if word is None:
            raise self._refuse_infix(place)
        end, kind = word
        if kind == "COMMA" and not (self.open and self.open[-1] in _LISTS):
            after = end + 1 if self.text[end : end + 1] == " " else end
            if self.found[-1].kind == "NUMBER" and _THOUSANDS.match(self.text, end):
                raise self._fail("千分位请勿加逗号", "write no thousands separators", place, end)
            onward = infix_words().match(self.text, after)
            if onward and onward[1] in _AFTER_COMMA:  # 如果…，则…
                return after
        if kind == "RPAR" and self.open and self.open.pop() == "SUM_PARTS":
            self._break_down()
        return self._add(kind, self.text[place:end], place, end)

    def _break_down(self) -> None:
        """An item alone in 分项合计（…）stands for its breakdowns."""
        before, last = self.found[-2:]
        if before.kind != "LPAR" or last.kind != "NAME":
            return
        code, parts = self.vocabulary.list_breakdowns(last.value)
        if not parts:
            name = self.vocabulary.entries[last.value].name
            raise ExpressionError(
                Name(zh=f"“{name.zh}”没有分项", en=f"'{name.text('en')}' has no breakdowns"), self.source, last.span
            )
        self.found[-1] = Token("CODE", "\n".join((code, *parts)), last.span)
