"""Watches the bottom lines: the state of every line in every area at the end of the newest period."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

from junxian.declared.redlines import RedLine
from junxian.redlines.bands import Standing, find_standing, settle, version_in_force
from junxian.redlines.wording import NOT_IN_FORCE, UNDEFINED, WITHHELD, say_not_filed, say_state
from junxian.redlines.worsening import count_worsening
from junxian.terms.area import Areas
from junxian.terms.errors import MethodError
from junxian.terms.name import Name
from junxian.terms.period import Period

if TYPE_CHECKING:
    from junxian.indicators import IndicatorTable

LINE_SCHEMA: dict[str, Any] = {
    "ref_area": pl.String,
    "line": pl.String,
    "time_period": pl.String,
    "value": pl.Float64,  # of the line's indicator, null where it has none
    "unit": pl.String,
    "threshold": pl.Float64,  # nearest worse threshold, the last one where it is crossed
    "headroom": pl.Float64,  # in `unit`, positive = room, negative = beyond
    "state": pl.String,  # green | yellow | orange | red | unknown
    "raised": pl.Boolean,  # yellow by its value, orange for worsening
    "worsening": pl.Int64,  # periods in a row, back from this one
    "why_zh": pl.String,
    "why_en": pl.String,
}

REASONS = {"withheld": WITHHELD, "undefined": UNDEFINED}  # by the status of the indicator


@dataclass(frozen=True)
class Lines:
    """`table` (LINE_SCHEMA): one row per watched area and line; `breaches`: its red rows."""

    table: pl.DataFrame
    breaches: pl.DataFrame


def watch(indicators: "IndicatorTable", lines: Mapping[str, RedLine], areas: Areas, periods: Sequence[Period]) -> Lines:
    """Find the state of every line at the newest of `periods`, in every area of the line's level that is then valid.

    `periods` are of one frequency and follow one another (years, or the same month of several years); the older ones
    serve to count worsening. Thresholds are those in force at the end of the newest period and stand in the unit of the
    line's indicator. A value that is missing, withheld or filed by nobody gives the state `unknown` with the reason;
    no state is guessed. MethodError where no period is given or their frequencies differ.
    Source: practice §3 (bands and raising are our proposals). Checked in tests/unit/redlines/test_watch.py.
    """
    history = _order(periods)
    rows = [row for line in lines.values() for row in _watch_line(line, indicators, areas, history)]
    table = pl.DataFrame(rows, schema=LINE_SCHEMA, orient="row").sort("line", "ref_area")
    return Lines(table, table.filter(pl.col("state") == "red"))


def _order(periods: Sequence[Period]) -> list[Period]:
    frequencies = {period.frequency for period in periods}
    if len(frequencies) != 1:
        found = ", ".join(str(period) for period in periods) or "none"
        raise MethodError("red lines", f"need periods of one frequency; found {found}.", "Give one series of periods.")
    return sorted(set(periods), key=lambda period: period.end)


def _watch_line(
    line: RedLine, indicators: "IndicatorTable", areas: Areas, history: list[Period]
) -> Iterator[dict[str, Any]]:
    now = history[-1]
    codes = areas.at_level(line.level, now.end)
    series = _read_series(line, indicators, history)
    version = version_in_force(line, now.end)
    status = _read_status(line, indicators, now)
    for code in codes:
        values = [by_area.get(code, (None, ""))[0] for by_area in series]
        base = {"ref_area": code, "line": line.code, "time_period": str(now), "raised": False, "worsening": 0}
        value, unit = series[-1].get(code, (None, ""))
        if value is None or version is None or not version.thresholds:
            yield base | _leave_unknown(line, value, unit, status.get(code))
        else:
            worsening = count_worsening(values, line.breach)
            yield base | _judge(find_standing(line, version, value, worsening), unit)


def _read_series(
    line: RedLine, indicators: "IndicatorTable", history: list[Period]
) -> list[dict[str, tuple[float | None, str]]]:
    """Values and units by area, one dictionary per period; empty ones where nobody files for the line."""
    if not line.indicator:
        return [{} for _ in history]
    return [_read_values(indicators.quantity(line.indicator, period)) for period in history]


def _read_values(quantity: pl.DataFrame) -> dict[str, tuple[float | None, str]]:
    rows = quantity.select("ref_area", pl.col("value").fill_nan(None), "unit").iter_rows()
    return {area: (None if value is None else settle(value), unit or "") for area, value, unit in rows}


def _read_status(line: RedLine, indicators: "IndicatorTable", now: Period) -> dict[str, tuple[str, str]]:
    """Status and missing items by area, where the line's indicator is a declared one."""
    own = (pl.col("indicator") == line.indicator) & (pl.col("time_period") == str(now))
    rows = indicators.table.filter(own).select("ref_area", "status", "missing").iter_rows()
    return {area: (status or "", missing or "") for area, status, missing in rows}


def _leave_unknown(line: RedLine, value: float | None, unit: str, status: tuple[str, str] | None) -> dict[str, Any]:
    kind, missing = status or ("", "")
    if value is not None:
        why = NOT_IN_FORCE
    elif kind in REASONS:
        why = REASONS[kind]
    else:
        why = say_not_filed(line, missing)
    return {"value": value, "unit": unit or None, "state": "unknown", **_spell(why)}


def _judge(standing: Standing, unit: str) -> dict[str, Any]:
    return {
        "value": standing.value, "unit": unit, "threshold": standing.threshold, "headroom": standing.room,
        "state": standing.state, "raised": standing.raised, "worsening": standing.worsening,
        **_spell(say_state(standing, unit)),
    }  # fmt: skip


def _spell(why: Name) -> dict[str, str]:
    return {"why_zh": why.zh, "why_en": why.text("en")}
