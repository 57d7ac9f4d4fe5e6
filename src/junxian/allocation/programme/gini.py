"""How unevenly a factor is spread over areas of unequal size, and how little the least served has."""

import numpy as np

from junxian.allocation.optimum.problem import Array


def measure_gini(amounts: Array, base: Array) -> float:
    """Gini coefficient of amount / base, every area weighing its base: twice the area between diagonal and Lorenz curve."""
    order = np.argsort(amounts / base, kind="stable")
    held, own = np.cumsum(amounts[order]) / max(amounts.sum(), 1e-300), np.cumsum(base[order]) / base.sum()
    return float(1 - np.sum(np.diff(own, prepend=0.0) * (held + np.append(0.0, held[:-1]))))


def find_least_share(amounts: Array, base: Array) -> float:
    """Least amount / base of the areas that have a base; 0 where none has."""
    has_base = base > 0
    return float((amounts[has_base] / base[has_base]).min(initial=np.inf)) if has_base.any() else 0.0
