"""What each replicate varies: the weights, the normalisation and the aggregation, from a stream of its own."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from junxian.assessment.kinds import Array
from junxian.declared.schemes import Robustness
from junxian.engine import open_streams

STREAM = 1  # of SeedSequence((seed, replicate)); data errors are drawn from stream 0


@dataclass(frozen=True)
class Choices:
    """Of every replicate: `factors` (replicates, classes, parts) on weights, and places in the declared methods."""

    factors: Array
    normalisation: NDArray[np.int64]
    aggregation: NDArray[np.int64]


@lru_cache(maxsize=8)
def draw_choices(declared: Robustness, classes: int, parts: int, seed: int) -> Choices:
    """Draw what every replicate varies.

    Every indicator's and node's points are multiplied by an independent uniform factor 1 ± `weights_vary`, by class;
    they count in proportion under their parent, which renormalises them. Normalisation and aggregation are drawn evenly
    from those declared. One stream per replicate, SeedSequence((seed, replicate)).
    """
    count, vary = declared.replicates, declared.weights_vary
    drawn = np.empty((count, 2 + classes * parts))
    for own, stream in zip(drawn, open_streams(seed, range(count), STREAM), strict=True):
        stream.random(out=own)
    places = (drawn[:, :2] * (len(declared.normalisations), len(declared.aggregations))).astype(np.int64)
    factors = 1 - vary + 2 * vary * drawn[:, 2:].reshape(count, classes, parts)
    return Choices(factors, places[:, 0], places[:, 1])
