"""Rules asked of drawn figures: whether a rule can fire at all, and whether anything can meet it."""

import random
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

import polars as pl

from junxian.declared.province import Province
from junxian.quality.language.measure import Environment
from junxian.quality.language.read_rule import Formula
from junxian.quality.language.syntax import Compare, InList, walk
from junxian.quality.rule_examples import NOW

DRAWS = 400
_AREA, _BELOW = "drawn", "below"
_MISSING = 0.08
_FACTORS = (0, 1, 1, 1, Decimal("0.5"), 2, 10, 100, 10_000, Decimal("0.01"), Decimal("0.0001"))


class Drawn(NamedTuple):
    """How often a rule held and fired on drawn figures; what is in neither was unknown for want of a figure."""

    held: int
    fired: int


class _Draw:
    """Figures made when they are asked for: of an area, of the area below it, of any period."""

    def __init__(self, chance: random.Random, known: Mapping[str, Sequence[float]], signed: frozenset[str]) -> None:
        self._chance, self._known, self._signed = chance, known, signed
        self._made: dict[tuple[str, str, str], Decimal | None] = {}

    def value(self, key: str, area: str, period: str) -> Decimal | None:
        """A figure near filed ones, far from them, zero, or missing."""
        place = (key, area, period)
        if place not in self._made:
            self._made[place] = self._make(key) if period else None
        return self._made[place]

    def _make(self, key: str) -> Decimal | None:
        chance = self._chance
        if chance.random() < _MISSING:
            return None
        filed = self._known.get(key) or (1.0, 100.0, 1e6)
        figure = round(Decimal(repr(float(chance.choice(filed)))) * chance.choice(_FACTORS), 6)
        return -figure if key in self._signed and chance.random() < 0.3 else figure

    def children(self, area: str, period: str, level: str) -> list[tuple[str, bool]]:
        """One area that stands for all below."""
        return [(_BELOW, True)]


def try_on_drawn(formula: Formula, province: Province, wide: pl.DataFrame, draws: int = DRAWS) -> Drawn:
    """Ask a rule of figures drawn for it: each item for itself, filed ones times 0, 1, ½, 2 or powers of ten, some missing.

    wide  the filed figures, a column each; items that may not be negative are not drawn so
    The same figures are drawn in every run. Checked in tests/unit/quality/test_rule_draws.py.
    """
    keys = formula.keys
    known = {k: wide[k].drop_nulls().unique().sort().to_list() for k in keys if k in wide.columns}
    signed = frozenset(k for k in keys if k in province.items and province.items[k][1].signed)
    period, held, fired = NOW[province.forms[formula.form].frequency], 0, 0
    for number in range(draws):
        figures: Environment = _Draw(random.Random(f"{formula.rule.code} {number}"), known, signed)
        truth = formula.judge(figures, _AREA, period)
        held += truth is True
        fired += truth is False
    return Drawn(held, fired)


def asks_equality(formula: Formula) -> bool:
    """Whether a rule asks for an equality, which drawn figures hardly ever meet."""
    return any(isinstance(part, Compare | InList) and getattr(part, "comparison", "=") == "=" for part, _ in walk(formula.condition))  # fmt: skip
