"""Variances of many areas: some are calm by nature, and a variance may still be too small to be one of theirs."""

from dataclasses import dataclass

import numpy as np

from junxian.quality.peers import CONSISTENT
from junxian.quality.series import median_of

LARGEST = 1e4  # degrees of freedom of a prior that leaves no room for differences between areas
TINY = 1e-300


@dataclass(frozen=True)
class FDist:
    """s²/variance ~ F(own, prior), the null distribution of the variances of like areas; NaN where nothing is known."""

    variance: np.ndarray
    own: float
    prior: np.ndarray

    def lower_tail(self, variances: np.ndarray) -> np.ndarray:
        """P(s² ≤ variance observed), the columns of variances those of the distribution; NaN stays."""
        from scipy.special import fdtr

        return np.asarray(fdtr(self.own, self.prior, np.maximum(variances, 0.0) / self.variance))


def fit_variances(variances: np.ndarray, freedom: int) -> FDist:
    """The scale and the degrees of freedom of the prior of variances, each with `freedom` degrees of its own.

    variances (areas, tables): one distribution for each table, NaN entries left out.
    Var(ln s²) = ψ′(k/2) + ψ′(d₀/2), taken from median and MAD of ln s² so that a few areas too calm or too wild have no
    say; the scale from the median of F. NaN where half or more do not vary at all. Source: Smyth (2004), Statistical
    Applications in Genetics and Molecular Biology 3(1), with robust moments (Phipson and others 2016).
    Checked in tests/unit/quality/test_variances.py.
    """
    from scipy.special import fdtri, polygamma

    known = np.isfinite(variances)
    vary = np.where(known, variances > 0, False).sum(axis=0) * 2 > known.sum(axis=0)
    logs = np.where(known, np.log(np.where(variances > 0, variances, TINY)), np.nan)
    middle = median_of(logs, 0)
    excess = (CONSISTENT * median_of(np.abs(logs - middle), 0)) ** 2 - float(polygamma(1, freedom / 2))
    prior = np.where(excess > 0, np.minimum(2 * invert_trigamma(np.where(excess > 0, excess, 1.0)), LARGEST), LARGEST)
    scale = np.exp(middle) / fdtri(freedom, prior, 0.5)
    return FDist(np.where(vary, scale, np.nan), float(freedom), prior)


def invert_trigamma(values: np.ndarray) -> np.ndarray:
    """X with ψ′(x) = value, by bisection on the logarithm."""
    from scipy.special import polygamma

    low, high = np.full(values.shape, 1e-4), np.full(values.shape, LARGEST)
    for _ in range(50):
        middle = np.sqrt(low * high)
        above = polygamma(1, middle) > values
        low, high = np.where(above, middle, low), np.where(above, high, middle)
    return low
