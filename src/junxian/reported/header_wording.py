"""What a header may be called: a form's items, areas, names and periods by every wording, with its unit in brackets."""

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from junxian.declared.forms import Form, Item
from junxian.reported.wording import find_unit, fold_text, normalise_text

Kind = Literal["item", "area", "name", "period", "ignored", "ambiguous", "unknown"]

_ALWAYS_IGNORED = ("序号", "备注", "No.")
_LAST_BRACKET = re.compile(r"(.+)\(([^()]*)\)")
_QUANTITY = re.compile(r"[百千万亿元亩吨%‰户]|公顷|公里|平方|千瓦时")


@dataclass(frozen=True)
class Meaning:
    """What a header says: its kind, its item, its unit ("" if it names none), a bracket that is no known unit."""

    kind: Kind
    item: Item | None = None
    unit: str = ""
    odd: str = ""

    @property
    def target(self) -> str:
        """What it stands for: the item's key or the kind; "" for a header that is nobody's."""
        return self.item.key if self.item else "" if self.kind == "unknown" else self.kind

    @property
    def names_unknown_quantity(self) -> bool:
        """Whether the bracket seems to hold a unit that the table of units does not know."""
        return bool(_QUANTITY.search(self.odd))


UNKNOWN = Meaning("unknown")


@dataclass(frozen=True)
class HeaderWording:
    """The wordings of one form."""

    form: Form

    @cached_property
    def _meanings(self) -> dict[str, Meaning]:
        found: dict[str, Meaning] = {}
        for item in self.form.item:
            for wording in map(fold_text, item.headers):
                known = found.get(wording)
                found[wording] = (
                    Meaning("item", item) if known in (None, Meaning("item", item)) else Meaning("ambiguous")
                )
        found |= {fold_text(item.key): Meaning("item", item) for item in self.form.item}
        ignored = (*self.form.ignore_header, *_ALWAYS_IGNORED)
        kinds: list[tuple[Kind, tuple[str, ...]]] = [
            ("ignored", ignored), ("period", self.form.period_header), ("name", self.form.name_header),
            ("area", self.form.area_header),
        ]  # fmt: skip
        found |= {fold_text(text): Meaning(kind) for kind, texts in kinds for text in texts}
        return found

    @cached_property
    def _read(self) -> dict[str, Meaning]:
        return {}

    def interpret(self, text: str) -> Meaning:
        """What a header text means for this form."""
        if text not in self._read:
            self._read[text] = self._interpret(normalise_text(text))
        return self._read[text]

    def _interpret(self, text: str) -> Meaning:
        if not text or len(text) > 200:
            return UNKNOWN
        inner: list[str] = []
        base = text
        while (meaning := self._meanings.get(base.casefold())) is None and (match := _LAST_BRACKET.fullmatch(base)):
            base = match[1]
            inner.append(match[2])
        if meaning is None:
            return self._interpret_after_sign(text)
        if not inner and (match := _LAST_BRACKET.fullmatch(base)):  # declared with a bracket, which may be its unit
            return Meaning(meaning.kind, meaning.item, find_unit(match[2]))
        unit = next(filter(None, map(find_unit, inner)), "")
        return Meaning(meaning.kind, meaning.item, unit, "" if unit else "、".join(inner))

    def _interpret_after_sign(self, text: str) -> Meaning:
        for sign in ",:":
            base, _, unit = text.rpartition(sign)
            meaning = self._meanings.get(base.casefold())
            if meaning and find_unit(unit):
                return Meaning(meaning.kind, meaning.item, find_unit(unit))
        return UNKNOWN

    @cached_property
    def wordings(self) -> tuple[str, ...]:
        """Item headers as declared, for naming the nearest."""
        return tuple(wording for item in self.form.item for wording in item.headers)
