"""How rare a deviation is: growth of areas has heavy tails, so that the tail is measured and not assumed to be normal."""

from dataclasses import dataclass

import numpy as np

LEAST = 60  # deviations without which no tail is measured
BODY, SHOULDER = 0.10, 0.05  # shares of the deviations between which the tail index is measured: few are faults
FASTER = 0.5  # by so much the index of deviations from both sides exceeds that of steps
INDEX = (1.0, 4.0)  # the index is kept in here: growth is neither normal nor without a mean


@dataclass(frozen=True)
class Tail:
    """P(|z| > x) = share·(x/start)^−index from `start` on, 1 below."""

    share: float
    start: float
    index: float

    def chance(self, deviations: np.ndarray) -> np.ndarray:
        """Two-sided p-values; 1 where a deviation is missing or lies in the body."""
        size = np.nan_to_num(np.abs(deviations))
        return np.where(size > self.start, self.share * (np.maximum(size, self.start) / self.start) ** -self.index, 1.0)


def measure_tail(deviations: np.ndarray) -> Tail | None:
    """The Pareto tail of one-sided steps: index ln 2 / ln(q95/q90) of |z|, kept within 1 and 4; None below 60 values.

    Faults among the values, up to one in twenty, hardly move it, and make it heavier. Source: Hill's idea (1975) on two
    quantiles, so that the extremes have no say. Checked in tests/unit/quality/test_tails.py.
    """
    size = np.abs(deviations[np.isfinite(deviations)])
    if len(size) < LEAST:
        return None
    body, shoulder = (float(np.quantile(size, 1 - share)) for share in (BODY, SHOULDER))
    if body <= 0 or shoulder <= body:
        return None
    index = float(np.clip(np.log(BODY / SHOULDER) / np.log(shoulder / body), *INDEX))
    return Tail(BODY, body, index)


def measure_return_tail(lesser: np.ndarray, steps: Tail) -> Tail | None:
    """The tail of the least of the deviations from both sides: it starts at their q95, index half more than that of steps.

    Simulated for normal, t₃ and t₅ growth, with and without noise of the levels: of figures without fault at most about
    one in 1,000 has p ≤ 0.001. Checked in tests/unit/quality/test_tails.py.
    """
    size = np.abs(lesser[np.isfinite(lesser)])
    if len(size) < LEAST:
        return None
    start = float(np.quantile(size, 1 - SHOULDER))
    return Tail(SHOULDER, start, steps.index + FASTER) if start > 0 else None
