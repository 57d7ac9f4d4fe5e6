"""Where a programme takes its figures from: a province with its indicators, scorecard and lines, or one table."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

import polars as pl

from junxian.declared.programmes import Factor
from junxian.redlines import gate_of
from junxian.redlines.wording import STATE_WORDS
from junxian.terms.errors import MethodError
from junxian.terms.name import Name
from junxian.terms.nearest import suggest
from junxian.terms.period import Period
from junxian.terms.unit import conversion

if TYPE_CHECKING:
    from junxian.declared.province import Province
    from junxian.indicators import IndicatorTable

Values = dict[str, float]


class Source(Protocol):
    """What a programme asks of its figures."""

    @property
    def areas(self) -> list[str]:
        """Codes of the areas that take part, in order."""

    def read(self, key: str, unit: str | None = None) -> Values:
        """Known values of an item or indicator by area, in a unit where one is asked for."""

    def read_own(self, key: str, unit: str) -> float | None:
        """What the province itself filed."""

    def members(self, classification: str, classes: tuple[str, ...]) -> frozenset[str]:
        """Areas of these classes."""

    def city(self, area: str) -> str:
        """The city of an area."""

    def name(self, code: str) -> Name:
        """Name of an area, item or indicator."""

    def is_less_better(self, key: str) -> bool:
        """Whether a smaller value of an indicator is better."""

    def rank(self, area: str) -> tuple[int, int] | None:
        """Rank in class and how many are ranked there."""

    def gate(self, factor: Factor, area: str) -> tuple[float, tuple[Name, ...]]:
        """The least gate of the factor's red lines, and what must be told."""


@dataclass(frozen=True)
class ProvinceSource:
    """A province in a period, with what the other rooms found."""

    province: "Province"
    indicators: "IndicatorTable"
    period: Period
    classification: str
    ranks: Mapping[str, Mapping[str, Any]]
    states: Mapping[tuple[str, str], str]

    @property
    def areas(self) -> list[str]:
        """Codes of the areas that take part, in order."""
        return sorted(self.province.classifications[self.classification]["area"].to_list())

    def read(self, key: str, unit: str | None = None) -> Values:
        """Known values of an item or indicator by area, in a unit where one is asked for."""
        rows = (
            self.indicators.quantity(key, self.period).with_columns(pl.col("value").fill_nan(None)).drop_nulls("value")
        )
        return {
            area: value if unit is None else value * float(conversion(own, unit))
            for area, value, own in rows.select("ref_area", "value", "unit").iter_rows()
        }

    def read_own(self, key: str, unit: str) -> float | None:
        """What the province itself filed."""
        return self.read(key, unit).get(self.province.code)

    def members(self, classification: str, classes: tuple[str, ...]) -> frozenset[str]:
        """Areas of these classes."""
        table = self.province.classifications[classification]
        return frozenset(table.filter(pl.col("class").is_in(list(classes)))["area"])

    def city(self, area: str) -> str:
        """The city of an area."""
        return self.province.areas.city(area)

    def name(self, code: str) -> Name:
        """Name of an area, item or indicator."""
        if code in self.province.areas:
            return Name(zh=self.province.areas.name(code), en=self.province.areas.name(code, "en"))
        if code in self.province.indicators:
            return self.province.indicators[code].name
        return self.province.items[code][1].name if code in self.province.items else Name(zh=code)

    def is_less_better(self, key: str) -> bool:
        """Whether a smaller value of an indicator is better."""
        indicator = self.province.indicators.get(key)
        return indicator is not None and indicator.direction == "less_is_better"

    def rank(self, area: str) -> tuple[int, int] | None:
        """Rank in class and how many are ranked there."""
        row = self.ranks.get(area)
        return None if row is None or row["rank"] is None or row["status"] != "ranked" else (row["rank"], row["of"])

    def gate(self, factor: Factor, area: str) -> tuple[float, tuple[Name, ...]]:
        """The least gate of the factor's red lines, and what must be told."""
        gate, told = 1.0, []
        for code in factor.gates:
            line, known = self.province.lines[code], self.states.get((area, code), "unknown")
            state: Any = factor.gate_unknown if known == "unknown" else known
            own = float(gate_of(line, factor.code, state))
            gate = min(gate, own)
            if known == "unknown" or own != 1:
                told.append(_say_gate(line.name, STATE_WORDS[state], own, is_known=known != "unknown"))
        return gate, tuple(told)


def _say_gate(line: Name, state: Name, gate: float, *, is_known: bool) -> Name:
    if is_known:
        return Name(zh=f"{line.zh}为{state.zh}，闸门{gate:g}", en=f"{line.text('en')} is {state.en} (gate {gate:g})")
    return Name(
        zh=f"{line.zh}无法判定，按{state.zh}处理，闸门{gate:g}",
        en=f"{line.text('en')} is unknown and taken as {state.en} (gate {gate:g})",
    )


@dataclass(frozen=True)
class TableSource:
    """One table without a province: a row an area; columns area, name, city, class and every key, in the units of the TOML.

    `own` is what the province filed. `class` holds `classification`; any other has a column of its name.
    """

    table: pl.DataFrame
    own: Mapping[str, float | str]
    classification: str = "class"

    @property
    def areas(self) -> list[str]:
        """Codes of the areas that take part, in order."""
        return sorted(self.table["area"].to_list())

    def read(self, key: str, unit: str | None = None) -> Values:
        """Known values of an item or indicator by area, in a unit where one is asked for."""
        self._check_column(key)
        rows = self.table.select("area", key).drop_nulls().iter_rows()
        return {area: _to_number(value, key, area) for area, value in rows}

    def read_own(self, key: str, unit: str) -> float | None:
        """What the province itself filed."""
        return _to_number(self.own[key], key, "province") if key in self.own else None

    def members(self, classification: str, classes: tuple[str, ...]) -> frozenset[str]:
        """Areas of these classes."""
        column = "class" if classification == self.classification else classification
        column = classification if classification in self.table.columns else column
        self._check_column(column)
        found = frozenset(self.table.filter(pl.col(column).cast(pl.String).is_in(list(classes)))["area"])
        if not found:
            raise MethodError(
                "figures", f"have no area of class {', '.join(classes)}.", "Correct the class in the TOML."
            )
        return found

    def city(self, area: str) -> str:
        """The city of an area."""
        if "city" not in self.table.columns:
            raise MethodError("figures", "have no column 'city'.", 'Add it, or leave out the group by = "city".')
        city = self.table.filter(pl.col("area") == area)["city"][0]
        if city is None:
            raise MethodError(
                "figures", f"area {area!r} has no city.", 'Fill it in, or leave out the group by = "city".'
            )
        return str(city)

    def name(self, code: str) -> Name:
        """Name of an area, item or indicator."""
        if "name" in self.table.columns:
            found = self.table.filter(pl.col("area") == code)["name"]
            return Name(zh=str(found[0]) if len(found) else code)
        return Name(zh=code)

    def is_less_better(self, key: str) -> bool:
        """Whether a smaller value of an indicator is better."""
        return False

    def rank(self, area: str) -> tuple[int, int] | None:
        """Rank in class and how many are ranked there."""
        return None

    def gate(self, factor: Factor, area: str) -> tuple[float, tuple[Name, ...]]:
        """The least gate of the factor's red lines, and what must be told."""
        if factor.gates:
            raise MethodError(
                f"factor {factor.code}", "is gated by red lines, which a table has not.", "Run it in its province."
            )
        return 1.0, ()

    def _check_column(self, name: str) -> None:
        if name not in self.table.columns:
            raise MethodError(
                "figures",
                f"have no column {name!r}. {suggest(name, self.table.columns)}",
                "Add it, or correct the TOML.",
            )


def _to_number(value: float | str, key: str, area: str) -> float:
    try:
        number = float(value)
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise MethodError(
            "figures", f"{key!r} of area {area!r} is {value!r}, no number.", "Write digits and a point alone."
        )
    return number
