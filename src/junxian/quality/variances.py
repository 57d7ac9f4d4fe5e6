"""Variances of many areas: some are calm by nature, and a variance may still be too small to be one of theirs."""

from dataclasses import dataclass

import numpy as np

from junxian.quality.peers import CONSISTENT

LARGEST = 1e4  # degrees of freedom of a prior that leaves no room for differences between areas


@dataclass(frozen=True)
class FDist:
    """s²/variance ~ F(own, prior): the null distribution of the variances of like areas."""

    variance: float
    own: float
    prior: float

    def lower_tail(self, variances: np.ndarray) -> np.ndarray:
        """P(s² ≤ variance observed)."""
        from scipy.special import fdtr

        return np.asarray(fdtr(self.own, self.prior, np.maximum(variances, 0.0) / self.variance))


def fit_variances(variances: np.ndarray, freedom: int) -> FDist | None:
    """The scale and the degrees of freedom of the prior of variances, each with `freedom` degrees of its own.

    Var(ln s²) = ψ′(k/2) + ψ′(d₀/2), taken from median and MAD of ln s² so that a few areas too calm or too wild have no
    say; the scale from the median of F. None where fewer than half vary at all. Source: Smyth (2004), Statistical
    Applications in Genetics and Molecular Biology 3(1), with robust moments (Phipson and others 2016).
    Checked in tests/unit/quality/test_variances.py.
    """
    from scipy.special import fdtri, polygamma

    if (variances > 0).mean() <= 0.5:
        return None
    logs = np.log(np.maximum(variances, 1e-300))
    middle = float(np.median(logs))
    excess = (CONSISTENT * float(np.median(np.abs(logs - middle)))) ** 2 - float(polygamma(1, freedom / 2))
    prior = 2 * _invert_trigamma(excess) if excess > 0 else LARGEST
    prior = min(prior, LARGEST)
    return FDist(float(np.exp(middle) / fdtri(freedom, prior, 0.5)), float(freedom), prior)


def _invert_trigamma(value: float) -> float:
    """X with ψ′(x) = value, by bisection on the logarithm."""
    from scipy.special import polygamma

    low, high = 1e-4, LARGEST
    for _ in range(60):
        middle = (low * high) ** 0.5
        low, high = (middle, high) if polygamma(1, middle) > value else (low, middle)
    return low
