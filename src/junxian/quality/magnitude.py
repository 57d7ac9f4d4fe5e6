"""Slips by a power of ten: the reading of a series that needs the fewest slips, and the class median per unit of size."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import log

import numpy as np
import polars as pl

from junxian.declared.rules import OrderOfMagnitude
from junxian.quality.filed import ROW, Filed
from junxian.quality.peers import compare_with_peers
from junxian.quality.series import Series, lay_out, take_logs
from junxian.quality.series_expected import follow_peers

POWERS = np.arange(-8, 9)  # 元 and 亿元 are eight digits apart
SLIP = 0.3  # a slip costs as much as a doubling that nobody expected
LATER = 1e-3  # of two readings alike in cost the one that doubts the later figures
OFF_PEERS = 0.05  # what distance from the class costs, up to four spreads: never enough alone
JUMP = 0.5  # series without a step of so many digits are not read
PEER_FLOOR = 0.05  # least spread of log10(x / size) within a class
PEERS_ALONE = 4.0  # without any other period: this many spreads out of line as filed
IN_LINE = 2.0  # and no more than this many when corrected
PEERS_DIGITS = 2  # and by so many digits: a factor of ten between counties is no news
TEN = log(10.0)


@dataclass(frozen=True)
class Slip:
    """A value that is about 10^power times what it should be; `reference_period` is "" where peers alone say so."""

    area: str
    period: str
    item: str
    value: float
    power: int
    reference: float
    reference_period: str

    @property
    def corrected(self) -> float:
        """The value that would follow if it were such a slip; never put in its place."""
        return self.value / 10.0**self.power


@dataclass(frozen=True)
class Peers:
    """How far log10(value/size) lies from the class median, the class's spread, and whether the class is large enough."""

    off: np.ndarray
    spread: np.ndarray
    judged: np.ndarray


def find_slips(rule: OrderOfMagnitude, filed: Filed) -> list[Slip]:
    """The values that are out of line by a power of ten.

    1. Against time. A series is read as figures times 10^k; of all readings the one with the least cost stands: the sum
       of |steps of log10 that the peers' growth does not explain| plus 0.3 for every slip, and a little for distance from
       the class where a size is declared. So a single slip, a run of slips and a unit changed for good are all told from
       growth, and good neighbours of a slip are left alone.
    2. A slip that the reading needs must also be near a whole power: within `nearness` of the nearest figures read as
       they stand, seen from one side and by a factor of ten; within twice that where both sides or two digits and more
       speak for it; items of one row help each other. Seen from one side only, it must also lie nearer to its class.
    3. Against peers, where the area has no other period: log10(x/size) is more than 4 spreads from the class median as
       filed and within 2 spreads once corrected, and the power is 2 or more (rich counties have ten times the figures of
       poor ones); where a classification is declared, of a class that is large enough.
    Periods more than three years apart are no neighbours. Figures that run on from January are compared with the same
    month of other years only.
    """
    found = [slip for series in lay_out(filed, rule.items, rule.classification) for slip in _read(rule, filed, series)]
    return sorted(found, key=lambda s: (s.period, s.area, rule.items.index(s.item)))


def _read(rule: OrderOfMagnitude, filed: Filed, series: Series) -> Iterator[Slip]:
    likely: dict[str, tuple[np.ndarray, np.ndarray]] = {}
    for key, figures in series.values.items():
        logs = take_logs(figures)
        rest = (logs - follow_peers(logs, series.groups)) / TEN
        peers = _compare(rule, filed, series, key)
        powers = _read_powers(rest, peers)
        likely[key] = (powers, _measure_fit(rest, powers, peers, rule.nearness))
        yield from _judge_alone(rule, series, key, logs, peers)
    sure = [np.where(fit <= 1, powers, 0) for powers, fit in likely.values()]
    for key, (powers, fit) in likely.items():
        by_row = np.any([(powers == other) & (powers != 0) for other in sure], axis=0)
        for row, column in np.argwhere((powers != 0) & ((fit <= 1) | (by_row & (fit <= 7 / 3)))):
            yield _describe(series, key, powers, row, column)


def _compare(rule: OrderOfMagnitude, filed: Filed, series: Series, key: str) -> Peers:
    """Against the class per unit of size; unknown where the rule names no size."""
    off, spread = np.full((2, *series.values[key].shape), np.nan)
    judged = np.zeros(off.shape, dtype=bool)
    if rule.per and rule.per != key:
        table = filed.select_items([key, rule.per], filed.province.items[key][0].covers)
        table = table.filter(pl.col("time_period").is_in(series.periods), pl.col(key) > 0, pl.col(rule.per) > 0)
        sized = table.select(*ROW, (pl.col(key) / pl.col(rule.per)).log(10).alias("value"))
        known = compare_with_peers(sized, filed.classes(rule.classification), rule.min_peers, PEER_FLOOR)
        at = _find_places(series, known)
        off[at] = (known["value"] - known["centre"]).fill_null(np.nan)
        spread[at] = known["spread"].fill_null(np.nan)
        judged[at] = known["own_class"] if rule.classification else True
    return Peers(off, spread, judged)


def _find_places(series: Series, table: pl.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    areas, periods = ({name: n for n, name in enumerate(names)} for names in (series.areas, series.periods))
    row, column = (
        table[c].replace_strict(m, return_dtype=pl.Int64).to_numpy()
        for c, m in (("ref_area", areas), ("time_period", periods))
    )
    return row, column


def _read_powers(rest: np.ndarray, peers: Peers) -> np.ndarray:
    """The power of ten of each figure in the cheapest reading of its series; 0 where a series has no jump."""
    powers = np.zeros(rest.shape, dtype=np.int64)
    for row, values in enumerate(rest):
        known = np.flatnonzero(np.isfinite(values))
        if len(known) > 1 and np.ptp(values[known]) > JUMP:
            away = np.abs(peers.off[row, known, None] - POWERS) / peers.spread[row, known, None]
            cost = OFF_PEERS * np.minimum(np.nan_to_num(away), 4.0)
            late = LATER * np.arange(len(known), 0, -1) / len(known)
            powers[row, known] = _find_cheapest(values[known], cost + np.where(POWERS, SLIP + late[:, None], 0.0))
    return powers


def _find_cheapest(values: np.ndarray, cost: np.ndarray) -> np.ndarray:
    """Viterbi: powers k that minimise Σ|step of (values − k)| + Σ cost(k)."""
    total, back = cost[0], np.zeros(cost.shape, dtype=np.int64)
    change = POWERS[None, :] - POWERS[:, None]
    for n in range(1, len(values)):
        path = total[:, None] + np.abs(values[n] - values[n - 1] - change)
        back[n] = np.argmin(path, axis=0)
        total = np.min(path, axis=0) + cost[n]
    chosen = [int(np.argmin(total))]
    for n in range(len(values) - 1, 0, -1):
        chosen.append(int(back[n, chosen[-1]]))
    return POWERS[chosen[::-1]]


def _measure_fit(rest: np.ndarray, powers: np.ndarray, peers: Peers, nearness: float) -> np.ndarray:
    """How far a slip once corrected lies from the nearest sound figures, as a share of what is allowed; inf elsewhere."""
    fit = np.full(rest.shape, np.inf)
    for row, column in np.argwhere(powers):
        sound = np.flatnonzero(np.isfinite(rest[row]) & (powers[row] == 0))
        sides = [sound[sound < column][-1:], sound[sound > column][:1]]
        near = np.concatenate(sides)
        if not len(near):
            continue
        power = powers[row, column]
        off = abs(float(np.mean(rest[row, column] - power - rest[row, near])))
        alone = len(near) == 1
        allowed = nearness if alone and abs(power) == 1 else 2 * nearness
        if not alone or _may_stay(peers.off[row, column], power, run=int((powers[row] == power).sum())):
            fit[row, column] = off / allowed
    return fit


def _may_stay(off_peers: float, power: int, run: int) -> bool:
    """Whether a slip seen from one side only is one: where the class is known it must fit better once corrected.

    Where it is not, a tenth or tenfold that lasts for two periods or more may as well be real (a boundary that moved).
    """
    return abs(off_peers - power) < abs(off_peers) if np.isfinite(off_peers) else abs(power) > 1 or run == 1


def _judge_alone(rule: OrderOfMagnitude, series: Series, key: str, logs: np.ndarray, peers: Peers) -> Iterator[Slip]:
    """Where there is nothing else: far from the class as filed, inside it when corrected."""
    alone = (np.isfinite(logs).sum(axis=1, keepdims=True) == 1) & np.isfinite(peers.off) & peers.judged
    power = np.round(np.nan_to_num(peers.off))
    far = np.abs(peers.off) > PEERS_ALONE * peers.spread
    inside = np.abs(peers.off - power) <= IN_LINE * peers.spread
    for row, column in np.argwhere(alone & far & inside & (np.abs(power) >= PEERS_DIGITS)):
        value = float(series.values[key][row, column])
        yield Slip(*series.place(row, column), key, value, int(power[row, column]), 0.0, "")


def _describe(series: Series, key: str, powers: np.ndarray, row: int, column: int) -> Slip:
    figures = series.values[key][row]
    sound = np.flatnonzero((figures > 0) & (powers[row] == 0))
    before = sound[sound < column]
    reference = before[-1] if len(before) else sound[sound > column][0]
    return Slip(
        *series.place(row, column), key, float(figures[column]), int(powers[row, column]),
        float(figures[reference]), series.periods[reference],
    )  # fmt: skip
