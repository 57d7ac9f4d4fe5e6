"""The panel of an item from the figures in force: areas by equally spaced periods, with growth, proxies and classes."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import polars as pl

from junxian.declared.rules import GrowthAgainstLevel, RatioInLine
from junxian.declared.rules_of_chance import Matching
from junxian.quality.filed import Filed
from junxian.quality.mending.asked import Case, Cell
from junxian.quality.mending.highs import Array
from junxian.quality.mending.panel import Panel
from junxian.terms.period import Period
from junxian.terms.unit import conversion

MOST_PERIODS = 60
POSITIVE = 0.95  # share of figures above zero from which what happens to them multiplies


@dataclass(frozen=True)
class LaidPanel:
    """A panel up to a period, its last column, and its areas."""

    panel: Panel
    areas: tuple[str, ...]


def runs_on(filed: Filed, key: str) -> bool:
    """Whether figures of an item run on from January."""
    form, item = filed.province.items[key]
    return item.accumulation == "year_to_date" or form.frequency == "C"


def lay_panel(
    case: Case, key: str, period: Period, areas: Iterable[str], without: Iterable[Cell] = (), within_year: bool = False
) -> LaidPanel:
    """The panel of an item for areas, up to a period.

    Figures that run on from January stand by years, the same month of each, or, `within_year`, by the months of the year;
    others by the periods of their form. `without` are cells taken as missing. Growth, proxies and classes come from the
    request and the rules.
    """
    filed, item = case.filed, case.filed.province.items[key][1]
    named = tuple(areas)
    yearly = (runs_on(filed, key) and not within_year) or period.frequency == "A"
    periods = _list_periods(filed, period, yearly)
    if within_year:
        periods = [p for p in periods if p.year == period.year]
    values = _lay(filed, key, named, periods, frozenset(without))
    growth = find_growth(case, key) if yearly else ""
    told = _lay(filed, growth, named, periods, case.unreliable) if growth else None
    proxies = {k: _lay(filed, k, named, periods, case.unreliable) for k in find_proxies(case, key)}
    known = values[np.isfinite(values)]
    in_logs = not item.signed and (known > 0).mean() >= POSITIVE if len(known) else True
    return LaidPanel(
        Panel(values, _to_share(filed, growth, told), proxies, _lay_classes(case, named), bool(in_logs)), named
    )


def _list_periods(filed: Filed, period: Period, yearly: bool) -> list[Period]:
    """Equally spaced periods up to this one, from the first that anybody filed."""
    alike = [
        p for p in map(Period.parse, filed.figures["time_period"].unique().to_list()) if p.frequency == period.frequency
    ]
    first = min((p.start for p in alike), default=period.start)
    periods = [period]
    while len(periods) < MOST_PERIODS and (yearly or period.frequency != "C" or periods[0].number > 1):
        before = periods[0].year_before() if yearly else periods[0].previous()
        if before.end < first:
            break
        periods.insert(0, before)
    return periods


def _lay(filed: Filed, key: str, areas: tuple[str, ...], periods: list[Period], without: frozenset[Cell]) -> Array:
    column = {str(p): n for n, p in enumerate(periods)}
    row = {area: n for n, area in enumerate(areas)}
    values = np.full((len(areas), len(periods)), np.nan)
    table = filed.select_items([key]).drop_nulls(key).filter(pl.col("time_period").is_in(list(column)))
    for time, area, value in table.rows():
        if area in row and (area, time, key) not in without:
            values[row[area], column[time]] = value
    return values


def find_growth(case: Case, key: str) -> str:
    """The item of an item's real growth, "" where none is declared."""
    rules = case.filed.province.rules.values()
    declared = [r.growth for r in rules if isinstance(r, GrowthAgainstLevel) and r.current == key]
    return case.request.growth.get(key) or next(iter(declared), "")


def find_proxies(case: Case, key: str) -> list[str]:
    """Items that move with an item: asked for, matched, or in a ratio with it; amounts of forms of the same frequency."""
    items, found = case.filed.province.items, list(case.request.proxies.get(key, ()))
    for rule in case.filed.province.rules.values():
        if isinstance(rule, Matching) and rule.item == key:
            found += rule.proxies
        if isinstance(rule, RatioInLine) and key in (rule.numerator, rule.denominator):
            found.append(rule.denominator if key == rule.numerator else rule.numerator)
    frequency = items[key][0].frequency
    alike = [k for k in found if items[k][0].frequency == frequency and items[k][1].measure != "ratio" and k != key]
    return list(dict.fromkeys(alike))


def _to_share(filed: Filed, growth: str, told: Array | None) -> Array | None:
    if told is None:
        return None
    return told * float(conversion(filed.province.items[growth][1].unit, "1"))


def _lay_classes(case: Case, areas: tuple[str, ...]) -> np.ndarray | None:
    if not case.request.classification:
        return None
    named = dict(case.filed.classes(case.request.classification).rows())
    return np.array([named.get(area, "") for area in areas])
