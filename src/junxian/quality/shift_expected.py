"""What each column of a row should hold, judged by the row's size and its class: robust regression on logarithms."""

from dataclasses import dataclass

import numpy as np

from junxian.quality.peers import CONSISTENT

BIWEIGHT = 4.685  # Tukey's constant: 95 % efficiency at the normal
ROUNDS = 8
FLOOR = 0.05
NEAR = 30  # rows above and below in expected value that say how often a cell is blank


@dataclass(frozen=True)
class Expected:
    """For each row and column: expected log value, robust spread, and the rate at which like rows are blank there.

    slopes  (columns, anchors): by how much a column's expected value moves with an anchor's logarithm
    """

    centre: np.ndarray
    spread: np.ndarray
    blank_rate: np.ndarray
    slopes: np.ndarray


def expect_columns(logs: np.ndarray, anchors: np.ndarray, classes: np.ndarray, min_peers: int) -> Expected:
    """Expect each column of each row from its anchors.

    logs (rows, columns) and anchors (rows, anchors) are natural logarithms, NaN where blank; classes (rows,) names.
    A column is a + b·anchors with slopes b common to all rows (Tukey biweight within classes) and a the median of the
    class; classes with fewer than `min_peers` rows take the median and the wider spread of all rows. Rows with a blank
    anchor, and columns with fewer than `min_peers` figures, give NaN: nothing is expected of them.
    """
    centre = np.full(logs.shape, np.nan)
    spread = np.full(logs.shape, np.nan)
    slopes = np.zeros((logs.shape[1], anchors.shape[1]))
    sized = np.isfinite(anchors).all(axis=1)
    groups = [np.flatnonzero((classes == name) & sized) for name in np.unique(classes) if name]
    for column in range(logs.shape[1]):
        known = _expect(logs[:, column], anchors, sized, groups, min_peers)
        centre[:, column], spread[:, column], slopes[column] = known
    return Expected(centre, spread, _rate_blanks(np.isfinite(logs), centre), slopes)


def _expect(
    y: np.ndarray, anchors: np.ndarray, sized: np.ndarray, groups: list[np.ndarray], min_peers: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    blank = np.full(len(y), np.nan)
    known = np.isfinite(y) & sized
    if known.sum() < min_peers:
        return blank, blank, np.zeros(anchors.shape[1])
    big = [g for g in groups if known[g].sum() >= min_peers]
    slopes = _fit_slopes(y, anchors, known, big)
    rest = y - anchors @ slopes
    centre, spread = _middle(rest, known, np.flatnonzero(sized), blank)
    own = np.concatenate([_centred(rest, g[known[g]]) for g in big]) if big else np.empty(0)
    within = CONSISTENT * np.median(np.abs(own)) if big else np.nan
    for group in big:
        middle, own_spread = _middle(rest, known, group, blank)
        centre[group], spread[group] = middle[group], np.maximum(own_spread[group], within)
    return centre + anchors @ slopes, np.maximum(spread, FLOOR), slopes


def _fit_slopes(y: np.ndarray, anchors: np.ndarray, known: np.ndarray, groups: list[np.ndarray]) -> np.ndarray:
    """Slopes common to all rows, each class centred by its medians (all rows as one where no class is large enough)."""
    parts = [g[known[g]] for g in groups] or [np.flatnonzero(known)]
    target = np.concatenate([_centred(y, part) for part in parts])
    design = np.concatenate([_centred(anchors, part) for part in parts])
    weights = np.ones(len(target))
    for _ in range(ROUNDS):
        slopes = np.linalg.lstsq(design * np.sqrt(weights)[:, None], target * np.sqrt(weights), rcond=None)[0]
        residual = target - design @ slopes
        scale = max(CONSISTENT * float(np.median(np.abs(residual))), FLOOR)
        weights = np.square(np.clip(1 - np.square(residual / (BIWEIGHT * scale)), 0, None))
    return slopes


def _centred(values: np.ndarray, rows: np.ndarray) -> np.ndarray:
    return values[rows] - np.median(values[rows], axis=0)


def _middle(rest: np.ndarray, known: np.ndarray, rows: np.ndarray, blank: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    centre, spread = blank.copy(), blank.copy()
    values = rest[rows[known[rows]]]
    centre[rows] = np.median(values)
    spread[rows] = CONSISTENT * np.median(np.abs(values - np.median(values)))
    return centre, spread


def _rate_blanks(filled: np.ndarray, centre: np.ndarray) -> np.ndarray:
    """How often the rows nearest in expected value are blank in a column, the row itself left out, plus a half."""
    rates = np.full(centre.shape, np.nan)
    for column in range(centre.shape[1]):
        rows = np.flatnonzero(np.isfinite(centre[:, column]))
        order = rows[np.argsort(centre[rows, column], kind="stable")]
        blanks = np.concatenate([[0], np.cumsum(~filled[order, column])])
        place = np.arange(len(order))
        low, high = np.maximum(place - NEAR, 0), np.minimum(place + NEAR + 1, len(order))
        others = blanks[high] - blanks[low] - ~filled[order, column]
        rates[order, column] = (others + 0.5) / (high - low)
    return rates
