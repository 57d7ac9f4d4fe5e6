"""Real oddities of a panel, listed before anything is planted, by plain arithmetic that a reader can check by hand."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from planted.panels import ACCOUNTS, Panel

LEAP = 1.25  # both neighbours in time are this many times smaller, or larger, while
SIDE = 1.25  # they lie within this factor of each other
SUM = 200  # sum of sectors and total differ by more than this, 万元 (two units of the second decimal of 亿元)
DIGITS = 10_000  # a figure that is repeated has at least as many units


@dataclass(frozen=True)
class Oddity:
    """An area and a year whose figures are odd, with the evidence."""

    area: str
    period: str
    evidence: str


def list_oddities(panel: Panel) -> list[Oddity]:
    """Area-years in which one figure or two in a row leap and return, sums do not hold, or a figure stands twice to the last digit.

    Fixed on the tuning provinces. It uses none of the rules that are tried: no peers, no spreads, no tails.
    """
    found = [*_find_leaps(panel), *_find_sums(panel), *_find_repeats(panel), *_find_doubles(panel)]
    places: dict[tuple[str, str], list[str]] = {}
    for oddity in found:
        places.setdefault((oddity.area, oddity.period), []).append(oddity.evidence)
    return [Oddity(a, p, "; ".join(texts)) for (a, p), texts in sorted(places.items())]


def _accounts(panel: Panel) -> list[tuple[str, np.ndarray]]:
    return [(key, panel.values[key]) for key in (*ACCOUNTS, "constant") if key in panel.values]


def _find_leaps(panel: Panel) -> Iterator[Oddity]:
    for key, x in _accounts(panel):
        for length in (1, 2):
            for row, n in np.argwhere(_leaps(x, length)):
                shown = ", ".join(f"{figure:,.0f}" for figure in x[row, n : n + length + 2])
                for k in range(length):
                    yield _say(panel, row, n + 1 + k, f"{key} {shown}")


def _leaps(x: np.ndarray, length: int) -> np.ndarray:
    """Where one figure, or two in a row, lie beyond both neighbours."""
    before, after = x[:, : -length - 1], x[:, length + 1 :]
    inside = np.stack([x[:, 1 + k : x.shape[1] - length + k] for k in range(length)])
    low, high = np.minimum(before, after), np.maximum(before, after)
    beyond = (inside.min(axis=0) > LEAP * high) | (inside.max(axis=0) * LEAP < low)
    return (low > 0) & beyond & (high < SIDE * LEAP * low)


def _find_sums(panel: Panel) -> Iterator[Oddity]:
    total, parts = panel.values["gdp"], sum(panel.values[k] for k in ACCOUNTS[1:])
    for row, n in np.argwhere(np.abs(parts - total) > SUM):
        yield _say(panel, row, n, f"sectors come to {parts[row, n]:,.0f}, total {total[row, n]:,.0f}")


def _find_repeats(panel: Panel) -> Iterator[Oddity]:
    for key, x in panel.values.items():
        for row, n in np.argwhere((x[:, 1:] == x[:, :-1]) & (x[:, 1:] >= DIGITS)):
            yield _say(panel, row, n + 1, f"{key} {x[row, n]:,.0f} in two years")


def _find_doubles(panel: Panel) -> Iterator[Oddity]:
    for n in range(len(panel.years)):
        rows: dict[tuple[float, ...], list[int]] = {}
        for row in range(len(panel.areas)):
            rows.setdefault(tuple(panel.values[k][row, n] for k in ACCOUNTS), []).append(row)
        for same in rows.values():
            for row in same if len(same) > 1 else []:
                yield _say(
                    panel, row, n, f"accounts equal those of {' '.join(panel.areas[r] for r in same if r != row)}"
                )


def _say(panel: Panel, row: int, n: int, evidence: str) -> Oddity:
    return Oddity(panel.areas[row], str(panel.years[n]), evidence)
