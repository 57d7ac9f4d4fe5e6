"""The picture beside a finding: the figure among those of its peers, or in its own history."""

from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any

import polars as pl

from junxian.quality.filed import Filed
from junxian.quality.inquiries import ASKED_ABOUT
from junxian.quality.wording import say_item
from junxian.terms.name import Name
from junxian.terms.period import Period
from junxian.terms.unit import parse_unit, quotient

MOST = 200  # findings that get a picture; a run with more is past looking at each
FEWEST = {"peers": 5, "history": 3}  # figures without which a picture shows nothing
EVIDENCE_SCHEMA: dict[str, Any] = {
    "id": pl.String,  # of the finding
    "kind": pl.String,  # peers | history
    "measure_zh": pl.String,
    "measure_en": pl.String,
    "unit": pl.String,
    "ref_area": pl.String,
    "time_period": pl.String,
    "value": pl.Float64,
    "own": pl.Boolean,  # whether it is the figure that the finding is about
}
DEVIATION = Name(zh="偏离程度（检验统计量）", en="deviation (statistic of the test)")
Row = dict[str, Any]
Picture = tuple[str, Name, str, pl.DataFrame]  # kind, measure, unit, time_period + ref_area + value


def gather_evidence(filed: Filed, findings: pl.DataFrame, tests: pl.DataFrame) -> pl.DataFrame:
    """Figures for the picture of every finding that asks and has peers or a history (EVIDENCE_SCHEMA).

    findings  with `id`; tests  TEST_SCHEMA, for kinds with a null distribution: the statistics of all areas of the period
    Peers are the areas of the class in the finding's period (all areas where the class is small), as the rule compares
    them. A finding with fewer than five peers, or three periods of its own, has no picture. Checked in tests/unit/quality/test_evidence.py.
    """
    draw = _Pictures(filed, tests)
    asked = findings.filter(pl.col("severity").is_in(ASKED_ABOUT) & (pl.col("ref_area") != "")).head(10 * MOST)
    parts = [part for row in asked.iter_rows(named=True) if (part := draw.tabulate(row)) is not None]
    return pl.concat([pl.DataFrame(schema=EVIDENCE_SCHEMA), *parts[:MOST]])


class _Pictures:
    """Makes the picture of a finding by the kind of its rule."""

    def __init__(self, filed: Filed, tests: pl.DataFrame) -> None:
        self._filed, self._tests = filed, tests
        self._select = lru_cache(maxsize=64)(self._select_ratio)
        self._of: dict[str, Callable[[Any, Row], Picture | None]] = {
            "ratio_in_line": lambda rule, row: self._show_ratio(rule.numerator, rule.denominator, rule, row),
            "shifted_row": lambda rule, row: self._show_shifted(rule, row),
            "bounds": lambda rule, row: self._show_ratio(row["item"].split()[0], "", rule, row),
            "order_of_magnitude": lambda rule, row: self._show_history(row),
            "carried_forward": lambda rule, row: self._show_history(row),
            "level_shift": lambda rule, row: self._show_history(row),
            "smoothing": lambda rule, row: self._show_history(row),
            "year_to_date": lambda rule, row: self._show_history(row),
        }

    def tabulate(self, row: Row) -> pl.DataFrame | None:
        rule = self._filed.province.rules.get(row["rule"])
        picture = self._show(rule, row) if rule is not None and row["item"] else None
        if picture is None:
            return None
        kind, measure, unit, figures = picture
        own = (pl.col("ref_area") == row["ref_area"]) & (pl.col("time_period") == row["time_period"])
        known = figures.drop_nulls("value").filter(pl.col("value").is_finite())
        if known.height < FEWEST[kind] or not known.select(own.any()).item():
            return None
        told = {"id": row["id"], "kind": kind, "measure_zh": measure.zh, "measure_en": measure.text("en"), "unit": unit}
        named = known.with_columns(own.alias("own"), *(pl.lit(text).alias(name) for name, text in told.items()))
        return named.select(EVIDENCE_SCHEMA.keys()).sort("time_period", "ref_area")

    def _show(self, rule: Any, row: Row) -> Picture | None:
        if rule.kind in self._of:
            return self._of[rule.kind](rule, row)
        same = (pl.col("rule") == rule.code) & (pl.col("time_period") == row["time_period"])
        tested = self._tests.filter(same & (pl.col("item") == row["item"])).rename({"statistic": "value"})
        return ("peers", DEVIATION, "1", tested.select("time_period", "ref_area", "value")) if tested.height else None

    def _show_ratio(self, above: str, below: str, rule: Any, row: Row) -> Picture:
        """An item, or its ratio to another, among peers."""
        filed = self._filed
        form, item = filed.province.items[above]
        values = self._select(above, below, form.covers).filter(time_period=row["time_period"])
        classification, least = getattr(rule, "classification", ""), getattr(rule, "min_peers", 0)
        peers = _choose_peers(values, filed.classes(classification), row["ref_area"], least)
        if not below:
            return "peers", item.name, item.unit, peers
        name, other = item.name, say_item(below, filed.province)
        measure = Name(zh=f"{name.zh}与{other.zh}之比", en=f"{name.text('en')} to {other.text('en')}")
        unit = quotient(*(parse_unit(filed.province.items[key][1].unit) for key in (above, below)))
        return "peers", measure, unit.symbol, peers

    def _show_shifted(self, rule: Any, row: Row) -> Picture | None:
        """The first item that stands in the row, against the first anchor."""
        here = self._filed.wide.filter(ref_area=row["ref_area"], time_period=row["time_period"])
        filled = [key for key in row["item"].split() if key in here.columns and here[key].drop_nulls().len()]
        return self._show_ratio(filled[0], rule.anchors[0], rule, row) if filled else None

    def _select_ratio(self, above: str, below: str, level: str) -> pl.DataFrame:
        keys = [above, below] if below else [above]
        table = self._filed.select_items(keys, level)
        value = pl.when(pl.col(below) > 0).then(pl.col(above) / pl.col(below)) if below else pl.col(above)
        return table.select("time_period", "ref_area", value.alias("value"))

    def _show_history(self, row: Row) -> Picture:
        """The first item of the finding over all periods of its frequency; of the same months where it runs on."""
        key, period = row["item"].split()[0], Period.parse(row["time_period"])
        _, item = self._filed.province.items[key]
        own = self._select(key, "", "").filter(ref_area=row["ref_area"])
        like = [text for text in own["time_period"].unique() if _is_like(Period.parse(text), period, item.accumulation)]
        return "history", item.name, item.unit, own.filter(pl.col("time_period").is_in(like))


def _is_like(other: Period, period: Period, accumulation: str) -> bool:
    same = other.frequency == period.frequency
    return same and (other.number == period.number or (accumulation == "period" and period.frequency != "C"))


def _choose_peers(values: pl.DataFrame, classes: pl.DataFrame, area: str, least: int) -> pl.DataFrame:
    known = values.drop_nulls("value").join(classes, on="ref_area", how="left", maintain_order="left")
    own = known.filter(ref_area=area)["class"].to_list()
    alike = known.filter(pl.col("class") == own[0]) if own and own[0] else known.clear()
    return (alike if alike.height >= max(least, FEWEST["peers"]) else known).select("time_period", "ref_area", "value")


def list_pictures(evidence: pl.DataFrame) -> Iterator[tuple[str, pl.DataFrame]]:
    """Every finding's id with the rows of its picture."""
    for (code,), rows in evidence.group_by("id", maintain_order=True):
        yield str(code), rows
