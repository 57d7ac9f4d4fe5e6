"""Copied series: an area that repeats growth and structure of another, and an item that repeats another item."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np

from junxian.declared.rules import CopiedSeries
from junxian.quality.coincidence import chance_of_equal
from junxian.quality.filed import Filed
from junxian.quality.near_copies import extrapolate, find_near_pairs
from junxian.quality.series import Series, lay_out, median_of, take_logs
from junxian.quality.series_expected import expect
from junxian.quality.suspicion import Suspicion, list_cells, withheld_by
from junxian.quality.tails import measure_tail
from junxian.quality.wording import say_area, say_item, say_items, say_period, say_where
from junxian.terms.name import Name

EQUAL = 1e-5  # largest p-value of two equal items
DIGITS = 1e-3  # and of their digits alone: a departure says nothing of a copy
DEPARTS = 1e-3  # a departure counts for no more than this
SPREAD = 1.0  # of the logarithm of the ratio of two items
RARE = 0.02  # two items that are equal in more rows than this are often equal
CLOSE = 0.03  # of the usual distance of two items' growth: none nearer, nothing to ask
OWN = 0.25  # or in more than this share of the area's periods


@dataclass(frozen=True)
class Copy:
    """Two areas that agree from one period to another."""

    row: int
    other: int
    first: int
    last: int
    distance: float
    usual: float
    p_value: float


def check_copied_series(rule: CopiedSeries, filed: Filed) -> list[Suspicion]:
    """Suspect areas that repeat another's series, and items that repeat another item of the same area.

    Between areas: the vectors of log growth of all items, with and without their structure at the end, over `periods`
    periods and over two; p of the distance to the nearest area extrapolated from the nearest distances of all
    (`near_copies`), times the number of vectors tried (4). At least `min_peers` areas with whole vectors. Which of two is
    the copy cannot be told and nothing is withheld; pointed at is the one that departs further from its own past.
    Within an area: two items equal to the last digit where that is usual neither for the area nor for others and hardly
    chance (`find_equal`); and two items with the same growth over `periods` periods, p as above over all areas, times the pairs of items.
    Source: quality.md C5. Checked in tests/unit/quality/test_copied_series.py.
    """
    found = []
    for series in lay_out(filed, rule.items):
        logs = {key: take_logs(figures) for key, figures in series.values.items()}
        departs = {key: measure_departure(series, key) for key in series.values}
        copies = _find_copies(rule, logs, len(series.periods))
        found += [_suspect_copy(rule, filed, series, logs, copy) for copy in copies]
        for a, b in combinations(series.values, 2):
            found += [_suspect_equal(rule, filed, series, (a, b), *at) for at in find_equal(series, a, b, departs)]
            found += _find_same_growth(rule, filed, series, logs, (a, b))
    return sorted(found, key=lambda s: (s.period, s.area, s.items))


def _find_copies(rule: CopiedSeries, logs: dict[str, np.ndarray], periods: int) -> list[Copy]:
    table = np.stack(list(logs.values()), axis=2)  # areas, periods, items
    found: list[Copy] = []
    for length in sorted({rule.periods, 2}):
        for first in range(periods - length + 1):
            window = table[:, first : first + length]
            for vectors in _make_vectors(window):
                pairs = find_near_pairs(vectors, rule.chance / 4, rule.min_peers)
                found += [
                    Copy(p.row, p.other, first, first + length - 1, p.distance, p.usual, min(4 * p.p_value, 1.0))
                    for p in pairs
                ]
    return _join(found)


def _make_vectors(window: np.ndarray) -> Iterator[np.ndarray]:
    """Growth of the items that at least half of the areas have, alone and with the structure at the end."""
    known = np.isfinite(window).all(axis=1)
    window = window[:, :, known.mean(axis=0) >= 0.5]
    items = window.shape[2]
    growth = np.diff(window, axis=1).reshape(len(window), -1)
    if growth.shape[1] > 2:
        yield growth
    if items > 1:
        yield np.concatenate([growth, window[:, -1, 1:] - window[:, -1, :1]], axis=1)


def _join(copies: list[Copy]) -> list[Copy]:
    """One for each two areas and stretch of time: windows that overlap or follow one another joined, with the least p."""
    kept: list[Copy] = []
    for copy in sorted(copies, key=lambda c: (c.row, c.other, c.first, c.last)):
        last = kept[-1] if kept else None
        if last and (last.row, last.other) == (copy.row, copy.other) and copy.first <= last.last + 1:
            rarer = min(last, copy, key=lambda c: c.p_value)
            kept[-1] = replace(rarer, first=last.first, last=max(last.last, copy.last))
        else:
            kept.append(copy)
    return kept


def _suspect_copy(
    rule: CopiedSeries, filed: Filed, series: Series, logs: dict[str, np.ndarray], copy: Copy
) -> Suspicion:
    rows = sorted((copy.row, copy.other), key=lambda row: (-_depart(logs, row, copy), -row))
    codes, items = [series.areas[row] for row in rows], tuple(series.values)
    period, span = series.periods[copy.last], series.periods[copy.first + 1 : copy.last + 1]
    (a, b), start = (say_area(code, filed.province) for code in codes), say_period(series.periods[copy.first])
    end, names = say_period(period), say_items(items, filed.province)
    own, usual = f"{copy.distance:.2g}", f"{copy.usual:.2g}"
    cells = [(code, p, key) for code in codes for p in span for key in items]
    return Suspicion(
        rule=rule, severity=rule.severity, area=codes[0], period=period, form=filed.province.items[items[0]][0].code,
        items=items, found=own, expected=f"≈ {usual}",
        message=Name(
            zh=f"{a.zh}自{start.zh}至{end.zh}{names.zh}的增长和结构与{b.zh}几乎完全相同（相差{own}，一般最相近的两地也相差{usual}）。"
            "可能是套用他地数据推算，双方均请说明数据来源。",
            en=f"{a.text('en')}: from {start.en} to {end.en} growth and structure of {names.en} are all but those of {b.text('en')} "
            f"(distance {own}; even the nearest two areas usually lie {usual} apart). One may have been projected from the other; "
            "both should state their source.",
        ),
        shown=tuple(cell for cell in cells if cell[0] == codes[0]), explains=frozenset(cells),
        weight=-float(np.log(max(copy.p_value, 1e-300))), p_value=copy.p_value, tested=4 * len(series.areas),
    )  # fmt: skip


def _depart(logs: dict[str, np.ndarray], row: int, copy: Copy) -> float:
    """How far an area leaps into the stretch that two areas share, beside how it moves elsewhere; 0 where nothing is known."""
    steps = [np.diff(values[row]) for values in logs.values()]
    into = [
        abs(s[copy.first - 1] - np.nanmedian(s)) for s in steps if copy.first > 0 and np.isfinite(s[copy.first - 1])
    ]
    return round(float(np.mean(into)), 9) if into else 0.0


def measure_departure(series: Series, key: str) -> np.ndarray:
    """How rare it is that a figure lies so far from its own history; 1 where nothing is known or nothing is odd."""
    e = expect(series, key)
    tail = measure_tail(e.before / e.spread[:, None])
    return np.ones(e.logs.shape) if tail is None else tail.chance((e.logs - e.centre) / e.spread[:, None])


def find_equal(series: Series, a: str, b: str, departs: dict[str, np.ndarray]) -> Iterator[tuple[int, int]]:
    """Places where two items are equal and are not equal as a rule, and p is at most 1e-5.

    p = step/(2.5·figure) · pairs · the chance that the item that departs further from its own history does so; rounded
    and small figures, and items that cross in the course of years, are equal by chance more often.
    """
    x, y = series.values[a], series.values[b]
    equal, both = (x == y) & np.isfinite(x) & (x != 0), np.isfinite(x) & np.isfinite(y) & (x != 0)
    if not equal.any() or equal.sum() > max(RARE * both.sum(), 1):
        return
    pairs = len(series.values) * (len(series.values) - 1) / 2
    digits = np.nan_to_num(chance_of_equal(x, SPREAD), nan=1.0)
    p = digits * np.maximum(np.minimum(departs[a], departs[b]), DEPARTS) * pairs
    for row, column in np.argwhere(equal & (p <= EQUAL) & (digits <= DIGITS)).tolist():
        if equal[row].sum() <= max(OWN * both[row].sum(), 1) and both[row].sum() > 1:
            yield row, column


def _suspect_equal(
    rule: CopiedSeries, filed: Filed, series: Series, items: tuple[str, str], row: int, column: int
) -> Suspicion:
    (area, period), province = series.place(row, column), filed.province
    where, (a, b) = say_where(area, period, province), (say_item(key, province) for key in items)
    value, cells = f"{series.values[items[0]][row, column]:,.15g}", list_cells(area, period, items)
    return Suspicion(
        rule=rule, severity=rule.severity, area=area, period=period, form=province.items[items[0]][0].code, items=items,
        found=value, expected="≠",
        message=Name(
            zh=f"{where.zh}{a.zh}与{b.zh}同为{value}，本地其他各期和其他地区均不如此，疑似一项误抄入另一项，请核对。",
            en=f"{where.en}: {a.text('en')} and {b.text('en')} are both {value}, unlike other periods and other areas; one may have "
            "been copied into the other. Please check.",
        ),
        shown=cells, explains=frozenset(cells), withholds=withheld_by(rule.severity, items), weight=1.0,
    )  # fmt: skip


def _find_same_growth(
    rule: CopiedSeries, filed: Filed, series: Series, logs: dict[str, np.ndarray], items: tuple[str, str]
) -> Iterator[Suspicion]:
    """Two items of an area that grow alike over `periods` periods; one suspicion for each area, at its rarest stretch."""
    length, pairs, best = (
        rule.periods - 1,
        len(logs) * (len(logs) - 1) // 2,
        dict[int, tuple[float, int, float, float]](),
    )
    distance = _roll(np.diff(logs[items[0]] - logs[items[1]], axis=1) ** 2, length)
    known = np.isfinite(distance)
    usual = median_of(distance, 0)
    close = np.where(known, distance, np.inf).min(axis=0, initial=np.inf) <= CLOSE * np.nan_to_num(usual)
    for first in np.flatnonzero(close & (known.sum(axis=0) >= rule.min_peers)):
        here, there = distance[:, first], known[:, first]
        p = np.where(there, extrapolate(np.nan_to_num(here), here[there], length), 1.0) * pairs
        for row in np.flatnonzero(p <= rule.chance):
            found = (float(p[row]), int(first) + length, float(here[row]), float(usual[first]))
            best[int(row)] = min(best.get(int(row), found), found)
    for place, (p_value, last, own, middle) in sorted(best.items()):
        yield _suspect_growth(rule, filed, series, items, place, last, own, middle, p_value)


def _roll(squares: np.ndarray, length: int) -> np.ndarray:
    """Root mean squares of all windows, (areas, windows)."""
    windows = max(squares.shape[1] - length + 1, 0)
    total = np.zeros((len(squares), windows))
    for first in range(length):
        total += squares[:, first : first + windows]
    return np.asarray(np.sqrt(total / length))


def _suspect_growth(
    rule: CopiedSeries, filed: Filed, series: Series, items: tuple[str, str], row: int, last: int, own: float,
    usual: float, p_value: float,
) -> Suspicion:  # fmt: skip
    (area, period), province = series.place(row, last), filed.province
    span = series.periods[last - rule.periods + 1 : last + 1]
    cells = tuple((area, p, key) for p in span[1:] for key in items)
    name, (a, b), start = say_area(area, province), (say_item(key, province) for key in items), say_period(span[0])
    return Suspicion(
        rule=rule, severity=rule.severity, area=area, period=period, form=province.items[items[0]][0].code, items=items,
        found=f"{own:.2g}", expected=f"≈ {usual:.2g}",
        message=Name(
            zh=f"{name.zh}{a.zh}与{b.zh}自{start.zh}至{say_period(period).zh}各期增速几乎完全相同（相差{own:.2g}，一般相差{usual:.2g}）。"
            "可能是一项由另一项推算，请说明数据来源。",
            en=f"{name.text('en')}: from {start.en} to {say_period(period).en} {a.text('en')} and {b.text('en')} grew all but alike "
            f"(distance {own:.2g}; usual {usual:.2g}). One may have been projected from the other; please state the source.",
        ),
        shown=cells, explains=frozenset(cells), withholds=withheld_by(rule.severity, items),
        weight=-float(np.log(max(p_value, 1e-300))), p_value=p_value, tested=len(series.areas),
    )  # fmt: skip
