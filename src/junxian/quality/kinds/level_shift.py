"""Level shift: a figure leaps out of its own history and returns, or stays on another level, as no peer does."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import exp

import numpy as np

from junxian.declared.rules import LevelShift
from junxian.quality.filed import Filed
from junxian.quality.growth import list_changed
from junxian.quality.series import Series, lay_out, median_of
from junxian.quality.series_expected import Expected, expect
from junxian.quality.suspicion import Suspicion, list_cells, withheld_by
from junxian.quality.tails import measure_return_tail, measure_tail
from junxian.quality.wording import join_names, say_amount, say_item, say_period, say_where
from junxian.terms.name import Name
from junxian.terms.period import Period

SIDE = 3  # periods on either side whose median is a level
FAR = 8.0  # spreads beyond which a leap that is also large and returns is asked about whatever the tails say


@dataclass(frozen=True)
class Shift:
    """A figure, by how much its logarithm is off, and how rare that is; `stays` where the new level goes on."""

    item: str
    row: int
    column: int
    off: float
    p_value: float
    stays: bool
    is_plain: bool = False


def check_level_shift(rule: LevelShift, filed: Filed) -> list[Suspicion]:
    """Suspect figures off by at least `least` (logarithm) with a p-value of at most `chance`.

    Leap and return: the lesser of the deviations from the figures before and after, where both point the same way.
    Staying: the median of the three figures from a period on against that of the three before. Both once the median
    growth of the peers is taken out, in spreads of the area's own steps; p-values from tails measured on all areas
    (`tails`; at least 60 steps, else nothing is said), wider for periods in which the steps of the peers scatter more than
    usual. A level that stays from a declared change of the area's territory on is explained by it. Items of one row that leap the same way make one suspicion, its
    p-value the least times the number of items asked. A leap of `plain` and of eight spreads that returns is asked about
    in any case, without a p-value: tails measured on real panels, faults and all, are too heavy to judge it. Source: outlier types AO and LS of Chen and Liu (1993), with
    medians. Checked in tests/unit/quality/test_level_shift.py.
    """
    return [
        s for table in lay_out(filed, rule.items, rule.classification, rule.min_peers) for s in _ask(rule, filed, table)
    ]


def _ask(rule: LevelShift, filed: Filed, series: Series) -> Iterator[Suspicion]:
    expected = {key: expect(series, key) for key in series.values}
    shifts = [
        s
        for key, e in expected.items()
        for s in _find_shifts(rule, key, e)
        if not _is_other_territory(s, filed, series)
    ]
    rows: dict[tuple[int, int, bool, bool], list[Shift]] = {}
    for s in shifts:
        rows.setdefault((s.column, s.row, s.stays, s.off > 0), []).append(s)
    tests = [int(sum(np.isfinite(e.logs[:, n]).sum() for e in expected.values())) for n in range(len(series.periods))]
    for (column, _, _, _), found in sorted(rows.items()):
        yield _suspect(rule, filed, series, expected, found, tests[column])


def _find_shifts(rule: LevelShift, key: str, e: Expected) -> Iterator[Shift]:
    spread = e.spread[:, None] * e.unrest
    steps = measure_tail(e.before / spread)
    if steps is None:
        return
    leaps, (changes, levels) = e.stands_out, _measure_levels(e.logs - e.path)
    around = np.maximum(spread, np.roll(spread, -1, axis=1))  # into the figure and out of it
    around[:, -1] = spread[:, -1]
    tails = (measure_return_tail(leaps / around, steps), measure_tail(changes / spread))
    for off, wide, tail, stays in zip((leaps, levels), (around, spread), tails, (False, True), strict=True):
        if tail is None:
            continue
        p = tail.chance(off / wide)
        plain = (np.abs(np.nan_to_num(off)) >= np.maximum(rule.plain, FAR * wide)) & (not stays)
        for row, column in np.argwhere(((2 * p <= rule.chance) & (np.abs(np.nan_to_num(off)) >= rule.least)) | plain):
            yield Shift(
                key,
                int(row),
                int(column),
                float(off[row, column]),
                min(2 * float(p[row, column]), 1.0),
                stays,
                bool(plain[row, column]),
            )


def _is_other_territory(shift: Shift, filed: Filed, series: Series) -> bool:
    """Whether a level that stays begins with a declared change of the area's territory."""
    if not shift.stays:
        return False
    last, now = (Period.parse(series.periods[n]) for n in (shift.column - 1, shift.column))
    return series.areas[shift.row] in list_changed(filed.province, last.start, now.end)


def _measure_levels(rest: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Median of three from a period on less that of three before, everywhere and where it is a level; NaN elsewhere.

    A level is where the six stand apart by at least half of it (so that two slips in a row make none), and where no
    neighbouring period says more.
    """
    every, change = np.full((2, *rest.shape), np.nan)
    for n in range(SIDE, rest.shape[1] - SIDE + 1):
        past, now = rest[:, n - SIDE : n], rest[:, n : n + SIDE]
        every[:, n] = here = median_of(now, 1) - median_of(past, 1)
        apart = np.where(here > 0, now.min(axis=1) - past.max(axis=1), past.min(axis=1) - now.max(axis=1))
        change[:, n] = np.where(apart >= np.abs(here) / 2, here, np.nan)
    size = np.nan_to_num(np.abs(change), nan=-1.0)
    padded = np.pad(size, ((0, 0), (1, 1)), constant_values=-1.0)
    peak = (size >= padded[:, :-2]) & (size > padded[:, 2:])
    return every, np.where(peak, change, np.nan)


def _suspect(
    rule: LevelShift, filed: Filed, series: Series, expected: dict[str, Expected], found: list[Shift], tests: int
) -> Suspicion:
    (area, period), items = series.place(found[0].row, found[0].column), tuple(s.item for s in found)
    cells, province = list_cells(area, period, items), filed.province
    likely = [exp(_read_level(expected[s.item], s)) for s in found]
    values = [float(series.values[s.item][s.row, s.column]) for s in found]
    p = None if any(s.is_plain for s in found) else min(1.0, min(s.p_value for s in found) * len(series.values))
    return Suspicion(
        rule=rule, severity=rule.severity, area=area, period=period, form=province.items[items[0]][0].code, items=items,
        found=join_names([say_amount(v, k, province) for v, k in zip(values, items, strict=True)], " ").zh,
        expected=join_names([_say_about(v, k, filed) for v, k in zip(likely, items, strict=True)], " ").zh,
        message=_say_shift(filed, series, found, values, likely), shown=cells, explains=frozenset(cells),
        withholds=withheld_by(rule.severity, items), lean=tuple((c, 1 if s.off > 0 else -1) for c, s in zip(cells, found, strict=True)),
        weight=max(abs(s.off) for s in found), p_value=p, tested=tests,
    )  # fmt: skip


def _read_level(e: Expected, s: Shift) -> float:
    return float(e.logs[s.row, s.column]) - s.off if s.stays else float(e.centre[s.row, s.column])


def _say_about(value: float, key: str, filed: Filed) -> Name:
    """A figure that is only an estimate: three digits are enough."""
    return say_amount(float(f"{value:.3g}"), key, filed.province)


def _say_shift(filed: Filed, series: Series, found: list[Shift], values: list[float], likely: list[float]) -> Name:
    first = found[0]
    where = say_where(*series.place(first.row, first.column), filed.province)
    said = []
    for shift, value, usual in zip(found, values, likely, strict=True):
        name, v, u = say_item(shift.item, filed.province), say_amount(value, shift.item, filed.province), _say_about(usual, shift.item, filed)  # fmt: skip
        said.append(Name(
            zh=f"{name.zh}为{v.zh}，是按本地前后各期和同类地区增长推算数（约{u.zh}）的{value / usual:.2f}倍",
            en=f"{name.text('en')} is {v.en}, {value / usual:.2f} times what its own history and the growth of like areas suggest (about {u.en})",
        ))  # fmt: skip
    text = join_names(said)
    last = say_period(series.periods[first.column - 1]) if first.stays else Name(zh="")
    zh, en = (
        (f"自此各期都在新的水平上，与{last.zh}以前不衔接。可能是区划、口径或统计制度变动，请说明", f"It stays on the new level from then on, unlike up to {last.text('en')}. Boundaries, coverage or methods may have changed; please explain")
        if first.stays
        else ("前后各期均不如此。可能是错行、错列或一次性因素，请核实", "The periods before and after are not so. A wrong row or column or a single event may explain it; please verify")
    )  # fmt: skip
    return Name(zh=f"{where.zh}{text.zh}，{zh}。", en=f"{where.en}: {text.en}. {en}.")
