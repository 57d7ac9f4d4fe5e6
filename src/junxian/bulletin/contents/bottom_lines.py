"""The bottom lines (底线): newest state of every line in every area, counts per state, thresholds in words."""

from collections import Counter

import polars as pl

from junxian.bulletin.contents.content import LineSummary
from junxian.bulletin.contents.naming import name_quantity
from junxian.bulletin.contents.wording import STATE_NAMES, format_unit
from junxian.declared.province import Province
from junxian.declared.redlines import LineVersion, RedLine
from junxian.terms.name import Name
from junxian.terms.period import Period

LINE_SCHEMA = {
    "ref_area": pl.String, "line": pl.String, "time_period": pl.String, "value": pl.Float64, "unit": pl.String,
    "threshold": pl.Float64, "headroom": pl.Float64, "state": pl.String, "raised": pl.Boolean, "worsening": pl.Int64,
}  # fmt: skip


def take_newest(table: pl.DataFrame, period: Period) -> pl.DataFrame:
    """The newest row of every area and line that does not end after the period."""
    if "line" not in table.columns or table.is_empty():
        return pl.DataFrame(schema=LINE_SCHEMA)
    ends = {text: Period.parse(text).end for text in table["time_period"].unique().to_list()}
    dated = table.with_columns(
        pl.col("time_period").replace_strict(list(ends), list(ends.values()), return_dtype=pl.Date).alias("_end")
    )
    kept = dated.filter(pl.col("_end") <= period.end).sort("ref_area", "line", "_end")
    return kept.unique(["ref_area", "line"], keep="last", maintain_order=True).drop("_end")


def summarise_lines(province: Province, newest: pl.DataFrame, period: Period) -> tuple[LineSummary, ...]:
    """Every declared line with the number of areas in each state, from green to unknown."""
    counts = Counter(newest.select("line", "state").iter_rows())
    reasons = _find_reasons(newest)
    return tuple(
        LineSummary(
            code=line.code,
            name=line.name,
            measure=name_quantity(province, line.indicator) if line.indicator else Name(zh=""),
            thresholds=describe_thresholds(province, line, period),
            states={state: counts[line.code, state] for state in STATE_NAMES},
            not_filed=line.not_filed or reasons.get(line.code),
        )
        for line in province.lines.values()
    )


def _find_reasons(newest: pl.DataFrame) -> dict[str, Name]:
    """The first reason that is given for an unknown state, by line."""
    if "why_zh" not in newest.columns:
        return {}
    told = newest.filter((pl.col("state") == "unknown") & (pl.col("why_zh") != "")).unique(
        "line", keep="first", maintain_order=True
    )
    return {line: Name(zh=zh, en=en or "") for line, zh, en in told.select("line", "why_zh", "why_en").iter_rows()}


def describe_thresholds(province: Province, line: RedLine, period: Period) -> Name:
    """The thresholds in force at the end of the period in words; empty where the line has none."""
    version = find_version(line, period)
    if version is None or not version.thresholds:
        return Name(zh="")
    indicator = province.indicators.get(line.indicator)
    unit = indicator.unit if indicator else "1"
    sign = "<" if line.breach == "below" else "≥"
    parts = {
        language: [
            f"{STATE_NAMES[state].text(language)} {sign} {_tell_threshold(value, unit, language)}"
            for state, value in version.thresholds.items()
        ]
        for language in ("zh", "en")
    }
    return Name(zh="；".join(parts["zh"]), en="; ".join(parts["en"]))


def _tell_threshold(value: float, unit: str, language: str) -> str:
    return f"{value:g}{format_unit(unit, language)}"


def find_decimals(province: Province, line: str) -> int:
    """Decimals in which the values of a line are shown: those of its indicator, 2 where it has none."""
    declared = province.lines.get(line)
    indicator = province.indicators.get(declared.indicator) if declared else None
    return indicator.decimals if indicator else 2


def find_version(line: RedLine, period: Period) -> LineVersion | None:
    """The version in force at the end of the period."""
    in_force = [version for version in line.version if version.valid_from <= period.end]
    return max(in_force, key=lambda version: version.valid_from, default=None)
