"""What a figure should be by its own history and the growth of its peers: on logarithms, with medians throughout."""

from dataclasses import dataclass

import numpy as np

from junxian.quality.peers import CONSISTENT
from junxian.quality.series import Series, median_of, take_logs

SHRINK = 8.0  # an area's own spread counts like so many more differences of the spread of all
FLOOR = 0.005  # least spread of a yearly logarithm: half a per cent
LEAST_PAIRS = 3  # peers' growth between two periods needs as many pairs


@dataclass(frozen=True)
class Expected:
    """For each figure of one item: `logs`; `path`, the peers' growth added up; `spread` of a step of each area.

    `unrest` is by how much the steps into a period scatter more than usual among the peers, 1 where they do not: in a year
    in which accounts were revised or coverage changed for many, a large step says less.

    `before` and `after` are the deviations from the nearest figures on either side once the peers' growth is taken out
    (NaN where there is none), `before2` and `after2` those from the next but one; `centre` is what both sides together
    suggest, and at the ends of a series that of the two nearest figures which agrees better.
    """

    logs: np.ndarray
    path: np.ndarray
    spread: np.ndarray
    unrest: np.ndarray
    before: np.ndarray
    after: np.ndarray
    before2: np.ndarray
    after2: np.ndarray
    centre: np.ndarray
    steps: int  # differences behind the spreads

    @property
    def stands_out(self) -> np.ndarray:
        """Deviation from the two figures on either side, in one direction, the least of the four; 0 where they disagree.

        A side that has one figure only speaks with it; where a side has none the deviation is 0.
        """
        sides = np.stack([self.before, self.after, self.before2, self.after2])
        known = np.isfinite(sides)
        up, down = np.where(known, sides, np.inf).min(axis=0), np.where(known, sides, -np.inf).max(axis=0)
        both = known[0] & known[1]
        return np.where(both & (up > 0), up, np.where(both & (down < 0), down, 0.0))


def expect(series: Series, key: str) -> Expected:
    """Expect every figure of an item from its neighbours in time and the median growth of its peers.

    The peers' growth is the median change of the logarithm between two periods, taken over the class where enough
    figures are at hand, over all areas otherwise, and zero where fewer than three pairs are. The spread of an area's
    steps is 1.4826·median|step|, drawn towards that of all areas: (n·own² + 8·all²)/(n + 8).
    Checked in tests/unit/quality/test_series_expected.py.
    """
    logs = take_logs(series.values[key])
    path = follow_peers(logs, series.groups)
    rest = logs - path
    (before, before2), (after, after2) = _look_back(rest), (side[:, ::-1] for side in _look_back(rest[:, ::-1]))
    both = np.isfinite(before) & np.isfinite(after)
    off = np.where(both, (before + after) / 2, _choose_nearer(_either(before, after), _either(before2, after2, both)))
    steps = np.abs(before)
    spread = _spread(steps)
    unrest = _measure_unrest(steps / spread[:, None], series.groups)
    count = int(np.isfinite(steps).sum())
    return Expected(logs, path, spread, unrest, before, after, before2, after2, logs - off, count)


def follow_peers(logs: np.ndarray, groups: tuple[tuple[np.ndarray, np.ndarray], ...]) -> np.ndarray:
    """Cumulative median growth of the peers of each area, (areas, periods), zero in the first period."""
    growth = np.diff(logs, axis=1)
    everyone = _median_growth(growth)
    path = np.zeros(logs.shape)
    for rows, speakers in groups:
        own = everyone if len(speakers) == len(logs) else _median_growth(growth[speakers])
        path[rows, 1:] = np.cumsum(np.where(np.isfinite(own), own, np.nan_to_num(everyone)))
    return path


def _median_growth(growth: np.ndarray) -> np.ndarray:
    enough = np.isfinite(growth).sum(axis=0) >= LEAST_PAIRS
    return np.where(enough, median_of(growth, 0), np.nan)


def _look_back(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Each figure less the nearest to its left, and less the next but one; NaN where there is none."""
    columns = np.where(np.isfinite(values), np.arange(values.shape[1]), -1)
    last = np.concatenate([np.full((len(values), 1), -1), np.maximum.accumulate(columns, axis=1)[:, :-1]], axis=1)
    second = np.where(last >= 0, np.take_along_axis(last, np.maximum(last, 0), axis=1), -1)
    return values - _take(values, last), values - _take(values, second)


def _take(values: np.ndarray, places: np.ndarray) -> np.ndarray:
    return np.where(places >= 0, np.take_along_axis(values, np.maximum(places, 0), axis=1), np.nan)


def _either(before: np.ndarray, after: np.ndarray, unless: np.ndarray | None = None) -> np.ndarray:
    side = np.where(np.isfinite(before), before, after)
    return side if unless is None else np.where(unless, np.nan, side)


def _choose_nearer(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    return np.where(np.abs(np.nan_to_num(second, nan=np.inf)) < np.abs(first), second, first)


def _measure_unrest(z: np.ndarray, groups: tuple[tuple[np.ndarray, np.ndarray], ...]) -> np.ndarray:
    """1.4826·median z of the peers in each period, drawn towards 1 as if eight of them had said so, 1 at least."""
    unrest = np.ones(z.shape)
    for rows, speakers in groups:
        count = np.isfinite(z[speakers]).sum(axis=0)
        seen = np.nan_to_num(CONSISTENT * median_of(z[speakers], 0))
        unrest[rows] = np.sqrt(np.maximum((count * seen**2 + SHRINK) / (count + SHRINK), 1.0))
    return unrest


def _spread(steps: np.ndarray) -> np.ndarray:
    """Spread of the steps of each area (areas,), drawn towards the spread of all."""
    known = np.isfinite(steps)
    if not known.any():
        return np.full(len(steps), np.nan)
    whole = CONSISTENT * float(np.median(steps[known]))
    count, own = known.sum(axis=1), np.nan_to_num(CONSISTENT * median_of(steps, 1))
    return np.maximum(np.sqrt((count * own**2 + SHRINK * whole**2) / (count + SHRINK)), FLOOR)
