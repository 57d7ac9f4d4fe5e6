"""Swapped columns: two items of a row that fit their own histories only when exchanged."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from junxian.declared.rules import SwappedColumns
from junxian.quality.filed import Filed
from junxian.quality.series import Series, lay_out
from junxian.quality.series_expected import Expected, expect
from junxian.quality.suspicion import Suspicion, list_cells, withheld_by
from junxian.quality.wording import say_amount, say_item, say_where
from junxian.terms.name import Name

AT_ENDS = 1.25  # at either end only one side speaks for an exchange: it has to save so many times more
CAP = 30.0  # largest cost of one step: a leap beyond five spreads says no more
FITS = 3.0  # spreads within which a figure read in the other column must lie,
SHARE = 0.4  # or this share of the deviation as it stands


@dataclass(frozen=True)
class Swap:
    """Two items of a row that seem exchanged, and by how much the sum of squared deviations falls when they are."""

    row: int
    column: int
    items: tuple[str, str]
    gain: float


def check_swapped_columns(rule: SwappedColumns, filed: Filed) -> list[Suspicion]:
    """Suspect pairs of figures of a row that are each far from their own history and each near the other's.

    The series of two items are read period by period as they stand or exchanged; of all readings the one with the least
    cost stands: the sum of z² of all steps (z the step of the logarithm, the median growth of the peers taken out, in
    spreads of the area's own steps; at most 30) plus `limit` for every period that is exchanged. So single swaps, runs of
    them and swaps at the ends of a series are told from neighbours that stand right. An exchanged figure must also fit
    its neighbours within 3 spreads, or 0.4 of its deviation as it stands, and the two must be `least` apart where they
    belong: nearer figures cannot be told apart. A figure belongs to one swap only, the one that saves most. No p-value:
    the limit is measured on real panels (docs/handbook/quality-series.md).
    Checked in tests/unit/quality/test_swapped_columns.py.
    """
    tables = lay_out(filed, rule.columns, rule.classification, rule.min_peers)
    return [_suspect(rule, filed, table, swap) for table in tables for swap in find_swaps(rule, table)]


def find_swaps(rule: SwappedColumns, series: Series) -> list[Swap]:
    """The swaps of one table, by period and area; a figure belongs to one only."""
    known = {key: expect(series, key) for key in series.values}
    found = [swap for pair, row in list_candidates(known, rule.limit) for swap in _read_again(rule, known, pair, row)]
    taken: set[tuple[int, int, str]] = set()
    kept = []
    for swap in sorted(found, key=lambda s: (-s.gain, s.row, s.column, s.items)):
        cells = {(swap.row, swap.column, key) for key in swap.items}
        if not cells & taken:
            taken |= cells
            kept.append(swap)
    return sorted(kept, key=lambda s: (s.column, s.row, s.items))


def list_candidates(known: dict[str, Expected], limit: float) -> list[tuple[tuple[str, str], int]]:
    """Pairs of items and areas of which any reading can be cheaper: one step must save half the limit when exchanged.

    Every stretch that is exchanged is entered and left by one step each, which together must save more than the limit.
    """
    if len(known) < 2:
        return []
    keys, every = list(known), list(known.values())
    logs, path, before = (np.stack([getattr(e, name) for e in every]) for name in ("logs", "path", "before"))
    spread = np.stack([e.spread[:, None] * e.unrest for e in every])
    last = logs - path - before  # the figure before, on the path of its peers
    drift = np.concatenate([path[:, :, :1], path[:, :, :-1]], axis=2)
    step = np.nan_to_num(before / spread)
    item, row, column = np.nonzero(np.abs(step) > np.sqrt(limit / 4))
    at = (slice(None), row, column)  # all items, at those places
    own = (item, row, column)
    wide, narrow = spread[:, row, column], spread[item, row, column]
    filed = np.minimum(step[at] ** 2, CAP) + np.minimum(step[own] ** 2, CAP)
    enter = _add_steps((logs[own] - path[at] - last[at]) / wide, (logs[at] - path[own] - last[own]) / narrow)
    leave = _add_steps(
        (logs[at] - path[at] - last[own] - drift[own] + drift[at]) / wide,
        (logs[own] - path[own] - last[at] - drift[at] + drift[own]) / narrow,
    )
    opposed = (step[at] * step[own] < 0) & (filed - np.fmin(enter, leave) >= limit / 2)
    pairs = {(min(i, int(item[n])), max(i, int(item[n])), int(row[n])) for i, n in np.argwhere(opposed).tolist()}
    return [((keys[i], keys[j]), area) for i, j, area in sorted(pairs)]


def _add_steps(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    return np.minimum(one**2, CAP) + np.minimum(other**2, CAP)


def _read_again(rule: SwappedColumns, known: dict[str, Expected], pair: tuple[str, str], row: int) -> Iterator[Swap]:
    """The periods of one area in which the cheapest reading exchanges two items."""
    logs, path = (np.array([getattr(known[k], name)[row] for k in pair]) for name in ("logs", "path"))
    spread = np.array([known[k].spread[row] for k in pair])[:, None]
    columns = np.flatnonzero(np.isfinite(logs).all(axis=0))
    if len(columns) < 3:
        return
    read = np.stack([logs - path, logs[::-1] - path])[:, :, columns] / spread  # as it stands, exchanged
    unrest = np.array([known[k].unrest[row] for k in pair])[:, columns]
    exchanged, saved = _find_cheapest(read, unrest, rule.limit)
    runs = max(int(exchanged.sum()), 1)
    for n in np.flatnonzero(exchanged):
        if _fits(read, exchanged, int(n), rule.least / spread[:, 0]):
            yield Swap(row, int(columns[n]), pair, saved / runs)


def _find_cheapest(read: np.ndarray, unrest: np.ndarray, limit: float) -> tuple[np.ndarray, float]:
    """Viterbi over (reading, item, period): which periods are exchanged, and what that saves."""
    z = (read[None, :, :, 1:] - read[:, None, :, :-1]) / unrest[:, 1:]
    step = np.minimum(z**2, CAP).sum(axis=2)  # from, to, period
    cost = np.full(step.shape[2] + 1, limit)
    cost[[0, -1]] *= AT_ENDS
    total, back = np.array([0.0, cost[0]]), np.zeros((2, step.shape[2]), dtype=np.int64)
    for n in range(step.shape[2]):
        paths = total[:, None] + step[:, :, n]
        back[:, n] = np.argmin(paths, axis=0)
        total = paths.min(axis=0) + np.array([0.0, cost[n + 1]])
    state = [int(np.argmin(total))]
    for n in range(step.shape[2] - 1, -1, -1):
        state.append(int(back[state[-1], n]))
    return np.array(state[::-1], dtype=bool), float(step[0, 0].sum() - total.min())


def _fits(read: np.ndarray, exchanged: np.ndarray, n: int, least: np.ndarray) -> bool:
    """Whether both figures, exchanged, lie near the nearest periods that stand right, and those apart from each other."""
    right = np.flatnonzero(~exchanged)
    near = np.concatenate([right[right < n][-1:], right[right > n][:1]])
    if not len(near):
        return False
    centre = read[0][:, near].mean(axis=1)
    off, filed = np.abs(read[1, :, n] - centre), np.abs(read[0, :, n] - centre)
    apart = np.abs(read[0, :, n] - read[1, :, n]) >= least
    return bool(np.all(off <= np.maximum(FITS, SHARE * filed)) and np.all(apart))


def _suspect(rule: SwappedColumns, filed: Filed, series: Series, swap: Swap) -> Suspicion:
    (area, period), province = series.place(swap.row, swap.column), filed.province
    cells = list_cells(area, period, swap.items)
    values = [float(series.values[key][swap.row, swap.column]) for key in swap.items]
    where = say_where(area, period, province)
    (a, b), (x, y) = (
        [say_item(key, province) for key in swap.items],
        [say_amount(v, k, province) for v, k in zip(values, swap.items, strict=True)],
    )
    return Suspicion(
        rule=rule, severity=rule.severity, area=area, period=period, form=province.items[swap.items[0]][0].code,
        items=swap.items, found=f"{x.zh} {y.zh}", expected=f"{y.zh} {x.zh}",
        message=Name(
            zh=f"{where.zh}{a.zh}为{x.zh}、{b.zh}为{y.zh}，各与本地前后各期不符，互换后则都相符，疑似两列填反。"
            "如结构确有变化，请说明；数据未作改动。",
            en=f"{where.en}: {a.text('en')} is {x.en} and {b.text('en')} is {y.en}; neither agrees with the periods before and "
            "after, both do when exchanged. The two columns may have been swapped; if the structure did change, please explain. "
            "Nothing was changed.",
        ),
        shown=cells, explains=frozenset(cells), withholds=withheld_by(rule.severity, swap.items), weight=swap.gain,
    )  # fmt: skip
