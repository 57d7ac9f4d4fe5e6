"""Smoothing: growth that varies far less than anyone else's."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from junxian.declared.rules import Smoothing
from junxian.quality.filed import Filed
from junxian.quality.series import Series, lay_out, take_logs
from junxian.quality.suspicion import Suspicion, withheld_by
from junxian.quality.variances import fit_variances
from junxian.quality.wording import say_area, say_item, say_period
from junxian.terms.name import Name


@dataclass(frozen=True)
class Even:
    """A run of growth rates of one area that hardly vary: its places, standard deviation, the usual one, and p."""

    item: str
    row: int
    first: int
    last: int
    sd: float
    usual: float
    p_value: float


def check_smoothing(rule: Smoothing, filed: Filed) -> list[Suspicion]:
    """Suspect runs of `growths` or more growth rates whose variance is too small among the peers'.

    For each run of periods the variances s² of the log growth of all areas give a prior (`variances`): under the null
    s²/s₀² ~ F(k, d₀) with k = growths − 1, so that calm areas are not mistaken for smoothed ones. p is the lower tail,
    times the number of lengths tried (`growths`, then half as many again, up to the whole series). Of the runs
    of one area and item that overlap the rarest stands. At least `min_peers` areas, and peers that do vary.
    Source: Smyth (2004), moderated variances. Checked in tests/unit/quality/test_smoothing.py.
    """
    found = []
    for series in lay_out(filed, rule.items, rule.classification):
        tests = len(series.areas) * len(series.values)
        found += [_suspect(rule, filed, series, run, tests) for run in find_even_runs(rule, series)]
    return sorted(found, key=lambda s: (s.period, s.area, s.items))


def _list_lengths(least: int, most: int) -> list[int]:
    lengths = []
    while least < most:
        lengths.append(least)
        least += max(2, least // 2)
    return [*lengths, most] if most >= (lengths or [least])[0] else []


def find_even_runs(rule: Smoothing, series: Series) -> list[Even]:
    """The runs that are too even; of overlapping ones of an area and item the rarest."""
    keys = list(series.values)
    growth = np.diff(np.stack([take_logs(series.values[key]) for key in keys], axis=1), axis=2)  # areas, items, periods
    lengths = _list_lengths(rule.growths, growth.shape[2])
    found = [run for length in lengths for run in _test_length(rule, keys, growth, length, len(lengths))]
    return list(_join(sorted(found, key=lambda e: (e.row, e.item, e.p_value))))


def _test_length(rule: Smoothing, keys: list[str], growth: np.ndarray, length: int, lengths: int) -> Iterator[Even]:
    """All windows of one length of all items."""
    windows = np.lib.stride_tricks.sliding_window_view(growth, length, axis=2)  # areas, items, starts, growths
    variances = windows.var(axis=3, ddof=1)  # NaN where a growth rate is missing
    enough = np.isfinite(variances).sum(axis=0) >= rule.min_peers
    variances = np.where(enough, variances, np.nan)
    null = fit_variances(variances, length - 1)
    p = np.nan_to_num(np.minimum(null.lower_tail(variances) * lengths, 1.0), nan=1.0)
    for row, item, first in np.argwhere(p <= rule.chance).tolist():
        own, usual = float(variances[row, item, first]) ** 0.5, float(null.variance[item, first]) ** 0.5
        yield Even(keys[item], row, first, first + length, own, usual, float(p[row, item, first]))


def _join(runs: list[Even]) -> Iterator[Even]:
    """Of the runs of an area that overlap only the rarest."""
    kept: list[Even] = []
    for run in runs:
        if not any((o.row, o.item) == (run.row, run.item) and run.first < o.last and o.first < run.last for o in kept):
            kept.append(run)
    yield from kept


def _suspect(rule: Smoothing, filed: Filed, series: Series, run: Even, tests: int) -> Suspicion:
    (area, period), province = series.place(run.row, run.last), filed.province
    cells = tuple((area, p, run.item) for p in series.periods[run.first : run.last + 1])
    name, item = say_area(area, province), say_item(run.item, province)
    start, end = say_period(series.periods[run.first]), say_period(period)
    own, usual = f"{100 * run.sd:.2g}", f"{100 * run.usual:.2g}"
    return Suspicion(
        rule=rule, severity=rule.severity, area=area, period=period, form=province.items[run.item][0].code,
        items=(run.item,), found=f"{own}", expected=f"≈ {usual}",
        message=Name(
            zh=f"{name.zh}{item.zh}自{start.zh}至{end.zh}各期增速几乎不变（标准差{own}个百分点，同类地区一般为{usual}个百分点）。"
            "可能是按固定增速推算或插补，请说明数据来源。",
            en=f"{name.text('en')}: from {start.en} to {end.en} {item.text('en')} grew almost evenly (standard deviation {own} "
            f"percentage points; usual among like areas {usual}). The figures may have been projected or interpolated; "
            "please state their source.",
        ),
        shown=cells, explains=frozenset(cells), withholds=withheld_by(rule.severity, (run.item,)), weight=-float(np.log(max(run.p_value, 1e-300))),
        p_value=run.p_value, tested=tests,
    )  # fmt: skip
