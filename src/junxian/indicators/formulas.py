"""The declared indicators in the order in which they can be computed, each with its formula and its leaf items."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from graphlib import CycleError, TopologicalSorter

from junxian.declared.forms import Form, Item
from junxian.declared.indicators import Indicator
from junxian.declared.province import Province
from junxian.indicators.methods import Formula, fit_formula, lags
from junxian.terms.errors import DeclarationError, MethodError
from junxian.terms.nearest import suggest
from junxian.terms.unit import parse_unit

Leaf = tuple[str, int]  # item key, years back


@dataclass(frozen=True)
class Formulas:
    """Indicators by code, in an order in which every source stands before its use."""

    indicators: dict[str, Indicator]
    formulas: dict[str, Formula]

    @cached_property
    def leaves(self) -> dict[str, tuple[Leaf, ...]]:
        """The items of each indicator, through nested indicators, with the years back at which each is read."""
        found: dict[str, tuple[Leaf, ...]] = {}
        for code, indicator in self.indicators.items():
            found[code] = tuple(dict.fromkeys(_expand(indicator, found)))
        return found

    @property
    def deepest_lag(self) -> int:
        """The most years back at which any item is read."""
        return max((back for leaves in self.leaves.values() for _, back in leaves), default=0)


def _expand(indicator: Indicator, found: Mapping[str, tuple[Leaf, ...]]) -> Iterator[Leaf]:
    for source, back in lags(indicator):
        for key, further in found.get(source, ((source, 0),)):
            yield key, back + further


def make_formulas(indicators: Mapping[str, Indicator], items: Mapping[str, tuple[Form, Item]]) -> Formulas:
    """Order indicators and fit each one's formula to its unit.

    Raises DeclarationError that names the file: a source that is neither item nor indicator or is both, a circle of
    indicators, a declared unit that does not follow from the sources' (with both units).
    """
    ordered = {code: indicators[code] for code in _order(indicators)}
    units = {key: item.unit for key, (_, item) in items.items()} | {c: i.unit for c, i in ordered.items()}
    for code, indicator in ordered.items():
        _check_sources(indicator, units)
        if code in items:
            raise DeclarationError(
                _file(indicator),
                f"code {code!r} is also an item of form {items[code][0].code!r}.",
                "Rename one of them.",
            )
    return Formulas(ordered, {code: _fit(indicator, units) for code, indicator in ordered.items()})


def check_units(province: Province) -> None:
    """Check that every declared unit follows from its sources; DeclarationError names the file and both units."""
    make_formulas(province.indicators, province.items)


def _order(indicators: Mapping[str, Indicator]) -> list[str]:
    graph = {code: [s for s in indicators[code].sources if s in indicators] for code in sorted(indicators)}
    try:
        return list(TopologicalSorter(graph).static_order())
    except CycleError as error:
        circle = error.args[1]
        raise DeclarationError(
            f"indicators/{circle[0]}.toml", f"is made of itself: {' ← '.join(circle)}.", "Break the circle."
        ) from error


def _check_sources(indicator: Indicator, units: Mapping[str, str]) -> None:
    for source in indicator.sources:
        if source not in units:
            raise DeclarationError(
                _file(indicator), f"source {source!r} is neither an item nor an indicator.", suggest(source, units)
            )


def _fit(indicator: Indicator, units: Mapping[str, str]) -> Formula:
    try:
        return fit_formula(indicator, tuple(parse_unit(units[source]) for source in indicator.sources))
    except MethodError as error:
        shown = ", ".join(f"{source} ({units[source]})" for source in indicator.sources)
        raise DeclarationError(
            _file(indicator),
            f"the declared unit {indicator.unit!r} does not follow from method {indicator.method!r} on {shown}: {error}",
            "Correct the unit or the sources.",
        ) from error


def _file(indicator: Indicator) -> str:
    return f"indicators/{indicator.code}.toml"
