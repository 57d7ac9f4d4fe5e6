"""How often a residual lies so far out by chance: tails as heavy as those of the residuals themselves."""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
QUARTER = 0.6744897501960817  # the normal's upper quartile: the MAD of standard normal values
FEW = 20  # residuals from which their own tail is looked at
UNKNOWN_TAIL, WORTH = 4.0, 100  # degrees of freedom assumed before, heavy to be safe, and of how many residuals' weight
LIGHTEST, HEAVIEST = 60.0, 2.0
EFFICIENCY = 0.37  # of the MAD as a measure of spread, against the standard deviation, at the normal


def match_tail(z: Array, *, above_only: bool = False) -> float:
    """Degrees of freedom of the t distribution whose 95 % point, in units of its MAD, is that of the residuals.

    z           residuals in units of 1.4826·MAD, NaN ignored
    above_only  only residuals above are asked about: the tail is told from those below, to which what is sought cannot
                add, and from the 90 % point of both; the heavier holds
    Between 2 and 60 and drawn towards 4 as if 100 residuals had said so: 1/ν = (n/matched + 100/4)/(n + 100); 4 where there
    are fewer than 20. Two wild values in a hundred take a tail of 5 to 3.5, to the safe side; more than five would make it
    useless, unless they lie above and above alone is asked about.
    Checked in tests/unit/quality/robust/test_tails.py; for the error rates that follow see there too.
    """
    known = z[np.isfinite(z)]
    if above_only:
        return min(_match_point(-known[known < 0], 0.95), _match_point(np.abs(known), 0.90))
    return _match_point(np.abs(known), 0.95)


def _match_point(size: Array, share: float) -> float:
    n, middle = len(size), float(np.median(size)) if len(size) else 0.0
    if n < FEW or middle <= 0:
        return UNKNOWN_TAIL
    ratio = float(np.quantile(size, share)) / middle
    candidates = np.geomspace(HEAVIEST, LIGHTEST, 200)
    matched = float(candidates[np.argmin(np.abs(_ratio_of(candidates, share) - ratio))])
    return (n + WORTH) / (n / matched + WORTH / UNKNOWN_TAIL)


def _ratio_of(freedom: Array, share: float) -> Array:
    from scipy.special import stdtrit  # loads slowly; only tests of chance need it

    return np.asarray(stdtrit(freedom, (1 + share) / 2) / stdtrit(freedom, 0.75))


def add_small_sample(tail: float, residuals: Array, parameters: int | Array = 0) -> Array:
    """Degrees of freedom where the spread itself was estimated, by the MAD of so many residuals.

    1/ν² = 1/tail² + 1/(0.37·(n − parameters))²: the MAD of n normal values is as uncertain as the standard deviation of
    0.37 n of them (Croux, Rousseeuw 1992). The squares were chosen by simulation: the sum of the inverses themselves asks
    for residuals several times rarer than the p-value says in classes of 16, the larger of the two lets through three times
    too many.
    """
    own = np.maximum(EFFICIENCY * (np.asarray(residuals, dtype=np.float64) - parameters), 1.0)
    return np.asarray((tail**-2.0 + own**-2.0) ** -0.5)


def find_p_values(z: Array, freedom: Array | float, *, above_only: bool = False) -> Array:
    """The chance of a residual at least as far out: two-sided, or above only; NaN where z is.

    z        residuals in units of 1.4826·MAD: a t variable in units of its own quartile
    freedom  degrees of freedom, as `add_small_sample` gives them
    """
    from scipy.special import stdtr, stdtrit

    t = z * stdtrit(freedom, 0.75) / QUARTER
    return np.asarray(stdtr(freedom, -t) if above_only else 2 * stdtr(freedom, -np.abs(t)))


def find_limit(p_value: float, freedom: float, *, above_only: bool = False) -> float:
    """The z beyond which a residual has a smaller p-value than the one given."""
    from scipy.special import stdtrit

    upper = 1 - (p_value if above_only else p_value / 2)
    return float(stdtrit(freedom, upper) / stdtrit(freedom, 0.75) * QUARTER)
