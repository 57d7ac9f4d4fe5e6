"""What an area can move: its indicators, in their own units, from where they stand to the best that the class has shown.

An indicator that is scored by level and by change is one lever that moves both scores: the change follows from the
level, the earlier level standing still. Bounds are held fixed throughout: a move never shifts the scale on which it is
scored (a same-year bound that the area itself sets would move with it; `reassess_values` says what then happens).
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

import numpy as np

from junxian.assessment.aggregate import aggregate_tree
from junxian.assessment.kinds import Array, Mask, Places
from junxian.declared.changes import base_of
from junxian.diagnosis.members import Members
from junxian.terms.errors import MethodError
from junxian.terms.nearest import suggest

IN_SPREADS = ("standard_deviation", "robust")


@dataclass(frozen=True)
class Levers:
    """The levers of one class.

    `codes` (levers,); `columns` (indicators,) the lever that moves each indicator; `main` (levers,) the indicator in whose
    unit the lever moves; `better` (levers,) +1 or −1, the direction that raises the score, NaN where it cannot be told;
    `rate` (areas, indicators) by how much an indicator's value moves for one unit of the lever's improvement;
    `limit` (areas, levers) the farthest improvement, in the lever's unit; `spread` (levers,) the unit of effort.
    """

    members: Members
    codes: tuple[str, ...]
    columns: Places
    main: Places
    better: Array
    rate: Array
    limit: Array
    spread: Array

    @property
    def values(self) -> Array:
        """Where the levers stand (areas, levers)."""
        values: Array = self.members.values[:, self.main]
        return values

    @property
    def movable(self) -> Mask:
        """Which levers the areas have: filed, with weight, on a known scale, in a score that comes out of its parts."""
        own = self.members
        usable = own.filed & own.scale.known & ~np.isnan(self.rate)
        movable = np.ones(self.limit.shape, dtype=bool)
        for lever in range(len(self.codes)):
            movable[:, lever] = usable[:, self.columns == lever].any(axis=1) & own.filed[:, self.main[lever]]
        return movable & ~np.isnan(self.better) & own.is_reproduced[:, None]

    def move(self, rows: Places, reach: Array) -> Array:
        """Normalised scores (moves, indicators) of areas at `rows` whose levers improve by `reach` (moves, levers)."""
        own = self.members
        moved = own.scale.apply(own.values[rows] + np.nan_to_num(self.rate[rows]) * reach[:, self.columns])
        is_moved = (reach[:, self.columns] != 0) & own.filed[rows] & own.scale.known
        return np.where(is_moved, moved, own.scores[rows])

    def rescore(self, rows: Places, reach: Array) -> Array:
        """Scores (moves,) before points of areas at `rows` whose levers improve by `reach` (moves, levers)."""
        own = self.members
        scores = self.move(rows, reach)
        if own.adds_up:
            return np.asarray(np.nansum(own.used[rows] / 100 * scores, axis=1))
        return aggregate_tree(scores, own.shares[rows], own.tree)[:, -1]

    def hold(self, fixed: Collection[str]) -> "Levers":
        """The same levers, some of which do not move."""
        check_codes(fixed, self.codes)
        held = np.isin(self.codes, list(fixed))
        return replace(self, limit=np.where(held, 0.0, self.limit))

    def limit_to(self, values: Mapping[str, float]) -> "Levers":
        """The same levers, some of which may go as far as a value, in their unit, also beyond the best of the class."""
        check_codes(values, self.codes)
        limit = self.limit.copy()
        for code, value in values.items():
            lever = self.codes.index(code)
            limit[:, lever] = np.maximum((value - self.values[:, lever]) * self.better[lever], 0.0)
        return replace(self, limit=limit)


def read_levers(members: Members, spread: str | Mapping[str, float] = "standard_deviation") -> Levers:
    """The levers of a class.

    spread  in which efforts are measured: "standard_deviation" of the class's values, "robust" (half the middle half,
    over 0.6745), or by indicator, as the largest change of a year (`measure_pace`)
    The limit of a lever is the best value of the class's ranked members. Where level and change are scored, it is the
    nearer of the two bests, leaving out one that the area itself holds.
    """
    indicators = members.tree.indicators
    movers = [base_of(code) if base_of(code) in indicators else code for code in indicators]
    codes = tuple(dict.fromkeys(movers))
    columns = np.array([codes.index(mover) for mover in movers], dtype=np.intp)
    main = np.array([indicators.index(code) for code in codes], dtype=np.intp)
    better = members.direction
    rate = np.broadcast_to(better, members.values.shape).copy()
    for column in range(len(indicators)):
        if column != main[columns[column]]:
            rate[:, column] = _follow(members, int(main[columns[column]]), column, better)
    return Levers(
        members, codes, columns, main, better[main], rate,
        _find_limits(members, columns, len(codes), better, rate), _measure_spread(members.values[:, main], codes, spread),
    )  # fmt: skip


def check_codes(codes: Collection[str], known: Collection[str]) -> None:
    """MethodError where a code is no indicator that moves."""
    for code in codes:
        if code not in known:
            raise MethodError(f"indicator {code!r}", "is none that moves in this scheme.", suggest(code, known))


def _follow(members: Members, level: int, change: int, better: Array) -> Array:
    """By how much a change moves for one unit of its level's improvement, the earlier level standing still."""
    if "@growth" not in members.tree.indicators[change]:
        return np.broadcast_to(better[level], len(members.areas))
    now, growth = members.values[:, level], members.values[:, change]
    with np.errstate(divide="ignore", invalid="ignore"):
        before = now / (1 + growth / 100)
        follows: Array = np.where(before > 0, 100 * better[level] / before, np.nan)
    return follows


def _find_limits(members: Members, columns: Places, count: int, better: Array, rate: Array) -> Array:
    improved = members.values * better
    with np.errstate(divide="ignore", invalid="ignore"):
        room = (_find_best(improved) - improved) / (rate * better)
    room = np.where(room > 0, room, np.inf)  # who holds the best of one score is limited by the other
    limit = np.stack([room[:, columns == lever].min(axis=1, initial=np.inf) for lever in range(count)], axis=1)
    return np.where(np.isfinite(limit), limit, 0.0)


def _find_best(improved: Array) -> Array:
    return np.array([column[~np.isnan(column)].max(initial=-np.inf) for column in improved.T])


def _measure_spread(values: Array, codes: tuple[str, ...], spread: str | Mapping[str, float]) -> Array:
    if not isinstance(spread, str):
        check_codes(spread, codes)
        return np.array([spread.get(code, np.nan) for code in codes], dtype=float)
    if spread not in IN_SPREADS:
        raise MethodError(f"spread {spread!r}", "is not known.", suggest(spread, IN_SPREADS))
    measure = _deviate if spread == "standard_deviation" else _deviate_robustly
    return np.array([measure(column[~np.isnan(column)]) for column in values.T])


def _deviate(known: Array) -> float:
    return float(known.std(ddof=1)) if known.size > 1 else np.nan


def _deviate_robustly(known: Array) -> float:
    low, high = np.percentile(known, (25, 75)) if known.size > 1 else (np.nan, np.nan)
    return float(high - low) / 1.3489795003921634
