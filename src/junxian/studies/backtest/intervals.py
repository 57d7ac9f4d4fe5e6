"""Intervals of a sum over areas and years: whole cities are drawn, so that neighbours and years stay together."""

import numpy as np
from numpy.typing import NDArray

from junxian.studies.backtest.panel import Array


def draw_cities(cities: NDArray[np.int64], draws: int, seed: int) -> Array:
    """How often each city is drawn, (draws, cities): cities with replacement, as many as there are."""
    count = int(cities.max()) + 1
    counts: Array = np.random.default_rng(seed).multinomial(count, np.full(count, 1 / count), draws).astype(float)
    return counts


def bound_ratio(above: Array, below: Array, counts: Array, confidence: float) -> tuple[float, float]:
    """Percentile interval of Σ above / Σ below over drawn cities; both (cities,) sums of a city's areas and years."""
    drawn = (counts @ above) / (counts @ below)
    tail = (1 - confidence) / 2
    low, high = np.quantile(drawn, [tail, 1 - tail])
    return float(low), float(high)
