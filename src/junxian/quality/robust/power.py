"""What matching can find: the chance that an inflated figure is noticed, by its size and by the noise of the proxies."""

import numpy as np
from numpy.typing import NDArray

from junxian.quality.robust.tails import QUARTER, find_limit

Array = NDArray[np.float64]


def find_power(
    size: Array | float, spread: Array | float, *, limit: float = 3.0, p_value: float = 0.001, freedom: float = 8.0
) -> Array:
    """The probability that matching asks about a figure that is too high by a share.

    size     0.10 where the figure is 10 % above the truth, over the years compared; negative where it is below
    spread   robust spread of the residuals of log growth (`spread_with_noise`); sizes and spreads are broadcast
    limit    the rule's, in robust spreads; p_value the largest that is still rejected (about rate·found/tests)
    freedom  degrees of freedom of the residuals' tail
    Found is |residual| > limit·spread with a p-value within the one given; the residual is ln(1 + size) plus an error.
    Checked by simulation in tests/unit/quality/robust/test_power.py.
    """
    from scipy.special import stdtr, stdtrit

    bound = max(limit, find_limit(p_value, freedom))
    shift = np.log1p(np.asarray(size, dtype=np.float64)) / np.asarray(spread, dtype=np.float64)
    unit = float(stdtrit(freedom, 0.75)) / QUARTER
    return np.asarray(stdtr(freedom, (shift - bound) * unit) + stdtr(freedom, (-shift - bound) * unit))


def find_size(
    spread: float, power: float = 0.8, *, limit: float = 3.0, p_value: float = 0.001, freedom: float = 8.0
) -> float:
    """The smallest inflation that is found with a probability of `power`: a share of the figure."""
    from scipy.special import stdtrit

    bound = max(limit, find_limit(p_value, freedom))
    return float(np.expm1(spread * (bound + stdtrit(freedom, power) / stdtrit(freedom, 0.75) * QUARTER)))


def spread_with_noise(own: float, elasticity: Array | float, signal: Array | float, noise: Array | float) -> Array:
    """The spread of the residuals where the growth of one proxy is measured with noise.

    own         spread of the item's log growth that no proxy explains, growth truly measured
    elasticity  of the item to the proxy; signal  spread of the proxy's true log growth; noise  that of its error
    √(own² + elasticity²·signal²·noise²/(signal² + noise²)): noise flattens the slope and leaves the rest unexplained.
    """
    true, error = np.square(np.asarray(signal, dtype=np.float64)), np.square(np.asarray(noise, dtype=np.float64))
    return np.asarray(np.sqrt(own**2 + np.square(elasticity) * true * error / (true + error)))


def draw_power_curve(
    sizes: Array, noises: Array, *, own: float, elasticity: float, signal: float, limit: float = 3.0,
    p_value: float = 0.001, freedom: float = 8.0,
) -> Array:  # fmt: skip
    """Power by size (rows) and noise of the proxy (columns)."""
    spreads = spread_with_noise(own, elasticity, signal, noises)
    return find_power(np.asarray(sizes)[:, None], spreads[None, :], limit=limit, p_value=p_value, freedom=freedom)
