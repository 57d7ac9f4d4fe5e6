"""Robust regression: a line through most areas that a few wild ones cannot bend."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from junxian.quality.peers import CONSISTENT

Array = NDArray[np.float64]
Whole = NDArray[np.int64]
HUBER, TUKEY = 1.345, 4.685  # 95 % efficiency at the normal
FAR = 2.5  # robust distance of a proxy's growth from which it says less about the slopes
ROUNDS, ENOUGH = 50, 1e-9


@dataclass(frozen=True)
class RobustFit:
    """Fit of y on proxies: `slopes` (proxies,) common to all, `levels` (groups,) of each group; per row the others."""

    slopes: Array
    levels: Array
    residual: Array
    weight: Array  # 0 where a row does not count, 1 where it counts fully
    leverage: Array  # x'(X'WX)⁻¹x
    parameters: int

    @property
    def spread(self) -> float:
        """1.4826·MAD of the residuals, made good for the parameters fitted; 0 where they are all alike."""
        n = len(self.residual)
        return float(CONSISTENT * np.median(np.abs(self.residual)) * np.sqrt(n / max(n - self.parameters, 1)))

    @property
    def inflation(self) -> Array:
        """By what the spread of each residual differs from that of the errors: less in the fit, more outside it."""
        return np.asarray(np.sqrt(np.maximum(1 - 2 * self.weight * self.leverage + self.leverage, 0.05)))


def regress_robustly(y: Array, proxies: Array, groups: Whole, loss: Literal["tukey", "huber"] = "tukey") -> RobustFit:
    """Fit y = level of the group + slopes·proxies by iterated weighted least squares.

    y        (rows,) growth of the item, no NaN
    proxies  (rows, proxies) growth of the proxies, no NaN
    groups   (rows,) 0 … g−1; slopes are common, each group has its own level
    Huber's weights from the medians on, then, for "tukey", the biweight with the spread that Huber's fit left. A row whose
    proxies lie further out than 2.5 robust distances counts less (Mallows), so that one odd proxy does not tilt the slopes.
    A proxy that does not vary gets the slope 0. Fewer rows than parameters give the least squares of smallest norm.
    Source: Huber (1981); Beaton and Tukey (1974); Mallows (1975). Checked in tests/unit/quality/robust/test_regression.py.
    """
    count = int(groups.max()) + 1
    design = np.hstack([np.eye(count)[groups], proxies])
    trust = _trust_rows(proxies, groups, count)
    start = np.array([np.median(y[groups == g]) for g in range(count)] + [0.0] * proxies.shape[1])
    beta, scale = _iterate(y, design, trust, start, HUBER, huber=True)
    if loss == "tukey":
        beta, scale = _iterate(y, design, trust, beta, TUKEY, huber=False, scale=scale)
    residual = y - design @ beta
    weight = trust * _weigh(residual, scale, HUBER if loss == "huber" else TUKEY, huber=loss == "huber")
    inverse = np.linalg.pinv(design.T @ (design * weight[:, None]), hermitian=True)
    leverage = np.einsum("ij,jk,ik->i", design, inverse, design)
    rank = count + int(np.sum(np.ptp(proxies, axis=0) > 0))
    return RobustFit(beta[count:], beta[:count], residual, weight, np.minimum(leverage, 1e6), rank)


def _trust_rows(proxies: Array, groups: Whole, count: int) -> Array:
    """Mallows weights: 1 within 2.5 robust distances of the group's middle, falling with the distance beyond."""
    if not proxies.size:
        return np.ones(len(proxies))
    centred = proxies.copy()
    for g in range(count):
        centred[groups == g] -= np.median(proxies[groups == g], axis=0)
    spread = CONSISTENT * np.median(np.abs(centred), axis=0)
    distance = np.max(np.divide(np.abs(centred), spread, out=np.zeros_like(centred), where=spread > 0), axis=1)
    return np.asarray(np.minimum(1.0, FAR / np.maximum(distance, FAR)))


def _iterate(
    y: Array, design: Array, trust: Array, beta: Array, constant: float, *, huber: bool, scale: float | None = None
) -> tuple[Array, float]:
    fixed = scale
    for _ in range(ROUNDS):
        residual = y - design @ beta
        scale = CONSISTENT * float(np.median(np.abs(residual))) if fixed is None else fixed
        if scale <= 1e-12 * max(1.0, float(np.max(np.abs(y)))):
            break
        weight = trust * _weigh(residual, scale, constant, huber=huber)
        before, beta = beta, _solve(design, y, weight)
        if np.max(np.abs(beta - before)) <= ENOUGH * scale:
            break
    return beta, CONSISTENT * float(np.median(np.abs(y - design @ beta))) if fixed is None else fixed


def _weigh(residual: Array, scale: float, constant: float, *, huber: bool) -> Array:
    if scale <= 0:
        return np.ones(len(residual))
    u = np.abs(residual) / (constant * scale)
    return np.asarray(np.minimum(1.0, 1 / np.maximum(u, 1.0)) if huber else np.square(np.clip(1 - u * u, 0.0, None)))


def _solve(design: Array, y: Array, weight: Array) -> Array:
    weighted = design * weight[:, None]
    normal, right = design.T @ weighted, weighted.T @ y
    try:
        return np.asarray(np.linalg.solve(normal, right))
    except np.linalg.LinAlgError:
        return np.asarray(np.linalg.pinv(normal, hermitian=True) @ right)


def regress_theil_sen(x: Array, y: Array, groups: Whole | None = None) -> tuple[float, float]:
    """The median of the slopes of all pairs of rows with unequal x, and the median of y − slope·x (Theil 1950, Sen 1968).

    x, y    (rows,), no NaN; groups  (rows,): only pairs within a group are compared; all rows are one by default
    (NaN, NaN) where no two rows differ in x. Checked against scipy in tests/unit/quality/robust/test_regression.py.
    """
    own = np.zeros(len(x), dtype=np.int64) if groups is None else groups
    first, second = np.triu_indices(len(x), 1)
    use = (own[first] == own[second]) & (x[first] != x[second])
    if not use.any():
        return float("nan"), float("nan")
    first, second = first[use], second[use]
    slope = float(np.median((y[second] - y[first]) / (x[second] - x[first])))
    return slope, float(np.median(y) - slope * np.median(x))
