"""Which area a row is about: by its code, else by its name; codes out of date are led to the present one."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Literal

import polars as pl

from junxian.reported.wording import fold_text, normalise_text
from junxian.terms import Areas, Period

AreaState = Literal[
    "ok", "note_row", "total_row", "unknown_area", "ambiguous_area", "area_was_split", "area_out_of_date", "area_of_another"
]  # fmt: skip

_TOTALS = ("合计", "总计", "小计", "全省", "全市", "全省合计", "全市合计", "全省总计", "total")
_COLUMN_NUMBERS = ("甲", "乙", "丙", "栏次", "行次")  # the row of column numbers under a printed header
_CODE_FLOAT = re.compile(r"(\d+)\.0+")
_KEPT = ("rename", "recode")


@dataclass(frozen=True)
class AreaUse:
    """The area of a row: code as filed, code in use (None where the row is not used), state, whether the name agrees."""

    filed: str
    code: str | None
    state: AreaState
    name_agrees: bool = True

    @property
    def is_doubted(self) -> bool:
        """Whether there is something to say about it."""
        return self.state != "ok" or not self.name_agrees


@dataclass(frozen=True)
class AreaBook:
    """Finds areas by code and name; `on` is the day whose codes are in use."""

    areas: Areas
    on: date

    @cached_property
    def _codes(self) -> set[str]:
        """Codes that a row may be about: a department files figures and has none."""
        return set(self.areas.codes) - set(self.areas.at_level("department"))

    @cached_property
    def _by_name(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for row in self.areas.table.filter(pl.col("code").is_in(self._codes)).iter_rows(named=True):
            short = row["name"].rstrip("市县区")
            for text in (
                row["name"],
                row["name_en"],
                short if len(short) > 1 else "",
                *self._with_parents(row["code"]),
            ):
                if text:
                    found.setdefault(fold_text(text), set()).add(row["code"])
        return found

    def _with_parents(self, code: str) -> list[str]:
        name, names, above = self.areas.name(code), [], self.areas.parent(code)
        while above:
            name = self.areas.name(above) + name
            names.append(name)
            above = self.areas.parent(above)
        return names

    @cached_property
    def _present(self) -> dict[str, tuple[str, bool]]:
        return {}

    def find_present(self, code: str) -> tuple[str, bool]:
        """The code in use for a code, and whether it leads there alone: never through a split or a merger."""
        if code not in self._present:
            self._present[code] = self._follow(code)
        return self._present[code]

    def _follow(self, code: str) -> tuple[str, bool]:
        steps = {code}
        while not self.areas.is_valid(code, self.on):
            forward = [row for row in self._changes if row[1] == code and row[0] <= self.on]
            backward = [row for row in self._changes if row[2] == code and row[0] > self.on]
            step = [(kind, b) for _, _, b, kind in forward] + [(kind, a) for _, a, _, kind in backward]
            if not step:
                return code, True
            if len(step) > 1 or step[0][0] not in _KEPT or step[0][1] in steps:
                return code, False
            code = step[0][1]
            steps.add(code)
        return code, True

    @cached_property
    def _changes(self) -> list[tuple[date, str, str, str]]:
        return [row for row in self.areas.changes.select("date", "from", "to", "kind").rows() if row[1] != row[2]]

    def resolve(self, code_text: str, name_text: str, period: Period, filer: str) -> AreaUse:
        """The area of a row with this code and name in a return for `period` by `filer`."""
        if (known := self._lasting.get((code_text, name_text))) is not None:
            return known
        text = repair_code(code_text)
        code = text if text in self._codes else self._repair_long(text)
        if code:
            return self._use_code(code, code_text, name_text, period)
        named = self.find_by_name(text or name_text, period, filer) if not text.isdigit() else []
        if len(named) != 1:
            return AreaUse(text, None, _describe_stranger(text, name_text, named))
        return self._use(named[0], not (text and name_text) or self._agrees(named[0], name_text), period)

    @cached_property
    def _lasting(self) -> dict[tuple[str, str], AreaUse]:
        """Answers that hold for every period: of codes that never end."""
        return {}

    def _use_code(self, code: str, code_text: str, name_text: str, period: Period) -> AreaUse:
        use = self._use(code, not name_text.strip() or self._agrees(code, name_text), period)
        if self._ends[code] is None:
            self._lasting[code_text, name_text] = use
        return use

    def _repair_long(self, text: str) -> str:
        """A county's code written with twelve digits, the last six of them zeros."""
        short = text.removesuffix("000000")
        return short if len(text) == 12 and short in self._codes else ""

    def _use(self, code: str, name_agrees: bool, period: Period) -> AreaUse:
        present, alone = self.find_present(code)
        ends = self._ends[code]
        if ends is None or ends >= period.end:
            return AreaUse(code, present, "ok", name_agrees)
        return AreaUse(code, present, "area_out_of_date" if alone else "area_was_split", name_agrees)

    @cached_property
    def _ends(self) -> dict[str, date | None]:
        return dict(self.areas.table.select("code", "valid_to").rows())

    def find_by_name(self, text: str, period: Period, filer: str) -> list[str]:
        """Codes of a name: those in force at the period's end, then those under the filer, where that decides."""
        found = sorted(self._by_name.get(fold_text(text), ()))
        for keep in (
            [c for c in found if self.areas.is_valid(c, period.end)],
            [c for c in found if filer in self._line(c)],
        ):
            found = keep if len(found) > 1 and keep else found
        return found

    def answers_for(self, filer: str, use: AreaUse) -> bool:
        """Whether a filer may file a row: a county for itself and what lies in it, a city for its counties, others for all."""
        if use.code is None or use.state == "area_was_split" or self.areas.level(filer) in ("province", "department"):
            return True
        own = {filer, self.find_present(filer)[0]}
        return any(
            own & {step, self.areas.located_in(step)} for code in (use.code, use.filed) for step in self._line(code)
        )

    def _line(self, code: str) -> Iterable[str]:
        while code:
            yield code
            code = self.areas.parent(code)

    def _agrees(self, code: str, name_text: str) -> bool:
        """Whether the name is the code's, now or before; a county made a city or district (会理县, 会理市) keeps its stem."""
        present = self.find_present(code)[0]
        if _stem(name_text) == _stem(self.areas.name(code)):
            return True
        return any(self.find_present(c)[0] == present for c in self._by_name.get(fold_text(name_text), ()))

    @cached_property
    def wordings(self) -> list[str]:
        """Every code and name, for naming the nearest."""
        return [text for code in sorted(self._codes) for text in (code, self.areas.name(code))]


def _stem(name: str) -> str:
    text = fold_text(name)
    return text[:-1] if len(text) > 2 and text[-1] in "县市区" else text


def repair_code(text: str) -> str:
    """A code as filed without spaces, apostrophes and the `.0` that spreadsheets add."""
    code = normalise_text(text).lstrip("'‘’`")
    match = _CODE_FLOAT.fullmatch(code)
    return match[1] if match else code


def _describe_stranger(code: str, name: str, named: list[str]) -> AreaState:
    texts = [fold_text(text) for text in (code, name) if text.strip()]
    if any(text in _TOTALS for text in texts):
        return "total_row"
    if any(text in _COLUMN_NUMBERS for text in texts):
        return "note_row"
    return "ambiguous_area" if len(named) > 1 else "unknown_area"
