"""Carried forward: the figures of a row repeat those of the period before, or of the same period of last year."""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import polars as pl

from junxian.declared.rules import CarriedForward
from junxian.quality.coincidence import chance_of_equal
from junxian.quality.filed import ROW, Filed
from junxian.quality.peers import CONSISTENT
from junxian.quality.suspicion import Suspicion, list_cells, withheld_by
from junxian.quality.wording import say_area, say_form, say_items, say_period
from junxian.terms.name import Name
from junxian.terms.period import Period

FLOOR = 0.005  # least spread of a growth rate
OFTEN = 0.02  # an item that repeats in more rows than this is no news where it does


def check_carried_forward(rule: CarriedForward, filed: Filed) -> list[Suspicion]:
    """Suspect rows whose figures all equal those of the period before, at least `min_items` of them not zero.

    Forms filed within the year are also compared with the same period of last year. Items that are missing in either
    period are not compared; zeros agree without counting. Of other rows those figures are asked about that repeat to the
    last digit where chance does not explain it: the product over them of step/(2.5·s·figure) is at most `chance`, with
    step the last digit that is not zero and s the robust spread of the item's growth; items that often repeat do not
    count. A hold withholds what repeats. Source: practice §4.3 Q12.
    Checked in tests/unit/quality/test_carried_forward.py.
    """
    table, keys = filed.select_form(rule.form)
    if not keys:
        return []
    found = _compare(rule, filed, table, keys, _name_before)
    if any(not text.isdigit() for text in table["time_period"].unique()):  # within the year
        rows = {(s.area, s.period) for s in found}
        found += [s for s in _compare(rule, filed, table, keys, _name_year_before) if (s.area, s.period) not in rows]
    return found


def _name_before(period: str) -> str:
    p = Period.parse(period)
    return "" if p.frequency == "C" and p.number == 1 else str(p.previous())


def _name_year_before(period: str) -> str:
    return str(Period.parse(period).year_before())


def _compare(
    rule: CarriedForward, filed: Filed, table: pl.DataFrame, keys: list[str], name: Callable[[str], str]
) -> list[Suspicion]:
    before = {p: name(p) for p in table["time_period"].unique()}
    last = table.rename({k: f"{k}|before" for k in keys} | {"time_period": "_before"})
    dated = table.with_columns(pl.col("time_period").replace_strict(before, return_dtype=pl.String).alias("_before"))
    pairs = dated.join(last, on=["_before", "ref_area"], how="inner", validate="1:1").sort(ROW)
    same = [((pl.col(k) == pl.col(f"{k}|before")) & (pl.col(k) != 0)).fill_null(value=False).alias(k) for k in keys]
    differs = [(pl.col(k) != pl.col(f"{k}|before")).fill_null(value=False) for k in keys]
    enough = pl.sum_horizontal(s.cast(pl.Int64) for s in same) >= rule.min_items
    whole = pairs.select((enough & ~pl.any_horizontal(differs)).alias("whole"))["whole"].to_numpy()
    found = [_suspect(rule, filed, row, _list_compared(row, keys)) for row in pairs.filter(whole).iter_rows(named=True)]
    if not rule.chance:
        return found
    repeated = pairs.select(same).to_numpy() & ~whole[:, None]
    return [*found, *_find_parts(rule, filed, pairs, keys, repeated)]


def _list_compared(row: dict[str, Any], keys: list[str]) -> tuple[str, ...]:
    return tuple(k for k in keys if row[k] is not None and row[f"{k}|before"] is not None)


def _find_parts(
    rule: CarriedForward, filed: Filed, pairs: pl.DataFrame, keys: list[str], repeated: np.ndarray
) -> Iterator[Suspicion]:
    """Rows of which some figures repeat, where that is hardly chance."""
    now, last = (pairs.select(columns).to_numpy().astype(float) for columns in (keys, [f"{k}|before" for k in keys]))
    odds = np.zeros(now.shape)
    for n in range(len(keys)):
        if repeated[:, n].mean() <= OFTEN if repeated[:, n].any() else False:
            odds[:, n] = np.log(chance_of_equal(now[:, n], _measure_growth(now[:, n], last[:, n])))
    odds = np.where(repeated, np.nan_to_num(odds), 0.0)
    total = odds.sum(axis=1)
    for place in np.flatnonzero(total <= np.log(rule.chance)):
        row = pairs.row(int(place), named=True)
        items = tuple(k for n, k in enumerate(keys) if odds[place, n] < 0)
        yield _suspect(rule, filed, row, items, is_part=True)


def _measure_growth(now: np.ndarray, last: np.ndarray) -> float:
    both = (now > 0) & (last > 0)
    growth = np.log(now[both] / last[both])
    spread = CONSISTENT * float(np.median(np.abs(growth - np.median(growth)))) if len(growth) else FLOOR
    return max(spread, FLOOR)


def _suspect(
    rule: CarriedForward, filed: Filed, row: dict[str, Any], items: tuple[str, ...], *, is_part: bool = False
) -> Suspicion:
    area, period = row["ref_area"], row["time_period"]
    cells, names = list_cells(area, period, items), say_items(items, filed.province)
    name, form = say_area(area, filed.province), say_form(rule.form, filed.province)
    now, last = say_period(period), say_period(row["_before"])
    whole = Name(
        zh=f"{name.zh}{now.zh}{form.zh}所报{len(items)}项数字与{last.zh}完全相同，疑似沿用旧数。",
        en=f"{name.text('en')}: all {len(items)} figures of {form.en} for {now.en} equal those for {last.en}; they may have been filed again by mistake.",
    )
    part = Name(
        zh=f"{name.zh}{now.zh}{form.zh}中{names.zh}与{last.zh}一位不差，偶然相同的可能极小，疑似沿用旧数。",
        en=f"{name.text('en')}: {names.en} of {form.en} for {now.en} equal the figures for {last.en} to the last digit, which is hardly chance; they may have been filed again by mistake.",
    )
    return Suspicion(
        rule=rule, severity=rule.severity, area=area, period=period, form=rule.form, items=items,
        found=f"{len(items)}/{len(items)} = {row['_before']}", expected=f"≠ {row['_before']}", message=part if is_part else whole,
        shown=cells, explains=frozenset(cells), withholds=withheld_by(rule.severity, items), weight=float(len(items)),
    )  # fmt: skip
