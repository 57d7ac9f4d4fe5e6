"""What is wrong with an expression, in Chinese and English, with the place marked under the text."""

import unicodedata

from junxian.terms.errors import MethodError
from junxian.terms.name import Name

Span = tuple[int, int]  # the first place in the text, and the one behind the last

_SHOWN = 60  # signs of the text that are shown around the place


class ExpressionError(MethodError):
    """An expression cannot be read, or its units do not fit. `fault` says why, `span` where in `text`."""

    def __init__(self, fault: Name, text: str = "", span: Span = (0, 0)) -> None:
        self.fault, self.text, self.span = fault, text, span
        super().__init__("expression", self.describe())

    def describe(self) -> str:
        """The fault in both languages, and the text with a caret under the place."""
        if not self.text:
            return f"{_end(self.fault.zh, '。')}{_begin(_end(self.fault.text('en'), '.'))}"
        at = self.span[0] + 1
        zh, en = _end(self.fault.zh, "。"), _end(self.fault.text("en"), ".")
        return f"第{at}个字符：{zh}Character {at}: {en}\n{self.point()}"

    def point(self) -> str:
        """The text, or what stands around the place, with carets under it; Chinese signs are two columns wide."""
        start, end = self.span
        first = max(0, start - _SHOWN // 2)
        last = min(len(self.text), first + _SHOWN)
        line = "".join(" " if sign.isspace() else sign if _is_seen(sign) else "?" for sign in self.text[first:last])
        before, marked = line[: start - first], line[start - first : max(end, start + 1) - first]
        lead, tail = "…" if first else "", "…" if last < len(self.text) else ""
        return f"  {lead}{line}{tail}\n  {' ' * (_columns(before) + len(lead))}{'^' * max(_columns(marked), 1)}"


def _is_seen(sign: str) -> bool:
    return unicodedata.category(sign)[0] != "C"


def _columns(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


def _end(text: str, stop: str) -> str:
    return text if text.endswith(("？", "?")) else f"{text}{stop}"


def _begin(text: str) -> str:
    return text[:1].upper() + text[1:]
