"""Revision bias: final figures against flash figures, over several periods."""

from typing import Any

import polars as pl

from junxian.declared.rules_of_chance import RevisionBias
from junxian.quality.filed import CELL, Filed
from junxian.quality.growth import is_rate
from junxian.quality.revisions import find_smallest_p, measure_revision_bias
from junxian.quality.suspicion import Suspicion, list_cells, withheld_by
from junxian.quality.trials import cannot_test, make_trials
from junxian.quality.wording import say_area, say_item
from junxian.terms.name import Name
from junxian.terms.period import Period

LEAST_PERIODS = 6  # revisions of which the signs can say anything: 2/2⁶ = 0.03
OWN: dict[str, Any] = {"upward": pl.Int64, "low": pl.Float64, "high": pl.Float64, "last": pl.String}


def measure_bias(rule: RevisionBias, filed: Filed) -> pl.DataFrame:
    """One trial per area and item: whether revisions of the last `periods` periods are up as often as down.

    A revision is the figure in force less the flash figure: the item of the same place in `flash`, or the first filing
    where none is given; relative, or in points where the item is a ratio. Periods filed once only have no revision yet.
    Odd is a typical revision (Hodges-Lehmann) of `least` or more. Fewer than 6 revisions other than zero cannot be tested.
    Source: practice §4.3 Q9. Checked in tests/unit/quality/test_revision_bias.py.
    """
    rows: list[dict[str, Any]] = []
    for place, key in enumerate(rule.items):
        table = _list_revisions(filed, key, rule.flash[place] if rule.flash else "")
        recent = table.filter(pl.col("time_period").is_in(_last_periods(table, rule.periods)))
        rows += _judge(rule, filed, key, recent)
    return make_trials(rule, rows, OWN)


def _list_revisions(filed: Filed, key: str, flash: str) -> pl.DataFrame:
    """Area, period and revision (null where one of the two figures is missing)."""
    final = filed.figures.filter(pl.col("key") == key).unique(CELL, keep="first", maintain_order=True)
    cell = ["ref_area", "time_period"]
    if flash:
        first = filed.figures.filter(pl.col("key") == flash).unique(CELL, keep="first", maintain_order=True)
    else:
        filings = filed.vintages.filter(pl.col("key") == key).sort("vintage", maintain_order=True)
        twice = filings.filter(pl.col("vintage").n_unique().over(cell) > 1)
        first = twice.unique(cell, keep="first", maintain_order=True)
    both = final.select(*cell, "obs_value").join(
        first.select(*cell, pl.col("obs_value").alias("flash")), on=cell, how="inner", validate="1:1"
    )
    change = pl.col("obs_value") - pl.col("flash")
    relative = change / pl.when(pl.col("flash") != 0).then(pl.col("flash").abs())
    points = filed.province.items[key][1].measure == "ratio"
    return both.with_columns((change if points else relative).alias("revision")).drop_nulls("revision").sort(cell)


def _last_periods(table: pl.DataFrame, count: int) -> list[str]:
    known = sorted(table["time_period"].unique().to_list(), key=lambda text: Period.parse(text).end)
    return known[-count:]


def _judge(rule: RevisionBias, filed: Filed, key: str, table: pl.DataFrame) -> list[dict[str, Any]]:
    period, few = str(filed.period), Name(zh=f"两次数字俱全的不足{LEAST_PERIODS}期", en=f"fewer than {LEAST_PERIODS} periods with both figures")  # fmt: skip
    if table.is_empty():
        return [cannot_test(filed.province.code, period, key, few)]
    least = rule.least_points if filed.province.items[key][1].measure == "ratio" else rule.least
    rows = []
    for area, own in table.group_by("ref_area", maintain_order=True):
        found = measure_revision_bias(own["revision"].round(9).to_numpy())
        if found.n < LEAST_PERIODS:
            rows.append(cannot_test(str(area[0]), period, key, few, found.n))
            continue
        rows.append({
            "ref_area": area[0], "time_period": period, "item": key, "n": found.n, "statistic": found.size,
            "p_value": found.p_value, "odd": abs(found.size) >= least, "upward": found.upward, "low": found.low,
            "high": found.high, "last": own["time_period"][-1],
        })  # fmt: skip
    return rows


def suspect_bias(rule: RevisionBias, filed: Filed, rows: pl.DataFrame) -> list[Suspicion]:
    """Word the trials that are asked about: how many revisions went which way, and how large they are."""
    return [_suspect(rule, filed, row) for row in rows.iter_rows(named=True)]


def _suspect(rule: RevisionBias, filed: Filed, row: dict[str, Any]) -> Suspicion:
    area, key = row["ref_area"], row["item"]
    cells = list_cells(area, row["last"], (key,))
    up = row["statistic"] > 0
    size, low, high = (_say_size(filed, key, row[name]) for name in ("statistic", "low", "high"))
    most = row["upward"] if up else row["n"] - row["upward"]
    name, item = say_area(area, filed.province), say_item(key, filed.province)
    chance = f"{100 * max(row['p_value'], find_smallest_p(row['n'])):.2g}%"
    return Suspicion(
        rule=rule, severity=rule.severity, area=area, period=row["last"], form=filed.province.items[key][0].code,
        items=(key,), found=f"{most}/{row['n']} {'+' if up else '−'}", expected=f"≈ {row['n'] / 2:g}/{row['n']}",
        message=Name(
            zh=f"{name.zh}{item.zh}近{row['n']}次修订中有{most}次为{'上' if up else '下'}调，一般调整{size}（{low}至{high}）；"
            f"若初报不偏，{row['n']}次中这样一边倒的机会只有{chance}。"
            f"请说明初报偏{'低' if up else '高'}的原因。",
            en=f"{name.text('en')}: {most} of the last {row['n']} revisions of {item.text('en')} went {'up' if up else 'down'}, "
            f"typically by {size} ({low} to {high}); were the first figures unbiased, so one-sided a run would have a chance "
            f"of {chance}. Please say why the first figures are too {'low' if up else 'high'}.",
        ),
        shown=cells, explains=frozenset(cells), withholds=withheld_by(rule.severity, (key,)),
        weight=abs(row["statistic"]), p_value=row["p_value"],
    )  # fmt: skip


def _say_size(filed: Filed, key: str, size: float) -> str:
    if filed.province.items[key][1].measure == "ratio":
        return f"{size:+.2g}{'个百分点' if is_rate(key, filed.province) else ''}"
    return f"{100 * size:+.2g}%"
