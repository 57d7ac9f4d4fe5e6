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

OFF = 2.5  # spreads from which a figure is worth a second reading
FITS = 3.0  # spreads within which a figure read in the other column must lie,
SHARE = 0.25  # or this share of the deviation as it stands


@dataclass(frozen=True)
class Swap:
    """Two items of a row that seem exchanged, and by how much the sum of squared deviations falls when they are."""

    row: int
    column: int
    items: tuple[str, str]
    gain: float


def check_swapped_columns(rule: SwappedColumns, filed: Filed) -> list[Suspicion]:
    """Suspect pairs of figures of a row that are each far from their own history and each near the other's.

    z is the deviation of the logarithm from both neighbours in time, the median growth of the peers taken out, in spreads
    of the area's own steps. Called swapped where |z| > 2.5 in opposite directions, both fit within 3 spreads (or a quarter
    of their deviation) when exchanged, the sum of z² falls by more than `limit`, and the two are at least `least` apart
    where they belong: nearer figures cannot be told apart. A figure belongs to one swap only, the one with the largest
    fall. No p-value: the limit is measured on real panels (docs/handbook/quality-series.md).
    Checked in tests/unit/quality/test_swapped_columns.py.
    """
    tables = lay_out(filed, rule.columns, rule.classification, rule.min_peers)
    return [_suspect(rule, filed, table, swap) for table in tables for swap in find_swaps(rule, table)]


def find_swaps(rule: SwappedColumns, series: Series) -> Iterator[Swap]:
    """The swaps of one table, by period and area; a figure belongs to one only."""
    keys = list(series.values)
    known = [expect(series, key) for key in keys]
    if len(keys) < 2:
        return
    off = np.stack([(e.logs - e.centre) / e.spread[:, None] for e in known])
    bad = np.abs(np.nan_to_num(off)) > OFF
    for column, row in sorted(map(tuple, np.argwhere(bad.sum(axis=0) >= 2)[:, ::-1])):
        yield from _choose(rule, keys, known, off, int(row), int(column))


def _choose(
    rule: SwappedColumns, keys: list[str], known: list[Expected], off: np.ndarray, row: int, column: int
) -> Iterator[Swap]:
    logs, centre, spread = (
        np.array([part(e) for e in known])
        for part in (lambda e: e.logs[row, column], lambda e: e.centre[row, column], lambda e: e.spread[row])
    )
    as_filed = off[:, row, column]
    read = (logs[None, :] - centre[:, None]) / spread[:, None]  # column i, figure of column j
    gain = as_filed[:, None] ** 2 + as_filed[None, :] ** 2 - read**2 - read.T**2
    fits = np.abs(read) <= np.maximum(FITS, SHARE * np.abs(as_filed)[:, None])
    apart = np.abs(centre[:, None] - centre[None, :]) >= rule.least
    opposed = (as_filed[:, None] * as_filed[None, :] < 0) & (np.minimum.outer(np.abs(as_filed), np.abs(as_filed)) > OFF)
    called = np.nan_to_num(np.where(fits & fits.T & apart & opposed, np.triu(gain, 1), 0.0))
    while called.max() > rule.limit:
        i, j = map(int, np.unravel_index(np.argmax(called), called.shape))
        yield Swap(row, column, (keys[i], keys[j]), float(called[i, j]))
        called[[i, j], :] = called[:, [i, j]] = 0.0


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
