"""Variances of many areas: some are calm by nature, and a variance may still be too small to be one of theirs."""

from dataclasses import dataclass

import numpy as np

from junxian.quality.series import median_of

SMALLEST, LARGEST = 0.3, 1e4  # degrees of freedom of a prior that leaves no room for differences between areas
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
    The quartile range of ln F(k, d₀) is that of ln s², the scale follows from the medians: a few areas too calm or too
    wild have no say. NaN where half or more do not vary at all. Source: Smyth (2004), Statistical Applications in
    Genetics and Molecular Biology 3(1), moderated variances; by quartiles instead of moments, after Phipson and others
    (2016). Checked in tests/unit/quality/test_variances.py.
    """
    from scipy.special import fdtri

    known = np.isfinite(variances)
    vary = np.where(known, variances > 0, False).sum(axis=0) * 2 > known.sum(axis=0)
    logs = np.where(known, np.log(np.where(variances > 0, variances, TINY)), np.nan)
    middle = median_of(logs, 0)
    prior = _find_prior(freedom, _measure_quartile_range(logs))
    scale = np.exp(middle) / fdtri(freedom, prior, 0.5)
    return FDist(np.where(vary, scale, np.nan), float(freedom), prior)


def _measure_quartile_range(logs: np.ndarray) -> np.ndarray:
    """Upper less lower quartile of each column, NaN left out."""
    middle = median_of(logs, 0)
    upper, lower = (median_of(np.where(side, logs, np.nan), 0) for side in (logs >= middle, logs <= middle))
    return upper - lower


def _find_prior(freedom: int, wanted: np.ndarray) -> np.ndarray:
    """The d₀ for which ln F(k, d₀) has the wanted quartile range, read off a table of 200 values."""
    from scipy.special import fdtri

    priors = np.geomspace(SMALLEST, LARGEST, 200)
    ranges = np.log(fdtri(freedom, priors, 0.75) / fdtri(freedom, priors, 0.25))  # falls as d₀ grows
    return np.exp(np.interp(wanted, ranges[::-1], np.log(priors[::-1])))
