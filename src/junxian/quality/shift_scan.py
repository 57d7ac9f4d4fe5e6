"""Finds the run of columns and the step aside that fit a row best, and says when that is worth a finding."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from junxian.quality.shift_expected import Expected

CAP = 25.0  # a squared z counts for at most this: one wild value is no shift
MISFIT = 6.0  # a cell fits badly from here
BAD_CELLS = 2  # so many cells of the run fit badly as they stand
FITS = 2.0  # read aside, the cells of the run come to at most this squared z on average
LOOSE = 0.1  # a column that moves less than so with an anchor says nothing about it
FILLED = 2  # so many figures are read aside


@dataclass(frozen=True)
class Shift:
    """Columns `first` to `last` hold what belongs `step` columns to the left (to the right where negative)."""

    first: int
    last: int
    step: int
    gain: float  # by which the sum of squared z falls

    @property
    def read_aside(self) -> range:
        """The columns of the run whose figures have a column to be read in."""
        return read_aside(self.first, self.last, self.step)


def read_aside(first: int, last: int, step: int) -> range:
    """The columns of a run whose figures belong into another column of the run."""
    return range(first + step, last + 1) if step > 0 else range(first, last + 1 + step)


def find_shifts(
    logs: np.ndarray, expected: Expected, movable: list[bool], max_shift: int, limit: float
) -> dict[int, Shift]:
    """The best shift of each row for which one is worth a finding; rows by position.

    logs     (rows, columns) natural logarithms, NaN where blank, in the order of the table
    movable  whether a column may belong to a run (anchors may not)
    Every run of columns and every step up to `max_shift` either way is tried. The misfit of a cell read as a column is
    min(z², 25), z against what `expected` says of that column; of a blank cell it is −2 ln(rate of blanks among like
    rows). A shift is called where the misfit of the run falls by more than `limit`, at least 2 cells fit badly as they
    stand (misfit above 6), at least 2 figures are read aside, and read aside they fit (mean misfit at most 2).
    A column of which nothing is expected takes no part. Where one anchor that is off would save the row as much, it
    is no shift: not its columns are wrong but the anchor.
    """
    misfit = _measure_misfit(logs, expected)
    saved = _save_by_anchor(logs, expected, movable)
    blank = ~np.isfinite(logs)
    best = np.full(len(logs), limit)
    found: dict[int, Shift] = {}
    for first, last, step in _list_runs(movable, max_shift):
        gain = _measure_gain(misfit, blank, first, last, step)
        gain[gain <= saved] = -1.0
        for row in np.flatnonzero(gain > best + 1e-9):
            best[row] = gain[row]
            found[int(row)] = Shift(first, last, step, float(gain[row]))
    return found


def _list_runs(movable: list[bool], max_shift: int) -> Iterator[tuple[int, int, int]]:
    """Every run without a column that may not move, short runs first, with every step."""
    columns = len(movable)
    for length in range(FILLED + 1, columns + 1):
        for first in range(columns - length + 1):
            last = first + length - 1
            if all(movable[first : last + 1]):
                steps = range(1, min(max_shift, length - FILLED) + 1)
                yield from ((first, last, side * step) for step in steps for side in (1, -1))


def _measure_misfit(logs: np.ndarray, expected: Expected) -> np.ndarray:
    """(rows, column where the figure stands, column as which it is read); NaN where nothing is expected."""
    z = (logs[:, :, None] - expected.centre[:, None, :]) / expected.spread[:, None, :]
    of_blank = np.broadcast_to(-2 * np.log(expected.blank_rate)[:, None, :], z.shape)
    return np.minimum(np.where(np.isfinite(logs)[:, :, None], np.square(z), of_blank), CAP)


def _save_by_anchor(logs: np.ndarray, expected: Expected, movable: list[bool]) -> np.ndarray:
    """By how much the misfit of each row falls where its figures stand, were the anchor off that saves most.

    By how much it would be off is one of the amounts that the movable cells ask for, each by itself.
    """
    off = np.where(np.isfinite(logs) & movable, logs - expected.centre, np.nan)
    stands = _add_misfit(off, expected.spread)
    saved = np.zeros(len(off))
    for slopes in expected.slopes.T:
        for column in np.flatnonzero(np.abs(slopes) > LOOSE):
            amount = off[:, [column]] / slopes[column]
            aside = stands - _add_misfit(off - amount * slopes, expected.spread)
            saved = np.where(np.isfinite(amount[:, 0]), np.maximum(saved, aside), saved)
    return saved


def _add_misfit(off: np.ndarray, spread: np.ndarray) -> np.ndarray:
    return np.nansum(np.minimum(np.square(off / spread), CAP), axis=1)


def _measure_gain(misfit: np.ndarray, blank: np.ndarray, first: int, last: int, step: int) -> np.ndarray:
    """By how much the misfit of a run falls when it is read aside; −1 where it is no shift."""
    run = np.arange(first, last + 1)
    moved = np.array(read_aside(first, last, step))
    left = np.setdiff1d(run, moved)  # columns that the shift left empty or filled with something foreign
    stands, aside = misfit[:, run, run], misfit[:, moved, moved - step]
    unexplained = np.where(blank[:, left], 0.0, misfit[:, left, left]).sum(axis=1)
    gain = stands.sum(axis=1) - aside.sum(axis=1) - unexplained
    is_shift = (
        ((stands > MISFIT).sum(axis=1) >= BAD_CELLS)
        & ((~blank[:, moved]).sum(axis=1) >= FILLED)
        & (aside.mean(axis=1) <= FITS)
    )
    return np.where(is_shift & np.isfinite(gain), gain, -1.0)
