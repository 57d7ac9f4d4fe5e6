"""Bunching: many areas at and just above their target."""

from typing import Any

import numpy as np
import polars as pl

from junxian.declared.rules_of_chance import Bunching
from junxian.quality.digits.bunching import measure_bunching
from junxian.quality.filed import Filed
from junxian.quality.suspicion import Suspicion
from junxian.quality.trials import cannot_test, make_trials
from junxian.quality.wording import say_area, say_item
from junxian.terms.name import Name

OWN: dict[str, Any] = {"excess": pl.Float64, "error": pl.Float64, "expected": pl.Float64, "near": pl.Int64}


def measure_bunch(rule: Bunching, filed: Filed) -> pl.DataFrame:
    """One trial per city, or one of the province: figures from the target up, against a smooth curve around it.

    All periods up to the run's are taken together. Figures are those of the level that the form covers. Odd is a share
    `least` beyond the curve's. Fewer than `min_figures` within reach cannot be tested.
    Source: practice §4.3 Q6; `digits.bunching`. Checked in tests/unit/quality/test_bunching.py.
    """
    form, item = filed.province.items[rule.item]
    keys = [rule.item, *([rule.target] if rule.target else [])]
    table = filed.select_items(keys, form.covers).drop_nulls(keys)
    goal = pl.col(rule.target) if rule.target else pl.lit(float(rule.value or 0.0))
    gaps = table.with_columns((pl.col(rule.item) - goal).round(9).alias("gap")).filter(pl.col("gap").abs() < rule.reach)
    groups = {filed.province.code: gaps}
    if rule.by == "city":
        cities = gaps["ref_area"].map_elements(filed.province.areas.city, return_dtype=pl.String)
        groups = {
            str(k[0]): g for k, g in gaps.with_columns(cities.alias("city")).group_by("city", maintain_order=True)
        }
    width = max(rule.width, 10.0**-item.decimals)
    return make_trials(rule, [_judge(rule, filed, code, own, width) for code, own in sorted(groups.items())], OWN)


def _judge(rule: Bunching, filed: Filed, group: str, table: pl.DataFrame, width: float) -> dict[str, Any]:
    period, item = str(filed.period), filed.province.items[rule.item][1]
    if table.height < rule.min_figures:
        few = Name(
            zh=f"目标附近的数字不足{rule.min_figures}个", en=f"fewer than {rule.min_figures} figures near the target"
        )
        return cannot_test(group, period, rule.item, few, table.height)
    reach = round(rule.reach / width)
    is_rounded = width <= 10.0**-item.decimals * (1 + 1e-9)  # then the end of the window is a bin of its own
    bins = max(1, round(rule.window / width)) + is_rounded
    heaps = _find_heaps(rule, width, reach) if rule.value is not None and rule.round_to else None
    found = measure_bunching(
        table["gap"].to_numpy(), width, bins_above=bins, bins_below=bins, reach=reach, heaps=heaps,
        seed=filed.province.seed,
    )  # fmt: skip
    return {
        "ref_area": group, "time_period": period, "item": rule.item, "n": table.height, "statistic": found.share,
        "p_value": found.p_value, "odd": found.share - found.expected_share >= rule.least, "excess": found.excess,
        "error": found.standard_error, "expected": found.expected_share, "near": int(found.counts[found.above].sum()),
    }  # fmt: skip


def _find_heaps(rule: Bunching, width: float, reach: int) -> np.ndarray:
    """Bins that hold a round figure."""
    low = np.round(float(rule.value or 0.0) + np.arange(-reach, reach) * width, 9)
    first = np.ceil(np.round(low / rule.round_to, 9)) * rule.round_to
    return np.asarray(np.round(first, 9) < np.round(low + width, 9))


def suspect_bunch(rule: Bunching, filed: Filed, rows: pl.DataFrame) -> list[Suspicion]:
    """Word the trials that are asked about: a note on all areas of a group, about none of them alone."""
    return [_suspect(rule, filed, row) for row in rows.iter_rows(named=True)]


def _suspect(rule: Bunching, filed: Filed, row: dict[str, Any]) -> Suspicion:
    province = filed.province
    name, item = say_area(row["ref_area"], province), say_item(rule.item, province)
    share, base = f"{100 * row['statistic']:.0f}%", f"{100 * row['expected']:.0f}%"
    return Suspicion(
        rule=rule, severity=rule.severity, area=row["ref_area"], period=row["time_period"],
        form=province.items[rule.item][0].code, items=(rule.item,), found=f"{row['near']}/{row['n']} = {share}",
        expected=f"≈ {base}",
        message=Name(
            zh=f"{name.zh}各地{item.zh}距目标{rule.reach:g}点以内的{row['n']}个数字中，恰好达到或略高于目标（{rule.window:g}点以内）的占{share}，"
            f"按邻近分布应约{base}，多出约{row['excess']:.0f}个（标准误{row['error']:.0f}）。"
            f"这是对整体的提示，不指任何一个地区。",
            en=f"{name.text('en')}: of {row['n']} figures of {item.text('en')} within {rule.reach:g} of the target {share} lie at "
            f"it or just above (within {rule.window:g}); the figures around let expect {base}: about {row['excess']:.0f} more "
            f"(standard error {row['error']:.0f}). "
            f"It is about all areas together and points at none.",
        ),
        shown=(), weight=row["excess"], p_value=row["p_value"],
    )  # fmt: skip
