"""Products of weights and scores that are the same to the last bit, however many rows, chunks or threads there are."""

import numpy as np

from junxian.assessment.kinds import Array

ROWS = (
    32  # rows multiplied at once: a library sums tiles of one shape in one order, of another shape perhaps in another
)
TILE_NUMBERS = (
    262_144  # multiplications of one tile: few enough for OpenBLAS to take one thread, many enough to be fast
)


def multiply_rows(weights: Array, table: Array) -> Array:
    """Product (replicates, areas) of weights (replicates, inputs) and a table (inputs, areas).

    Neither may hold NaN. A row of the result depends on its own weights alone, to the last bit: OpenBLAS sums in an order
    that hangs on the shape of the matrices and the number of threads, so every tile here has one shape and one thread.
    Checked in tests/properties/test_replicate_laws.py.
    """
    count, width = len(weights), _find_width(weights.shape[1])
    padded = _pad(weights)
    product = np.empty((len(padded), table.shape[1]))
    for row in range(0, len(padded), ROWS):
        for column in range(0, table.shape[1], width):
            own = slice(column, column + width)
            np.matmul(padded[row : row + ROWS], table[:, own], out=product[row : row + ROWS, own])
    return product[:count]


def _find_width(inputs: int) -> int:
    """Columns of a tile, a multiple of eight."""
    return max(8, TILE_NUMBERS // (ROWS * max(inputs, 1)) // 8 * 8)


def _pad(weights: Array) -> Array:
    """Rows in memory one after the other, with rows of zeros up to a multiple of ROWS."""
    count = len(weights)
    padded = np.empty((count + -count % ROWS, weights.shape[1]))
    padded[:count], padded[count:] = weights, 0.0
    return padded


def hold_memory() -> None:
    """Keep memory that is freed for the arrays that follow.

    The C library of Linux gives blocks back to the system that are larger than the largest it has seen freed, up to
    32 MB, and fetching them again costs more than the arithmetic; so it is shown a large one, once in a process.
    """
    if not _HELD:
        _HELD.append(np.empty(31 << 20, dtype=np.uint8).size)


_HELD: list[int] = []
