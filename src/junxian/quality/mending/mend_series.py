"""The deed `benchmark`: months or quarters made to agree with the year's figure, and carried on beyond the last year."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from junxian.declared.rules import YearToDate
from junxian.quality.mending.asked import Case
from junxian.quality.mending.benchmark import benchmark, measure_extrapolation
from junxian.quality.mending.highs import Array
from junxian.quality.mending.impute import take_conformal_quantile
from junxian.quality.mending.mend_records import Mended
from junxian.quality.mending.proposals import Proposal, Refusal
from junxian.quality.wording import say_item
from junxian.terms.errors import MethodError
from junxian.terms.name import Name
from junxian.terms.period import Period
from junxian.terms.unit import conversion

PER_YEAR = {"M": 12, "C": 12, "Q": 4}


@dataclass(frozen=True)
class _Series:
    area: str
    periods: list[Period]  # whole years but for the last
    figures: Array  # as filed
    steps: Array  # of each period alone
    totals: Array  # per whole year, NaN where none is filed, in the unit of the figures


def mend_series(case: Case) -> Mended:
    """Benchmark items of months and quarters to the item of their year (proportional Denton-Cholette, first differences).

    Series start in a January from which no period is missing; year's figures that are withheld, or
    proposed to change, bind nothing. Only periods that lie in the one asked about are proposed;
    their interval is null within a benchmarked year, where the method has no error, and beyond it comes from the
    errors of carrying all areas' series over the years before.
    """
    mended, pairs = Mended(), _list_pairs(case)
    for key, annual in pairs.items():
        series = [
            s for s in (_lay(case, key, annual, area, mended) for area in _list_areas(case, key)) if s is not None
        ]
        errors = np.concatenate([_list_errors(s, PER_YEAR[case.filed.province.items[key][0].frequency]) for s in series] or [np.zeros(0)])  # fmt: skip
        reach = take_conformal_quantile(np.abs(errors), case.request.coverage)
        for one in series:
            if case.wants(one.area):
                mended.proposals += _benchmark(case, key, annual, one, reach, len(errors), mended)
    return mended


def _list_pairs(case: Case) -> dict[str, str]:
    items, pairs = case.filed.province.items, dict(case.request.annual)
    for rule in case.filed.province.rules.values():
        if isinstance(rule, YearToDate):
            pairs = dict(rule.annual) | pairs
    wanted = case.request.items or tuple(pairs)
    return {k: a for k, a in pairs.items() if k in wanted and items[k][0].frequency in PER_YEAR and items[k][1].measure == "flow"}  # fmt: skip


def _list_areas(case: Case, key: str) -> list[str]:
    return case.filed.select_items([key]).drop_nulls(key)["ref_area"].unique().sort().to_list()


def _lay(case: Case, key: str, annual: str, area: str, mended: Mended) -> _Series | None:
    form, item = case.filed.province.items[key]
    per_year = PER_YEAR[form.frequency]
    filed = {Period.parse(t): v for t, a, v in case.filed.select_items([key]).drop_nulls(key).rows() if a == area}
    runs = _list_run({p: v for p, v in filed.items() if p.end <= case.filed.period.end})
    rows = case.filed.select_items([annual]).drop_nulls(annual).rows()
    year = {Period.parse(t).year: v for t, a, v in rows if a == area and (a, t, annual) not in case.unreliable}
    factor = float(conversion(case.filed.province.items[annual][1].unit, item.unit))
    years = [p.year for p in runs[per_year - 1 :: per_year]]
    totals = np.array([factor * year.get(y, np.nan) for y in years])
    if not np.isfinite(totals).any():
        if case.wants(area):
            why = Name(zh="无法基准化：没有一个年度既有各期数又有年度数。", en="Cannot be benchmarked: no year has all its periods and its own figure.")  # fmt: skip
            mended.refusals.append(Refusal("benchmark", area, str(case.filed.period), key, why))
        return None
    figures = np.array([filed[p] for p in runs])
    cumulative = item.accumulation == "year_to_date" or form.frequency == "C"
    before = np.where(np.arange(len(runs)) % per_year == 0, 0.0, np.r_[0.0, figures[:-1]])
    return _Series(area, runs, figures, figures - before if cumulative else figures, totals)


def _list_run(filed: dict[Period, float]) -> list[Period]:
    """The last run of periods without a gap, from a January or first quarter on."""
    run: list[Period] = []
    for period in sorted(filed, key=lambda p: p.end):
        follows = run and (
            period.number == run[-1].number + 1 if period.number > 1 else period.year == run[-1].year + 1
        )
        if not follows:
            run = []
        if run or period.number == 1:
            run.append(period)
    return run


def _list_errors(series: _Series, per_year: int) -> Array:
    try:
        errors = measure_extrapolation(series.steps, series.totals, per_year)
    except MethodError:
        return np.zeros(0)
    return errors[np.isfinite(errors)]


def _benchmark(
    case: Case, key: str, annual: str, series: _Series, reach: float, trials: int, mended: Mended
) -> Iterator[Proposal]:
    form, item = case.filed.province.items[key]
    per_year = PER_YEAR[form.frequency]
    try:
        found = benchmark(series.steps, series.totals, per_year)
    except MethodError as error:
        why = Name(zh=f"无法基准化：{error}", en=f"Cannot be benchmarked: {error}")
        mended.refusals.append(Refusal("benchmark", series.area, str(case.filed.period), key, why))
        return
    values = found.values
    if not np.array_equal(series.figures, series.steps):
        starts = np.arange(len(values)) // per_year
        values = np.concatenate([np.cumsum(values[starts == y]) for y in range(starts[-1] + 1)])
    for period, filed, value, beyond in zip(series.periods, series.figures, values, found.beyond, strict=True):
        new = round(float(value), item.decimals)
        if period.lies_in(case.filed.period) and new != filed:
            spread = np.exp(reach) if beyond and np.isfinite(reach) else None
            low, high = (
                (round(new / spread, item.decimals), round(new * spread, item.decimals)) if spread else (None, None)
            )
            why = _say_benchmark(case, annual, bool(beyond), trials)
            yield Proposal(
                series.area, str(period), key, float(filed), new, low, high, "benchmark denton_cholette", why, "E"
            )


def _say_benchmark(case: Case, annual: str, beyond: bool, trials: int) -> Name:
    name = say_item(annual, case.filed.province)
    if beyond:
        return Name(
            zh=f"尚无当年“{name.zh}”，按上一基准年的比例延伸；区间取自{trials}次试延伸的误差。",
            en=f"There is no {name.text('en')} of the year yet; carried on by the ratio of the last year that has one, with the errors of {trials} trials.",
        )
    return Name(
        zh=f"使各期之和等于年度“{name.zh}”，逐期变动尽量保持（登顿—肖莱特法）。",
        en=f"Agrees with {name.text('en')} of the year and keeps the movement from period to period (Denton-Cholette).",
    )
