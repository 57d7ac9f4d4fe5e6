"""The columns that rules name, as whole numbers that floats hold: integers as they are, decimals and floats in their last digit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from math import inf, isfinite
from typing import Any

from junxian.engine.tables import write_float
from junxian.quality.compiled.reckoning import Value, Whole, round_whole
from junxian.quality.compiled.rough import Rough
from junxian.quality.language.columns import Leaf
from junxian.quality.language.exact import EXACT, MICRO, make_exact
from junxian.quality.language.shift_period import shift_period
from junxian.terms.errors import MethodError

LIMIT = 1.25e15  # whole numbers up to here keep room for sums; a row with a larger one is judged by the interpreter
CALM = 4e6  # figures of ordinary rows are smaller: a thousand of them, in millionths, come to no more than ROOM
SHARE = 4e-16  # relative error of a float times a million, beside the decimal that it is written as
PLACES = 6


def name_column(leaf: Leaf) -> str:
    """The column of a figure: the item's own, or one for each way in which its period is shifted."""
    return "|".join((leaf.key, *leaf.shifts))


@dataclass
class Laid:
    """The figures that the rules of one pass name: raw columns, whole numbers, and which rows hold odd ones."""

    table: Any
    extremes: Mapping[str, tuple[float, float]] = field(default_factory=dict)  # of columns, where they are known
    raw: dict[str, Leaf] = field(default_factory=dict)  # name of a column -> figure
    figures: dict[str, Value] = field(default_factory=dict)
    odd: dict[str, Any] = field(
        default_factory=dict
    )  # where a figure is too large, no number, or near a tie of rounding
    large: dict[str, Any] = field(default_factory=dict)  # where a figure is larger than those of ordinary rows

    def lay(self, leaf: Leaf) -> None:
        """Lay out one figure; MethodError where its column is none of numbers."""
        name = name_column(leaf)
        if name in self.raw:
            return
        self.raw[name] = leaf
        column = self.table[name]
        kind = column.type()
        if not kind.is_numeric():
            raise MethodError("microdata", f"column {leaf.key!r} is of type {kind}, not of numbers.", "Convert it, or declare its unit as `text`.")  # fmt: skip
        raw, limit = column.cast("float64"), write_float(LIMIT)
        whole, margin, odd = raw, 0.0, None
        if kind.is_integer():
            step, bound = Fraction(1), 2.0**31 if kind.nbytes <= 4 else LIMIT
            if kind.nbytes > 4:
                odd = whole.abs() >= limit
        elif kind.is_decimal() and kind.scale is not None and kind.scale <= PLACES:
            step, bound = Fraction(10) ** -kind.scale, min(LIMIT, 10.0**kind.precision)
            whole = round_whole(whole * write_float(10.0**kind.scale))
            odd = whole.abs() >= limit
        else:
            margin = 0.5 / 10**PLACES
            step, bound, scaled = Fraction(1, 10**PLACES), LIMIT, whole * write_float(10.0**PLACES)
            whole = round_whole(scaled)
            off, size = (scaled - whole).abs(), scaled.abs()
            odd = (off + size * write_float(SHARE)) >= write_float(0.5)
        calm = min(bound, CALM / float(step))
        if not self._is_calm(leaf.key):
            self.large[name] = ~raw.between(write_float(-CALM), write_float(CALM))
        if odd is not None:
            self.odd[name] = odd
        rough = Rough(((1.0, raw),), 0.0, margin, CALM, odd=() if odd is None else (odd,))
        nan = column.isnan() if kind.is_floating() else None
        self.figures[name] = Value(Whole(whole, step, bound, calm, whole.abs(), rough=rough), nan=nan)

    def _is_calm(self, key: str) -> bool:
        """Whether no figure of a column is larger than those of ordinary rows; NaN, which extremes leave out, is none."""
        low, high = self.extremes.get(key, (-inf, inf))
        return low >= -CALM and high <= CALM

    def lay_text(self, key: str) -> None:
        """Lay out a column of texts."""
        kind = self.table[key].type()
        if not kind.is_string():
            raise MethodError("microdata", f"column {key!r} is of type {kind}, not of texts.", "Convert it, or declare its unit.")  # fmt: skip
        self.raw[key] = Leaf(key)


def join_periods(table: Any, leaves: Sequence[Leaf], place: tuple[str, str], periods: Sequence[str]) -> Any:
    """The table with a column for each figure of an earlier period, of the row of the same area there.

    place    the columns of area and period, which together identify a row
    periods  those that occur
    """
    area, period = place
    for shifts in dict.fromkeys(leaf.shifts for leaf in leaves if leaf.shifts):
        keys = [leaf for leaf in leaves if leaf.shifts == shifts]
        before = {p: then for p in periods if (then := shift_back(p, shifts))}
        here = f"|{'|'.join(shifts)}"
        table = table.mutate(**{here: table[period].cases(*before.items()) if before else table[period].nullif(table[period])})  # fmt: skip
        names = {f"{here}:area": area, f"{here}:period": period} | {name_column(leaf): leaf.key for leaf in keys}
        earlier = _rename(table, names)
        table = table.left_join(earlier, [table[area] == earlier[f"{here}:area"], table[here] == earlier[f"{here}:period"]])  # fmt: skip
        table = table.drop(here, f"{here}:area", f"{here}:period")
    return table


def _rename(table: Any, names: Mapping[str, str]) -> Any:
    other = table.view()
    return other.select(**{new: other[old] for new, old in names.items()})


def shift_back(period: str, shifts: tuple[str, ...]) -> str:
    """The period before, by each shift in turn; "" where there is none."""
    for by in shifts:
        period = shift_period(period, by)
    return period


class RowFigures:
    """The figures of one row for the interpreter; those of earlier periods stand in columns of their own."""

    def __init__(self, row: Mapping[str, Any], leaves: Mapping[str, Leaf], period: str = "") -> None:
        self._values = {
            (leaf.key, shift_back(period, leaf.shifts) if leaf.shifts else period): read_figure(row[name])
            for name, leaf in leaves.items()
        }

    def value(self, key: str, area: str, period: str) -> Any:
        """The figure of an item; None where it is missing."""
        return self._values.get((key, period))

    def children(self, area: str, period: str, level: str) -> Sequence[tuple[str, bool]]:
        """No row of microdata has rows below."""
        return ()


def read_figure(value: Any) -> Any:
    """A value of a table as the interpreter takes it: a float or decimal to six decimals; NaN and infinity are missing."""
    if isinstance(value, float):
        return make_exact(value) if isfinite(value) else None
    if isinstance(value, Decimal):
        return value.quantize(MICRO, ROUND_HALF_UP, EXACT) if value.is_finite() else None
    return Decimal(value) if isinstance(value, int) else value
