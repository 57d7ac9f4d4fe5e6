"""The deed `impute`: required figures that nobody filed, and filed ones that are withheld."""

import numpy as np
import polars as pl

from junxian.quality.kinds.completeness import expect_areas
from junxian.quality.mending.asked import Case
from junxian.quality.mending.declared_edits import read_row_edits
from junxian.quality.mending.edits import INF
from junxian.quality.mending.impute import Imputed, impute_with_interval
from junxian.quality.mending.lay_panel import LaidPanel, lay_panel, runs_on
from junxian.quality.mending.mend_records import Mended
from junxian.quality.mending.proposals import Proposal, Refusal
from junxian.quality.wording import say_item
from junxian.terms.name import Name
from junxian.terms.period import Period


def mend_missing(case: Case) -> Mended:
    """Impute every required figure of the periods asked about that is missing or withheld, or say that it cannot be told.

    Only periods of which some area filed the form's items are looked at, and areas in the form's scope. A figure of status
    M (cannot exist) is not missing.
    """
    mended = Mended()
    for period in case.periods:
        for key in case.list_items(period):
            form, item = case.filed.province.items[key]
            expected = expect_areas(form, period, case.filed.province.code, case.filed)
            wanted = [case.filed.present(a) for a in expected]
            targets = _list_targets(case, key, period, wanted) if item.required or key in case.request.items else []
            if targets:
                _impute(case, key, period, wanted, targets, mended)
    return mended


def _list_targets(case: Case, key: str, period: Period, areas: list[str]) -> list[str]:
    rows = case.filed.figures.filter(pl.col("time_period") == str(period), pl.col("key") == key)
    answered = set(rows.filter(pl.col("obs_value").is_not_null() | (pl.col("obs_status") == "M"))["ref_area"])
    if not answered:
        return []
    cells = {a: (a, str(period), key) for a in areas if case.wants(a)}
    return [a for a, c in cells.items() if (a not in answered or c in case.held) and c not in case.standing]


def _impute(case: Case, key: str, period: Period, areas: list[str], targets: list[str], mended: Mended) -> None:
    filed = {area: value for (area, item), value in case.list_figures(period).items() if item == key}
    open_targets = targets
    for within_year in (False, True) if runs_on(case.filed, key) else (False,):
        laid = lay_panel(case, key, period, areas, case.unreliable, within_year)
        imputed = impute_with_interval(laid.panel, case.request.coverage)
        row = {area: n for n, area in enumerate(laid.areas)}
        told = [a for a in open_targets if np.isfinite(imputed.values[row[a], -1])]
        mended.proposals += [_propose(case, key, period, a, filed.get(a), laid, imputed, row[a]) for a in told]
        open_targets = [a for a in open_targets if a not in told]
    mended.refusals += [Refusal("impute", a, str(period), key, _say_unknown()) for a in open_targets]


def _propose(
    case: Case, key: str, period: Period, area: str, filed: float | None, laid: LaidPanel, imputed: Imputed, row: int
) -> Proposal:
    item, (least, most) = case.filed.province.items[key][1], _bound(case, key)
    ends = (float(np.clip(t[row, -1], least, most)) for t in (imputed.values, imputed.low, imputed.high))
    value, low, high = (round(end, item.decimals) for end in ends)
    way = imputed.ways[imputed.way[row, -1]]
    why = _say_way(case, laid, imputed, row)
    if filed and (area, str(period), key) in case.slipped and (power := _find_power(filed, low, high)):
        value = round(filed * 10.0**power, item.decimals)
        return Proposal(
            area, str(period), key, filed, value, low, high, "impute power_of_ten", _say_power(power, why), "I"
        )
    return Proposal(area, str(period), key, filed, value, low, high, f"impute {way.code}", why, "I")


def _find_power(filed: float, low: float, high: float) -> int:
    """The power of ten that brings a filed figure into the interval in which it is expected; 0 where none does."""
    inside = [k for k in range(-8, 9) if k and low <= filed * 10.0**k <= high]
    return inside[0] if len(inside) == 1 and not low <= filed <= high else 0


def _say_power(power: int, why: Name) -> Name:
    factor = f"{10 ** abs(power):,}"
    return Name(
        zh=f"填报数{'乘以' if power > 0 else '除以'}{factor}即落在推算区间之内，按数量级之误还原。区间：{why.zh}",
        en=f"The filed figure {'times' if power > 0 else 'divided by'} {factor} lies within the interval that is expected: taken for a slip of that size. The interval: {why.en}",
    )


def _bound(case: Case, key: str) -> tuple[float, float]:
    """What declared bounds and the item's sign leave to a figure."""
    own = [e for e in read_row_edits(case.filed.province, [key]) if set(e.terms) == {key}]
    return max((e.low for e in own), default=-INF), min((e.high for e in own), default=INF)


def _say_way(case: Case, laid: LaidPanel, imputed: Imputed, row: int) -> Name:
    way = imputed.ways[imputed.way[row, -1]]
    last = imputed.values.shape[1] - 1
    judged = imputed.trials.filter(period=last, method=way.code, back=way.back).row(0, named=True)
    error = f"{judged['error']:.1%}" if laid.panel.in_logs else f"{judged['error']:.3g}"
    zh, en = way.zh, way.en
    for proxy in way.code.split(" ")[1:]:
        name = say_item(proxy, case.filed.province)
        zh, en = zh.replace(proxy, name.zh), en.replace(proxy, name.text("en"))
    share = f"{case.request.coverage:.0%}"
    return Name(
        zh=f"按{zh}推算。以同法试推{judged['trials']}个已知数，误差中位数{error}，区间按{share}的试推误差取。",
        en=f"By {en}. Tried on {judged['trials']} known figures the median error is {error}; the interval holds {share} of the trials' errors.",
    )


def _say_unknown() -> Name:
    return Name(
        zh="无法插补：没有任何一种方法有足够的已知数可供试推。",
        en="Cannot be imputed: no way has enough known figures on which to be tried.",
    )
