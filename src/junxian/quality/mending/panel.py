"""One item over areas and periods, and what others say of each cell: medians and regressions without the cell itself."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from junxian.quality.mending.highs import Array, Mask
from junxian.terms.errors import MethodError

FEWEST_PEERS = 5
TURNS, TUNING = 8, 4.685  # of the biweight; 95 % efficient for normal errors
CONSISTENT = 1.4826  # MAD times this estimates the standard deviation of normal values


@dataclass(frozen=True)
class Panel:
    """Figures of one item (areas, periods) in time, NaN where missing, with what may tell about them.

    growth   (areas, periods) filed real growth against the period before, as a ratio (0.06), or None
    proxies  figures of other items by name, of the same shape
    groups   (areas,) class of each area; areas of small classes are held against all
    in_logs  whether what happens to figures multiplies them (amounts above zero) or adds to them (rates, balances)
    """

    values: Array
    growth: Array | None = None
    proxies: Mapping[str, Array] = field(default_factory=dict)
    groups: NDArray[np.str_] | None = None
    in_logs: bool = True

    def __post_init__(self) -> None:
        shapes = {
            np.shape(a) for a in (self.values, *self.proxies.values(), *([] if self.growth is None else [self.growth]))
        }
        if len(shapes) != 1 or np.ndim(self.values) != 2:
            raise MethodError("panel", f"figures of shapes {sorted(shapes)}.", "Give all as (areas, periods).")

    @cached_property
    def level(self) -> Array:
        """The figures on the scale on which they move: logarithms (NaN for zero and below), or as they are."""
        return _to_scale(self.values, self.in_logs)

    def scale_proxy(self, name: str) -> Array:
        """A proxy on the same scale."""
        return _to_scale(self.proxies[name], self.in_logs)

    @cached_property
    def members(self) -> list[tuple[NDArray[np.intp], NDArray[np.intp]]]:
        """Areas of each class with the areas that speak for them."""
        count = len(self.values)
        classes = np.zeros(count, dtype=str) if self.groups is None else np.asarray(self.groups)
        everyone = np.arange(count)
        large = [np.flatnonzero(classes == c) for c in np.unique(classes)]
        large = [rows for rows in large if len(rows) > FEWEST_PEERS]
        rest = np.setdiff1d(everyone, np.concatenate(large)) if large else everyone
        return [*((rows, rows) for rows in large), *([(rest, everyone)] if len(rest) else [])]

    def median_of_others(self, values: Array) -> Array:
        """For each cell the median of its class in the period without the cell, NaN where fewer than five are known."""
        result = np.full(values.shape, np.nan)
        for period in range(values.shape[1]):
            for rows, speakers in self.members:
                result[rows, period] = median_without(values[:, period], rows, speakers)
        return result


def _to_scale(values: Array, in_logs: bool) -> Array:
    return np.log(np.where(values > 0, values, np.nan)) if in_logs else np.asarray(values, dtype=float)


def median_without(values: Array, rows: NDArray[np.intp], speakers: NDArray[np.intp]) -> Array:
    """For each of `rows` the median of the known values (areas,) of `speakers` but for its own; NaN of fewer than five."""
    known = speakers[np.isfinite(values[speakers])]
    order = known[np.argsort(values[known], kind="stable")]
    ranked, count = values[order], len(order)
    place = np.full(len(values), count)
    place[order] = np.arange(count)
    own = place[rows]
    left = np.where(own < count, count - 1, count)
    result = np.full(len(rows), np.nan)
    enough = left >= FEWEST_PEERS
    low, high = (left[enough] - 1) // 2, left[enough] // 2
    taken = [np.where(k < own[enough], k, k + 1) for k in (low, high)]
    result[enough] = (ranked[np.minimum(taken[0], count - 1)] + ranked[np.minimum(taken[1], count - 1)]) / 2
    return result


def regress_on_others(target: Array, predictors: Array, known: Mask | None = None) -> Array:
    """What a robust regression of target (areas,) on predictors (areas, k) says of each area without the area itself.

    NaN where a predictor is missing, or where fewer than four areas for each coefficient are left. Biweight; an area that
    took part is left out by its leverage.
    """
    design = np.column_stack([np.ones(len(target)), predictors])
    usable = np.isfinite(design).all(axis=1)
    used = usable & np.isfinite(target) & (True if known is None else known)
    result = np.full(len(target), np.nan)
    if used.sum() < 4 * design.shape[1] + 1:
        return result
    rows, y, weight = design[used], target[used], np.ones(int(used.sum()))
    for _ in range(TURNS):
        inverse = np.linalg.pinv(rows.T @ (weight[:, None] * rows))
        slopes = inverse @ (rows.T @ (weight * y))
        off = y - rows @ slopes
        spread = CONSISTENT * np.median(np.abs(off - np.median(off)))
        if spread <= 0:
            break
        weight = np.clip(1 - (off / (TUNING * spread)) ** 2, 0, None) ** 2
    result[usable] = design[usable] @ slopes
    leverage = np.minimum(weight * np.einsum("ij,jk,ik->i", rows, inverse, rows), 0.99)
    result[used] = y - off / (1 - leverage)
    return result
