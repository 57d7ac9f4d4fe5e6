"""Slips by a power of ten: a value against its neighbours in time and against the class median per unit of size."""

from dataclasses import dataclass

import polars as pl

from junxian.declared.rules import OrderOfMagnitude
from junxian.quality.filed import ROW, Filed
from junxian.quality.peers import compare_with_peers
from junxian.terms.period import Period

PEER_FLOOR = 0.05  # least spread of log10(x / size) within a class
PEERS_ALONE = 4.0  # without any other period: this many spreads out of line as filed
IN_LINE = 2.0  # and no more than this many when corrected


@dataclass(frozen=True)
class Slip:
    """A value that is about 10^power times what it should be; `reference_period` is "" where peers alone say so."""

    area: str
    period: str
    item: str
    value: float
    power: int
    reference: float
    reference_period: str

    @property
    def corrected(self) -> float:
        """The value that would follow if it were such a slip; never put in its place."""
        return self.value / 10.0**self.power


def find_slips(rule: OrderOfMagnitude, filed: Filed, key: str) -> list[Slip]:
    """The values of one item that are out of line by a power of ten.

    1. Against time: the value is off by the same power from the period before and the one after (from two before or two
       after at the ends of a series). So a single slip is found and its good neighbours are not.
    2. Against the last good period before it, where 1 does not apply (two periods in all, or a unit changed for good);
       where a class median is at hand it must lie nearer to the corrected value than to the one filed.
    3. Against peers, where the area has no other period: log10(x/size) is more than 4 spreads from the class median, by
       nearly a whole number, and within 2 spreads once corrected; where a classification is declared, of a class that
       is large enough.
    Figures that run on from January are compared with the same month of other years only.
    """
    table = _add_peers(rule, filed, key)
    steps = _add_neighbours(table, filed.province.items[key][1].accumulation == "year_to_date")
    first = _mark_against_neighbours(rule, steps)
    marked = _mark_against_peers(rule, _mark_against_last(rule, first))
    power = pl.coalesce("by_time", "by_last", "by_peers").cast(pl.Int64)
    found = marked.with_columns(power.alias("power")).filter(pl.col("power").is_not_null()).sort(ROW)
    columns = ("ref_area", "time_period", "filed", "power", "reference", "reference_period")
    return [
        Slip(area, period, key, value, k, round(10.0**r, 6) if r is not None else 0.0, p or "")
        for area, period, value, k, r, p in found.select(columns).rows()
    ]


def _add_peers(rule: OrderOfMagnitude, filed: Filed, key: str) -> pl.DataFrame:
    """X = log10 of the value, and how far log10(x/size) lies from the class median."""
    form, _ = filed.province.items[key]
    keys = [key, rule.per] if rule.per and rule.per != key else [key]
    table = filed.select_items(keys, form.covers if rule.per else "").filter(pl.col(key) > 0)
    x = table.select(*ROW, pl.col(key).alias("filed"), pl.col(key).log(10).alias("x"), *_size(rule, key))
    if not rule.per:
        empty = [pl.lit(None, pl.Float64).alias(name) for name in ("off_peers", "spread")]
        return x.drop("value").with_columns(*empty, pl.lit(False).alias("own_class"))
    judged = compare_with_peers(x, filed.classes(rule.classification), rule.min_peers, PEER_FLOOR)
    off = judged.select(*ROW, (pl.col("value") - pl.col("centre")).alias("off_peers"), "spread", "own_class")
    return x.drop("value").join(off, on=ROW, how="left", validate="1:1", maintain_order="left")


def _size(rule: OrderOfMagnitude, key: str) -> list[pl.Expr]:
    if not rule.per or rule.per == key:
        return [pl.lit(None, pl.Float64).alias("value")]
    size = pl.when(pl.col(rule.per) > 0).then(pl.col(rule.per))
    return [(pl.col(key) / size).log(10).alias("value")]


def _add_neighbours(table: pl.DataFrame, runs_on: bool) -> pl.DataFrame:
    """The two values before and after each, in time; `series` keeps apart what cannot be compared."""
    periods = {p: Period.parse(p) for p in table["time_period"].unique()}
    end = {text: p.end for text, p in periods.items()}
    season = {text: p.number if runs_on or p.frequency == "C" else 0 for text, p in periods.items()}
    dated = table.with_columns(
        pl.col("time_period").replace_strict(end, return_dtype=pl.Date).alias("end"),
        pl.col("time_period").replace_strict(season, return_dtype=pl.Int64).alias("season"),
    ).sort("ref_area", "season", "end")
    series = ["ref_area", "season"]
    moves = {"before": 1, "before2": 2, "after": -1, "after2": -2}
    return dated.with_columns(
        *(pl.col("x").shift(n).over(series).alias(name) for name, n in moves.items()),
        pl.col("time_period").shift(1).over(series).alias("period_before"),
        pl.col("time_period").shift(-1).over(series).alias("period_after"),
    )


def _power(off: pl.Expr, nearness: float) -> pl.Expr:
    """The whole power that a log10 is near to, null where it is near none or near zero."""
    whole = off.round()
    return pl.when(((off - whole).abs() <= nearness) & (whole != 0)).then(whole)


def _mark_against_neighbours(rule: OrderOfMagnitude, steps: pl.DataFrame) -> pl.DataFrame:
    near = {
        name: _power(pl.col("x") - pl.col(name), rule.nearness) for name in ("before", "before2", "after", "after2")
    }
    one = pl.when(pl.col("before").is_null()).then(near["after2"]).otherwise(near["before"])
    other = pl.when(pl.col("after").is_null()).then(near["before2"]).otherwise(near["after"])
    agreed = pl.when(one == other).then(one)
    has_before = pl.col("before").is_not_null()
    return steps.with_columns(
        agreed.alias("by_time"),
        pl.when(has_before).then("before").otherwise("after").alias("reference"),
        pl.when(has_before).then("period_before").otherwise("period_after").alias("reference_period"),
    )


def _mark_against_last(rule: OrderOfMagnitude, marked: pl.DataFrame) -> pl.DataFrame:
    """Against the last value before that is not itself marked; peers, where known, must agree."""
    good = pl.when(pl.col("by_time").is_null()).then("x")
    series = ["ref_area", "season"]
    last = marked.with_columns(good.forward_fill().shift(1).over(series, order_by="end").alias("last"))
    power = _power(pl.col("x") - pl.col("last"), rule.nearness)
    peers_agree = ((pl.col("off_peers") - power).abs() < pl.col("off_peers").abs()).fill_null(True)
    return last.with_columns(pl.when(pl.col("by_time").is_null() & peers_agree).then(power).alias("by_last"))


def _mark_against_peers(rule: OrderOfMagnitude, marked: pl.DataFrame) -> pl.DataFrame:
    off, spread = pl.col("off_peers"), pl.col("spread")
    power = _power(off, rule.nearness)
    alone = pl.col("before").is_null() & pl.col("after").is_null()
    alone = alone & pl.col("own_class") if rule.classification else alone
    far = (off.abs() > PEERS_ALONE * spread) & ((off - power).abs() <= IN_LINE * spread)
    by_peers = pl.when(alone & far).then(power)
    return marked.with_columns(by_peers.alias("by_peers")).with_columns(
        pl.when(alone).then(None).otherwise("reference_period").alias("reference_period")
    )
