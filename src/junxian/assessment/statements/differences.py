"""Studentised differences of every pair, and how large their largest is when only chance is at work."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import numpy as np

from junxian.assessment.kinds import Array, Mask, Places

NUMPY_NUMBERS = 300_000_000  # from so many numbers on, compiling a loop pays; no result depends on it
BLOCK = 64  # areas worked on at once, so that caches hold them


@dataclass(frozen=True)
class Differences:
    """Of every pair (areas, areas): `ratio` (row − column) / its standard deviation, and `scale` 1 / that deviation.

    `noise` (areas, replicates): the replicates about their mean. Where a difference does not vary, `scale` is 0 and the
    ratio is 0 for equal scores and ±inf else: such a pair needs no test.
    """

    ratio: Array
    scale: Array
    noise: Array


def studentise(estimates: Array, noise: Array) -> Differences:
    """Divide the differences of all pairs of estimates (areas,) by their standard deviations over the noise.

    noise  (areas, replicates) with mean 0 in every row
    """
    covariance = noise @ noise.T / (noise.shape[1] - 1)
    own = np.diag(covariance)
    variance = own[:, None] + own[None, :] - 2 * covariance
    varies = variance > 1e-12 * (own[:, None] + own[None, :])
    scale = np.zeros_like(variance)
    scale[varies] = 1 / np.sqrt(variance[varies])
    gap = estimates[:, None] - estimates[None, :]
    ratio = np.where(varies, gap * scale, np.where(gap == 0, 0.0, np.copysign(np.inf, gap)))
    return Differences(ratio, scale, noise)


def find_largest(differences: Differences, rows: Places, above: Mask, below: Mask) -> Array:
    """The largest studentised noise of each of some rows in every replicate (rows, replicates), at least 0.

    above  (rows, areas) whether "the row's area does not lead" is still in question; below  likewise "does not trail".
    The noise of a pair counts upwards for `above`, downwards for `below`. Both ways of counting give the same numbers.
    """
    noise, scale = differences.noise, differences.scale[rows]
    if len(rows) * noise.size < NUMPY_NUMBERS:
        return _take_largest(noise, scale, rows, above, below)
    largest: Array = _compile_loop()(noise, scale, rows, above, below)
    return largest


@cache
def _compile_loop() -> Callable[..., Array]:
    from numba import njit

    compiled: Callable[..., Array] = njit()(_loop_largest)
    return compiled


def _take_largest(noise: Array, scale: Array, rows: Places, above: Mask, below: Mask) -> Array:
    largest = np.zeros((len(rows), noise.shape[1]))
    for place, row in enumerate(rows):
        up, down = above[place], below[place]
        for others, sign in ((up & down, 0.0), (up & ~down, 1.0), (down & ~up, -1.0)):
            columns = np.flatnonzero(others)
            for part in (columns[start : start + BLOCK] for start in range(0, len(columns), BLOCK)):
                found = noise[row] - noise[part]
                found *= (scale[place, part] * (sign or 1.0))[:, None]
                found = found if sign else np.abs(found, out=found)
                np.maximum(largest[place], found.max(axis=0), out=largest[place])
    return largest


def _loop_largest(noise: Array, scale: Array, rows: Places, above: Mask, below: Mask) -> Array:
    """The same in loops, to be compiled."""
    largest = np.zeros((len(rows), noise.shape[1]))
    for place in range(len(rows)):
        own, largest_own = noise[rows[place]], largest[place]
        for other in range(len(noise)):
            up, down, size, others = above[place, other], below[place, other], scale[place, other], noise[other]
            if up and down:
                for r in range(len(own)):
                    value = abs((own[r] - others[r]) * size)
                    largest_own[r] = value if value > largest_own[r] else largest_own[r]
            elif up or down:
                size = size if up else -size
                for r in range(len(own)):
                    value = (own[r] - others[r]) * size
                    largest_own[r] = value if value > largest_own[r] else largest_own[r]
    return largest
