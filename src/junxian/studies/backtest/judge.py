"""What other shares would have brought, if areas had answered to more or less of the factor in a stated way."""

import numpy as np

from junxian.studies.backtest.known import Known
from junxian.studies.backtest.panel import Array


def imagine_gain(known: Known, shares: Array, elasticity: float) -> Array:
    """Gain of output of every area, (areas,): gain · (x / actual)^elasticity for the same total of the factor.

    With elasticity 1 a unit more earns what a unit earned that year; below 1 returns diminish; 0 says that the factor did
    not matter. The gain of the actual shares is the one that was filed. Not observed: an assumption, and told as one.
    """
    ratio = shares * known.actual.sum() / known.actual
    imagined: Array = known.gain * ratio**elasticity
    return imagined


def relate(earned: Array, known: Known) -> float:
    """Spearman's correlation of efficiency known before with the gain per unit that the year then brought."""
    from scipy.stats import spearmanr

    return float(spearmanr(earned, known.gain / known.actual).statistic) if np.ptp(earned) else float("nan")
