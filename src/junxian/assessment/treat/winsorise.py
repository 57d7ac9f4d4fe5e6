"""Winsorisation: the extreme on the side of the skew is set to the next value, until the test passes."""

from dataclasses import dataclass

import numpy as np

from junxian.assessment.kinds import Array, Mask, Places
from junxian.assessment.treat.moments import DECIMALS, KURTOSIS, SKEWNESS, measure_rows, needs_treatment
from junxian.assessment.treat.rows import to_columns, to_rows
from junxian.terms.errors import MethodError
from junxian.terms.nearest import suggest

TIES = ("keep_within_limit", "together")


@dataclass(frozen=True)
class Winsorised:
    """`values` in the shape given; `high`, `low` the points that were set down and up, in the same shape."""

    values: Array
    high: Mask
    low: Mask

    @property
    def points(self) -> Places:
        """Number of points per column that were changed."""
        return np.asarray((self.high | self.low).sum(axis=0 if self.high.ndim == 1 else -2))


@dataclass(frozen=True)
class Limits:
    """Of every row: most points, whether they are forced, the thresholds; and what happens with ties."""

    at_most: Array
    force: Mask
    skewness: Array
    kurtosis: Array
    together: bool


def winsorise(
    values: Array,
    at_most: int | None = 5,
    *,
    skewness: float = SKEWNESS,
    kurtosis: float = KURTOSIS,
    force: bool = False,
    ties: str = "keep_within_limit",
) -> Winsorised:
    """Set the extreme on the side of the skew to the next value while the column needs treatment, point by point.

    values  (areas,) or (..., areas, indicators); at_most  points per column, both sides together, None for no limit
    force  change exactly `at_most` points, also where the test passes
    ties  `keep_within_limit`: points that share the extreme are set together or not at all, so that never more than
    `at_most` points change; `together`: set together even beyond the limit, as COINr does
    A column never becomes a constant: the step that would make it one is left out. Missing values stay missing.
    MethodError for a negative limit or unknown ties. Source: JRC practice (OECD/JRC Handbook 2008, step 5), COINr's
    winsorise, which overshoots its limit with ties. Checked in tests/published/test_asem_data.py and
    tests/unit/assessment/treat/test_winsorise.py.
    """
    rows, shape = to_rows(values), np.shape(values)
    check_limit("winsorise", at_most, ties)
    most = np.full(len(rows), np.inf if at_most is None else float(at_most))
    same = np.ones(len(rows))
    limits = Limits(most, np.full(len(rows), force), same * skewness, same * kurtosis, ties == "together")
    high, low, _ = winsorise_rows(rows, limits, *measure_rows(rows))
    return Winsorised(to_columns(rows, shape), to_columns(high, shape), to_columns(low, shape))


def check_limit(where: str, at_most: int | None, ties: str) -> None:
    """MethodError where a limit of points or a way with ties is none."""
    if at_most is not None and at_most < 0:
        raise MethodError(where, f"at_most is {at_most}.", "Give a number of points, 0 or more.")
    if ties not in TIES:
        raise MethodError(where, f"ties {ties!r} is not known.", suggest(ties, TIES))


def winsorise_rows(rows: Array, limits: Limits, skew: Array, kurt: Array) -> tuple[Mask, Mask, Mask]:
    """Winsorise rows (columns, areas) in place and bring `skew` and `kurt`, theirs, up to date.

    Returns the points set down and up (columns, areas) and where ties stood in the way (columns,).
    """
    high, low = np.zeros(rows.shape, dtype=bool), np.zeros(rows.shape, dtype=bool)
    tied = np.zeros(len(rows), dtype=bool)
    active = np.flatnonzero(limits.at_most > 0)
    while True:
        wanted = needs_treatment(skew[active], kurt[active], limits.skewness[active], limits.kurtosis[active])
        wanted |= limits.force[active] & ~np.isnan(skew[active])
        changed = (high[active] | low[active]).sum(axis=-1)
        active = active[wanted & (changed < limits.at_most[active])]
        if not active.size:
            return high, low, tied
        moved, tied[active] = _set_extreme(rows, high, low, active, skew[active], limits)
        active = active[moved]
        skew[active], kurt[active] = measure_rows(rows[active])


def _set_extreme(rows: Array, high: Mask, low: Mask, active: Places, skew: Array, limits: Limits) -> tuple[Mask, Mask]:
    """One step of every active row; which rows moved, and which did not because of ties."""
    up = np.round(skew, DECIMALS) >= 0
    sign = np.where(up, 1.0, -1.0)[:, None]
    own = rows[active] * sign
    filled = np.where(np.isnan(own), -np.inf, own)
    top = filled.max(axis=-1, keepdims=True)
    group = filled == top
    following = np.where(group, -np.inf, filled).max(axis=-1, keepdims=True)
    leaves_two_values = following[:, 0] > np.fmin.reduce(own, axis=-1)
    other_side = np.where(up, low[active].sum(axis=-1), high[active].sum(axis=-1))
    beyond = group.sum(axis=-1) + other_side > limits.at_most[active]
    moved = leaves_two_values & (limits.together | ~beyond)
    change = group & moved[:, None]
    rows[active] = np.where(change, following, own) * sign
    high[active] |= change & up[:, None]
    low[active] |= change & ~up[:, None]
    return moved, beyond & ~moved
