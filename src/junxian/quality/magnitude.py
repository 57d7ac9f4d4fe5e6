"""Slips by a power of ten: a value against its neighbours in time and against the class median per unit of size."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import polars as pl

from junxian.declared.rules import OrderOfMagnitude
from junxian.quality.filed import ROW, Filed
from junxian.quality.peers import compare_with_peers
from junxian.terms.period import Period

PEER_FLOOR = 0.05  # least spread of log10(x / size) within a class
PEERS_ALONE = 4.0  # without any other period: this many spreads out of line as filed
IN_LINE = 2.0  # and no more than this many when corrected
PEERS_DIGITS = 2  # and by so many digits: a factor of ten between counties is no news
NEIGHBOURS = timedelta(days=3 * 366)  # periods further apart than this are no neighbours
_PLAIN = [*ROW, "filed", "x", "off_peers", "spread", "own_class"]


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
    2. Against the one or two values before it, those of step 1 left out (two periods in all, or a unit changed for good);
       where a class median is at hand it must lie nearer to the corrected value than to the one filed.
    3. Against peers, where the area has no other period: log10(x/size) is more than 4 spreads from the class median as
       filed and within 2 spreads once corrected, and the power is 2 or more (rich counties have ten times the figures of
       poor ones); where a classification is declared, of a class that is large enough.
    Periods more than three years apart are no neighbours. Figures that run on from January are compared with the same
    month of other years only.
    """
    runs_on = filed.province.items[key][1].accumulation == "year_to_date"
    placed = _add_peers(rule, filed, key)
    if placed.is_empty():
        return []
    steps = _add_neighbours(placed, runs_on)
    by_time = steps.with_columns(_power_by_neighbours(rule).alias("power"))
    rest = _add_neighbours(by_time.filter(pl.col("power").is_null()).select(_PLAIN), runs_on)
    by_last = rest.with_columns(pl.coalesce(_power_by_last(rule), _power_by_peers(rule)).alias("power"))
    found = pl.concat([by_time, by_last]).filter(pl.col("power").is_not_null()).sort(ROW)
    return [_describe(key, row) for row in found.iter_rows(named=True)]


def _describe(key: str, row: dict[str, Any]) -> Slip:
    side = "before" if row["before"] is not None else "after"
    reference = round(10.0 ** row[side], 6) if row[side] is not None else 0.0
    return Slip(
        row["ref_area"],
        row["time_period"],
        key,
        row["filed"],
        int(row["power"]),
        reference,
        row[f"period_{side}"] or "",
    )


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
    """The two values before and after each, in time; what cannot be compared stays apart."""
    periods = {p: Period.parse(p) for p in table["time_period"].unique()}
    end = {text: p.end for text, p in periods.items()}
    season = {text: p.number if runs_on or p.frequency == "C" else 0 for text, p in periods.items()}
    dated = table.with_columns(
        pl.col("time_period").replace_strict(end, return_dtype=pl.Date).alias("end"),
        pl.col("time_period").replace_strict(season, return_dtype=pl.Int64).alias("season"),
    ).sort("ref_area", "season", "end")
    moves = {"before": 1, "before2": 2, "after": -1, "after2": -2}
    return dated.with_columns(
        *(_look_aside("x", n).alias(name) for name, n in moves.items()),
        _look_aside("time_period", 1).alias("period_before"),
        _look_aside("time_period", -1).alias("period_after"),
    )


def _look_aside(column: str, n: int) -> pl.Expr:
    """A column n places earlier in the sorted series, null where that is another series or too long ago or ahead."""
    same = (pl.col("ref_area") == pl.col("ref_area").shift(n)) & (pl.col("season") == pl.col("season").shift(n))
    near = (pl.col("end") - pl.col("end").shift(n)).abs() <= NEIGHBOURS
    return pl.when(same & near).then(pl.col(column).shift(n))


def _power(off: pl.Expr, nearness: float) -> pl.Expr:
    """The whole power that a log10 is near to, null where it is near none or near zero."""
    whole = off.round()
    return pl.when(((off - whole).abs() <= nearness) & (whole != 0)).then(whole)


def _power_from(rule: OrderOfMagnitude, name: str) -> pl.Expr:
    return _power(pl.col("x") - pl.col(name), rule.nearness)


def _power_by_neighbours(rule: OrderOfMagnitude) -> pl.Expr:
    one = pl.when(pl.col("before").is_null()).then(_power_from(rule, "after2")).otherwise(_power_from(rule, "before"))
    other = pl.when(pl.col("after").is_null()).then(_power_from(rule, "before2")).otherwise(_power_from(rule, "after"))
    return pl.when(one == other).then(one)


def _power_by_last(rule: OrderOfMagnitude) -> pl.Expr:
    power, earlier = _power_from(rule, "before"), _power_from(rule, "before2")
    past_agrees = pl.col("before2").is_null() | (earlier == power).fill_null(False)
    peers_agree = ((pl.col("off_peers") - power).abs() < pl.col("off_peers").abs()).fill_null(True)
    return pl.when(past_agrees & peers_agree).then(power)


def _power_by_peers(rule: OrderOfMagnitude) -> pl.Expr:
    """Where there is nothing else: far from the class as filed, inside it when corrected."""
    off, spread = pl.col("off_peers"), pl.col("spread")
    power = pl.when(off.round().abs() >= PEERS_DIGITS).then(off.round())
    alone = pl.col("before").is_null() & pl.col("after").is_null()
    judged = pl.col("own_class") if rule.classification else pl.lit(True)
    far = (off.abs() > PEERS_ALONE * spread) & ((off - power).abs() <= IN_LINE * spread)
    return pl.when(alone & judged & far).then(power)
