"""Heaping: last digits rounded more often than those of others."""

from typing import Any

import numpy as np
import polars as pl

from junxian.declared.rules_of_chance import Heaping
from junxian.quality.digits.last import judge_heaping, read_last_digits
from junxian.quality.filed import Filed
from junxian.quality.suspicion import Suspicion
from junxian.quality.trials import cannot_test, make_trials
from junxian.quality.wording import say_area, say_items
from junxian.terms.name import Name

OWN: dict[str, Any] = {"hits": pl.Int64, "base": pl.Float64}
LEAST_DIGITS = 2  # a figure of one digit ends in its first


def measure_heaping(rule: Heaping, filed: Filed) -> pl.DataFrame:
    """One trial per area, city or filer: figures of all items and periods that end in the digits, against the others'.

    Digits are those of the item's declared decimals; figures that do not fit them (converted from another unit), zeros
    and figures of one digit are left out. Odd is a share `least` beyond that of the others. Groups with fewer than
    `min_figures` figures cannot be tested, nor can one without others.
    Source: one-sided binomial against the peers' rate, made wider by how far they differ (`digits.last`).
    Checked in tests/unit/quality/test_heaping.py.
    """
    counted = _count(rule, filed)
    period, items = str(filed.period), " ".join(rule.items)
    enough = counted.filter(pl.col("n") >= rule.min_figures)
    few = Name(zh=f"数字不足{rule.min_figures}个", en=f"fewer than {rule.min_figures} figures")
    alone = Name(zh="没有可比的其他单位", en="nobody to compare with")
    rows = [
        cannot_test(group, period, items, few, n)
        for group, n in counted.filter(pl.col("n") < rule.min_figures).select("group", "n").rows()
    ]
    if counted.is_empty():
        rows = [cannot_test(filed.province.code, period, items, few)]
    if enough.height < 2:
        return make_trials(rule, rows + [cannot_test(g, period, items, alone, n) for g, n in enough.select("group", "n").rows()], OWN)  # fmt: skip
    hits, n = enough["hits"].to_numpy(), enough["n"].to_numpy()
    p, base = judge_heaping(hits, n)
    rows += [
        {"ref_area": group, "time_period": period, "item": items, "n": int(n[i]), "statistic": hits[i] / n[i],
         "p_value": float(p[i]), "odd": bool(hits[i] / n[i] - base[i] >= rule.least), "hits": int(hits[i]),
         "base": float(base[i])}
        for i, group in enumerate(enough["group"])
    ]  # fmt: skip
    return make_trials(rule, rows, OWN)


def _count(rule: Heaping, filed: Filed) -> pl.DataFrame:
    """Group, n, hits over all items and periods."""
    parts = []
    for key in rule.items:
        form, item = filed.province.items[key]
        areas = set(filed.province.areas.at_level(form.covers))
        own = filed.figures.filter(pl.col("key") == key, pl.col("ref_area").is_in(areas)).drop_nulls("obs_value")
        digits = read_last_digits(own["obs_value"], item.decimals)
        long = own["obs_value"].abs() * 10.0**item.decimals > 10 ** (LEAST_DIGITS - 1) - 0.5
        parts.append(own.select("ref_area", "filer").with_columns(digits.alias("digit")).filter(long))
    figures = pl.concat(parts).drop_nulls("digit")
    group = figures["ref_area" if rule.by != "filer" else "filer"]
    if rule.by == "city":
        cities = {code: filed.province.areas.city(code) or code for code in group.unique()}
        group = group.replace_strict(cities, return_dtype=pl.String)
    hit = figures["digit"].is_in(list(rule.digits))
    table = pl.DataFrame({"group": group, "hit": hit})
    return table.group_by("group").agg(pl.len().cast(pl.Int64).alias("n"), pl.col("hit").sum().cast(pl.Int64).alias("hits")).sort("group")  # fmt: skip


def suspect_heaping(rule: Heaping, filed: Filed, rows: pl.DataFrame) -> list[Suspicion]:
    """Word the trials that are asked about."""
    return [_suspect(rule, filed, row) for row in rows.iter_rows(named=True)]


def _suspect(rule: Heaping, filed: Filed, row: dict[str, Any]) -> Suspicion:
    group, province = row["ref_area"], filed.province
    name, items = say_area(group, province), say_items(rule.items, province)
    digits = "、".join(map(str, rule.digits)), " or ".join(map(str, rule.digits))
    share, base = f"{100 * row['statistic']:.0f}%", f"{100 * row['base']:.0f}%"
    who = Name(zh="其他地区", en="other areas") if rule.by != "filer" else Name(zh="其他单位", en="other filers")
    return Suspicion(
        rule=rule, severity=rule.severity, area=group, period=row["time_period"],
        form=province.items[rule.items[0]][0].code, items=rule.items, found=f"{row['hits']}/{row['n']} = {share}",
        expected=f"≈ {base}",
        message=Name(
            zh=f"{name.zh}所报{items.zh}共{row['n']}个数字，末位为{digits[0]}的占{share}，{who.zh}为{base}；"
            f"偶然相差这么多的机会约{100 * row['p_value']:.1g}%。"
            f"请说明取整发生在哪一环。",
            en=f"{name.text('en')}: of {row['n']} figures of {items.text('en')} {share} end in {digits[1]}, of those of {who.en} "
            f"{base}; by chance so large a difference has about {100 * row['p_value']:.1g} %. "
            f"Please say where it is rounded.",
        ),
        shown=(), weight=float(np.round(row["statistic"] - row["base"], 12)), p_value=row["p_value"],
        filer=group if rule.by == "filer" else "",
    )  # fmt: skip
