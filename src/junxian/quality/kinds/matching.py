"""Matching: growth of an item against growth of independent figures (power, tax, freight, loans), over like areas."""

from collections.abc import Iterator
from math import expm1
from typing import Any

import numpy as np
import polars as pl

from junxian.declared.rules_of_chance import Matching
from junxian.quality.filed import Filed
from junxian.quality.growth import is_rate, list_changed, measure_growth, step_back
from junxian.quality.robust.match import PER_PARAMETER, allow_for_history, match_growth
from junxian.quality.robust.tails import add_small_sample, find_p_values, match_tail
from junxian.quality.suspicion import Cell, Suspicion, list_cells, withheld_by
from junxian.quality.trials import CANNOT, TRIAL_SCHEMA, cannot_test, make_trials
from junxian.quality.wording import join_names, say_amount, say_item, say_where
from junxian.terms.name import Name
from junxian.terms.period import Period

DISAGREES = 2.0  # robust spreads by which the item departs from what one proxy alone lets expect
OWN: dict[str, Any] = {
    "growth": pl.Float64, "expected": pl.Float64, "spread": pl.Float64, "own_class": pl.Boolean,
    "moved": pl.List(pl.Float64), "off": pl.List(pl.Float64), "alike": pl.Int64,
}  # fmt: skip


def measure_matching(rule: Matching, filed: Filed) -> pl.DataFrame:
    """One trial per area and period: how far growth lies from what the proxies let expect, and how rare that is.

    Robust regression within the period (`robust.match`), z = residual/spread, the spread wider for areas that were hard to
    predict in other periods too, p from a t distribution whose tail is that of all residuals of the rule
    (`robust.tails`). Odd is |z| > limit with a residual of `least` or more. An area whose
    territory changed, that has no proxy, or too few peers cannot be tested.
    Source: practice §4.3 Q4. Checked in tests/unit/quality/test_matching.py.
    """
    form, _ = filed.province.items[rule.item]
    grown = measure_growth(filed, [rule.item, *rule.proxies], rule.years, form.covers)
    known = grown.filter(pl.col(rule.item).is_not_null()).sort("time_period", "ref_area")
    if known.is_empty():
        reason = Name(zh=f"没有相隔{rule.years}年的两期数", en=f"no two figures {rule.years} years apart")
        return make_trials(rule, [cannot_test(filed.province.code, str(filed.period), rule.item, reason)], OWN)
    classes = dict(filed.classes(rule.classification).rows())
    judged = [
        _judge(rule, filed, period[0], table, classes)
        for period, table in known.group_by("time_period", maintain_order=True)
    ]
    return _score(rule, pl.concat(judged))


def _judge(rule: Matching, filed: Filed, period: Any, table: pl.DataFrame, classes: dict[str, str]) -> pl.DataFrame:
    codes = table["ref_area"].to_list()
    named = {name: n for n, name in enumerate(sorted({classes.get(code, "") for code in codes}))}
    own = np.array([named[classes.get(code, "")] for code in codes], dtype=np.int64)
    y = table[rule.item].to_numpy().copy()
    proxies = table.select(rule.proxies).fill_null(np.nan).to_numpy()
    changed = list_changed(filed.province, Period.parse(step_back(period, rule.years)).start, Period.parse(period).end)
    is_changed = np.array([code in changed for code in codes])
    y[is_changed] = np.nan
    found = match_growth(y, proxies, own, rule.min_peers)
    single = [match_growth(y, proxies[:, [j]], own, rule.min_peers) for j in range(proxies.shape[1])]
    off = np.column_stack([(y - one.expected) / one.spread for one in single])
    reason = np.where(is_changed, 0, np.where(np.isfinite(proxies).any(axis=1), 2, 1))
    why = [_name_reasons(rule)[n] for n in np.where(np.isfinite(found.expected), 3, reason)]
    lists = {"moved": proxies, "off": off}
    return pl.DataFrame(
        {
            "rule": [rule.code] * len(y), "kind": [rule.kind] * len(y), "ref_area": codes, "time_period": [period] * len(y),
            "item": [rule.item] * len(y), "n": found.areas, "statistic": (y - found.expected) / found.spread,
            "p_value": np.full(len(y), np.nan), "odd": np.zeros(len(y), dtype=bool), "reason_zh": [w.zh for w in why],
            "reason_en": [w.en for w in why], "growth": y, "expected": found.expected, "spread": found.spread,
            "own_class": found.own_class, **{name: pl.Series(v).arr.to_list() for name, v in lists.items()},
            "alike": found.parameters,
        },
        schema=TRIAL_SCHEMA | OWN,
    ).with_columns(pl.col(pl.Float64).fill_nan(None))  # fmt: skip


def _name_reasons(rule: Matching) -> list[Name]:
    """Why an area cannot be tested: new boundaries, no proxy, too few peers; nothing where it can."""
    least = max(rule.min_peers, PER_PARAMETER * (1 + len(rule.proxies)))
    said = [
        ("其间区划调整", "its territory changed in between"),
        ("没有可比的佐证数据", "none of the other figures is there"),
        (f"可比地区不足（{least}个左右）", f"too few areas to compare with (about {least} are needed)"),
    ]
    return [*(Name(zh=CANNOT.zh + zh, en=CANNOT.en + en) for zh, en in said), Name(zh="", en="")]


def _score(rule: Matching, trials: pl.DataFrame) -> pl.DataFrame:
    """Add p-values and whether the deviation is large; the tail is told from all residuals of the rule."""
    z = _allow_for_history(rule, trials)
    above = rule.direction == "above"
    freedom = add_small_sample(
        match_tail(z, above_only=above), trials["n"].to_numpy(), trials["alike"].fill_null(0).to_numpy()
    )
    p = find_p_values(z, freedom, above_only=above)
    trials = trials.with_columns(pl.Series("statistic", z).fill_nan(None))
    allowed = (pl.col("growth") - pl.col("expected")) / pl.col("statistic")
    trials = trials.with_columns(spread=pl.when(pl.col("statistic").abs() > 1e-9).then(allowed).otherwise("spread"))
    gap = pl.col("growth") - pl.col("expected")
    large = (pl.col("statistic").abs() > rule.limit) & (gap.abs() >= rule.least)
    side = pl.lit(True) if rule.direction == "both" else gap > 0
    return trials.with_columns(pl.Series("p_value", p).fill_nan(None), (large & side).fill_null(False).alias("odd"))


def _allow_for_history(rule: Matching, trials: pl.DataFrame) -> np.ndarray:
    """Residuals in spreads that allow for each area's own history, in the order of the trials."""
    periods, areas = trials["time_period"].unique().sort(), trials["ref_area"].unique().sort()
    at = tuple(
        trials[name].replace_strict({key: n for n, key in enumerate(keys)}, return_dtype=pl.Int64).to_numpy()
        for name, keys in (("time_period", periods), ("ref_area", areas))
    )
    z = np.full((len(periods), len(areas)), np.nan)
    z[at] = trials["statistic"].fill_null(np.nan).to_numpy()
    ends = [Period.parse(text).end for text in periods]
    months = np.array([12 * end.year + end.month for end in ends], dtype=np.int64)
    return allow_for_history(z, months, 12 * rule.years)[at]


def suspect_matching(rule: Matching, filed: Filed, rows: pl.DataFrame) -> list[Suspicion]:
    """Word the trials that are asked about: what was found, which proxies disagree, what would explain it."""
    return [_suspect(rule, filed, row) for row in rows.iter_rows(named=True)]


def _suspect(rule: Matching, filed: Filed, row: dict[str, Any]) -> Suspicion:
    area, period = row["ref_area"], row["time_period"]
    high = 1 if row["statistic"] > 0 else -1
    own = list_cells(area, period, (rule.item,))
    used = list_cells(area, period, (rule.item, *rule.proxies))
    base = list_cells(area, step_back(period, rule.years), (rule.item, *rule.proxies))
    year = _list_year(rule, filed, area, period)
    return Suspicion(
        rule=rule, severity=rule.severity, area=area, period=period, form=filed.province.items[rule.item][0].code,
        items=(rule.item,), found=_percent(row["growth"]), expected=f"≈ {_percent(row['expected'])}",
        message=_say(rule, filed, row), shown=own, explains=frozenset([*used, *base, *year]),
        withholds=withheld_by(rule.severity, (rule.item,)), lean=tuple((cell, high) for cell in (own[0], *year)), weight=abs(row["statistic"]),
        p_value=row["p_value"],
    )  # fmt: skip


def _list_year(rule: Matching, filed: Filed, area: str, period: str) -> tuple[Cell, ...]:
    """What the sums of one year share where they run on from January: too much in one month stays in all that follow."""
    runs_on = filed.province.items[rule.item][1].accumulation == "year_to_date"
    return list_cells(area, str(Period.parse(period).year), (rule.item,)) if runs_on else ()


def _say(rule: Matching, filed: Filed, row: dict[str, Any]) -> Name:
    province, where = filed.province, say_where(row["ref_area"], row["time_period"], filed.province)
    item, grown, expected = say_item(rule.item, province), _percent(row["growth"]), _percent(row["expected"])
    gap = 100 * (expm1(row["growth"]) - expm1(row["expected"]))
    span = Name(zh=f"比{rule.years}年前", en=f"over {rule.years} years") if rule.years > 1 else Name(zh="比上年", en="over the year")  # fmt: skip
    like = Name(zh="同类地区", en="like areas") if row["own_class"] else Name(zh="各地区", en="all areas")
    now = _say_now(rule, filed, row)
    against, agreeing = _say_proxies(rule, filed, row)
    unseen = 100 * expm1(rule.limit * row["spread"])
    rarity = (
        f"{round(1 / row['p_value'], -1) if row['p_value'] > 1e-6 else 1e6:,.0f}" if row["p_value"] else "1,000,000"
    )
    return Name(
        zh=f"{where.zh}{item.zh}{now.zh}{span.zh}{_moved_zh(row['growth'])}；按{row['n']}个{like.zh}的关系，"
        f"由佐证数据推算约为{expected}，相差{abs(gap):.1f}个百分点（正常地区约每{rarity}个才有1个差这么远）。"
        f"{against.zh}{agreeing.zh}"
        f"偏差在{unseen:.0f}%以内的，本项检验看不出来。",
        en=f"{where.en}: {item.text('en')}{now.text('en')} changed by {grown} {span.en}; as the other figures moved, "
        f"{row['n']} {like.en} let expect about {expected}, a difference of {abs(gap):.1f} points (about 1 in {rarity} "
        f"sound areas lies so far out).{against.text('en')}{agreeing.text('en')} "
        f"What is off by less than "
        f"{unseen:.0f} % this test does not see.",
    )


def _say_now(rule: Matching, filed: Filed, row: dict[str, Any]) -> Name:
    if is_rate(rule.item, filed.province):
        return Name(zh="", en="")
    cell = filed.wide.filter(ref_area=row["ref_area"], time_period=row["time_period"])[rule.item].item()
    amount = say_amount(cell, rule.item, filed.province)
    return Name(zh=f"（{amount.zh}）", en=f" ({amount.text('en')})")


def _say_proxies(rule: Matching, filed: Filed, row: dict[str, Any]) -> tuple[Name, Name]:
    """The proxies that the item departs from, and those that it agrees with, each with its own growth."""
    high = row["statistic"] > 0
    apart = [name for name, off in _list_proxies(rule, filed, row) if (off if high else -off) >= DISAGREES]
    alike = [name for name, off in _list_proxies(rule, filed, row) if (off if high else -off) < DISAGREES]
    against, agreeing = join_names(apart, "、", ", "), join_names(alike, "、", ", ")
    return (
        Name(zh=f"与之不相符的：{against.zh}。", en=f" At odds with it: {against.en}.")
        if apart
        else Name(zh="", en=""),
        Name(zh=f"相符的：{agreeing.zh}。", en=f" In line: {agreeing.en}.") if alike else Name(zh="", en=""),
    )


def _list_proxies(rule: Matching, filed: Filed, row: dict[str, Any]) -> Iterator[tuple[Name, float]]:
    for key, moved, off in zip(rule.proxies, row["moved"], row["off"], strict=True):
        if np.isfinite(moved) and np.isfinite(off):
            name = say_item(key, filed.province)
            yield Name(zh=f"{name.zh}（{_percent(moved)}）", en=f"{name.text('en')} ({_percent(moved)})"), off


def _percent(log: float) -> str:
    return f"{100 * expm1(log):+.1f}%"


def _moved_zh(log: float) -> str:
    return f"{'增长' if log >= 0 else '下降'}{abs(100 * expm1(log)):.1f}%"
