"""How unevenly a factor is spread over areas of unequal size."""

import numpy as np

from junxian.allocation.optimum.problem import Array


def measure_gini(amounts: Array, base: Array) -> float:
    """Gini coefficient of amount / base, every area weighing its base: twice the area between diagonal and Lorenz curve."""
    order = np.argsort(amounts / base, kind="stable")
    held, own = np.cumsum(amounts[order]) / max(amounts.sum(), 1e-300), np.cumsum(base[order]) / base.sum()
    return float(1 - np.sum(np.diff(own, prepend=0.0) * (held + np.append(0.0, held[:-1]))))
