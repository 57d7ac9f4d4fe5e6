"""Vectors that lie nearer to each other than any two of many areas do: distances, and how rare the smallest are."""

from dataclasses import dataclass

import numpy as np

NEAR = (0.05, 0.25)  # quantile of the nearest distances below which the tail is extrapolated: the higher the fewer rows
FURTHER = 0.25  # the quantile from which its exponent is measured lies this much higher
DOUBLES = 12  # so many rows may be copies without a say
LEAST = 1e-9  # distances below this are floating point


@dataclass(frozen=True)
class Pair:
    """Two rows, the distance of their vectors, the usual distance of nearest rows, and p of a distance so small."""

    row: int
    other: int
    distance: float
    usual: float
    p_value: float


def find_near_pairs(vectors: np.ndarray, chance: float, min_rows: int) -> list[Pair]:
    """Pairs of rows whose root mean square distance is too small, each once.

    vectors  (rows, coordinates), NaN rows take no part. The distance of a row to its nearest is d; in D dimensions
    P(d ≤ x) goes as x^D, and D and the scale follow from two quantiles of d over all rows (`extrapolate`), so that some
    copies among the rows do not hide one another. Nothing where fewer than `min_rows` rows are whole, or where more have
    a double than the lower quantile leaves out (then doubles say nothing). Checked in tests/unit/quality/test_near_copies.py.
    """
    whole = np.flatnonzero(np.isfinite(vectors).all(axis=1))
    if len(whole) < min_rows or not vectors.shape[1]:
        return []
    distance = measure_distances(vectors[whole])
    other = np.argmin(distance, axis=1)
    nearest = distance[np.arange(len(whole)), other]
    p = extrapolate(nearest, nearest, vectors.shape[1])
    usual, found = float(np.median(nearest)), dict[tuple[int, int], Pair]()
    for n in np.flatnonzero(p <= chance):
        row, twin = sorted((int(whole[n]), int(whole[other[n]])))
        found[row, twin] = Pair(row, twin, float(nearest[n]), usual, float(p[n]))
    return list(found.values())


def measure_distances(vectors: np.ndarray) -> np.ndarray:
    """Root mean square distances of all pairs of rows; infinite to itself."""
    middled = vectors - vectors.mean(axis=0)
    square = np.sum(middled**2, axis=1)
    apart = np.maximum(square[:, None] + square[None, :] - 2 * middled @ middled.T, 0.0) / vectors.shape[1]
    np.fill_diagonal(apart, np.inf)
    return np.sqrt(apart)


def extrapolate(distances: np.ndarray, known: np.ndarray, dimensions: int) -> np.ndarray:
    """P(d ≤ x) = a·(x/q_a)^D below the quantile q_a of the known distances; 1 above it.

    a is 12 over their number, within 5 % and 25 %; D = ln((a + ¼)/a) / ln(q_{a+¼}/q_a), kept between 1 and the number of
    coordinates. All ones where q_a is zero.
    """
    share = float(np.clip(DOUBLES / len(known), *NEAR))
    near, usual = (float(np.quantile(known, q)) for q in (share, share + FURTHER))
    if near <= LEAST or usual <= near:
        return np.ones(distances.shape)
    power = np.clip(np.log((share + FURTHER) / share) / np.log(usual / near), 1.0, max(dimensions, 1))
    return np.where(distances < near, share * (np.maximum(distances, LEAST) / near) ** power, 1.0)
